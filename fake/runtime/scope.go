package runtime

import (
	"cmp"
	"net/http"
	"strings"

	"github.com/fakesmith/fakesmith/fake"
)

// fill returns a scope with what is empty taken from another.
func fill(s, other fake.Scope) fake.Scope {
	return fake.Scope{Account: cmp.Or(s.Account, other.Account), Region: cmp.Or(s.Region, other.Region)}
}

// CallerOf returns the account and region in which a request is answered by a
// handler: those that its signature names, or else those that the handler is seen
// in.
func CallerOf(r *http.Request, h http.Handler) fake.Scope {
	return fill(ParseScope(r.Header.Get("Authorization")), ScopeOf(h))
}

// ScopeOf returns the scope that a handler is seen in: what its method Scope says, as
// fakes have one, or else [DefaultScope].
func ScopeOf(h http.Handler) fake.Scope {
	if scoped, ok := h.(interface{ Scope() fake.Scope }); ok {
		return scoped.Scope()
	}
	return fake.DefaultScope
}

// longestRegion is how long the name of a region may be. Those of AWS have some
// fifteen characters.
const longestRegion = 64

// ParseScope reads the scope of the credential in an Authorization header of
// the AWS signature, version 4. An access key of twelve digits is the
// account, and one of a role that was assumed here ([SessionKey]) has it in it.
// What can't be read is empty: this is a fake, and it lets everybody in.
func ParseScope(authorization string) fake.Scope {
	_, credential, ok := strings.Cut(authorization, "Credential=")
	if !ok || !strings.HasPrefix(authorization, "AWS4-") {
		return fake.Scope{}
	}
	credential, _, _ = strings.Cut(credential, ",")
	key, rest, _ := strings.Cut(credential, "/")
	_, rest, _ = strings.Cut(rest, "/") // the date
	region, rest, ok := strings.Cut(rest, "/")
	var s fake.Scope
	if isAccount(key) {
		s.Account = key
	} else if account, ok := strings.CutPrefix(key, sessionPrefix); ok && len(key) == sessionLength && strings.HasSuffix(key, sessionSuffix) && isAccount(account[:12]) {
		s.Account = account[:12]
	}
	if ok && strings.Contains(rest, "/") && len(region) <= longestRegion {
		// A region, a service and the terminator; a signature for all
		// regions has no region.
		s.Region = region
	}
	return s
}

// A key of a session has the form of those of AWS STS.
const (
	sessionPrefix = "ASIA"
	sessionSuffix = "FAKE"
	sessionLength = len(sessionPrefix) + 12 + len(sessionSuffix)
)

// SessionKey returns the access key of whoever has assumed a role in an account, by
// which [ParseScope] finds the account again.
func SessionKey(account string) string { return sessionPrefix + account + sessionSuffix }

func isAccount(key string) bool {
	if len(key) != 12 {
		return false
	}
	for i := range len(key) {
		if key[i] < '0' || key[i] > '9' {
			return false
		}
	}
	return true
}
