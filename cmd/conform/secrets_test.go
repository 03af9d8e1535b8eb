package main

import (
	"encoding/json"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/fakesmith/fakesmith/fake/account"
	"github.com/fakesmith/fakesmith/generated/remediation"
)

// An echo is a stand-in for an account that puts the credentials of a request, and
// of the one before, into what it answers.
type echo struct {
	account http.Handler
	mu      sync.Mutex // guards the rest
	// signatures are those of all requests.
	signatures []string
	before     string
}

const (
	echoedToken  = "IQoJb3JpZ2luX2VjE/session+token/0123456789//ab=="
	echoedSecret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
)

func (e *echo) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	authorization := r.Header.Get("Authorization")
	_, signature, _ := strings.Cut(authorization, "Signature=")
	e.mu.Lock()
	e.signatures = append(e.signatures, signature)
	before := e.before
	e.before = signature
	e.mu.Unlock()
	_, operation, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	if operation != "DescribeRemediationExceptions" && operation != "PutRemediationExceptions" {
		e.account.ServeHTTP(w, r)
		return
	}
	all := strings.Join([]string{authorization, r.Header.Get("X-Amz-Security-Token"), echoedSecret, before}, "\nx-amz: ")
	text, _ := json.Marshal(all + "\n" + url.QueryEscape(all) + "\n" + strings.ReplaceAll(all, "/", `\/`))
	header := w.Header()
	header.Set("Content-Type", "application/x-amz-json-1.1; token="+url.QueryEscape(r.Header.Get("X-Amz-Security-Token")))
	header.Set("X-Amzn-RequestId", "id-"+signature)
	header.Set("X-Echo", authorization)
	w.WriteHeader(http.StatusBadRequest)
	_, _ = w.Write([]byte(`{"__type":"Odd` + signature + `","message":` + string(text) + `,"` + before + `":1}`))
}

// TestEchoedSecretsAreNowhere shows that credentials which an endpoint echoes are
// in nothing that a run prints, keeps or writes.
func TestEchoedSecretsAreNowhere(t *testing.T) {
	t.Setenv("AWS_ACCESS_KEY_ID", "ASIAIOSFODNN7EXAMPLE")
	t.Setenv("AWS_SECRET_ACCESS_KEY", echoedSecret)
	t.Setenv("AWS_SESSION_TOKEN", echoedToken)
	e := &echo{account: account.New(remediation.New(remediation.State{}), account.Options{Strict: true})}
	server := httptest.NewServer(e)
	t.Cleanup(server.Close)
	folder := t.TempDir()
	in := func(name string) string { return filepath.Join(folder, name) }
	status, stdout, stderr := conform(t.Context(), "apply", "-aws", "-region", "us-east-1", "-account", "123456789012", "-endpoint", server.URL, "-rate", "1000",
		"-run", "^(upsert|reply-.*|expiry)$", "-seed", "7", "-tolerances", "none", "-v", "-all", "-wait", "1s", "-grace", "1ms", "-journal", in("journal"),
		"-report", in("r.json"), "-report", in("r.xml"), "-report", in("r.html"), "-repro", in("repro"), "-profile-out", in("profile.json"))
	if len(e.signatures) < 10 || !strings.Contains(stderr, "[redacted]") {
		t.Fatalf("conform apply = %d, %d requests\n%s%s", status, len(e.signatures), stdout, stderr)
	}
	texts := map[string]string{"standard output": stdout, "standard error": stderr}
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		src, err := os.ReadFile(path)
		texts[path] = string(src)
		return err
	})
	if err != nil || len(texts) < 6 {
		t.Fatalf("there are %d texts, %v", len(texts), err)
	}
	if !strings.Contains(texts[in("r.json")], "[redacted]") {
		t.Errorf("nothing was redacted in the report:\n%s", texts[in("r.json")])
	}
	secrets := append([]string{echoedToken, echoedSecret, url.QueryEscape(echoedToken), url.QueryEscape(echoedSecret), "session+token", "bPxRfiCYEXAMPLEKEY", "ASIAIOSFODNN7EXAMPLE"}, e.signatures...)
	for name, text := range texts {
		for _, secret := range secrets {
			if secret != "" && strings.Contains(text, secret) {
				at := strings.Index(text, secret)
				t.Errorf("%s holds %q", name, text[max(at-60, 0):min(at+60, len(text))])
				break
			}
		}
	}
}
