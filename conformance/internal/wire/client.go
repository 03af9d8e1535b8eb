package wire

import (
	"cmp"
	"fmt"

	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/oracle"
)

// ReplyOf reads an answer for the oracle, which other properties have checked as it
// stands.
func ReplyOf(a *Answer) oracle.Reply {
	r := oracle.Reply{}
	if v, _, err := value.ReadJSON(a.Body); err == nil {
		r.Output, _ = v.(value.Object)
	}
	if a.Status >= 300 {
		r.Code = cmp.Or(ErrorCode(a.Header.Get("X-Amzn-ErrorType"), r.Output), fmt.Sprintf("status %d", a.Status))
	}
	return r
}
