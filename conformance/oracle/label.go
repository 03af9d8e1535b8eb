package oracle

import (
	"fmt"
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

// labelled returns the number of the version on which a request puts labels, and the
// error if there is no such version.
func (c *call) labelled() (number any, codes []string) {
	l := c.op.Label()
	if l == nil {
		return nil, nil
	}
	put, h := c.api.HistoryOf(l.Entity)
	key := c.api.Resource(put.Effect.Of).Key
	value := c.common()
	number = one(c.in, l.By)
	if number == nil {
		for _, t := range c.find(put.Effect.Of, c.like(value, key, put.Effect.Of)) {
			number = t.value[h.Number]
		}
	}
	same := c.like(value, key, put.Effect.Of)
	if len(c.find(l.Entity, func(version object) bool { return same(version) && show(version[h.Number]) == show(number) })) == 0 {
		return nil, []string{l.Error}
	}
	return number, nil
}

// unlabelled returns the errors for labels on a version that is not there, or of which
// a version would have too many.
func (c *call) unlabelled() []string {
	number, codes := c.labelled()
	if number == nil {
		return codes
	}
	l := c.op.Label()
	on := func(label object) bool { return show(label[l.Number]) == show(number) }
	for clause, q := range rules[model.LabelQuota](c) {
		items := c.wellFormed(c.items())
		same := c.like(c.common(), c.about.Partition, c.about.Name)
		there := len(c.find(c.about.Name, func(label object) bool { return same(label) && on(label) }))
		more := map[string]bool{} // a label that is given twice is put once
		for _, it := range items.good {
			same := c.like(it.value, c.about.Key, c.about.Name)
			if len(c.find(c.about.Name, func(label object) bool { return same(label) && on(label) })) == 0 {
				more[show(it.value)] = true
			}
		}
		if len(more) > 0 && there+len(more) > q.Most {
			codes = append(codes, c.errorOf(clause)...)
		}
	}
	return codes
}

// A formed is the labels of a request: those that are as they have to be, and the texts
// of those that are not.
type formed struct {
	good []*item
	bad  []any
}

// wellFormed tells labels that are as they have to be from those that are not.
func (c *call) wellFormed(items []*item) formed {
	clause, rule := rule[model.LabelForm](c)
	if clause == nil {
		return formed{good: items}
	}
	var f formed
	form := c.contract.patterns.of(rule.Pattern)
	for _, it := range items {
		label := text(it.value[c.about.Key[len(c.about.Key)-1]])
		if rule.Begins(label) || !form.MatchString(label) {
			f.bad = append(f.bad, label)
		} else {
			f.good = append(f.good, it)
		}
	}
	return f
}

// label returns what is to come of a call that puts labels: those that are not as they
// have to be are told of, and the others stand on the version.
func (c *call) label() Outcome {
	number, _ := c.labelled()
	l, items := c.op.Label(), c.wellFormed(c.items())
	for _, it := range items.good {
		c.upsert(with(it.value, l.Number, number))
	}
	out := c.success(page{}, nil)
	out.labels = &labelling{number: number, invalid: items.bad}
	if l.Shown != "" {
		out.Output = put(out.Output, l.Shown, number)
	}
	if f := c.op.LabelForm(); f != nil && len(items.bad) > 0 {
		out.Output = put(out.Output, f.Invalid, items.bad)
	}
	return out
}

// A labelling is what an answer has to say of labels that were put.
type labelling struct {
	number  any
	invalid []any
}

// labels holds an answer against what was labelled. A label that a request gives twice
// may be told of twice.
func (m *match) labels(want Outcome, got object) error {
	if want.labels == nil {
		return nil
	}
	if l := want.op.Label(); l.Shown != "" && show(one(got, l.Shown)) != show(want.labels.number) {
		return fmt.Errorf("%s is %s, and has to be %s", l.Shown, show(one(got, l.Shown)), show(want.labels.number))
	}
	if f := want.op.LabelForm(); f != nil {
		return listsAll(f.Invalid, want.labels.invalid, at(got, f.Invalid.Elem()))
	}
	return nil
}

// listsAll holds a list of texts against those that it has to have, in any order and
// each at least once.
func listsAll(path model.Path, want, got []any) error {
	lacks := func(list []any) func(any) bool {
		return func(v any) bool {
			return !slices.ContainsFunc(list, func(other any) bool { return text(other) == text(v) })
		}
	}
	if slices.ContainsFunc(got, lacks(want)) || slices.ContainsFunc(want, lacks(got)) {
		return fmt.Errorf("%s lists %s, and has to list %s", path, show(got), show(want))
	}
	return nil
}

// A labelSet is the labels of a version, in any order. Without any, there is no list, or
// an empty one.
type labelSet []any

func (l labelSet) agrees(_ *match, got any) bool {
	list, isList := got.([]any)
	return (isList || got == nil) && len(list) == len(l) && listsAll("", l, list) == nil
}

// labelsOf returns the labels of a version that a listing shows.
func (c *call) labelsOf(version object, rule model.LabelShown) labelSet {
	_, l := c.api.LabelsOf(rule.Entity)
	_, h := c.api.HistoryOf(c.about.Name)
	labels := c.api.Resource(rule.Entity)
	same := c.like(version, labels.Partition, rule.Entity)
	set := labelSet{}
	for _, t := range c.find(rule.Entity, func(label object) bool { return same(label) && show(label[l.Number]) == show(version[h.Number]) }) {
		set = append(set, t.value[labels.Key[len(labels.Key)-1]])
	}
	return set
}

// withLabels returns what a listing shows of a version, with its labels.
func (c *call) withLabels(shown, version object) object {
	for _, rule := range rules[model.LabelShown](c) {
		shown = put(shown, rule.Shown, c.labelsOf(version, rule))
	}
	return shown
}

// forgetLabels drops the labels of a resource that is deleted, of whose versions an
// entity is made.
func (c *call) forgetLabels(value object, versions string) {
	if op := c.api.LabelsOn(versions); op != nil {
		of := c.api.Resource(op.Effect.Of)
		c.drop(of.Name, c.like(value, of.Partition, of.Name))
	}
}

// stuck returns the errors for a put that would drop a version on which a label stands.
func (c *call) stuck(items []*item) []string {
	var codes []string
	for clause, rule := range rules[model.HistoryLabelled](c) {
		_, l := c.api.LabelsOf(rule.Entity)
		for _, h := range rules[model.History](c) {
			for _, it := range items {
				same := c.like(it.value, c.about.Key, c.about.Name)
				all := c.find(h.Entity, same)
				if len(all) < h.Most {
					continue
				}
				oldest := show(all[0].value[h.Number])
				if len(c.find(rule.Entity, func(label object) bool { return same(label) && show(label[l.Number]) == oldest })) > 0 {
					codes = append(codes, c.errorOf(clause)...)
				}
			}
		}
	}
	return codes
}

// labelNumber returns the number of the version on which a label of a resource stands,
// or what was given if it is no label.
func (c *call) labelNumber(key object, label string) string {
	for _, rule := range rules[model.SelectorLabel](c) {
		_, l := c.api.LabelsOf(rule.Entity)
		labels := c.api.Resource(rule.Entity)
		same := c.like(with(key, labels.Key[len(labels.Key)-1], label), labels.Key, rule.Entity)
		for _, t := range c.find(rule.Entity, same) {
			return show(t.value[l.Number])
		}
	}
	return label
}
