package property

import (
	"cmp"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var orderProperties = []script.Property{
	{Kind: "pagination/order", Name: "put in random order, list: the order of the rows", Cases: 10, Observe: func(t *script.T) string {
		rule := paginationOf(t)
		resources := rows(t, 4)
		inKeyOrder := slices.Clone(resources)
		slices.SortFunc(inKeyOrder, func(a, b value.Object) int { return cmp.Compare(sortKey(t, a), sortKey(t, b)) })
		// The last two by key come first, so that the order is neither that of
		// the keys nor its reverse.
		put := slices.Concat(inKeyOrder[2:], inKeyOrder[:2])
		for _, resource := range put {
			fill(t, []value.Object{resource})
		}
		in := listing(t, resources[0])
		if rule.Limit != "" {
			value.Set(in, model.Path(rule.Limit), value.Integer(pageSize(t, 5)))
		}
		if !bounded(t) {
			// What returns everything to every request has no order of its own.
			aside(t, func() []value.Object { return t.Find(resources[0]) })
		}
		mine := sortKeys(t, put)
		order := func() []string {
			pages := walk(t, in, nil)
			expectShown(t, resources, pages, false)
			var got []string
			for _, p := range pages {
				for _, row := range p.rows {
					// Where others list their own as well, the order of ours counts.
					if key := sortKey(t, row); bounded(t) || slices.Contains(mine, key) {
						got = append(got, key)
					}
				}
			}
			return got
		}
		got := order()
		// Rows that come in any order may once come in one of these.
		if !slices.Equal(got, order()) {
			return "another"
		}
		switch {
		case slices.Equal(got, mine):
			return "insertion"
		case slices.Equal(got, sortKeys(t, inKeyOrder)):
			return "by-key"
		case slices.Equal(got, sortKeys(t, reversed(put))):
			return "newest-first"
		}
		return "another"
	}},
	{Kind: "pagination/last-page", Name: "what comes after a full page with the last row", Cases: 8, Observe: func(t *script.T) string {
		rule := paginationOf(t)
		if !bounded(t) {
			t.Skip("%s lists other resources as well", t.Op.Name)
		}
		size := rule.Default
		if rule.Limit != "" {
			size = pageSize(t, 2)
			if leastPage(t) == 1 {
				size++
			}
		}
		if rule.Limit != "" && scarce(t) {
			only := rows(t, 1)
			fill(t, only)
			in := listing(t, only[0])
			value.Set(in, model.Path(rule.Limit), value.Integer(leastPage(t)))
			pages := walk(t, in, nil)
			expectShown(t, only, pages, false)
			if len(pages) > 1 {
				return "empty-page"
			}
			return "nothing"
		}
		resources := rows(t, size*rapid.IntRange(1, 2).Draw(t.Rapid, "full pages")+1)
		full, more := resources[1:], resources[:1]
		fill(t, full)
		in := listing(t, resources[0])
		if rule.Limit != "" {
			value.Set(in, model.Path(rule.Limit), value.Integer(size))
		}
		pages := walk(t, in, nil)
		expectShown(t, full, pages, false)
		// With one resource more, the last page is not full.
		fill(t, more)
		again := walk(t, in, nil)
		expectShown(t, resources, again, false)
		fullBut(t, size, pages)
		fullBut(t, size, again)
		switch {
		case len(again[len(again)-1].rows) == 0:
			return "always-empty-page"
		case len(pages[len(pages)-1].rows) == 0:
			return "empty-page"
		}
		return "nothing"
	}},
}

// sortKey returns the text by which a resource is sorted.
func sortKey(t *script.T, resource value.Object) string {
	var texts []string
	for _, name := range t.Subject.Key {
		if !slices.Contains(t.Subject.Partition, name) {
			text, _ := resource[name].(string)
			texts = append(texts, text)
		}
	}
	return strings.Join(texts, "\x00")
}

func sortKeys(t *script.T, resources []value.Object) []string {
	keys := make([]string, len(resources))
	for i, resource := range resources {
		keys[i] = sortKey(t, resource)
	}
	return keys
}

func reversed(resources []value.Object) []value.Object {
	resources = slices.Clone(resources)
	slices.Reverse(resources)
	return resources
}
