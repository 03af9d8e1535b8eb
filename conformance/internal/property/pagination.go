package property

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/shapes"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var paginationProperties = []script.Property{
	{Kind: "pagination", Name: "the pages together are the list, and none is too large", Cases: 10, Check: func(t *script.T) {
		rule := paginationOf(t)
		low, high := leastPage(t)+1, leastPage(t)+5
		if scarce(t) {
			low, high = 1, 1
		}
		in, resources := stock(t, low, high)
		size := rule.Default
		if rule.Limit != "" {
			size = pageSize(t, 4)
			value.Set(in, model.Path(rule.Limit), value.Integer(size))
		}
		pages := walk(t, in, nil)
		for _, p := range pages {
			if len(p.rows) > size {
				t.Fail(fmt.Sprintf("at most %d rows on a page", size), "%d", len(p.rows))
			}
		}
		expectShown(t, resources, pages, false)
		if bounded(t) && !recorded(t) {
			nothing := t.Input(t.Op, t.Partition())
			t.SetUpReferences(t.Op, nothing)
			expectShown(t, nil, walk(t, nothing, nil), false)
		}
	}},
	{Kind: "pagination", Name: "no size, the size 0 and the default are one", Cases: 4, Check: func(t *script.T) {
		rule := paginationOf(t)
		low, high := rule.Default+1, rule.Default+3
		if rule.Limit != "" && scarce(t) && t.Capacity(low) == rule.Default {
			low, high = rule.Default, rule.Default
		}
		in, resources := stock(t, low, high)
		pages := walk(t, in, nil)
		expectShown(t, resources, pages, false)
		if rule.Limit == "" {
			for i, n := range sizes(pages) {
				if n > rule.Default || n < rule.Default && i < len(pages)-1 && !mayBeShort(t) {
					t.Fail(fmt.Sprintf("%d rows on each page but the last", rule.Default), "%v", sizes(pages))
				}
			}
			return
		}
		value.Set(in, model.Path(rule.Limit), value.Integer(rule.Default))
		asked := sizes(walk(t, in, nil))
		if slices.Max(asked) > rule.Default {
			t.Fail(fmt.Sprintf("at most %d rows on a page", rule.Default), "%v", asked)
		}
		if mayBeShort(t) {
			fitOn(t, rule.Default, pages)
		} else if got := sizes(pages); !slices.Equal(got, asked) {
			t.Fail(fmt.Sprintf("pages of the same sizes as without %s: %v", rule.Limit, got), "%v", asked)
		}
		value.Set(in, model.Path(rule.Limit), value.Integer(0))
		if t.Fits(in[rule.Limit], t.API.Shape(t.API.Shape(t.Op.Input).Member(rule.Limit).Shape)) {
			zero := walk(t, in, nil)
			if mayBeShort(t) {
				fitOn(t, rule.Default, zero)
				expectShown(t, resources, zero, false)
			} else if got := sizes(zero); !slices.Equal(got, asked) {
				t.Fail(fmt.Sprintf("pages of the same sizes as with %s %d: %v", rule.Limit, rule.Default, asked), "%v", got)
			}
		}
	}},
	{Kind: "pagination", Name: "what changes between pages loses and repeats nothing", Cases: 15, Check: func(t *script.T) {
		if !t.Exact() {
			t.Skip("no document says what becomes of pages when something changes meanwhile")
		}
		if recorded(t) {
			t.Skip("versions come and go together with what they are versions of")
		}
		changesBetweenPages(t)
	}},
	{Kind: "pagination", Name: "a token that no page gave is rejected, one that a page gave is accepted", Cases: 10, Check: func(t *script.T) {
		rule := paginationOf(t)
		token := "eyJuZXh0IjoyfQ"
		var in value.Object
		if scarce(t) {
			in, _ = stock(t, 1, 1)
			firstPage(t, in)
		} else {
			in, _ = stock(t, leastPage(t)+1, leastPage(t)+2)
			token = firstOfTwo(t, in).token
			firstPage(t, value.With(in, value.Object{rule.Token: token}))
		}
		shape := t.API.Shape(t.API.Shape(t.Op.Input).Member(rule.Token).Shape)
		var garbage []any
		for _, text := range append([]string{
			"no such token", token + "x", "x" + token, token + token, token[:len(token)/2], "AAAA", "eyJ9", strings.Repeat("A", len(token)),
		}, shapes.OddTexts...) {
			if text != token && text != "" && t.Fits(text, shape) {
				garbage = append(garbage, text)
			}
		}
		t.ExpectError(t.Call(t.Op, value.With(in, value.Object{rule.Token: rapid.SampledFrom(garbage).Draw(t.Rapid, "garbage")})), rule.Error)
	}},
	{Kind: "pagination/cap", Name: "a page larger than the cap is asked for", Cases: 3, Observe: func(t *script.T) string {
		most := t.Clause.Rule.(model.Cap).Cap
		rule := paginationOf(t)
		_, high := lengthsOfLimit(t, rule)
		limit := rapid.SampledFrom([]int{most + 1, high}).Draw(t.Rapid, "limit")
		in, resources := stock(t, limit+1, limit+1)
		needReadable(t, len(value.Encode(resources)))
		value.Set(in, model.Path(rule.Limit), value.Integer(limit))
		pages := walk(t, in, nil)
		expectShown(t, resources, pages, false)
		fullPages(t, most, pages)
		switch n := slices.Max(sizes(pages)); {
		case n == most:
			return "capped"
		case n == limit:
			return "honoured"
		default:
			return fmt.Sprintf("pages-of-%d", n)
		}
	}},
	{Kind: "pagination/empty-token", Name: "a token of no characters", Cases: 10, Observe: func(t *script.T) string {
		rule := paginationOf(t)
		var in value.Object
		var first page
		if scarce(t) {
			in, _ = stock(t, 1, 1)
			first = firstPage(t, in)
		} else {
			in, _ = stock(t, leastPage(t)+1, leastPage(t)+2)
			first = firstOfTwo(t, in)
		}
		r := t.Call(t.Op, value.With(in, value.Object{rule.Token: ""}))
		if !r.Ok() {
			return testcase.ErrorChoice(r)
		}
		got := pageOf(t, in, r)
		if !sameStart(t, got.rows, first.rows) && t.EventuallyConsistent() {
			t.Skip("two reads of one list may come from replicas with different orders")
		}
		if !sameStart(t, got.rows, first.rows) && (t.Exact() || !startsList(t, in, got)) {
			t.Fail("the first page: "+value.ShowAll(first.rows), "%s", value.ShowAll(got.rows))
		}
		return "first-page"
	}},
	{Kind: "pagination/foreign-token", Name: "a token of another list", Cases: 10, Observe: func(t *script.T) string {
		if !bounded(t) {
			t.Skip("%s has one list only", t.Op.Name)
		}
		rule := paginationOf(t)
		mine, resources := stock(t, leastPage(t)+1, leastPage(t)+3)
		firstOfTwo(t, mine)
		owner := t
		var theirs value.Object
		if rapid.Bool().Draw(t.Rapid, "of somebody else") {
			// It has the same name and the same resources.
			owner = t.Scoped(elsewhere(t))
			fill(owner, resources)
			theirs = value.Clone(mine)
			owner.SetUpReferences(t.Op, theirs)
		} else {
			theirs, _ = stock(t, leastPage(t)+1, leastPage(t)+3)
		}
		token := firstOfTwo(owner, theirs).token
		firstPage(owner, value.With(theirs, value.Object{rule.Token: token}))
		if r := t.Call(t.Op, value.With(mine, value.Object{rule.Token: token})); !r.Ok() {
			return testcase.ErrorChoice(r)
		}
		return "accepted"
	}},
	{Kind: "pagination/with-keys", Name: "a page size or a token beside keys", Cases: 15, Observe: observeWithKeys},
}

// stock puts enough resources for low to high rows of a listing, or if the
// request can't set the size of a page, for more than one page. It returns a
// request for the listing, and the resources. Of versions, it needs no more than are
// kept.
func stock(t *script.T, low, high int) (in value.Object, resources []value.Object) {
	most := math.MaxInt
	if recorded(t) {
		_, h := t.API.HistoryOf(t.Subject.Name)
		most = h.Most
	}
	n := rapid.IntRange(low, max(low, min(high, most))).Draw(t.Rapid, "rows")
	if size := paginationOf(t).Default; paginationOf(t).Limit == "" && n <= size {
		n += size
	}
	if n > most {
		t.Skip("it takes %d of %s, and no more than %d are kept", n, t.Subject.Name, most)
	}
	if recorded(t) {
		resources = putVersions(t, n)
	} else {
		resources = rows(t, n)
		fill(t, resources)
	}
	return listing(t, resources[0]), resources
}

// leastPage returns how many rows the smallest page has that a request can ask for.
func leastPage(t *script.T) int {
	rule := paginationOf(t)
	if rule.Limit == "" {
		return 1
	}
	low, _ := lengthsOfLimit(t, rule)
	return max(low, 1)
}

// pageSize draws the size of a page: one of the n smallest that can be asked for.
func pageSize(t *script.T, n int) int {
	least := leastPage(t)
	_, most := lengthsOfLimit(t, paginationOf(t))
	return rapid.IntRange(0, max(min(n-1, most-least), 0)).Draw(t.Rapid, "limit") + least
}

// scarce reports whether the case's listing can have one row only, or one page, so that
// less of its pages can be checked, and adds a remark if so.
func scarce(t *script.T) bool {
	most := leastPage(t)
	if !bounded(t) || recorded(t) || t.Capacity(most+1) > most {
		return false
	}
	place := strings.Join(t.Subject.Partition, ", ")
	remark := "checked on pages of one row only: there can be only one key in one " + place
	if most > 1 {
		remark = fmt.Sprintf("checked on one page only: a page has %d rows or more, and there can be no more in one %s", most, place)
	}
	t.Result.Remarks = []string{remark}
	return true
}

// firstOfTwo asks for a first page that another one follows. If the request can
// set the size of a page, it is the smallest from then on.
func firstOfTwo(t *script.T, in value.Object) page {
	if limit := paginationOf(t).Limit; limit != "" {
		value.Set(in, model.Path(limit), value.Integer(leastPage(t)))
	}
	p := firstPage(t, in)
	if p.token == "" {
		t.Fail("a token for the second page", "none")
	}
	return p
}

// lengthsOfLimit returns the bounds of the size of a page in a request.
func lengthsOfLimit(t *script.T, rule model.Pagination) (low, high int) {
	if rule.Limit == "" {
		t.Skip("a request can't set the size of a page")
	}
	return t.PageSizes(t.Op, rule)
}

// changesBetweenPages deletes, replaces and adds resources while the pages of a
// listing are read. Each resource that existed all the time has to be on one
// page.
func changesBetweenPages(t *script.T) {
	rule := paginationOf(t)
	in, resources := stock(t, leastPage(t)+3, leastPage(t)+6)
	if rule.Limit != "" {
		value.Set(in, model.Path(rule.Limit), value.Integer(pageSize(t, 3)))
	}
	// The changes are drawn beforehand, whatever the pages will be.
	shuffled := rapid.Permutation(resources).Draw(t.Rapid, "which change")
	gone := [][]value.Object{shuffled[:rapid.IntRange(1, 2).Draw(t.Rapid, "gone first")], shuffled[2 : 2+rapid.IntRange(0, 1).Draw(t.Rapid, "gone then")]}
	stay := shuffled[3:]
	again := t.Describe(t.OnlyKeysOf(stay[:1])...)
	more := besides(t, resources, rapid.IntRange(0, 2).Draw(t.Rapid, "more"))
	pages := walk(t, in, func(n int) {
		if n > 2 {
			return
		}
		if t.Operations.Delete != nil {
			t.Delete(gone[n-1]...)
		}
		if !t.PutsAnother(t.Operations.Put) {
			fill(t, again) // which replaces what is there, and keeps its place
		}
		if n <= len(more) {
			fill(t, more[n-1:n])
		}
	})
	if len(pages) < 2 {
		t.Fail("more than one page", "%d rows on the only one", len(pages[0].rows))
	}
	expectShown(t, stay, pages, true)
}

// besides returns n more resources in the same partition.
func besides(t *script.T, resources []value.Object, n int) []value.Object {
	if n == 0 {
		return nil
	}
	partition := value.Pick(resources[0], t.ListedBy(t.Op))
	var more []value.Object
	for _, resource := range rows(t, len(resources)+n) {
		resource = value.With(resource, partition)
		if len(more) < n && !slices.ContainsFunc(resources, func(old value.Object) bool {
			return value.KeyOf(old, identity(t)) == value.KeyOf(resource, identity(t))
		}) {
			more = append(more, resource)
		}
	}
	return more
}

// observeWithKeys lists by keys with a page size or a token.
func observeWithKeys(t *script.T) string {
	rule, by := paginationOf(t), model.Path(t.Clause.Rule.(model.WithKeys).Keys)
	n := 3
	if bounded(t) {
		n = min(n, t.Capacity(n))
	}
	resources := t.Describe(t.Keys(n)...)
	fill(t, resources)
	wanted := script.Some(t, resources, 1, len(resources))
	in := t.Input(t.Op, value.Pick(resources[0], t.Subject.Partition))
	var keys []any
	for _, resource := range wanted {
		keys = append(keys, t.Selection(by, resource))
	}
	value.Set(in, by, keys)
	t.Expect(wanted, firstPage(t, in).rows)
	paged := false
	if rule.Limit != "" && rapid.Bool().Draw(t.Rapid, "with a limit") {
		value.Set(in, model.Path(rule.Limit), value.Integer(pageSize(t, 3)))
		paged = true
	}
	if !paged || rapid.Bool().Draw(t.Rapid, "with a token") {
		value.Set(in, model.Path(rule.Token), "no such token")
	}
	r := t.Call(t.Op, in)
	if !r.Ok() {
		return testcase.ErrorChoice(r)
	}
	got := pageOf(t, in, r)
	if len(got.rows) < len(wanted) || got.token != "" {
		return "paged"
	}
	t.Expect(wanted, got.rows)
	return "ignored"
}
