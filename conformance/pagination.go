package conformance

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var paginationLaws = []law{
	{kind: "pagination", name: "the pages together are the list, and none is too large", cases: 10, check: func(t *trial) {
		rule := t.pages()
		low, high := 2, 6
		if t.scarce() {
			low, high = 1, 1
		}
		in, things := t.stock(low, high)
		size := rule.Default
		if rule.Limit != "" {
			size = rapid.IntRange(1, 4).Draw(t.rapid, "limit")
			set(in, model.Path(rule.Limit), integer(size))
		}
		pages := t.walk(in, nil)
		for _, p := range pages {
			if len(p.rows) > size {
				t.fail(fmt.Sprintf("at most %d rows on a page", size), "%d", len(p.rows))
			}
		}
		t.expectShown(things, pages, false)
		if t.bounded() {
			nothing := t.input(t.op, t.partition())
			t.arrangeReferences(t.op, nothing)
			t.expectShown(nil, t.walk(nothing, nil), false)
		}
	}},
	{kind: "pagination", name: "no size, the size 0 and the default are one", cases: 4, check: func(t *trial) {
		rule := t.pages()
		in, things := t.stock(rule.Default+1, rule.Default+3)
		pages := t.walk(in, nil)
		t.expectShown(things, pages, false)
		if rule.Limit == "" {
			for i, n := range sizes(pages) {
				if n > rule.Default || n < rule.Default && i < len(pages)-1 && !t.mayBeShort() {
					t.fail(fmt.Sprintf("%d rows on each page but the last", rule.Default), "%v", sizes(pages))
				}
			}
			return
		}
		set(in, model.Path(rule.Limit), integer(rule.Default))
		asked := sizes(t.walk(in, nil))
		if slices.Max(asked) > rule.Default {
			t.fail(fmt.Sprintf("at most %d rows on a page", rule.Default), "%v", asked)
		}
		if t.mayBeShort() {
			t.fitOn(rule.Default, pages)
		} else if got := sizes(pages); !slices.Equal(got, asked) {
			t.fail(fmt.Sprintf("pages of the same sizes as without %s: %v", rule.Limit, got), "%v", asked)
		}
		set(in, model.Path(rule.Limit), integer(0))
		if t.fits(in[rule.Limit], t.api.Shape(t.api.Shape(t.op.Input).Member(rule.Limit).Shape)) {
			zero := t.walk(in, nil)
			if t.mayBeShort() {
				t.fitOn(rule.Default, zero)
				t.expectShown(things, zero, false)
			} else if got := sizes(zero); !slices.Equal(got, asked) {
				t.fail(fmt.Sprintf("pages of the same sizes as with %s %d: %v", rule.Limit, rule.Default, asked), "%v", got)
			}
		}
	}},
	{kind: "pagination", name: "what changes between pages loses and repeats nothing", cases: 15, check: changesBetweenPages},
	{kind: "pagination", name: "a token that no page gave is refused, one that a page gave is not", cases: 10, check: func(t *trial) {
		rule := t.pages()
		token := "eyJuZXh0IjoyfQ"
		var in object
		if t.scarce() {
			in, _ = t.stock(1, 1)
			t.page(in)
		} else {
			in, _ = t.stock(2, 3)
			token = t.firstOfTwo(in).token
			t.page(with(in, object{rule.Token: token}))
		}
		shape := t.api.Shape(t.api.Shape(t.op.Input).Member(rule.Token).Shape)
		var garbage []any
		for _, text := range append([]string{
			"no such token", token + "x", "x" + token, token + token, token[:len(token)/2], "AAAA", "eyJ9", strings.Repeat("A", len(token)),
		}, oddTexts...) {
			if text != token && text != "" && t.fits(text, shape) {
				garbage = append(garbage, text)
			}
		}
		t.refused(t.call(t.op, with(in, object{rule.Token: rapid.SampledFrom(garbage).Draw(t.rapid, "garbage")})), rule.Error)
	}},
	{kind: "pagination/cap", name: "a page larger than the cap is asked for", cases: 3, see: func(t *trial) string {
		most := t.clause.Rule.(model.Cap).Cap
		rule := t.pages()
		_, high := t.lengthsOfLimit(rule)
		limit := rapid.SampledFrom([]int{most + 1, high}).Draw(t.rapid, "limit")
		in, things := t.stock(limit+1, limit+1)
		set(in, model.Path(rule.Limit), integer(limit))
		pages := t.walk(in, nil)
		t.expectShown(things, pages, false)
		t.fullPages(most, pages)
		switch n := slices.Max(sizes(pages)); {
		case n == most:
			return "capped"
		case n == limit:
			return "honoured"
		default:
			return fmt.Sprintf("pages-of-%d", n)
		}
	}},
	{kind: "pagination/empty-token", name: "a token of no characters", cases: 10, see: func(t *trial) string {
		rule := t.pages()
		var in object
		var first page
		if t.scarce() {
			in, _ = t.stock(1, 1)
			first = t.page(in)
		} else {
			in, _ = t.stock(2, 3)
			first = t.firstOfTwo(in)
		}
		r := t.call(t.op, with(in, object{rule.Token: ""}))
		if !r.ok() {
			return errorSeen(r)
		}
		if got := t.pageOf(in, r); !t.sameStart(got.rows, first.rows) {
			if t.follows() {
				t.skip("two readings of one list may come from replicas that have it in different orders")
			}
			t.fail("the first page: "+showAll(first.rows), "%s", showAll(got.rows))
		}
		return "first-page"
	}},
	{kind: "pagination/foreign-token", name: "a token of another list", cases: 10, see: func(t *trial) string {
		if !t.bounded() {
			t.skip("%s shows one list only", t.op.Name)
		}
		rule := t.pages()
		mine, things := t.stock(2, 4)
		t.firstOfTwo(mine)
		owner := t
		var theirs object
		if rapid.Bool().Draw(t.rapid, "of somebody else") {
			// It has the same name and holds the same things.
			owner = t.scoped(t.elsewhere())
			owner.fill(things)
			theirs = clone(mine)
			owner.arrangeReferences(t.op, theirs)
		} else {
			theirs, _ = t.stock(2, 4)
		}
		token := owner.firstOfTwo(theirs).token
		owner.page(with(theirs, object{rule.Token: token}))
		if r := t.call(t.op, with(mine, object{rule.Token: token})); !r.ok() {
			return errorSeen(r)
		}
		return "accepted"
	}},
	{kind: "pagination/with-keys", name: "a page size or a token beside keys", cases: 15, see: seeWithKeys},
}

// stock puts so many things that a listing shows from low to high rows, or if
// the size of a page can't be asked for, more than make a page. It returns a
// request for the listing, and the things.
func (t *trial) stock(low, high int) (in object, things []object) {
	n := rapid.IntRange(low, high).Draw(t.rapid, "rows")
	if size := t.pages().Default; t.pages().Limit == "" && n <= size {
		n += size
	}
	things = t.rows(n)
	t.fill(things)
	in = t.input(t.op, pick(things[0], t.about.Partition))
	t.arrangeReferences(t.op, in)
	return in, things
}

// scarce reports whether there can be no two things on the pages of the trial's
// listing, so that less can be seen of them. If so, it is noted.
func (t *trial) scarce() bool {
	if !t.bounded() || t.capacity(2) > 1 {
		return false
	}
	t.outcome.remarks = []string{fmt.Sprintf("tried on pages of one row alone: there can be but one key in one %s", strings.Join(t.about.Partition, ", "))}
	return true
}

// firstOfTwo asks for a first page after which there is another. If the size
// of a page can be asked for, it is 1 from then on.
func (t *trial) firstOfTwo(in object) page {
	if limit := t.pages().Limit; limit != "" {
		set(in, model.Path(limit), integer(1))
	}
	p := t.page(in)
	if p.token == "" {
		t.fail("a token for the second page", "none")
	}
	return p
}

// lengthsOfLimit returns the bounds of the size that can be asked for.
func (t *trial) lengthsOfLimit(rule model.Pagination) (low, high int) {
	if rule.Limit == "" {
		t.skip("the size of a page can't be asked for")
	}
	shape := t.api.Shape(t.api.Shape(t.op.Input).Member(rule.Limit).Shape)
	return t.lengths(shape, 0, 100)
}

// changesBetweenPages deletes, replaces and adds things while the pages of a
// listing are read. Whatever was there all the while has to be on one page.
func changesBetweenPages(t *trial) {
	rule := t.pages()
	in, things := t.stock(4, 7)
	if rule.Limit != "" {
		set(in, model.Path(rule.Limit), integer(rapid.IntRange(1, 3).Draw(t.rapid, "limit")))
	}
	// What is done is drawn beforehand, whatever the pages will be.
	shuffled := rapid.Permutation(things).Draw(t.rapid, "which change")
	gone := [][]object{shuffled[:rapid.IntRange(1, 2).Draw(t.rapid, "gone first")], shuffled[2 : 2+rapid.IntRange(0, 1).Draw(t.rapid, "gone then")]}
	stay := shuffled[3:]
	again := t.describe(t.onlyKeysOf(stay[:1])...)
	more := t.besides(things, rapid.IntRange(0, 2).Draw(t.rapid, "more"))
	pages := t.walk(in, func(n int) {
		if n > 2 {
			return
		}
		if t.ops.del != nil {
			t.remove(gone[n-1]...)
		}
		t.fill(again)
		if n <= len(more) {
			t.fill(more[n-1 : n])
		}
	})
	if len(pages) < 2 {
		t.fail("more than one page", "%d rows on the only one", len(pages[0].rows))
	}
	t.expectShown(stay, pages, true)
}

// besides returns n more things, in the partition of those that there are.
func (t *trial) besides(things []object, n int) []object {
	if n == 0 {
		return nil
	}
	partition := pick(things[0], t.about.Partition)
	var more []object
	for _, thing := range t.rows(len(things) + n) {
		thing = with(thing, partition)
		if len(more) < n && !slices.ContainsFunc(things, func(old object) bool { return keyOf(old, t.told()) == keyOf(thing, t.told()) }) {
			more = append(more, thing)
		}
	}
	return more
}

// seeWithKeys looks at a listing by keys in which a page is asked for.
func seeWithKeys(t *trial) string {
	rule, by := t.pages(), model.Path(t.clause.Rule.(model.WithKeys).Keys)
	n := 3
	if t.bounded() {
		n = min(n, t.capacity(n))
	}
	things := t.describe(t.keys(n)...)
	t.fill(things)
	wanted := some(t, things, 1, len(things))
	in := t.input(t.op, pick(things[0], t.about.Partition))
	var keys []any
	for _, thing := range wanted {
		keys = append(keys, t.selection(by, thing))
	}
	set(in, by, keys)
	t.expect(wanted, t.page(in).rows)
	paged := false
	if rule.Limit != "" && rapid.Bool().Draw(t.rapid, "with a limit") {
		set(in, model.Path(rule.Limit), integer(rapid.IntRange(1, 3).Draw(t.rapid, "limit")))
		paged = true
	}
	if !paged || rapid.Bool().Draw(t.rapid, "with a token") {
		set(in, model.Path(rule.Token), "no such token")
	}
	r := t.call(t.op, in)
	if !r.ok() {
		return errorSeen(r)
	}
	got := t.pageOf(in, r)
	if len(got.rows) < len(wanted) || got.token != "" {
		return "paged"
	}
	t.expect(wanted, got.rows)
	return "ignored"
}
