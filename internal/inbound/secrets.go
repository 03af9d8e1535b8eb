package inbound

import (
	"net/http"
	"regexp"
	"strings"

	"github.com/fakesmith/fakesmith/internal/redact"
)

// secretive are parts of the names of headers whose values are secrets.
var secretive = []string{"token", "cookie", "secret", "credential", "api-key", "password", "authorization", "signature"}

// IsSecret reports whether the value of a header of that name is a secret.
func IsSecret(name string) bool {
	switch name {
	case "Content-Type", "Content-Length", "X-Amz-Target", "X-Amz-Date":
		return false // most of all headers
	}
	name = strings.ToLower(name)
	for _, part := range secretive {
		if strings.Contains(name, part) {
			return true
		}
	}
	return false
}

// authorization takes the header of a signature apart: the key, and the signature.
var authorization = regexp.MustCompile(`Credential=([^/,\s]+)/.*Signature=([0-9a-fA-F]{64})`)

// keyID matches the ids of access keys, and not the account that stands in their
// place where there are no keys.
var keyID = regexp.MustCompile(`^(A3T|AKIA|ASIA)[A-Z0-9]{12,}$`)

// unsigned is the signature of a request that has none.
var unsigned = strings.Repeat("0", 64)

// isUnsigned reports whether the header of a signature ends in that of a request
// that has none. Most requests to fakes do, and the pattern takes longer to see it
// than a fake to answer.
func isUnsigned(value string) bool {
	before, is := strings.CutSuffix(value, "Signature="+unsigned)
	_, credential, found := strings.Cut(before, "Credential=")
	key := strings.IndexAny(credential, "/, \t\r\n\f\v")
	return is && found && key > 0 && credential[key] == '/' && !strings.Contains(value, "\n")
}

// secrets returns what is secret of a request that was sent: the credentials in
// its headers, those that it was signed with, and the signatures of requests not
// long ago, which are still good.
func (t *Transport) secrets(req *http.Request) filter {
	var values []string
	for name, all := range req.Header {
		if !IsSecret(name) {
			continue
		}
		for _, value := range all {
			if isUnsigned(value) {
				continue
			}
			m := authorization.FindStringSubmatch(value)
			if m != nil && m[2] == unsigned {
				continue
			}
			values = append(values, value)
			if m == nil {
				_, credentials, _ := strings.Cut(value, " ") // behind the scheme
				values = append(values, credentials)
				continue
			}
			values = append(values, m[2])
			if keyID.MatchString(m[1]) {
				values = append(values, m[1])
			}
			t.mu.Lock()
			t.recent.add(m[2])
			t.mu.Unlock()
		}
	}
	if t.Secrets != nil {
		values = append(values, t.Secrets(req)...)
	}
	return filter{redact.New(values...), t}
}

// A filter takes the secrets of one request, and the signatures of those before
// it, out of an answer.
type filter struct {
	redact.Secrets
	t *Transport
}

func (f filter) text(s string) string {
	s = f.Text(s)
	f.t.mu.Lock()
	defer f.t.mu.Unlock()
	return f.t.recent.without(s)
}

// idle reports whether there is nothing to take out.
func (f filter) idle() bool {
	f.t.mu.Lock()
	defer f.t.mu.Unlock()
	return f.None() && len(f.t.recent.known) == 0
}

func (f filter) bytes(b []byte) []byte {
	s := string(b)
	if clean := f.text(s); clean != s {
		return []byte(clean)
	}
	return b
}

func (f filter) header(h http.Header) http.Header {
	clean := make(http.Header, len(h))
	for name, values := range h {
		name = f.Name(name)
		for _, v := range values {
			clean[name] = append(clean[name], f.text(v))
		}
	}
	return clean
}

// hexRun finds what may be a signature.
var hexRun = regexp.MustCompile(`[0-9a-fA-F]{64,}`)

// mostSignatures is how many signatures are kept: those of some minutes, after
// which they are good for nothing.
const mostSignatures = 1024

// signatures are the last signatures that were sent.
type signatures struct {
	known map[string]bool
	order []string
	next  int
}

func (s *signatures) add(signature string) {
	signature = strings.ToLower(signature)
	if s.known[signature] {
		return
	}
	if s.known == nil {
		s.known = map[string]bool{}
	}
	if len(s.order) < mostSignatures {
		s.order = append(s.order, signature)
	} else {
		delete(s.known, s.order[s.next])
		s.order[s.next] = signature
		s.next = (s.next + 1) % mostSignatures
	}
	s.known[signature] = true
}

// without returns a text without the signatures.
func (s *signatures) without(text string) string {
	if len(s.known) == 0 {
		return text
	}
	return hexRun.ReplaceAllStringFunc(text, func(run string) string {
		folded := strings.ToLower(run)
		var b strings.Builder
		done := 0
		for i := 0; i+64 <= len(run); i++ {
			if s.known[folded[i:i+64]] {
				b.WriteString(run[done:i])
				b.WriteString(redact.Placeholder)
				done, i = i+64, i+63
			}
		}
		b.WriteString(run[done:])
		return b.String()
	})
}
