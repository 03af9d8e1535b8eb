package conformance

import (
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// list returns all things in a partition, page after page.
func (t *trial) list(partition object) []object { return t.listBy(partition, nil) }

// listBy is list with more members of the input.
func (t *trial) listBy(partition, more object) []object {
	op := t.ops.list
	if op == nil {
		t.skip("no operation lists %s", t.about.Name)
	}
	in := with(t.input(op, partition), more)
	t.arrangeReferences(op, in)
	var all []object
	for range 1000 {
		r := t.call(op, in)
		if t.unsure != "" && !r.ok() {
			t.skip("%s", t.unsure)
		}
		out := t.ok(op, r)
		things := t.shownIn(op, in, out)
		t.expectIn(partition, things)
		all = append(all, things...)
		c := op.Clause("pagination")
		if c == nil {
			return all
		}
		rule := c.Rule.(model.Pagination)
		token := textAt(out, model.Path(rule.Next))
		if token == "" {
			return all
		}
		in = with(in, object{rule.Token: token})
	}
	t.fail("a last page", "1000 pages, and a token on each")
	return nil
}

// shownIn returns the things that an output shows. Those of one partition need
// not say which: the request said so.
func (t *trial) shownIn(op *model.Operation, in, out object) []object {
	things := shown(op, out)
	for _, name := range t.about.Partition {
		path := op.Effect.Bound(name)
		if path == "" || shows(op, name) || filters(op, path) {
			continue
		}
		for _, thing := range things {
			thing[name] = one(in, path)
		}
	}
	return things
}

// expectIn expects a listing to show only what is in the partition, or has the
// key, that was asked for. What a target shows to everybody is found by nobody,
// so a law that finds what it has put knows that it is looked for.
//
// A target may take names for the same that differ in case and space only: that
// is for another clause.
func (t *trial) expectIn(asked object, things []object) {
	for _, thing := range things {
		for name, want := range asked {
			got, there := thing[name]
			if there && !sameName(got, want) {
				t.fail("only what has the "+name+" "+show(want), "%s", show(thing))
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
	return show(a) == show(b)
}

// find returns those of the things with given keys that are there. Keys of
// several partitions are looked for in each.
func (t *trial) find(keys ...object) []object {
	wanted := map[string]bool{}
	var partitions []object
	seen := map[string]bool{}
	for _, key := range keys {
		wanted[keyOf(key, t.about.Key)] = true
		if id := keyOf(key, t.about.Partition); !seen[id] {
			seen[id] = true
			partitions = append(partitions, pick(key, t.about.Partition))
		}
	}
	var found []object
	for _, p := range partitions {
		list := []object(nil)
		if len(t.about.Partition) == 0 {
			list = t.selectEach(keys)
		} else {
			list = t.list(p)
		}
		for _, thing := range list {
			if wanted[keyOf(thing, t.about.Key)] {
				found = append(found, thing)
			}
		}
	}
	return found
}

// selectEach asks for the things with given keys one at a time, where all are
// listed together and there may be many.
func (t *trial) selectEach(keys []object) []object {
	by, absent := t.selector()
	if by == "" {
		return t.list(nil)
	}
	var found []object
	for _, key := range keys {
		in := t.input(t.ops.list)
		set(in, by, []any{t.selection(by, key)})
		r := t.call(t.ops.list, in)
		if absent != "" && r.code == absent {
			continue
		}
		things := t.shownIn(t.ops.list, in, t.ok(t.ops.list, r))
		t.expectIn(pick(key, t.about.Key), things)
		found = append(found, things...)
	}
	return found
}

// findByKey is find by the keys themselves, each asked for alone. It reports
// whether there is an operation that selects things so.
func (t *trial) findByKey(keys ...object) (found []object, able bool) {
	if t.ops.list == nil {
		return nil, false
	}
	by, _ := t.selector()
	if by == "" {
		return nil, false
	}
	for _, key := range keys {
		in := t.input(t.ops.list, pick(key, t.about.Partition))
		t.arrangeReferences(t.ops.list, in)
		set(in, by, []any{t.selection(by, key)})
		r := t.call(t.ops.list, in)
		if !r.ok() && t.meansAbsent(errorSeen(r)) {
			continue
		}
		things := t.shownIn(t.ops.list, in, t.ok(t.ops.list, r))
		t.expectIn(pick(key, t.about.Key), things)
		found = append(found, things...)
	}
	return found, true
}

// meansAbsent reports whether the listing operation may answer so where a thing
// that is asked for by its key is absent.
func (t *trial) meansAbsent(seen string) bool {
	c := t.ops.list.Clause("filter/absent")
	return c != nil && (seen == c.Choice || slices.Contains(c.Choices, seen))
}

// selector returns the list in the input of the listing operation that
// selects things by their keys, and the error with which that operation
// answers where a thing is absent.
func (t *trial) selector() (by model.Path, absent string) {
	for _, c := range t.ops.list.Clauses {
		switch rule := c.Rule.(type) {
		case model.Filter:
			if t.selectsByKey(t.ops.list, rule) {
				by = rule.By
			}
		case model.FilterAbsent:
			absent = model.ErrorOf(c.Choice)
		}
	}
	return by, absent
}

// selectsByKey reports whether a filter names single things: it is a list, and
// compares all of the key but the partition.
func (c *contract) selectsByKey(op *model.Operation, f model.Filter) bool {
	_, shape, err := c.api.Steps(op.Input, f.By)
	if err != nil || shape.Kind != model.List {
		return false
	}
	about := c.thing(op)
	for _, name := range about.Key {
		if !slices.Contains(about.Partition, name) && !slices.Contains(f.On, model.Path(name)) {
			return false
		}
	}
	return true
}

// selection returns the element of a selecting list for a key.
func (t *trial) selection(by model.Path, key object) any {
	_, list, _ := t.api.Steps(t.ops.list.Input, by)
	if elem := t.api.Shape(list.Elem); elem.Kind == model.Structure {
		var names []string
		for _, m := range elem.Members {
			names = append(names, m.Name)
		}
		return pick(key, names)
	}
	return key[t.about.Key[len(t.about.Key)-1]]
}
