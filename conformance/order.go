package conformance

import (
	"cmp"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var orderLaws = []law{
	{kind: "pagination/order", name: "put some in an order of no kind, list: in what order they come", cases: 10, see: func(t *trial) string {
		rule := t.pages()
		if !t.bounded() {
			t.skip("%s shows other things as well", t.op.Name)
		}
		things := t.rows(4)
		inKeyOrder := slices.Clone(things)
		slices.SortFunc(inKeyOrder, func(a, b object) int { return cmp.Compare(t.sortKey(a), t.sortKey(b)) })
		// The last two by key come first, so that it is neither that order nor
		// the reverse of it.
		put := slices.Concat(inKeyOrder[2:], inKeyOrder[:2])
		for _, thing := range put {
			t.fill([]object{thing})
		}
		in := t.input(t.op, pick(things[0], t.about.Partition))
		t.arrangeReferences(t.op, in)
		if rule.Limit != "" {
			set(in, model.Path(rule.Limit), integer(rapid.IntRange(1, 5).Draw(t.rapid, "limit")))
		}
		pages := t.walk(in, nil)
		t.expectShown(things, pages, false)
		var got []string
		for _, p := range pages {
			for _, row := range p.rows {
				got = append(got, t.sortKey(row))
			}
		}
		switch {
		case slices.Equal(got, t.sortKeys(put)):
			return "insertion"
		case slices.Equal(got, t.sortKeys(inKeyOrder)):
			return "by-key"
		case slices.Equal(got, t.sortKeys(reversed(put))):
			return "newest-first"
		}
		return "another"
	}},
	{kind: "pagination/last-page", name: "what comes after a full page that shows the last of all", cases: 8, see: func(t *trial) string {
		rule := t.pages()
		if !t.bounded() {
			t.skip("%s shows other things as well", t.op.Name)
		}
		size := rule.Default
		if rule.Limit != "" {
			size = rapid.IntRange(2, 3).Draw(t.rapid, "limit")
		}
		if rule.Limit != "" && t.scarce() {
			only := t.rows(1)
			t.fill(only)
			in := t.input(t.op, pick(only[0], t.about.Partition))
			t.arrangeReferences(t.op, in)
			set(in, model.Path(rule.Limit), integer(1))
			pages := t.walk(in, nil)
			t.expectShown(only, pages, false)
			if len(pages) > 1 {
				return "empty-page"
			}
			return "nothing"
		}
		things := t.rows(size*rapid.IntRange(1, 2).Draw(t.rapid, "full pages") + 1)
		full, more := things[1:], things[:1]
		t.fill(full)
		in := t.input(t.op, pick(things[0], t.about.Partition))
		t.arrangeReferences(t.op, in)
		if rule.Limit != "" {
			set(in, model.Path(rule.Limit), integer(size))
		}
		pages := t.walk(in, nil)
		t.expectShown(full, pages, false)
		// With one thing more, the last page is not full.
		t.fill(more)
		again := t.walk(in, nil)
		t.expectShown(things, again, false)
		t.fullBut(size, pages)
		t.fullBut(size, again)
		switch {
		case len(again[len(again)-1].rows) == 0:
			return "always-empty-page"
		case len(pages[len(pages)-1].rows) == 0:
			return "empty-page"
		}
		return "nothing"
	}},
}

// sortKey returns the text by which a thing is sorted, where things are.
func (t *trial) sortKey(thing object) string {
	var texts []string
	for _, name := range t.about.Key {
		if !slices.Contains(t.about.Partition, name) {
			text, _ := thing[name].(string)
			texts = append(texts, text)
		}
	}
	return strings.Join(texts, "\x00")
}

func (t *trial) sortKeys(things []object) []string {
	keys := make([]string, len(things))
	for i, thing := range things {
		keys[i] = t.sortKey(thing)
	}
	return keys
}

func reversed(things []object) []object {
	things = slices.Clone(things)
	slices.Reverse(things)
	return things
}
