package conformance

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

// A page is one answer of a listing.
type page struct {
	rows []object
	// elems are the elements of the output's list, of which rows are read.
	elems []any
	// token asks for the next page; it is empty on the last.
	token string
	// size is how many bytes the answer had.
	size int
}

// pages returns the clause by which the trial's listing comes in pages.
func (t *trial) pages() model.Pagination {
	c := t.op.Clause("pagination")
	if c == nil {
		t.skip("%s shows no pages", t.op.Name)
	}
	return c.Rule.(model.Pagination)
}

// page asks for one page.
func (t *trial) page(in object) page { return t.pageOf(in, t.call(t.op, in)) }

// pageOf reads a page, which the answer to a request has to be.
func (t *trial) pageOf(in object, r *reply) page {
	out := t.accepted(r)
	p := page{rows: t.shownIn(t.op, in, out), elems: listAt(out, t.op.Effect.Into), size: len(r.body)}
	if c := t.op.Clause("pagination"); c != nil {
		p.token = textAt(out, model.Path(c.Rule.(model.Pagination).Next))
	}
	return p
}

// walk asks for page after page until the last, and expects no row on two of
// them. between, which may be nil, is called before each page but the first,
// with the number of pages so far.
func (t *trial) walk(in object, between func(int)) []page {
	var pages []page
	seen := map[string]bool{}
	size := 0
	for range 1000 {
		p := t.page(in)
		pages = append(pages, p)
		if size += p.size; size > t.mostPages() {
			t.fail("a last page", "%d pages of %d bytes, and a token on each", len(pages), size)
		}
		t.expectIn(t.askedFor(in), p.rows)
		for _, row := range p.rows {
			id := keyOf(row, t.told())
			if seen[id] {
				t.fail("no row that was shown before", "%s on page %d", id, len(pages))
			}
			seen[id] = true
		}
		if p.token == "" {
			return pages
		}
		if between != nil {
			between(len(pages))
		}
		in = with(in, object{t.pages().Token: p.token})
	}
	if !t.bounded() && len(pages[len(pages)-1].rows) > 0 {
		t.skip("%s shows so much besides that there is no end to it", t.op.Name)
	}
	t.fail("a last page", "1000 pages, and a token on each")
	return nil
}

// askedFor returns the members of the partition that a listing is asked for.
func (t *trial) askedFor(in object) object {
	asked := object{}
	for _, name := range t.about.Partition {
		if path := t.op.Effect.Bound(name); path != "" && shows(t.op, name) {
			asked[name] = one(in, path)
		}
	}
	return asked
}

// sizes returns how many rows each page has.
func sizes(pages []page) []int {
	all := make([]int, len(pages))
	for i, p := range pages {
		all[i] = len(p.rows)
	}
	return all
}

// told returns the members of a thing by which the rows of the trial's listing
// are told apart: the key, or what a summary groups by.
func (t *trial) told() []string {
	if c := t.op.Clause("fact/summary"); c != nil {
		return c.Rule.(model.Summary).By
	}
	return t.about.Key
}

// bounded reports whether the trial's listing shows one partition only.
func (t *trial) bounded() bool {
	if len(t.about.Partition) == 0 || t.op.Clause("fact/summary") != nil {
		return false
	}
	for _, name := range t.about.Partition {
		if path := t.op.Effect.Bound(name); path == "" || filters(t.op, path) {
			return false
		}
	}
	return true
}

// expectShown expects each of some things on one of the pages. On a listing of
// one partition there is nothing else, unless there is meant to be more.
func (t *trial) expectShown(things []object, pages []page, andMore bool) {
	shown := map[string]bool{}
	for _, p := range pages {
		for _, row := range p.rows {
			shown[keyOf(row, t.told())] = true
		}
	}
	for _, thing := range things {
		if id := keyOf(thing, t.told()); !shown[id] {
			t.fail("on one page or another: "+id, "%d rows without it, on %d pages", len(shown), len(pages))
		}
	}
	if t.bounded() && !andMore && len(shown) != len(things) {
		t.fail(string(integer(len(things)))+" rows on all pages together", "%d", len(shown))
	}
}

// rows returns n things that the trial's listing shows a row for each of, in
// one partition, and of which nothing is there yet.
func (t *trial) rows(n int) []object {
	if n == 0 {
		return nil
	}
	var keys []object
	if t.op.Clause("fact/summary") == nil {
		keys = t.keys(n)
	} else {
		keys = t.groups(n)
	}
	if n > 12 {
		// So many are there to be counted: they are all alike.
		things := t.describe(keys[0])
		for _, key := range keys[1:] {
			things = append(things, with(things[0], key))
		}
		return things
	}
	return t.describe(keys...)
}

// groups returns keys in one partition of which each is in a group of its own
// in the trial's summary, that no other case knows.
func (t *trial) groups(n int) []object {
	first := t.keys(1)[0]
	only := t.onlyKeys()
	for _, name := range slices.Backward(t.told()) {
		if only[name] != nil || t.api.Shape(t.about.Shape.Member(name).Shape).Kind != model.String {
			continue
		}
		keys := make([]object, n)
		for i := range keys {
			keys[i] = with(first, object{name: t.name()})
		}
		return keys
	}
	t.skip("no two of %s can be told apart here", t.about.Name)
	return nil
}

// decisions returns the values of the trial's fact, but for the initial one,
// that can be set here.
func (t *trial) decisions() []string {
	fact := t.about.Fact
	values := t.valuesOf(fact)
	if t.sets() {
		values = t.values(t.op)
	} else if setter := t.setter(fact.Name); setter != nil {
		values = t.values(setter)
	}
	values = slices.DeleteFunc(slices.Clone(values), func(v string) bool { return v == fact.Initially })
	if len(values) == 0 {
		t.skip("%s can't be decided", fact.Name)
	}
	return values
}

// fill puts many things, in as many requests as it takes.
func (t *trial) fill(things []object) {
	if fact := t.about.Fact; fact != nil && !t.sets() {
		t.needChange(fact.Name)
		byValue := map[string][]object{}
		for _, thing := range things {
			value, _ := thing[fact.Value].(string)
			byValue[value] = append(byValue[value], thing)
		}
		for _, value := range t.valuesOf(fact) {
			for chunk := range slices.Chunk(byValue[value], 100) {
				t.setFacts(fact.Name, value, chunk...)
			}
		}
		if t.unsure != "" {
			t.skip("%s", t.unsure)
		}
		return
	}
	// What stands outside the list of a request is the same for all in it.
	var outside []string
	for _, b := range t.ops.put.Effect.From {
		if _, inEach := b.Path.Within(t.ops.put.Effect.Each); !inEach {
			outside = append(outside, b.Member)
		}
	}
	var groups [][]object
	place := map[string]int{}
	for _, thing := range things {
		id := keyOf(thing, outside)
		if _, there := place[id]; !there {
			place[id] = len(groups)
			groups = append(groups, nil)
		}
		groups[place[id]] = append(groups[place[id]], thing)
	}
	for _, group := range groups {
		for chunk := range slices.Chunk(group, t.most(t.ops.put)) {
			t.put(chunk...)
		}
	}
}
