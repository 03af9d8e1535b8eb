package oracle

import (
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// A row is what a listing shows of a resource, or of a group of resources.
type row struct {
	shown object
	// value is what filters look at.
	value object
	// births are those of the resource or resources.
	births []int
	// optional reports that it may be left out.
	optional bool
}

// row returns what an output has of a row, which may be a plain text. In the oracle, that is
// a member without a name.
func (r row) row(op *model.Operation) any {
	if op.Effect.ShowsTexts() {
		return r.shown[""]
	}
	return r.shown
}

// list returns what is to come of a call that shows entities or facts.
func (c *call) list() Outcome {
	if c.undecided() {
		return Outcome{open: true}
	}
	codes := append(c.objections(), c.badCriteria()...)
	if len(c.unknown()) == 0 {
		codes = append(codes, c.unfound()...)
	}
	if len(codes) > 0 {
		return Outcome{Codes: append(codes, c.strayToken()...)}
	}
	out := c.success(c.page(c.rows()), nil)
	out.Codes = c.strayToken()
	out.absent = c.keysUnfound()
	out.Output = out.listing(out.Output)
	return out
}

// listed returns the resources of which the request names the partition.
func (c *call) listed() []resource {
	partition := object{}
	var names []string
	for _, b := range c.op.Effect.From {
		if v := one(c.in, b.Path); v != nil && slices.Contains(c.about.Partition, b.Member) {
			partition[b.Member] = v
			names = append(names, b.Member)
		}
	}
	suits := c.like(partition, names, c.about.Name)
	found := c.find(c.about.Name, suits)
	if left := c.left(suits); len(left) > 0 {
		found = inOrder(append(found, left...))
	}
	return found
}

// rows returns all rows that the request selects.
func (c *call) rows() []row {
	if rule := c.selecting(); rule != nil {
		return c.selectedRows(rule)
	}
	summary, sums := rule[model.Summary](c)
	late := func(f model.Filter) bool { return summary != nil && f.On[0] == model.Path(c.about.Fact.Value) }
	var resources []resource
	for _, t := range c.listed() {
		if under, _ := c.underLevel(t.value); under && c.meets(t.value) && c.suits(t.value, func(f model.Filter) bool { return !late(f) }) {
			resources = append(resources, t)
		}
	}
	if summary != nil {
		return slices.DeleteFunc(c.summedUp(sums, resources), func(r row) bool { return !c.suits(r.value, late) })
	}
	var rows []row
	open := c.orphaned() || c.namesNothing()
	for _, t := range resources {
		_, certain := c.underLevel(t.value)
		shown, selected := c.aggregated(t, c.withEntries(c.withLabels(c.seenAs(c.returned(t)), t.value), t))
		if !selected {
			continue
		}
		rows = append(rows, row{shown: shown, value: t.value, births: []int{t.born}, optional: open || !certain || c.vanishes(t.value) || c.Lenient && t.leaving})
	}
	return rows
}

// modelled returns a row without members of which the contract says nothing: those
// to which no part of a fact is bound. A sum is looked at as a whole.
func modelled(op *model.Operation, row any) any {
	o, ok := row.(object)
	if !ok || len(op.Effect.As) == 0 || op.Clause("fact/summary") != nil || op.Clause("aggregate") != nil {
		return row
	}
	as := slices.Clip(op.Effect.As)
	for _, rule := range rulesOf[model.LabelShown](op) {
		as = append(as, model.Binding{Path: rule.Shown})
	}
	for _, rule := range rulesOf[model.EntryShown](op) {
		as = append(as, model.Binding{Path: rule.In})
	}
	for _, rule := range rulesOf[model.Selector](op) {
		as = append(as, model.Binding{Path: rule.Shown})
	}
	for _, rule := range rulesOf[model.AggregateLatest](op) {
		as = append(as, model.Binding{Path: rule.At})
	}
	for _, rule := range rulesOf[model.AggregateAny](op) {
		as = append(as, model.Binding{Path: rule.At})
	}
	return bound(as, "", o)
}

// bound returns the members of an object at a path to which something is bound.
func bound(as []model.Binding, at model.Path, o object) object {
	only := object{}
	for name, v := range o {
		path := at.Join(name)
		leads := func(b model.Binding) bool { return strings.HasPrefix(string(b.Path), string(path)+".") }
		switch inner, isObject := v.(object); {
		case slices.ContainsFunc(as, func(b model.Binding) bool { return b.Path == path }):
			only[name] = v
		case isObject && slices.ContainsFunc(as, leads):
			only[name] = bound(as, path, inner)
		}
	}
	return only
}

// suits reports whether those filters select a resource for which a condition
// holds.
func (c *call) suits(value object, applies func(model.Filter) bool) bool {
	for _, f := range rules[model.Filter](c) {
		if applies(f) && !c.selects(f, value) {
			return false
		}
	}
	return true
}

// seenAs returns a resource as the operation shows it.
func (c *call) seenAs(resource object) object {
	resource = c.sealed(resource)
	if len(c.op.Effect.As) == 0 {
		return resource
	}
	out := object{}
	for _, b := range c.op.Effect.As {
		if v, there := resource[b.Member]; there {
			out = put(out, b.Path, v)
		}
	}
	for _, name := range c.contract.untold[c.op] {
		out[name] = anything{}
	}
	return out
}

// untold returns the members that what an operation shows has to have, and that are tied to
// none of the resource.
func untold(api *model.API, op *model.Operation) []string {
	if !op.Effect.Shows() || len(op.Effect.As) == 0 || op.Effect.ShowsTexts() {
		return nil
	}
	_, shape, err := api.Steps(op.Output, op.Effect.Shown())
	if err != nil {
		return nil
	}
	var names []string
	for _, m := range shape.Members {
		if m.Required && !slices.ContainsFunc(op.Effect.As, func(b model.Binding) bool { return b.Path.PartOf(model.Path(m.Name)) }) {
			names = append(names, m.Name)
		}
	}
	return names
}
