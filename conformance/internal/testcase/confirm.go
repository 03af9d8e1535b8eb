package testcase

import (
	"github.com/fakesmith/fakesmith/conformance/endpoint"
)

// FormatScope returns a scope as a step shows it: not at all if it is the usual
// one. scopeOf reads it again.
func (s *Session) FormatScope(as endpoint.Scope) string {
	if as == s.Target.Scope() {
		return ""
	}
	return as.Account + " " + as.Region
}
