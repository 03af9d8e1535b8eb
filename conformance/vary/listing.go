package vary

import (
	"encoding/json"
	"maps"
	"strings"
	"sync"

	"github.com/fakesmith/fakesmith/model"
)

// layer returns a layer that makes the pages of a list by itself, out of all rows
// that there are. It keeps to the choices that are made about pages.
func (l *listing) layer(choices map[string]string, size func(i, n int) int, sort func(rows []any)) Layer {
	return layer(l.api, func() behaviour {
		p := &pager{listing: l, size: size, sort: sort, places: map[string]place{}}
		p.foreign = model.ErrorOf(l.choice(choices, "pagination/foreign-token")) != ""
		p.follows = l.choice(choices, "pagination/last-page") == "empty-page"
		if c := l.clauses["pagination/cap"]; c != nil && l.choice(choices, c.Kind) == "capped" {
			p.cap = c.Rule.(model.Cap).Cap
		}
		if c := l.clauses["pagination/with-keys"]; c != nil {
			p.keys = c.Rule.(model.WithKeys).Keys
		}
		return p.answer
	})
}

// A pager makes the pages of a list.
type pager struct {
	*listing
	size func(i, n int) int
	sort func(rows []any)
	// foreign reports that tokens of other lists are rejected.
	foreign bool
	// follows reports that a full last page is followed by an empty one.
	follows bool
	// cap is the largest page, 0 if none is too large.
	cap int
	// keys is the member of the input that asks for given rows, which come all at
	// once.
	keys string

	mu     sync.Mutex
	places map[string]place // by token
}

// A place is how far a list was shown.
type place struct {
	question string
	page     int
	shown    map[string]bool
}

// unknownToken is a token that nobody gives.
const unknownToken = "-"

// answer answers a call.
func (p *pager) answer(c *call) (*reply, error) {
	in := c.input()
	keys, _ := in[p.keys].([]any)
	if c.op != p.op || in == nil || len(keys) > 0 {
		return c.ask(c.body)
	}
	from := place{question: p.question(c, in)}
	if token, ok := in[p.pages.Token].(string); ok && token != "" {
		p.mu.Lock()
		known, ok := p.places[token]
		p.mu.Unlock()
		if !ok {
			return c.ask(c.body)
		}
		if known.question != from.question && p.foreign {
			in[p.pages.Token] = unknownToken
			return c.ask(written(in))
		}
		from.page, from.shown = known.page, known.shown
		delete(in, p.pages.Token)
	}
	r, err := c.ask(written(in))
	if err != nil || !r.ok() || r.object() == nil {
		return r, err
	}
	rows, rejection, err := p.all(c, in, r)
	if err != nil || rejection != nil {
		return rejection, err
	}
	p.fill(r, from, p.wanted(in), rows)
	return r, nil
}

// question returns what a list depends on: who asks, and what for.
func (p *pager) question(c *call, in map[string]any) string {
	asked := maps.Clone(in)
	delete(asked, p.pages.Token)
	delete(asked, p.pages.Limit)
	_, scope, _ := strings.Cut(c.request.Header.Get("Authorization"), "Credential=")
	scope, _, _ = strings.Cut(scope, ",")
	return scope + string(written(asked))
}

// wanted returns how many rows a page may have.
func (p *pager) wanted(in map[string]any) int {
	n := p.pages.Default
	if limit, ok := in[p.pages.Limit].(json.Number); ok {
		if given, err := limit.Float64(); err == nil && given > 0 {
			n = int(given)
		}
	}
	if p.cap > 0 {
		n = min(n, p.cap)
	}
	return n
}

// all returns all rows of which a reply shows the first, or the reply to a later
// page if that is no success.
func (p *pager) all(c *call, in map[string]any, first *reply) (rows []any, rejection *reply, err error) {
	into := string(p.op.Effect.Into)
	out := first.object()
	rows, _ = out[into].([]any)
	next, more := out[p.pages.Next].(string)
	in = maps.Clone(in)
	delete(in, p.pages.Token)
	if more && p.most > 0 {
		// Larger pages are fewer: they are asked for from the first one on.
		in[p.pages.Limit] = p.most
		rows, next = nil, ""
	}
	for more {
		if next != "" {
			in[p.pages.Token] = next
		}
		r, err := c.ask(written(in))
		if err != nil {
			return nil, nil, err
		}
		if out = r.object(); !r.ok() || out == nil {
			return nil, r, nil
		}
		page, _ := out[into].([]any)
		rows = append(rows, page...)
		next, more = out[p.pages.Next].(string)
	}
	return rows, nil, nil
}

// fill makes a reply one with the page that comes next.
func (p *pager) fill(r *reply, from place, wanted int, rows []any) {
	p.sort(rows)
	left := make([]any, 0, len(rows))
	for _, row := range rows {
		if !from.shown[p.key(row)] {
			left = append(left, row)
		}
	}
	n := p.size(from.page, wanted)
	page := left[:min(n, len(left))]
	out := r.object()
	out[string(p.op.Effect.Into)] = page
	delete(out, p.pages.Next)
	if len(page) < len(left) || n == 0 || p.follows && len(page) == wanted {
		next := place{question: from.question, page: from.page + 1, shown: maps.Clone(from.shown)}
		if next.shown == nil {
			next.shown = map[string]bool{}
		}
		for _, row := range page {
			next.shown[p.key(row)] = true
		}
		p.mu.Lock()
		token := number(uint64(len(p.places)) + 1)
		p.places[token] = next
		p.mu.Unlock()
		out[p.pages.Next] = token
	}
	r.set(out)
}
