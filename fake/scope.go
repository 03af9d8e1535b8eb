package fake

import (
	"net/http"
	"strings"
)

// A Scope is an account in a region. Nothing of one scope is seen in another.
type Scope struct {
	Account string `json:"account"`
	Region  string `json:"region"`
}

// DefaultScope is where a request without a signature is answered.
var DefaultScope = Scope{Account: "123456789012", Region: "us-east-1"}

// String returns the account and the region.
func (s Scope) String() string { return s.Account + "/" + s.Region }

// or returns the scope with what is empty taken from another.
func (s Scope) or(other Scope) Scope {
	if s.Account == "" {
		s.Account = other.Account
	}
	if s.Region == "" {
		s.Region = other.Region
	}
	return s
}

// ScopeOf returns the scope that a handler is seen in: what its method Scope says, as
// fakes have one, or else [DefaultScope].
func ScopeOf(h http.Handler) Scope {
	if scoped, ok := h.(interface{ Scope() Scope }); ok {
		return scoped.Scope()
	}
	return DefaultScope
}

// longestRegion is how long the name of a region may be. Those of AWS have some
// fifteen characters.
const longestRegion = 64

// ParseScope reads the scope of the credential in an Authorization header of
// the AWS signature, version 4. An access key of twelve digits is the
// account. What can't be read is empty: this is a fake, and it lets everybody
// in.
func ParseScope(authorization string) Scope {
	_, credential, ok := strings.Cut(authorization, "Credential=")
	if !ok || !strings.HasPrefix(authorization, "AWS4-") {
		return Scope{}
	}
	credential, _, _ = strings.Cut(credential, ",")
	key, rest, _ := strings.Cut(credential, "/")
	_, rest, _ = strings.Cut(rest, "/") // the date
	region, rest, ok := strings.Cut(rest, "/")
	var s Scope
	if isAccount(key) {
		s.Account = key
	}
	if ok && strings.Contains(rest, "/") && len(region) <= longestRegion {
		// A region, a service and the terminator; a signature for all
		// regions has no region.
		s.Region = region
	}
	return s
}

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
