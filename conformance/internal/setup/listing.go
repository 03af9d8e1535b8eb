package setup

import (
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// List returns all resources in a partition, page by page.
func (t *Stage) List(partition value.Object) []value.Object {
	op := t.Operations.List
	if op != nil && op.Effect.Verb == model.Gets {
		op = t.Listing(t.Subject.Name)
	}
	if op == nil {
		t.Skip("no operation lists %s", t.Subject.Name)
	}
	if f := t.DemandedFilter(op); f != nil {
		t.Skip("%s lists only what it is given the keys of", op.Name)
	}
	in := t.Input(op, partition)
	t.SetUpReferences(op, in)
	var all []value.Object
	for range 1000 {
		r := t.Call(op, in)
		if t.NotSetUp != "" && !r.Ok() {
			t.Skip("%s", t.NotSetUp)
		}
		out := t.ExpectSuccess(op, r)
		resources := t.ReturnedBy(op, in, out)
		t.ExpectOnlyIn(partition, resources)
		all = append(all, resources...)
		c := op.Clause("pagination")
		if c == nil {
			return all
		}
		rule := c.Rule.(model.Pagination)
		token := value.TextAt(out, model.Path(rule.Next))
		if token == "" {
			return all
		}
		in = value.With(in, value.Object{rule.Token: token})
	}
	t.Fail("a last page", "1000 pages, and a token on each")
	return nil
}

// Get returns the resource with a key, or nothing if it is not there. It is for a
// subject of which an operation gets a single one.
func (t *Stage) Get(key value.Object) []value.Object {
	op := t.Operations.List
	in := t.Input(op, value.Pick(key, t.Subject.Key))
	t.SetUpReferences(op, in)
	r := t.Call(op, in)
	if t.SaysAbsent(op, r) {
		return nil
	}
	resources := t.ReturnedBy(op, in, t.ExpectSuccess(op, r))
	t.ExpectOnlyIn(value.Pick(key, t.Subject.Key), resources)
	return resources
}

// Gets reports whether an operation gets a single resource of the subject.
func (t *Stage) Gets() bool {
	return t.Operations.List != nil && t.Operations.List.Effect.Verb == model.Gets
}

// AskedBy returns the members of the key by which an operation is asked for resources, so
// that what it returns need not have them.
func (t *Stage) AskedBy(op *model.Operation) []string {
	if op.Effect.Verb == model.Gets {
		return t.Subject.Key
	}
	return t.Subject.Partition
}

// ReturnedBy returns the resources in an output. Members of the partition may
// be missing from the output: the request has them, and where it is for one resource, its
// whole key.
func (t *Stage) ReturnedBy(op *model.Operation, in, out value.Object) []value.Object {
	resources := effect.Returned(op, out)
	if made := t.Made(op.Effect.Of); made != nil {
		for i, resource := range resources {
			if key, there := resource[made.Member]; there {
				resources[i] = value.With(resource, value.Object{made.Member: t.Named(key)})
			}
		}
	}
	for i := range resources {
		resources[i] = t.nameAddresses(op.Effect.Of, t.nameReferred(op.Effect.Of, resources[i]))
	}
	for _, name := range t.AskedBy(op) {
		path := op.Effect.Bound(name)
		if path == "" || effect.Returns(op, name) || effect.Filters(op, path) {
			continue
		}
		for _, resource := range resources {
			resource[name] = value.One(in, path)
		}
	}
	return resources
}

// nameReferred returns a resource with the name of the case in the place of a key that the
// target has made for what it refers to.
func (t *Stage) nameReferred(of string, resource value.Object) value.Object {
	for other, by := range t.Contract.Referring(of) {
		made := t.Made(other)
		if made == nil {
			continue
		}
		for _, b := range by {
			if key := value.One(resource, b.Path); key != nil && b.Member == made.Member {
				resource = value.With(resource, nil)
				value.Set(resource, b.Path, t.Named(key))
			}
		}
	}
	return resource
}

// nameAddresses returns a resource with the addresses of the run in the place of those that
// the target has assigned to what it refers to.
func (t *Stage) nameAddresses(of string, resource value.Object) value.Object {
	for _, path := range t.AddressesIn(of) {
		if address := value.One(resource, path); address != nil {
			resource, _ = value.CopyAlong(resource, path).(value.Object)
			value.Set(resource, path, t.AddressNamed(address))
		}
	}
	return resource
}

// ExpectOnlyIn expects a listing to return only what is in the partition, or
// has the key, that was asked for. Without it, a target that returns everything
// to everybody would have everything found.
//
// A target may take names that differ in case and space only for the same:
// another clause is about that.
func (t *Stage) ExpectOnlyIn(asked value.Object, resources []value.Object) {
	for _, resource := range resources {
		for name, want := range asked {
			got, there := resource[name]
			if there && !sameName(got, want) {
				t.Fail("only what has the "+name+" "+value.Show(want), "%s", value.Show(resource))
			}
		}
	}
}

// sameName reports whether two members of keys are the same, but for case and
// surrounding space.
func sameName(a, b any) bool {
	one, isText := a.(string)
	two, areTexts := b.(string)
	if isText && areTexts {
		return strings.EqualFold(strings.TrimSpace(one), strings.TrimSpace(two))
	}
	return value.Show(a) == value.Show(b)
}
