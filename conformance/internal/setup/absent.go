package setup

import (
	"net/http"

	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/model"
)

// SaysAbsent reports whether an answer says that what an operation gets or deletes is not
// there: with an error that its clause names or permits, or as the target answers for a
// key that nothing ever had. Which error it has to be is for that clause to check. An
// exact target is held to it everywhere.
func (t *Stage) SaysAbsent(op *model.Operation, r *wire.Reply) bool {
	absent := op.Clause("absent")
	if absent == nil || r.Ok() {
		return false
	}
	return absent.Permits(testcase.ErrorChoice(r)) || rejects(r) && r.Code == t.AbsentCode(op)
}

// AbsentCode returns the error with which the target answers an operation on one resource
// for a key that nothing ever had, or "" where that is not known or need not be.
func (t *Stage) AbsentCode(op *model.Operation) string {
	if t.Target.Exact || t.Fixtures != nil || op.Clause("absent") == nil || op.Effect.Each != "" {
		return ""
	}
	code, known := t.Result.AbsentCodes[op.Name]
	if !known {
		t.Aside(func() {
			if r := t.Call(op, t.Input(op, t.Keys(1)[0])); rejects(r) {
				code = r.Code
			}
		})
		if t.Result.AbsentCodes == nil {
			t.Result.AbsentCodes = map[string]string{}
		}
		t.Result.AbsentCodes[op.Name] = code
	}
	return code
}

// rejects reports whether an answer is an error of the client.
func rejects(r *wire.Reply) bool {
	return !r.Ok() && r.Code != "" && r.Status < http.StatusInternalServerError
}
