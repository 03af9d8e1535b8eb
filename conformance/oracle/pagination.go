package oracle

import (
	"cmp"
	"encoding/json"
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

// A token is a page token that the service gave, with what is to be on the
// pages that it leads to.
type token struct {
	text string
	listing
	// seen are the rows on the pages so far, owed those that were there at the
	// first page and are still to come.
	seen, owed []row
	// first are all rows that there were at the first page, after so many writes.
	first  []row
	writes int
}

// A listing is what pages belong together by: the operation, the scope and the
// partition, and what else was asked for.
type listing struct {
	operation string
	as        Scope
	partition string
	filters   string
}

// listing returns the listing that the request is about.
func (c *call) listing(p model.Pagination) listing {
	l := listing{operation: c.op.Name, as: c.home(c.as)}
	partition := object{}
	rest := without(c.in, p.Token, p.Limit)
	for _, b := range c.op.Effect.From {
		partition[b.Member] = one(c.in, b.Path)
		if s, isText := partition[b.Member].(string); isText && c.folded(c.about.Name) {
			partition[b.Member] = folding(s)
		}
		rest = without(rest, string(b.Path))
	}
	l.partition, l.filters = show(partition), show(rest)
	return l
}

// unpaged reports whether the request asks for given keys, with which pages
// have nothing to do.
func (c *call) unpaged() bool {
	clause, with := rule[model.WithKeys](c)
	return clause != nil && given(c.in[with.Keys])
}

// pageBesideKeys returns the error for a page that is asked for together with
// keys.
func (c *call) pageBesideKeys() []string {
	clause, _ := rule[model.WithKeys](c)
	_, p := rule[model.Pagination](c)
	if !c.unpaged() || c.in[p.Token] == nil && c.in[p.Limit] == nil {
		return nil
	}
	return c.errorOf(clause)
}

// badToken returns the error for a token that the service did not give, or
// gave for another list.
func (c *call) badToken() []string {
	clause, p := rule[model.Pagination](c)
	if clause == nil || c.in[p.Token] == nil || c.unpaged() {
		return nil
	}
	if c.in[p.Token] == "" {
		if empty, _ := rule[model.EmptyToken](c); empty != nil {
			return c.errorOf(empty)
		}
		return nil
	}
	t := c.tokenOf(p)
	if t == nil {
		return []string{p.Error}
	}
	if foreign, _ := rule[model.ForeignToken](c); foreign != nil && !t.of(c.listing(p)) && t.near(c.listing(p)) {
		return c.errorOf(foreign)
	}
	return nil
}

// strayToken returns the error with which a token may be rejected, or not, of
// which no clause speaks: one of another operation, or one that comes with
// other filters than before.
func (c *call) strayToken() []string {
	clause, p := rule[model.Pagination](c)
	if clause == nil || c.in[p.Token] == nil || c.in[p.Token] == "" || c.unpaged() {
		return nil
	}
	t := c.tokenOf(p)
	if t == nil {
		return nil // it is none
	}
	if foreign, _ := rule[model.ForeignToken](c); t.listing == c.listing(p) || foreign != nil && t.near(c.listing(p)) && !t.of(c.listing(p)) {
		return nil
	}
	return []string{p.Error}
}

// near reports whether a token is for a list of the same kind.
func (t *token) near(l listing) bool { return t.operation == l.operation }

// of reports whether a token is for a list, whatever else was asked for.
func (t *token) of(l listing) bool {
	l.filters = t.filters
	return t.listing == l
}

// tokenOf returns the token of the request, or nil if it is none. Of two that
// read the same, it is the one for the list that is asked for.
func (c *call) tokenOf(p model.Pagination) *token {
	var found *token
	for i := range c.tokens {
		if t := &c.tokens[i]; t.text == c.in[p.Token] && (found == nil || t.of(c.listing(p)) || !found.of(c.listing(p))) {
			found = t
		}
	}
	return found
}

// A page is what an answer may show of a list.
type page struct {
	// rows are those that it may show, in any order. Some need not be shown on
	// any page.
	rows []row
	// most is how many it may show, 0 if all are to be shown.
	most int
	// next is where the token for the next page stands.
	next string
	// order compares rows, if it is known in what order they come, and last is
	// what follows a full page that shows the last row, if that is.
	order func(a, b row) int
	last  string
	listing
	// seen are the rows on the pages before.
	seen []row
	// again reports that rows may be shown more than once.
	again bool
	// first are all rows that there were at the first page, after so many writes.
	first  []row
	writes int
}

// page returns what the answer may show of some rows.
func (c *call) page(rows []row) page {
	clause, rule := rule[model.Pagination](c)
	if clause == nil || c.unpaged() {
		return page{rows: rows, again: c.Lenient && c.asksTwice()}
	}
	p := page{rows: rows, most: c.limit(rule), next: rule.Next, listing: c.listing(rule), order: c.order(), last: c.lastPage(), again: c.Lenient && c.asksTwice()}
	if p.order != nil {
		p.rows = slices.SortedStableFunc(slices.Values(rows), p.order)
	}
	p.first, p.writes = rows, c.writes
	if given := c.in[rule.Token]; given == nil || given == "" {
		return p
	}
	t := c.tokenOf(rule)
	known := t.listing == p.listing
	if known {
		p.seen, p.first, p.writes = t.seen, t.first, t.writes
	}
	if c.Lenient && known && (c.writes != t.writes || !slices.EqualFunc(rows, t.first, row.same)) {
		// No document says where a row then is that comes, changes or goes while pages
		// are read, or whether others keep their places.
		p.seen, p.rows = nil, slices.Clone(p.rows)
		for i := range p.rows {
			p.rows[i].optional = true
		}
		return p
	}
	rows, p.rows = p.rows, nil
	for _, r := range rows {
		if !r.isAmong(p.seen) {
			r.optional = r.optional || !known || !r.isAmong(t.owed)
			p.rows = append(p.rows, r)
		}
	}
	return p
}

// asksTwice reports whether the request names something twice.
func (c *call) asksTwice() bool {
	for _, v := range c.in {
		list, _ := v.([]any)
		for i := range list {
			if slices.ContainsFunc(list[:i], func(other any) bool { return show(other) == show(list[i]) }) {
				return true
			}
		}
	}
	return false
}

// limit returns how many rows a page has at most.
func (c *call) limit(p model.Pagination) int {
	limit := p.Default
	if n, ok := c.in[p.Limit].(json.Number); ok {
		if asked, _ := n.Int64(); asked > 0 {
			limit = int(asked)
		}
	}
	if clause, rule := rule[model.Cap](c); clause != nil && c.choice(clause) == "capped" {
		limit = min(limit, rule.Cap)
	}
	return limit
}

// order returns how the rows of a listing are compared, or nil if nothing is
// known of the order in which they come.
func (c *call) order() func(a, b row) int {
	clause, _ := rule[model.Order](c)
	if clause == nil || c.folded(c.about.Name) {
		return nil
	}
	switch c.choice(clause) {
	case "insertion":
		return func(a, b row) int { return cmp.Compare(a.births[0], b.births[0]) }
	case "by-key":
		return func(a, b row) int {
			for _, name := range c.about.Key {
				if n := cmp.Compare(text(a.value[name]), text(b.value[name])); n != 0 {
					return n
				}
			}
			return 0
		}
	}
	return nil
}

// lastPage returns what follows a page that is full and shows the last row, or
// "" if that is not known.
func (c *call) lastPage() string {
	if clause, _ := rule[model.LastPage](c); clause != nil {
		return c.choice(clause)
	}
	return ""
}

// same reports whether a row is as it was.
func (r row) same(other row) bool {
	return slices.Equal(r.births, other.births) && show(r.value) == show(other.value)
}

// isAmong reports whether one of some rows is of the same resources. A group of
// which a resource has come or gone since is another row: no document says
// whether it keeps its place in a list.
func (r *row) isAmong(rows []row) bool {
	return slices.ContainsFunc(rows, func(other row) bool { return slices.Equal(r.births, other.births) })
}
