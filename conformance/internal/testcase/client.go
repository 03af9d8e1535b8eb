package testcase

import (
	"cmp"
	"fmt"

	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/conformance/oracle"
)

// OracleReply reads an answer for the oracle, which other properties have checked as it
// stands.
func OracleReply(a *wire.Answer) oracle.Reply {
	r := oracle.Reply{}
	if v, _, err := value.ReadJSON(a.Body); err == nil {
		r.Output, _ = v.(value.Object)
	}
	if a.Status >= 300 {
		r.Code = cmp.Or(wire.ErrorCode(a.Header.Get("X-Amzn-ErrorType"), r.Output), fmt.Sprintf("status %d", a.Status))
	}
	return r
}
