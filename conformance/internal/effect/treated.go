package effect

import (
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// A Seen is a member that a read has not returned as it was put, and the clause
// that permits it. Where the service may do several things, As is the choice that
// it has made.
type Seen struct {
	Clause *model.Clause
	As     string
}

// Untreated returns what a read has returned of a resource as it would be if
// every member came back as it was put: differences that a clause of the
// operation which puts the resource permits are taken out. It also returns these.
func (c *Contract) Untreated(put *model.Operation, want, got value.Object) (value.Object, []Seen) {
	var seen []Seen
	if put == nil || want == nil || got == nil {
		return got, nil
	}
	clauses := c.API.TreatedMembers(put.Effect.Of)
	if len(clauses) > 0 {
		got = value.Clone(got)
	}
	for _, clause := range clauses {
		for _, as := range c.untreat(put, clause.Rule.(model.Treated), want, got) {
			seen = append(seen, Seen{clause, as})
		}
	}
	return got, seen
}

// untreat takes out the differences that one clause permits, and returns what the
// service has chosen wherever the clause applies.
func (c *Contract) untreat(put *model.Operation, rule model.Treated, want, got value.Object) []string {
	resource := c.ResourceOf(put).Shape
	_, shape, err := c.API.Steps(resource.Name, rule.Member)
	if err != nil {
		return nil
	}
	if rule.Treatment == model.Moved {
		return c.moveBack(rule, shape, want, got)
	}
	var seen []string
	for _, p := range pairs(want, got, rule.Member) {
		was, wasPut := p.want[p.name]
		is, there := p.got[p.name]
		switch {
		case rule.Treatment == model.Withheld && wasPut:
			as := "returned"
			if !there || is == "" && was != "" {
				as = string(rule.Treatment)
				p.got[p.name] = was
			}
			seen = append(seen, as)
		case rule.Treatment == model.Withheld, given(was), !applies(rule, p.want):
		case !given(is):
			seen = append(seen, "absent")
		case c.maySupply(rule, shape, p.want, is):
			seen = append(seen, string(rule.Treatment))
			delete(p.got, p.name)
		}
	}
	return seen
}

// moveBack puts a member where it was put, if it is returned at each of the places
// to which it may be moved and nowhere else. A place that has a value of its own
// keeps that.
func (c *Contract) moveBack(rule model.Treated, shape *model.Shape, want, got value.Object) []string {
	name := string(rule.Member)
	was, wasPut := want[name]
	if !wasPut {
		return nil
	}
	var free []pair
	places := 0
	for _, p := range pairs(want, got, rule.To) {
		if applies(rule, p.want) {
			places++
			if !given(p.want[p.name]) {
				free = append(free, p)
			}
		}
	}
	switch _, stays := got[name]; {
	case places == 0:
		return nil
	case stays:
		return []string{"stays"}
	case slices.ContainsFunc(free, func(p pair) bool { return !value.Same(c.API, shape, was, p.got[p.name]) }):
		return nil
	}
	got[name] = was
	for _, p := range free {
		delete(p.got, p.name)
	}
	return []string{"moved"}
}

// maySupply reports whether a clause permits a service to supply a value in a structure
// that was put.
func (c *Contract) maySupply(rule model.Treated, shape *model.Shape, owner value.Object, got any) bool {
	switch {
	case rule.Like != "":
		return owner[rule.Like] == got
	case len(rule.Values) == 0:
		return true
	}
	return slices.ContainsFunc(rule.Values, func(text string) bool {
		v, _, err := value.ReadJSON([]byte(text))
		return err == nil && value.Same(c.API, shape, v, got)
	})
}

// applies reports whether a structure has the texts that a clause asks for.
func applies(rule model.Treated, owner value.Object) bool {
	return !slices.ContainsFunc(rule.When, func(c model.Condition) bool { return owner[string(c.Path)] != c.Value })
}

// given reports whether a member is there. A list without elements is as good as
// none.
func given(v any) bool {
	if list, isList := v.([]any); isList {
		return len(list) > 0
	}
	return v != nil
}

// A pair is a structure as it was put and as it is returned, which may have a
// member of some name.
type pair struct {
	want, got value.Object
	name      string
}

// pairs returns the structures that have the last member of a path, as far as they
// were put and are returned.
func pairs(want, got any, path model.Path) []pair {
	first, rest, deeper := strings.Cut(string(path), ".")
	name, each := strings.CutSuffix(first, "[]")
	w, ok1 := want.(value.Object)
	g, ok2 := got.(value.Object)
	switch {
	case !ok1 || !ok2:
		return nil
	case !deeper:
		return []pair{{w, g, name}}
	case !each:
		return pairs(w[name], g[name], model.Path(rest))
	}
	wanted, _ := w[name].([]any)
	returned, _ := g[name].([]any)
	var all []pair
	for i := range min(len(wanted), len(returned)) {
		all = append(all, pairs(wanted[i], returned[i], model.Path(rest))...)
	}
	return all
}

// Returnable returns the members of a resource that reads may return for what an
// operation puts, without those of the key, those that the service assigns and
// those that the model leaves out: all of these are compared with what was put.
func (c *Contract) Returnable(op *model.Operation) []string {
	resource := c.ResourceOf(op)
	var names []string
	for _, m := range resource.Shape.Members {
		if path := op.Effect.Bound(m.Name); !slices.Contains(resource.Key, m.Name) && !Assigned(op, m.Name) && (path == "" || !unmodelled(op, path)) {
			names = append(names, m.Name)
		}
	}
	return names
}

// Timed reports whether the service supplies a member with the time of the put, so
// that no two puts have the same.
func (c *Contract) Timed(op *model.Operation, member string) bool {
	return slices.ContainsFunc(c.API.TreatedMembers(op.Effect.Of), func(clause *model.Clause) bool {
		t := clause.Rule.(model.Treated)
		return t.Now && t.Member == model.Path(member)
	})
}
