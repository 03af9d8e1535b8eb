package script

import (
	"github.com/fakesmith/fakesmith/conformance/internal/value"
)

// BaseOf is base for up to most things, if the case's operation takes several.
func (t *T) BaseOf(most int) value.Object {
	if !t.Stores() || t.Op.Effect.Each == "" {
		return t.ValidRequest()
	}
	things := t.Describe(t.FewKeys(most)...)
	in := t.Input(t.Op, things...)
	t.SetUp(t.Op, in, things)
	return in
}
