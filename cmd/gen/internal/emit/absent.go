package emit

import (
	"github.com/fakesmith/fakesmith/model"
)

// failAbsent adds the error that a thing to be deleted is not there. Where the
// model has none for a request of which nothing is there, the operation's
// first declared error serves.
func (b *body) failAbsent(absent *model.Clause) {
	code := ""
	if absent != nil {
		code = model.ErrorOf(absent.Choice)
	}
	if code == "" && len(b.op.Errors) > 0 {
		code = b.op.Errors[0]
	}
	if code == "" {
		code = "InternalFailure"
	}
	b.fail(code, "there is no such "+b.store.thing.Name)
}
