package script

import (
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// Operation draws one of the operations for which a condition holds, and
// returns a view of the case that is about it.
func (t *T) Operation(suits func(*model.Operation) bool) *T {
	var all, missing []*model.Operation
	for i := range t.API.Operations {
		switch op := &t.API.Operations[i]; {
		case !suits(op):
		case t.Missing[op.Name] != "":
			missing = append(missing, op)
		default:
			all = append(all, op)
		}
	}
	if len(all) == 0 && len(missing) > 0 {
		t.Result.Unsupported = t.NotImplemented(missing[0].Name)
		t.Rapid.SkipNow()
	}
	if len(all) == 0 {
		t.Skip("no operation suits the law")
	}
	return t.Of(rapid.SampledFrom(all).Draw(t.Rapid, "operation"))
}
