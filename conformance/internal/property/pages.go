package property

import (
	"slices"

	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/model"
)

// A page is one answer of a listing.
type page struct {
	rows []value.Object
	// elems are the elements of the output's list, of which rows are read.
	elems []any
	// token asks for the next page; it is empty on the last.
	token string
	// size is how many bytes the answer had.
	size int
}

// paginationOf returns the clause by which the case's listing comes in pages.
func paginationOf(t *script.T) model.Pagination {
	c := t.Op.Clause("pagination")
	if c == nil {
		t.Skip("%s shows no pages", t.Op.Name)
	}
	return c.Rule.(model.Pagination)
}

// firstPage asks for one page.
func firstPage(t *script.T, in value.Object) page { return pageOf(t, in, t.Call(t.Op, in)) }

// pageOf reads a page, which the answer to a request has to be.
func pageOf(t *script.T, in value.Object, r *wire.Reply) page {
	out := t.ExpectAccepted(r)
	p := page{rows: t.ReturnedBy(t.Op, in, out), elems: value.ListAt(out, t.Op.Effect.Into), size: len(r.Body)}
	if c := t.Op.Clause("pagination"); c != nil {
		p.token = value.TextAt(out, model.Path(c.Rule.(model.Pagination).Next))
	}
	return p
}

// walk asks for page after page until the last, and expects no row on two of
// them. between, which may be nil, is called before each page but the first,
// with the number of pages so far.
func walk(t *script.T, in value.Object, between func(int)) []page {
	var pages []page
	seen := map[string]bool{}
	size := 0
	for range 1000 {
		p := firstPage(t, in)
		pages = append(pages, p)
		if size += p.size; size > t.MaxListing() {
			t.Fail("a last page", "%d pages of %d bytes, and a token on each", len(pages), size)
		}
		t.ExpectOnlyIn(askedFor(t, in), p.rows)
		for _, row := range p.rows {
			id := value.KeyOf(row, told(t))
			if seen[id] {
				t.Fail("no row that was shown before", "%s on page %d", id, len(pages))
			}
			seen[id] = true
		}
		if p.token == "" {
			return pages
		}
		if between != nil {
			between(len(pages))
		}
		in = value.With(in, value.Object{paginationOf(t).Token: p.token})
	}
	if !bounded(t) && len(pages[len(pages)-1].rows) > 0 {
		t.Skip("%s shows so much besides that there is no end to it", t.Op.Name)
	}
	t.Fail("a last page", "1000 pages, and a token on each")
	return nil
}

// askedFor returns the members of the partition that a listing is asked for.
func askedFor(t *script.T, in value.Object) value.Object {
	asked := value.Object{}
	for _, name := range t.Subject.Partition {
		if path := t.Op.Effect.Bound(name); path != "" && effect.Returns(t.Op, name) {
			asked[name] = value.One(in, path)
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

// told returns the members of a thing by which the rows of the case's listing
// are told apart: the key, or what a summary groups by.
func told(t *script.T) []string {
	if c := t.Op.Clause("fact/summary"); c != nil {
		return c.Rule.(model.Summary).By
	}
	return t.Subject.Key
}

// bounded reports whether the case's listing shows one partition only.
func bounded(t *script.T) bool {
	if len(t.Subject.Partition) == 0 || t.Op.Clause("fact/summary") != nil {
		return false
	}
	for _, name := range t.Subject.Partition {
		if path := t.Op.Effect.Bound(name); path == "" || effect.Filters(t.Op, path) {
			return false
		}
	}
	return true
}

// expectShown expects each of some things on one of the pages. On a listing of
// one partition there is nothing else, unless there is meant to be more.
func expectShown(t *script.T, things []value.Object, pages []page, andMore bool) {
	shown := map[string]bool{}
	for _, p := range pages {
		for _, row := range p.rows {
			shown[value.KeyOf(row, told(t))] = true
		}
	}
	for _, thing := range things {
		if id := value.KeyOf(thing, told(t)); !shown[id] {
			t.Fail("on one page or another: "+id, "%d rows without it, on %d pages", len(shown), len(pages))
		}
	}
	if bounded(t) && !andMore && len(shown) != len(things) {
		t.Fail(string(value.Integer(len(things)))+" rows on all pages together", "%d", len(shown))
	}
}

// rows returns n things that the case's listing shows a row for each of, in
// one partition, and of which nothing is there yet.
func rows(t *script.T, n int) []value.Object {
	if n == 0 {
		return nil
	}
	var keys []value.Object
	if t.Op.Clause("fact/summary") == nil {
		keys = t.Keys(n)
	} else {
		keys = groups(t, n)
	}
	if n > 12 {
		// So many are there to be counted: they are all alike.
		things := t.Describe(keys[0])
		for _, key := range keys[1:] {
			things = append(things, value.With(things[0], key))
		}
		return things
	}
	return t.Describe(keys...)
}

// groups returns keys in one partition of which each is in a group of its own
// in the case's summary, that no other case knows.
func groups(t *script.T, n int) []value.Object {
	first := t.Keys(1)[0]
	only := t.KeyLimits()
	for _, name := range slices.Backward(told(t)) {
		if only[name] != nil || t.API.Shape(t.Subject.Shape.Member(name).Shape).Kind != model.String {
			continue
		}
		keys := make([]value.Object, n)
		for i := range keys {
			keys[i] = value.With(first, value.Object{name: t.Name()})
		}
		return keys
	}
	t.Skip("no two of %s can be told apart here", t.Subject.Name)
	return nil
}

// decisions returns the values of the case's fact, but for the initial one,
// that can be set here.
func decisions(t *script.T) []string {
	fact := t.Subject.Fact
	values := t.ValuesOf(fact)
	if t.SetsFact() {
		values = t.SettableValues(t.Op)
	} else if setter := t.Setter(fact.Name); setter != nil {
		values = t.SettableValues(setter)
	}
	values = slices.DeleteFunc(slices.Clone(values), func(v string) bool { return v == fact.Initially })
	if len(values) == 0 {
		t.Skip("%s can't be decided", fact.Name)
	}
	return values
}

// fill puts many things, in as many requests as it takes.
func fill(t *script.T, things []value.Object) {
	if fact := t.Subject.Fact; fact != nil && !t.SetsFact() {
		t.NeedChange(fact.Name)
		byValue := map[string][]value.Object{}
		for _, thing := range things {
			value, _ := thing[fact.Value].(string)
			byValue[value] = append(byValue[value], thing)
		}
		for _, value := range t.ValuesOf(fact) {
			for chunk := range slices.Chunk(byValue[value], 100) {
				t.SetFacts(fact.Name, value, chunk...)
			}
		}
		if t.NotSetUp != "" {
			t.Skip("%s", t.NotSetUp)
		}
		return
	}
	// What stands outside the list of a request is the same for all in it.
	var outside []string
	for _, b := range t.Operations.Put.Effect.From {
		if _, inEach := b.Path.Within(t.Operations.Put.Effect.Each); !inEach {
			outside = append(outside, b.Member)
		}
	}
	var groups [][]value.Object
	place := map[string]int{}
	for _, thing := range things {
		id := value.KeyOf(thing, outside)
		if _, there := place[id]; !there {
			place[id] = len(groups)
			groups = append(groups, nil)
		}
		groups[place[id]] = append(groups[place[id]], thing)
	}
	for _, group := range groups {
		for chunk := range slices.Chunk(group, t.Most(t.Operations.Put)) {
			t.Put(chunk...)
		}
	}
}
