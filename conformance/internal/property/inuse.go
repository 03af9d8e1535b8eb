package property

import (
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/model"
)

var inUseProperties = []script.Property{
	{Kind: "in-use", Name: "delete what is needed, and again once it is not", Observe: func(t *script.T) string {
		rule := t.Clause.Rule.(model.InUse)
		c := t.On(rule.Of)
		t.NeedCreatable(t.Subject.Name)
		needPutAndDeleted(c)
		parents := t.NamedKeys(2)
		prolong(t, parents[1], parents[0])
		for _, parent := range parents {
			t.EnsureExists(parent, nil)
		}
		if t.NotSetUp != "" {
			t.Skip("%s", t.NotSetUp)
		}
		users := belonging(c, t.Subject.Name, parents[0], rule.By)
		fill(c, users)
		c.Expect(users, c.Find(users...))

		r := t.Call(t.Op, t.Input(t.Op, parents[0]))
		// What nothing needs can be deleted, whatever is needed beside it.
		t.DeleteOnly(parents[1])
		t.NoteDeleted(t.Subject.Name, parents[1])
		t.Expect(nil, t.Find(parents[1]))
		c.Expect(users, c.Find(users...))
		if r.Ok() {
			t.NoteDeleted(t.Subject.Name, parents[0])
			t.Expect(nil, t.Find(parents[0]))
			return "accepted"
		}
		t.ExpectKeys(parents[:1], t.Find(parents[0]))
		c.Delete(users...)
		c.NoteDeleted(c.Subject.Name, users...)
		c.Expect(nil, c.Find(users...))
		t.DeleteOnly(parents[0])
		t.NoteDeleted(t.Subject.Name, parents[0])
		t.Expect(nil, t.Find(parents[0]))
		return testcase.ErrorChoice(r)
	}},
}

// needPutAndDeleted skips the case unless the target has the operations to put, find
// and delete the subject.
func needPutAndDeleted(t *script.T) {
	for _, needed := range []struct {
		what string
		op   *model.Operation
	}{{"puts", t.Operations.Put}, {"lists", t.Operations.List}, {"deletes", t.Operations.Delete}} {
		if needed.op == nil {
			t.Skip("no operation %s a %s", needed.what, t.Subject.Name)
		}
		if t.Missing[needed.op.Name] != "" {
			t.Skip("%s", t.NotImplemented(needed.op.Name))
		}
	}
}
