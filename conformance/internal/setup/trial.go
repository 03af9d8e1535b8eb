package setup

import (
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/model"
)

// ExpectSuccess expects success, and returns the output.
func (t *Stage) ExpectSuccess(op *model.Operation, r *wire.Reply) value.Object {
	if !r.Ok() {
		skipUnneeded(t, op, r)
		skipUnmade(t, op, r)
		t.Fail("success", "%v", r)
	}
	if op.Output != "" && r.Out == nil {
		t.Fail("a JSON object", "%v", r)
	}
	if r.Out == nil {
		return value.Object{}
	}
	return r.Out
}
