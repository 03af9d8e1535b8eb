package property

import (
	"fmt"
	"slices"

	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/model"
)

// A page is one answer of a listing.
type page struct {
	// in is the request for it.
	in   value.Object
	rows []value.Object
	// elems are the elements of the output's list, from which rows are read.
	elems []any
	// token asks for the next page; it is empty on the last.
	token string
	// size is how many bytes the answer had.
	size int
}

// paginationOf returns the pagination clause of the case's listing.
func paginationOf(t *script.T) model.Pagination {
	c := t.Op.Clause("pagination")
	if c == nil {
		t.Skip("%s has no pages", t.Op.Name)
	}
	return c.Rule.(model.Pagination)
}

// firstPage asks for one page.
func firstPage(t *script.T, in value.Object) page { return pageOf(t, in, t.Call(t.Op, in)) }

// pageOf reads a page from the answer to a request.
func pageOf(t *script.T, in value.Object, r *wire.Reply) page {
	out := t.ExpectAccepted(r)
	p := page{in: in, rows: t.ReturnedBy(t.Op, in, out), elems: value.ListAt(out, t.Op.Effect.Into), size: len(r.Body)}
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
		if asksTwice(in) && !t.Exact() {
			p.rows = eachOnce(p.rows)
			pages[len(pages)-1] = p
		}
		for _, row := range p.rows {
			id := value.KeyOf(row, identity(t))
			if seen[id] {
				t.Fail("no row that was on a page before", "%s on page %d", id, len(pages))
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
		t.Skip("%s lists too much else to be read to its end", t.Op.Name)
	}
	t.Fail("a last page", "1000 pages, and a token on each")
	return nil
}

// listed returns the rows on all pages of a listing: only a missing token says
// that a page is the last, and any page before that may be empty.
func listed(t *script.T, in value.Object) []value.Object {
	var all []value.Object
	for _, p := range walk(t, in, nil) {
		all = append(all, p.rows...)
	}
	return all
}

// wholeOf returns the rows on all pages of a listing of which a reply is the first.
func wholeOf(t *script.T, in value.Object, r *wire.Reply) []value.Object {
	if first := pageOf(t, in, r); first.token == "" {
		return first.rows
	}
	return listed(t, in)
}

// asksTwice reports whether a request names something twice. No document says
// whether it is listed twice then.
func asksTwice(in value.Object) bool {
	for _, v := range in {
		list, _ := v.([]any)
		for i := range list {
			if slices.ContainsFunc(list[:i], func(other any) bool { return value.Show(other) == value.Show(list[i]) }) {
				return true
			}
		}
	}
	return false
}

// eachOnce returns rows without those that are the same as an earlier one.
func eachOnce(rows []value.Object) []value.Object {
	var once []value.Object
	for _, row := range rows {
		if !slices.ContainsFunc(once, func(other value.Object) bool { return value.Show(other) == value.Show(row) }) {
			once = append(once, row)
		}
	}
	return once
}

// askedFor returns the members of the partition that a request lists.
func askedFor(t *script.T, in value.Object) value.Object {
	asked := value.Object{}
	for _, name := range t.Subject.Partition {
		if path := t.Op.Effect.Bound(name); path != "" && effect.Returns(t.Op, name) {
			asked[name] = value.One(in, path)
		}
	}
	for _, f := range t.Gathering(t.Op) {
		if v := value.One(in, f.By); v != nil {
			asked[string(f.On[0])] = v
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

// identity returns the members that identify a row of the case's listing: the
// key, or those that a summary groups by.
func identity(t *script.T) []string {
	if c := t.Op.Clause("fact/summary"); c != nil {
		return c.Rule.(model.Summary).By
	}
	return t.Subject.Key
}

// bounded reports whether the case's listing lists one partition only.
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

// expectShown expects each of some resources on one of the pages. If the
// listing lists one partition, the pages may have no other rows, unless andMore
// is set.
func expectShown(t *script.T, resources []value.Object, pages []page, andMore bool) {
	shown := shownOn(t, pages)
	for _, resource := range resources {
		id := value.KeyOf(resource, identity(t))
		switch {
		case shown[id]:
			continue
		case t.Subject.Fact == nil && !andMore:
			// Where something else comes or goes meanwhile, a row may move to a page
			// that was read before. It is not missing twice for that.
			if again := walk(t, pages[0].in, nil); !shownOn(t, again)[id] {
				t.Contradict("a listing returns each resource", "on some page: "+id, "%d rows without it, on %d pages", len(shown), len(pages))
			}
		}
		t.Fail("on some page: "+id, "%d rows without it, on %d pages", len(shown), len(pages))
	}
	if bounded(t) && !andMore && len(shown) != len(resources) {
		t.Fail(string(value.Integer(len(resources)))+" rows on all pages together", "%d", len(shown))
	}
}

// shownOn returns the identities of the rows on some pages.
func shownOn(t *script.T, pages []page) map[string]bool {
	shown := map[string]bool{}
	for _, p := range pages {
		for _, row := range p.rows {
			shown[value.KeyOf(row, identity(t))] = true
		}
	}
	return shown
}

// rows returns n resources in one partition, none of which exists yet, for each
// of which the case's listing returns a row.
func rows(t *script.T, n int) []value.Object {
	if n == 0 {
		return nil
	}
	needPut(t)
	var keys []value.Object
	switch {
	case len(t.Gathering(t.Op)) > 0:
		gathered := groups(t, 1)[0]
		for _, place := range places(t, n) {
			keys = append(keys, value.With(gathered, place))
		}
	case t.Op.Clause("fact/summary") == nil:
		keys = t.Keys(n)
	default:
		keys = groups(t, n)
	}
	if n > 12 {
		// So many are only to be counted, and can all be alike.
		resources := t.Describe(keys[0])
		for _, key := range keys[1:] {
			resources = append(resources, value.With(resources[0], key))
		}
		return resources
	}
	return t.Describe(keys...)
}

// listing returns a request for the list in which the case's operation returns a
// resource, and sets up what that refers to.
func listing(t *script.T, resource value.Object) value.Object {
	in := t.Input(t.Op, value.Pick(resource, t.ListedBy(t.Op)))
	t.SetUpReferences(t.Op, in)
	return in
}

// needPut skips the case if no operation puts what it is about.
func needPut(t *script.T) {
	if t.Operations.Put == nil && t.Subject.Fact == nil {
		t.Skip("no operation puts a %s", t.Subject.Name)
	}
}

// groups returns keys in one partition, each of which is in a new group of the
// case's summary.
func groups(t *script.T, n int) []value.Object {
	first := t.Keys(1)[0]
	only := t.KeyLimits()
	for _, name := range slices.Backward(identity(t)) {
		if only[name] != nil || t.API.Shape(t.Subject.Shape.Member(name).Shape).Kind != model.String {
			continue
		}
		keys := make([]value.Object, n)
		for i := range keys {
			keys[i] = value.With(first, value.Object{name: t.KeyName(t.Subject.Name, name)})
		}
		return keys
	}
	t.Skip("no two of %s can be distinguished here", t.Subject.Name)
	return nil
}

// decisions returns the values of the case's fact that can be set here, without
// the initial one.
func decisions(t *script.T) []string {
	fact := t.Subject.Fact
	values := t.ValuesOf(fact)
	if t.SetsFact() {
		values = t.SettableValues(t.Op)
	} else if setter := t.Setter(fact.Name); setter != nil {
		values = t.SettableValues(setter)
	}
	values = slices.DeleteFunc(slices.Clone(t.Lasting(values)), func(v string) bool { return v == fact.Initially })
	if len(values) == 0 {
		t.Skip("%s can't be set", fact.Name)
	}
	return values
}

// fill puts many resources, in as many requests as that takes.
func fill(t *script.T, resources []value.Object) {
	if fact := t.Subject.Fact; fact != nil && !t.SetsFact() {
		t.NeedChange(fact.Name)
		byValue := map[string][]value.Object{}
		for _, resource := range resources {
			value, _ := resource[fact.Value].(string)
			byValue[value] = append(byValue[value], resource)
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
	needPut(t)
	size := 0
	for _, resource := range resources {
		size += len(value.Encode(resource))
	}
	needReadable(t, size)
	// Members outside the list of a request apply to all its elements.
	var outside []string
	for _, b := range t.Operations.Put.Effect.From {
		if _, inEach := b.Path.Within(t.Operations.Put.Effect.Each); !inEach {
			outside = append(outside, b.Member)
		}
	}
	var groups [][]value.Object
	place := map[string]int{}
	for _, resource := range resources {
		id := value.KeyOf(resource, outside)
		if _, there := place[id]; !there {
			place[id] = len(groups)
			groups = append(groups, nil)
		}
		groups[place[id]] = append(groups[place[id]], resource)
	}
	for _, group := range groups {
		for chunk := range slices.Chunk(group, t.Most(t.Operations.Put)) {
			t.Put(chunk...)
		}
	}
}

// mayBeShort reports whether a page may hold fewer rows than were asked for
// though more follow: AWS's may, and those of an API that says so.
func mayBeShort(t *script.T) bool {
	return t.Target.Tolerances.ShortPages || paginationOf(t).Short && !t.Exact()
}

// fitOn expects no page to be larger than a size.
func fitOn(t *script.T, size int, pages []page) {
	for _, n := range sizes(pages) {
		if n > size {
			t.Fail(fmt.Sprintf("at most %d rows on a page", size), "%v", sizes(pages))
		}
	}
}

// fullPages skips the case if pages that may be short don't show whether they
// are cut at a cap. Two pages of that size, and none larger, show it.
func fullPages(t *script.T, most int, pages []page) {
	if !mayBeShort(t) {
		return
	}
	full := 0
	for _, n := range sizes(pages) {
		if n > most {
			return
		}
		if n == most {
			full++
		}
	}
	if full < 2 {
		t.Skip("the pages are too short to tell where they are cut: %v", sizes(pages))
	}
}

// fullBut skips the case if a page is short that comes before the one with the
// last row.
func fullBut(t *script.T, size int, pages []page) {
	if !mayBeShort(t) {
		return
	}
	rows := 0
	for _, n := range sizes(pages) {
		rows += n
	}
	for _, n := range sizes(pages) {
		if rows -= n; n < size && rows > 0 {
			t.Skip("a page is short: %v", sizes(pages))
		}
	}
}

// sameStart reports whether two pages have the same rows. If pages may be
// short, one of them may have more.
func sameStart(t *script.T, a, b []value.Object) bool {
	if mayBeShort(t) {
		n := min(len(a), len(b))
		a, b = a[:n], b[:n]
	}
	return value.ShowAll(a) == value.ShowAll(b)
}

// startsList reports whether a page may be the first of a list of which the rows come
// in another order each time: it has some of them, or others are to follow.
func startsList(t *script.T, in value.Object, p page) bool {
	var all []string
	for _, listed := range walk(t, in, nil) {
		for _, row := range listed.rows {
			all = append(all, value.Show(row))
		}
	}
	unknown := func(row value.Object) bool { return !slices.Contains(all, value.Show(row)) }
	return !slices.ContainsFunc(p.rows, unknown) && (len(p.rows) > 0 || p.token != "")
}
