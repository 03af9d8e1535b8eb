package oracle

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

// selecting returns the clause that names may select versions, or nil.
func (c *call) selecting() *model.Selector {
	for _, rule := range rules[model.Selector](c) {
		return &rule
	}
	return nil
}

// selected returns what a call asks for in the place of a resource's newest version: the
// name without what it goes on with, and that.
func (c *call) selected() (name, rest string, rule *model.Selector) {
	rule = c.selecting()
	if rule == nil {
		return "", "", nil
	}
	name, rest, selects := rule.Cut(text(one(c.in, rule.By)))
	if !selects {
		return "", "", nil
	}
	return name, rest, rule
}

// whole returns the resource that a text names, and how it is shown; nothing if there is
// none, or not the version that the text selects.
func (c *call) whole(rule *model.Selector, key any) (resource, object, bool) {
	name, rest, selects := rule.Cut(text(key))
	for _, t := range c.find(c.about.Name, c.like(object{c.about.Key[0]: name}, c.about.Key, c.about.Name)) {
		shown := c.returned(t)
		if !selects {
			return t, c.seenAs(shown), true
		}
		if version, there := c.version(shown, rest); there {
			return t, c.choose(rule, c.seenAs(version), rest), true
		}
	}
	return resource{}, nil, false
}

// choose returns what is shown of a resource, with what was selected of it.
func (c *call) choose(rule *model.Selector, shown object, rest string) object {
	if rule.Shown == "" {
		return shown
	}
	return put(shown, rule.Shown, chosen{rule.Separator, rest})
}

// selectedRows returns the rows of a listing that names what it selects, each once.
func (c *call) selectedRows(rule *model.Selector) []row {
	var rows []row
	var seen []any
	for _, key := range c.named(*c.api.KeyFilter(c.op)) {
		t, shown, there := c.whole(rule, key)
		if !there || slices.Contains(seen, key) {
			continue
		}
		seen = append(seen, key)
		rows = append(rows, row{shown: shown, value: t.value, births: []int{t.born}})
	}
	return rows
}

// A chosen is what a name has selected: with the separator before it, or without.
type chosen struct{ separator, text string }

func (c chosen) agrees(_ *match, got any) bool {
	return got == c.text || got == c.separator+c.text
}

// MarshalJSON implements [json.Marshaler].
func (c chosen) MarshalJSON() ([]byte, error) { return json.Marshal(c.separator + c.text) }

// version returns what is shown of a version of a resource, or false if there is none of
// that number, and none on which that label stands.
func (c *call) version(whole object, number string) (object, bool) {
	h := c.api.Versions(c.op)
	number = c.labelNumber(whole, number)
	entity := c.api.Resource(h.Entity)
	for _, t := range c.find(h.Entity, c.like(whole, c.about.Key, c.about.Name)) {
		if show(t.value[h.Number]) != number {
			continue
		}
		whole = maps.Clone(whole)
		for _, name := range h.Kept(entity.Shape, c.about.Shape) {
			delete(whole, name)
			if v, there := t.value[name]; there {
				whole[name] = v
			}
		}
		return whole, true
	}
	return nil, false
}
