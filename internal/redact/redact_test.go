package redact

import (
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"strings"
	"testing"
	"time"
)

const token = `FwoGZXIvYXdzEJr//+wEaDK/secret+token==&x"y`

// TestEscapedSecretsAreFound shows a secret in all forms in which servers put
// what they echo.
func TestEscapedSecretsAreFound(t *testing.T) {
	asJSON, _ := json.Marshal(token)
	twice, _ := json.Marshal(string(asJSON))
	all := ""
	for _, c := range []byte(token) {
		all += fmt.Sprintf(`\u%04X`, c)
	}
	for _, echo := range []string{
		token, string(asJSON), string(twice), all, strings.ReplaceAll(string(asJSON), "/", `\/`),
		url.QueryEscape(token), url.PathEscape(token), strings.ToLower(url.QueryEscape("/+=")) + url.QueryEscape(token), url.QueryEscape(url.QueryEscape(token)),
		html.EscapeString(token[:34]), strings.NewReplacer("/", "&#x2F;", "+", "&#43;", "=", "&#61;", "&", "&#38;", `"`, "&#34;").Replace(token),
	} {
		secrets := New(token, token[:34])
		got := secrets.Text("x-amz-security-token:" + echo + "\nhost:a")
		if strings.Contains(got, "FwoGZ") || strings.Contains(got, "token=") || !strings.Contains(got, Placeholder) ||
			!strings.HasPrefix(got, "x-amz-security-token:") || !strings.HasSuffix(got, "\nhost:a") {
			t.Errorf("%s becomes %s", echo, got)
		}
	}
	if got := New(token[:20]).Name("X-" + strings.ToUpper(token[:20]) + "-Y"); got != "X-"+Placeholder+"-Y" {
		t.Errorf("the name of a header becomes %s", got)
	}
}

// TestNothingElseIsTaken shows that answers without a secret stay as they are,
// whatever the secrets are like.
func TestNothingElseIsTaken(t *testing.T) {
	answer := `{"__type":"X","message":"test 123456789012 \\u00 %2 &#; &# % \\ AKIA","Arn":"arn:aws:config:us-east-1:123456789012:rule"}` + "\\"
	for _, s := range []Secrets{{}, New("", "test", "123456789012"), New(token, strings.Repeat("a", 40))} {
		if got := s.Text(answer); got != answer {
			t.Errorf("%v makes %s", s, got)
		}
	}
}

// TestJSONStaysJSON shows that an answer can be read as before.
func TestJSONStaysJSON(t *testing.T) {
	body, _ := json.Marshal(map[string]string{"message": "it was " + token + ", and " + token, "a/b": "c"})
	got := New(token).Text(string(body))
	if want := `{"a/b":"c","message":"it was [redacted], and [redacted]"}`; got != want {
		t.Errorf("the body becomes %s, want %s", got, want)
	}
}

// TestLongRunsAreReadOnce shows that what looks like the beginning of an escape,
// over and over, costs no more than other text.
func TestLongRunsAreReadOnce(t *testing.T) {
	secrets := New(token)
	for _, run := range []string{`\`, "%25", "&#", "FwoG"} {
		text := strings.Repeat(run, 1<<20/len(run))
		began := time.Now()
		if got := secrets.Text(text); got != text {
			t.Errorf("a run of %s has changed", run)
		}
		if took := time.Since(began); took > time.Minute {
			t.Errorf("a run of %s took %v", run, took)
		}
	}
}

func TestMaskKeepsTheLength(t *testing.T) {
	s := New("a secret of ünusual length", "short")
	if got, want := s.Mask("<a secret of ünusual length> short"), "<xxxxxxxxxxxxxxxxxxxxxxxxxx> short"; got != want {
		t.Errorf("Mask = %q, want %q", got, want)
	}
}
