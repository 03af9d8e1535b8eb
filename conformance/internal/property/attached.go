package property

import (
	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var attachedProperties = []script.Property{
	{Kind: "attached", Name: "put with others, and list them", Cases: 12, Check: func(t *script.T) {
		rule := *t.Op.Attached()
		c := attachable(t, rule)
		parents := t.Describe(t.SpreadKeys(2)...)
		children := make([][]value.Object, len(parents))
		for i, parent := range parents {
			children[i] = belongingTo(c, held(t, rule, parent), rapid.IntRange(0, 3).Draw(t.Rapid, "others"))
			in := attaching(t, rule, parent, children[i])
			t.ExpectAccepted(t.Call(t.Op, in))
			t.NoteCreated(parent)
			c.NoteCreated(children[i]...)
		}
		t.Expect(parents, t.Find(parents...))
		for i, parent := range parents {
			expectBelonging(c, held(t, rule, parent), children[i])
		}
		// A put without others leaves alone those that are there. Only exact targets are
		// held to it: documents say what becomes of others that a put has, and no more.
		if !t.Exact() || t.PutsAnother(t.Op) {
			return
		}
		t.Put(t.Describe(value.Pick(parents[0], t.Subject.Key))...)
		expectBelonging(c, held(t, rule, parents[0]), children[0])
	}},
	{Kind: "attached/flagged", Name: "put with others, with the flag and without", Cases: 12, Observe: func(t *script.T) string {
		flag := t.Clause.Rule.(model.AttachedFlagged).Flag
		rule := *t.Op.Attached()
		c := attachable(t, rule)
		parent := t.Describe(t.Keys(1)...)[0]
		children := belongingTo(c, held(t, rule, parent), rapid.IntRange(1, 3).Draw(t.Rapid, "others"))
		in := attaching(t, rule, parent, children)
		value.Set(in, flag, true)
		r := t.Call(t.Op, in)
		if r.Ok() {
			t.NoteCreated(parent)
			t.Expect([]value.Object{parent}, t.Find(parent))
			expectBelonging(c, held(t, rule, parent), children)
			return "accepted"
		}
		t.Expect(nil, t.Find(parent))
		// Either alone is accepted.
		t.ExpectAccepted(t.Call(t.Op, attaching(t, rule, parent, children)))
		t.NoteCreated(parent)
		expectBelonging(c, held(t, rule, parent), children)
		alone := t.Input(t.Op, parent)
		value.Set(alone, flag, true)
		t.ExpectAccepted(t.Call(t.Op, alone))
		return testcase.ErrorChoice(r)
	}},
}

// attachable returns a view of the case whose subject are the others that an operation
// puts with a resource.
func attachable(t *script.T, rule model.Attached) *script.T {
	c := t.On(rule.Entity)
	t.NeedCreatable(t.Subject.Name)
	if c.Operations.Put == nil || c.Operations.List == nil {
		t.Skip("no operation puts and lists a %s alone", rule.Entity)
	}
	return c
}

// held returns what those that are put with a resource have in their key of it.
func held(t *script.T, rule model.Attached, parent value.Object) value.Object {
	all := value.Object{}
	for _, b := range rule.By {
		all[string(b.Path)] = t.NameOf(t.Subject.Name, b.Member, parent)
	}
	return all
}

// belongingTo returns n resources that have in their key what they belong to.
func belongingTo(c *script.T, parent value.Object, n int) []value.Object {
	if n == 0 {
		return nil
	}
	keys := c.Keys(min(n, c.Capacity(n)))
	for i := range keys {
		keys[i] = value.With(keys[i], parent)
	}
	return c.Describe(keys...)
}

// attaching returns a request that puts a resource with others, for which all is set up.
func attaching(t *script.T, rule model.Attached, parent value.Object, children []value.Object) value.Object {
	in := t.Input(t.Op, parent)
	if flag := effect.Replaces(t.Op); flag != "" {
		value.Set(in, flag, nil)
	}
	var elems []any
	for _, child := range children {
		elem := value.Object{}
		for _, b := range rule.From {
			if v, there := child[b.Member]; there {
				within, _ := b.Path.Within(rule.Each)
				value.Set(elem, within, value.Clone(v))
			}
		}
		elems = append(elems, elem)
	}
	if len(elems) > 0 {
		value.Set(in, rule.Each, elems)
	}
	t.SetUp(t.Op, in, []value.Object{parent})
	return in
}

// expectBelonging expects resources to belong to another, and where all of those can be
// listed, no others to.
func expectBelonging(c *script.T, parent value.Object, children []value.Object) {
	partition := value.Pick(parent, c.Subject.Partition)
	if len(c.Subject.Partition) > 0 && len(partition) == len(c.Subject.Partition) && !c.Gets() {
		c.Expect(children, c.List(partition))
		return
	}
	c.Expect(children, c.Find(children...))
}
