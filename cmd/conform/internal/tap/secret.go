package tap

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/internal/inbound"
)

// A secret is a text that nobody is to see. However it is printed, logged or
// marshalled, what comes out is that there was one.
type secret string

const redacted = "[redacted]"

// String implements fmt.Stringer.
func (secret) String() string { return redacted }

// GoString implements fmt.GoStringer.
func (secret) GoString() string { return redacted }

// Format implements fmt.Formatter, so that no verb shows more.
func (secret) Format(f fmt.State, _ rune) { fmt.Fprint(f, redacted) }

// MarshalText implements encoding.TextMarshaler.
func (secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// An authorization is the header of a signature. Of it only the scope is no
// secret: when, where and for what it is good.
type authorization struct {
	scheme         string
	key, signature secret
	scope          string
}

var authorizationPattern = regexp.MustCompile(`^(\S+) Credential=([^/,\s]+)/([^,\s]+),.*Signature=(\w+)$`)

// String implements fmt.Stringer.
func (a authorization) String() string {
	return fmt.Sprintf("%s Credential=%v/%s, Signature=%v", a.scheme, a.key, a.scope, a.signature)
}

// header is a header as it may be shown.
type header struct {
	name  string
	value any
}

// headers returns the headers of a message, in order of their names. What may be
// a secret has become one.
func headers(h http.Header) []header {
	var all []header
	for name, values := range h {
		for _, value := range values {
			all = append(all, header{name, shown(name, value)})
		}
	}
	slices.SortStableFunc(all, func(a, b header) int { return strings.Compare(a.name, b.name) })
	return all
}

// shown returns the value of a header as it may be shown.
func shown(name, value string) any {
	if strings.EqualFold(name, "Authorization") {
		if m := authorizationPattern.FindStringSubmatch(value); m != nil {
			return authorization{scheme: m[1], key: secret(m[2]), scope: m[3], signature: secret(m[4])}
		}
		return secret(value)
	}
	if inbound.IsSecret(name) {
		return secret(value)
	}
	return value
}
