package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/generated/remediation"
)

// secrets are what the requests of a session carry.
const (
	accessKey    = "AKIAIOSFODNN7EXAMPLE"
	signature    = "fedcba9876543210fedcba9876543210"
	sessionToken = "a-session-token-of-many-letters"
)

// A session is recorded as HAR, with times of its own.
type session struct {
	t       *testing.T
	server  *httptest.Server
	entries []map[string]any
}

func newSession(t *testing.T) *session {
	f := remediation.New(remediation.State{})
	server := httptest.NewServer(f)
	t.Cleanup(server.Close)
	return &session{t: t, server: server}
}

// call makes a request, and records it as browsers and mitmproxy do.
func (s *session) call(operation, body string) {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), http.MethodPost, s.server.URL+"/", strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-amz-json-1.1")
	req.Header.Set("X-Amz-Target", "StarlingDoveService."+operation)
	req.Header.Set("X-Amz-Security-Token", sessionToken)
	req.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential="+accessKey+"/20260102/us-east-1/config/aws4_request, SignedHeaders=host;x-amz-date;x-amz-target, Signature="+signature)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	content := map[string]any{"size": len(answer), "mimeType": resp.Header.Get("Content-Type"), "text": string(answer)}
	if len(s.entries)%2 == 1 {
		content["text"], content["encoding"] = base64.StdEncoding.EncodeToString(answer), "base64"
	}
	s.entries = append(s.entries, map[string]any{
		"startedDateTime": time.Date(2026, 1, 2, 3, 0, len(s.entries), 0, time.UTC).Format(time.RFC3339Nano), "time": 8.5,
		"request": map[string]any{
			"method": "POST", "url": "https://config.us-east-1.amazonaws.com/", "headers": fields(req.Header),
			"postData": map[string]any{"mimeType": "application/x-amz-json-1.1", "text": body},
		},
		"response": map[string]any{"status": resp.StatusCode, "headers": fields(resp.Header), "content": content},
	})
}

func fields(h http.Header) []map[string]string {
	var all []map[string]string
	for name, values := range h {
		for _, v := range values {
			all = append(all, map[string]string{"name": name, "value": v})
		}
	}
	return all
}

// write writes the session as HAR, with a text in one entry changed, and returns
// the name of the file.
func (s *session) write(t *testing.T, entry int, old, new string) string {
	t.Helper()
	texts := make([]string, len(s.entries))
	for i := range s.entries {
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		if err := e.Encode(s.entries[i]); err != nil {
			t.Fatal(err)
		}
		texts[i] = b.String()
	}
	if !strings.Contains(texts[entry], old) {
		t.Fatalf("entry %d has no %s: %s", entry, old, texts[entry])
	}
	texts[entry] = strings.ReplaceAll(texts[entry], old, new)
	name := filepath.Join(t.TempDir(), "session.har")
	if err := os.WriteFile(name, []byte(`{"log": {"version": "1.2", "entries": [`+strings.Join(texts, ",")+`]}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// recordSession makes a rule, and an exception of it, and reads and deletes them.
func recordSession(t *testing.T) *session {
	s := newSession(t)
	s.call("DescribeConfigRules", `{"ConfigRuleNames":["encrypted"]}`)
	s.call("PutConfigRule", `{"ConfigRule":{"ConfigRuleName":"encrypted","Description":"all is encrypted","Source":{"Owner":"AWS","SourceIdentifier":"ENCRYPTED_VOLUMES"}}}`)
	s.call("DescribeConfigRules", `{"ConfigRuleNames":["encrypted"]}`)
	s.call("PutEvaluations", `{"ResultToken":"encrypted","Evaluations":[{"ComplianceResourceType":"AWS::EC2::Volume","ComplianceResourceId":"vol-1","ComplianceType":"NON_COMPLIANT","OrderingTimestamp":1767322800}]}`)
	s.call("DescribeRemediationExceptions", `{"ConfigRuleName":"encrypted"}`)
	s.call("PutRemediationExceptions", `{"ConfigRuleName":"encrypted","ResourceKeys":[{"ResourceType":"AWS::EC2::Volume","ResourceId":"vol-1"}],"Message":"it is empty"}`)
	s.call("DescribeRemediationExceptions", `{"ConfigRuleName":"encrypted"}`)
	s.call("DeleteRemediationExceptions", `{"ConfigRuleName":"encrypted","ResourceKeys":[{"ResourceType":"AWS::EC2::Volume","ResourceId":"vol-1"}]}`)
	s.call("DescribeRemediationExceptions", `{"ConfigRuleName":"encrypted"}`)
	s.call("DeleteConfigRule", `{"ConfigRuleName":"encrypted"}`)
	s.call("DescribeConfigRules", `{}`)
	return s
}

func TestReplayOfASession(t *testing.T) {
	s := recordSession(t)
	for _, tt := range []struct {
		name     string
		entry    int
		old, new string
		status   int
		want     string
	}{
		{"as it was", 0, "", "", exitPass, "11 exchanges in 1 recordings: 11 pass, 0 reported, 0 fail; 4 reads compared with what was put"},
		{"another description", 2, "all is encrypted", "nothing is",
			exitFail, `fail: ConfigRules[0].Description is "nothing is", and was put as "all is encrypted", by entry 2 (PutConfigRule)`},
		{"secrets in the reply", 0, `\"message\":\"`, `\"message\":[\"` + signature + " " + sessionToken + " " + accessKey + `\"],\"Message\":\"`,
			exitFail, `got ["xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx xxxxx`},
		{"no request id", 0, `"name":"X-Amzn-Requestid"`, `"name":"X-Other"`, exitFail, "fail: expected a header X-Amzn-RequestId"},
		{"another service", 0, `StarlingDoveService.DescribeConfigRules`, `Other.DescribeConfigRules`, exitPass, "1 exchanges with other services left out"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			name := s.write(t, tt.entry, tt.old, tt.new)
			status, stdout, stderr := conform(t.Context(), "replay", "-v", name)
			if status != tt.status || !strings.Contains(stdout, tt.want) || stderr != "" {
				t.Errorf("conform replay = %d, want %d, with %s\n%s%s", status, tt.status, tt.want, stdout, stderr)
			}
			for _, secret := range []string{accessKey, signature, sessionToken} {
				if strings.Contains(stdout+stderr, secret) {
					t.Errorf("it prints %s:\n%s", secret, stdout)
				}
			}
		})
	}
}

func TestReplayQuietly(t *testing.T) {
	status, stdout, _ := conform(t.Context(), "replay", "-q", recordSession(t).write(t, 0, "", ""))
	if status != exitPass || strings.Count(stdout, "\n") != 1 {
		t.Errorf("conform replay -q = %d\n%s", status, stdout)
	}
}

// TestReplayOfRecordedReality checks what the documentation points at.
func TestReplayOfRecordedReality(t *testing.T) {
	status, stdout, stderr := conform(t.Context(), "replay", filepath.FromSlash("../../testdata/recorded"))
	if status != exitPass || !strings.Contains(stdout, ", 0 fail;") || stderr != "" {
		t.Errorf("conform replay = %d\n%s%s", status, stdout, stderr)
	}
}

func TestReplayMisused(t *testing.T) {
	folder := t.TempDir()
	other := filepath.Join(folder, "other.har")
	if err := os.WriteFile(other, []byte(`{"log": {"entries": []}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		args []string
		want string
	}{
		{"nothing", nil, "name a file or a folder"},
		{"no file", []string{filepath.Join(folder, "none.har")}, "no such file"},
		{"no recording", []string{t.TempDir()}, "there is no recording"},
		{"another form", []string{file(t, "hello")}, "it is no recording"},
		{"no exchange", []string{other}, "begins with StarlingDoveService"},
		{"a device", []string{os.DevNull}, "is no regular file"},
		{"too large", []string{"-max-size", "10", other}, "more than 10 bytes"},
		{"a size of nothing", []string{"-max-size", "0", other}, "-max-size 0: write 1 to"},
		{"a lag below nothing", []string{"-lag", "-1s", other}, "-lag -1s: write 0 or more"},
		{"a flag behind", []string{other, "-q"}, "flags come before it"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			status, stdout, stderr := conform(t.Context(), append([]string{"replay"}, tt.args...)...)
			if status != exitError || !strings.Contains(stderr, tt.want) {
				t.Errorf("conform replay = %d, want %d and %s\n%s%s", status, exitError, tt.want, stdout, stderr)
			}
		})
	}
}

// TestReplayOfHostileFiles: no file makes the command panic, or write what a
// terminal takes for a command.
func TestReplayOfHostileFiles(t *testing.T) {
	reply := func(body string) string {
		return fmt.Sprintf(`{"log": {"entries": [{"request": {"headers": [{"name": "X-Amz-Target", "value": "StarlingDoveService.DescribeConfigRules"}]},
			"response": {"status": 200, "headers": [], "content": {"text": %q}}}]}}`, body)
	}
	for name, src := range map[string]string{
		"deep":      strings.Repeat("[", 1<<16),
		"deep HAR":  `{"log": {"entries": ` + strings.Repeat("[", 1<<16),
		"deep body": reply(strings.Repeat(`{"a":`, 5000)),
		"terminal":  reply("{\"\x1b]0;title\x07\": 1}"),
		"null":      `{"log": null}`,
		"nulls":     `{"log": {"entries": [null, {"request": null, "response": null}]}}`,
		"own nulls": `{"source": "a", "basis": "wire", "exchanges": [null]}`,
		"numbers":   `{"log": {"entries": [{"time": 1e400}]}}`,
		"bytes":     "\xff\xfe{\x00}",
	} {
		t.Run(name, func(t *testing.T) {
			status, stdout, stderr := conform(t.Context(), "replay", file(t, src))
			if status == exitPass {
				t.Errorf("conform replay = %d\n%s%s", status, stdout, stderr)
			}
			if strings.ContainsAny(stdout+stderr, "\x1b\x07") || len(stdout+stderr) > 1<<14 {
				t.Errorf("it prints %d bytes: %.500q", len(stdout+stderr), stdout+stderr)
			}
		})
	}
}
