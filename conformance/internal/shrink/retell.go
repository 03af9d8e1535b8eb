package shrink

import (
	"github.com/fakesmith/fakesmith/conformance/internal/lockstep"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/conformance/oracle"
	"github.com/fakesmith/fakesmith/conformance/report"
)

// Heard returns the answer to a step as the oracle takes it.
func Heard(s *testcase.Session, step *report.Step) oracle.Reply {
	r := &wire.Reply{Answer: &wire.Answer{Status: step.Status, Body: report.BodyOf(step.Answer)}}
	if v, _, err := value.ReadJSON(r.Body); err == nil {
		r.Out, _ = v.(value.Object)
	}
	if !r.Ok() && r.Out != nil {
		r.Code = wire.ErrorCode("", r.Out)
	}
	return lockstep.Observed(r)
}
