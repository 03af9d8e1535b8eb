package property

import (
	"slices"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

var cascadeProperties = []script.Property{
	{Kind: "cascade", Name: "delete, put again, list: what became of what belonged to it", Observe: func(t *script.T) string {
		rule := t.Clause.Rule.(model.Cascade)
		c := t.On(rule.Of)
		t.NeedCreatable(t.Subject.Name)
		parents := t.NamedKeys(2)
		prolong(t, parents[1], parents[0])
		for _, parent := range parents {
			t.EnsureExists(parent, nil)
		}
		if t.NotSetUp != "" {
			t.Skip("%s", t.NotSetUp)
		}
		mine, theirs := belonging(c, t.Subject.Name, parents[0], rule.By), belonging(c, t.Subject.Name, parents[1], rule.By)
		both := append(mine, theirs...)
		fill(c, both)
		c.Expect(both, c.Find(both...))

		t.Release(parents[0])
		if len(c.Find(mine...)) == 0 {
			t.Skip("what keeps the %s from being deleted takes them along", t.Subject.Name)
		}
		t.Delete(parents[0])
		t.NoteDeleted(t.Subject.Name, parents[0])
		t.Expect(nil, t.Find(parents[0]))
		var again time.Time
		if c.Flagged() {
			advance(t, 2) // so that what is from before can be told from what comes
			again = t.Now().Add(-t.ClockMargin())
		}
		if t.Made(t.Subject.Name) == nil {
			t.EnsureExists(parents[0], nil) // else it would have another key
		}
		c.Expect(theirs, c.Find(theirs...))
		left := c.Find(mine...)
		if len(left) == 0 {
			return "deleted"
		}
		if c.Flagged() && !c.Exact() && !allBefore(c, left, again) {
			t.Skip("what is returned of a new %s may be the service's own doing", t.Subject.Name)
		}
		c.Expect(mine, left)
		return "kept"
	}},
}

// allBefore reports whether some resources have a time, and each one before an instant.
func allBefore(t *script.T, resources []value.Object, instant time.Time) bool {
	for _, m := range t.Subject.Shape.Members {
		if t.API.Shape(m.Shape).Kind == model.Timestamp && t.Amounts(m.Name) {
			return !slices.ContainsFunc(resources, func(resource value.Object) bool {
				at, ok := value.TimeOf(resource[m.Name])
				return !ok || !at.Before(instant)
			})
		}
	}
	return false
}

// belonging returns a few resources that refer to an entity of a name, or one if its key is
// their whole key.
func belonging(t *script.T, of string, parent value.Object, by []model.Binding) []value.Object {
	held, beside := value.Object{}, map[model.Path]any{}
	for _, b := range by {
		name := t.NameOf(of, b.Member, parent)
		if slices.Contains(t.Subject.Key, string(b.Path)) {
			held[string(b.Path)] = name
		} else {
			needSettable(t, b.Path)
			beside[b.Path] = name
		}
	}
	n := 2
	if len(held) == len(t.Subject.Key) {
		n = 1
	}
	resources := belongingTo(t, held, n)
	for _, resource := range resources {
		for path, v := range beside {
			t.Refer(t.Subject, resource, path, v)
		}
	}
	return resources
}

// needSettable skips the case unless a put provides what stands at a path.
func needSettable(t *script.T, path model.Path) {
	t.NeedPut()
	name, _, _ := strings.Cut(string(path), ".")
	if !slices.Contains(t.Settable(t.Operations.Put), name) {
		t.Skip("%s puts no %s", t.Operations.Put.Name, path)
	}
}
