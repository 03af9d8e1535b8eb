package recording

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/internal/redact"
)

// mostHidden is how many secrets of an exchange are kept.
const mostHidden = 100

// Secrets returns what must not be printed of the exchange: credentials,
// signatures, cookies, and the tokens in bodies.
func (e *Exchange) Secrets() redact.Secrets { return redact.New(e.hidden...) }

// hide notes a secret.
func (e *Exchange) hide(value string) {
	if value != "" && len(e.hidden) < mostHidden && !slices.Contains(e.hidden, value) {
		e.hidden = append(e.hidden, value)
	}
}

// secretHeaders are the header fields, in lower case, whose values are secrets.
var secretHeaders = map[string]bool{
	"authorization": true, "proxy-authorization": true, "cookie": true, "set-cookie": true,
	"x-amz-security-token": true, "x-amz-session-token": true, "x-api-key": true,
}

// hideHeader notes what is secret in a header field. Of a signature, each part is
// a secret of its own, since a service may quote it.
func (e *Exchange) hideHeader(name, value string) {
	if !secretHeaders[strings.ToLower(name)] {
		return
	}
	e.hide(value)
	for part := range strings.FieldsFuncSeq(value, func(c rune) bool { return c == ' ' || c == ',' || c == ';' }) {
		_, secret, isPair := strings.Cut(part, "=")
		if !isPair {
			secret = part
		}
		key, _, _ := strings.Cut(secret, "/")
		switch {
		case strings.HasPrefix(part, "SignedHeaders="), strings.HasPrefix(part, "AWS4-"):
		case strings.HasPrefix(part, "Credential="):
			e.hide(key)
		default:
			e.hide(secret)
		}
	}
}

// hideTokens notes the texts in a body whose names say that they are tokens.
func (e *Exchange) hideTokens(body []byte) {
	if !bytes.Contains(body, []byte("oken")) {
		return
	}
	var v any
	if json.Unmarshal(body, &v) == nil {
		e.hideTokensIn(v)
	}
}

func (e *Exchange) hideTokensIn(v any) {
	switch v := v.(type) {
	case map[string]any:
		for name, inner := range v {
			if text, isText := inner.(string); isText && strings.HasSuffix(strings.ToLower(name), "token") {
				e.hide(text)
			}
			e.hideTokensIn(inner)
		}
	case []any:
		for _, inner := range v {
			e.hideTokensIn(inner)
		}
	}
}

// caller returns what tells the account and region of a signed request from
// others: the access key and the scope of the signature, without its date.
func caller(authorization, host string) string {
	_, after, found := strings.Cut(authorization, "Credential=")
	if !found {
		return host
	}
	credential, _, _ := strings.Cut(after, ",")
	parts := strings.Split(credential, "/")
	if len(parts) < 3 {
		return host
	}
	return host + " " + parts[0] + " " + parts[2]
}
