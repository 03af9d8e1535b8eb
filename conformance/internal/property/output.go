package property

import (
	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var outputProperties = []script.Property{
	{Kind: "output", Name: "put: the output has what a read returns then", Cases: 12, Check: func(t *script.T) {
		rule := t.Clause.Rule.(model.Output)
		key := t.Keys(1)[0]
		for range rapid.IntRange(1, 3).Draw(t.Rapid, "puts") {
			resource := t.Describe(key)[0]
			in := t.Input(t.Op, resource)
			t.SetUp(t.Op, in, []value.Object{resource})
			out := t.ExpectAccepted(t.Call(t.Op, in))
			t.NoteCreated(resource)
			for _, b := range rule.As {
				expectReturned(t, b, resource, out)
			}
		}
	}},
}

// expectReturned expects the output of a put to have a member of the resource as a read
// returns it, or where none does, as it was put.
func expectReturned(t *script.T, b model.Binding, resource, out value.Object) {
	shape := t.API.Shape(t.Subject.Shape.Member(b.Member).Shape)
	want, got := resource[b.Member], value.One(out, b.Path)
	known := want != nil
	for _, read := range t.ReadsOf(t.Subject.Name) {
		if !effect.Returns(read, b.Member) || t.Missing[read.Name] != "" {
			continue
		}
		view := t.View()
		view.Operations.List = read
		found := view.FindOne(resource)
		want, known = found[b.Member], true
		break
	}
	// Without a read nobody knows what the service has made of a member that was left
	// out.
	if known && !value.Same(t.API, shape, want, got) {
		t.Fail(string(b.Path)+" "+value.Show(want), "%s", value.Show(out))
	}
}
