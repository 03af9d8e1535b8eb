package oracle

import (
	"fmt"
	"maps"
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

// get returns what is to come of a call that asks for one resource: what there is
// of it, or what a clause says of one that is not there.
func (c *call) get() Outcome {
	if codes := c.objections(); len(codes) > 0 {
		return Outcome{Codes: codes}
	}
	key := c.items()[0].value
	name, number, selector := c.selected()
	if selector != nil {
		key = object{c.about.Key[0]: name}
	}
	found := c.find(c.about.Name, c.like(key, c.about.Key, c.about.Name))
	left := c.left(c.like(key, c.about.Key, c.about.Name))
	if len(found) == 0 && len(left) > 0 {
		return c.seenLeaving(left[0])
	}
	if len(found) == 0 {
		if clause, _ := rule[model.Absent](c); clause != nil && len(c.errorOf(clause)) > 0 {
			return Outcome{Codes: c.errorOf(clause)}
		}
		return c.success(page{}, nil)
	}
	t := found[0]
	shown := c.returned(t)
	if selector != nil {
		version, there := c.version(shown, number)
		if !there {
			return Outcome{Codes: []string{selector.Error}}
		}
		shown = version
	}
	shown = c.seenAs(shown)
	if selector != nil {
		shown = c.choose(selector, shown, number)
	}
	return c.success(page{rows: []row{{shown: shown, value: t.value, births: []int{t.born}}}}, nil)
}

// seenLeaving returns what is to come of a call that gets what is being deleted.
func (c *call) seenLeaving(t resource) Outcome {
	out := c.success(page{rows: []row{{shown: c.seenAs(c.returned(t)), value: t.value, births: []int{t.born}}}}, nil)
	if clause, _ := rule[model.Absent](c); clause != nil && c.Lenient {
		out.Codes = c.errorOf(clause)
	}
	return out
}

// single holds the structure in an answer against the one resource that it shows.
func (m *match) single(want Outcome, got object) error {
	e := one(got, want.op.Effect.Into)
	if len(want.page.rows) == 0 {
		if o, itself := e.(object); itself && want.op.Effect.Into == "" && !slices.ContainsFunc(slices.Collect(maps.Values(o)), given) {
			return nil
		}
		if given(e) {
			return fmt.Errorf("%s is shown, and there is none", show(e))
		}
		return nil
	}
	if m.Lenient {
		e = modelled(want.op, e)
	}
	if shown := want.page.rows[0].shown; !m.same(shown, e) {
		return fmt.Errorf("%s is shown, and is to be %s", show(e), m.showLike([]row{want.page.rows[0]}, e))
	}
	return nil
}
