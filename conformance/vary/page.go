package vary

import (
	"cmp"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/fakesmith/fakesmith/model"
)

// pages returns the variants that show the rows of a list otherwise.
func pages(api *model.API) []Variant {
	var all []Variant
	for i := range api.Operations {
		op := &api.Operations[i]
		if op.Effect.Into == "" {
			continue
		}
		all = append(all, ofRows(api, op)...)
		if l := newListing(api, op); l != nil {
			all = append(all, l.variants()...)
		}
	}
	return all
}

// ofRows returns the variants that are about the list in an operation's output,
// whether it is a page or the whole.
func ofRows(api *model.API, op *model.Operation) []Variant {
	into := string(op.Effect.Into)
	on := func(change func(rows []any)) Layer {
		return outputs(api, func(c *call, out map[string]any) {
			if rows, ok := out[into].([]any); ok && c.op == op {
				change(rows)
			}
		})
	}
	var all []Variant
	if open, ok := orderIsOpen(op); ok {
		const why = "No document promises an order of the rows, and a client has to take them as they come. "
		shuffled := oneOf("order/"+op.Name, lists,
			form{"reversed", why + op.Name, on(slices.Reverse[[]any])},
			form{"rotated", why + op.Name, func(api *model.API) Layer {
				return layer(api, func() behaviour {
					var calls atomic.Int64
					return func(c *call) (*reply, error) {
						r, err := c.ask(c.body)
						if err != nil || c.op != op || !r.ok() {
							return r, err
						}
						out := r.object()
						if rows, ok := out[into].([]any); ok && len(rows) > 1 {
							n := int(calls.Add(1)) % len(rows)
							out[into] = slices.Concat(rows[n:], rows[:n])
							r.set(out)
						}
						return r, nil
					}
				})
			}(api)},
		)
		for i := range shuffled {
			shuffled[i].Open = open
		}
		all = append(all, shuffled...)
	}
	if m := api.Shape(op.Output).Member(into); m != nil && !m.Required {
		all = append(all, oneOf("no-rows/"+op.Name, lists, form{
			"absent", "The output need not have the list, and clients take its absence for no rows. " + op.Name,
			outputs(api, func(c *call, out map[string]any) {
				if rows, ok := out[into].([]any); ok && c.op == op && len(rows) == 0 {
					delete(out, into)
				}
			}),
		})...)
	}
	return all
}

// orderIsOpen reports whether nothing promises an order of an operation's rows,
// and returns the clauses that leave it open.
func orderIsOpen(op *model.Operation) (open []string, ok bool) {
	for i := range op.Clauses {
		c := &op.Clauses[i]
		if c.Kind != "pagination/order" {
			continue
		}
		if len(c.Choices) == 0 {
			return nil, false
		}
		open = append(open, c.ID)
	}
	return open, true
}

// A listing is an operation that lists by pages.
type listing struct {
	api   *model.API
	op    *model.Operation
	pages model.Pagination
	// most is the largest page that a caller can ask for, 0 if none is.
	most int
	// clauses are those that say how pages are, by kind.
	clauses map[string]*model.Clause
}

// newListing returns an operation as one that lists by pages, or nil.
func newListing(api *model.API, op *model.Operation) *listing {
	c := op.Clause("pagination")
	if c == nil {
		return nil
	}
	l := &listing{api: api, op: op, pages: c.Rule.(model.Pagination), clauses: map[string]*model.Clause{}}
	for i := range op.Clauses {
		l.clauses[op.Clauses[i].Kind] = &op.Clauses[i]
	}
	if m := api.Shape(op.Input).Member(l.pages.Limit); m != nil {
		if bound := api.Shape(m.Shape).Max; bound != nil {
			l.most = int(bound.Int)
		}
	}
	return l
}

// variants returns the variants of how the rows are put on pages.
func (l *listing) variants() []Variant {
	const (
		short = "A page has as many rows as were asked for, or fewer: only a missing token says that no more are to come. AWS, pagination of CLI and SDKs"
		empty = "A page may have no rows and a token, where the service looked through rows that it does not show. boto3 issue 2619, of this service"
	)
	all := []Variant{
		l.variant("pages/"+l.op.Name, "short", short, func(_, n int) int { return (n + 1) / 2 }),
		l.variant("pages/"+l.op.Name, "uneven", short, func(i, n int) int { return max(n-i%3, 1) }),
		l.variant("pages/"+l.op.Name, "empty", empty, func(i, n int) int { return n * (i % 2) }),
		l.variant("pages/"+l.op.Name, "at-times-empty", empty, func(i, n int) int { return n * min((i+2)%3, 1) }),
	}
	if open, ok := orderIsOpen(l.op); ok {
		const order = "No document promises an order of the rows: "
		for _, o := range []struct {
			name, permitted string
			compare         func(a, b string) int
		}{
			{"scattered", order + "one by hashes of their keys is as good. ", func(a, b string) int { return cmp.Compare(hash(a), hash(b)) }},
			{"collated", order + "databases compare texts regardless of case. ", func(a, b string) int { return cmp.Compare(strings.ToLower(a), strings.ToLower(b)) }},
		} {
			v := l.variant("order/"+l.op.Name, o.name, o.permitted+l.op.Name, func(_, n int) int { return n })
			v.layer = func(choices map[string]string) Layer {
				return l.layer(choices, func(_, n int) int { return n }, func(rows []any) {
					slices.SortStableFunc(rows, func(a, b any) int { return o.compare(l.key(a), l.key(b)) })
				})
			}
			v.Open = append(v.Open, open...)
			all = append(all, v)
		}
	}
	return all
}

// variant returns a variant that makes pages by itself. size says how many rows
// the page number i of a list has where there may be n.
func (l *listing) variant(place, name, permitted string, size func(i, n int) int) Variant {
	var open []string
	for _, kind := range []string{"pagination", "pagination/cap", "pagination/last-page"} {
		if c := l.clauses[kind]; c != nil {
			open = append(open, c.ID)
		}
	}
	return Variant{
		// The order and the pages of a list are made by one layer.
		ID: place + "/" + name, Permitted: permitted, Place: "pages/" + l.op.Name, stage: lists, Open: open,
		layer: func(choices map[string]string) Layer { return l.layer(choices, size, func([]any) {}) },
	}
}

// choice returns what is chosen in a clause of a kind, "" if there is none.
func (l *listing) choice(choices map[string]string, kind string) string {
	c := l.clauses[kind]
	if c == nil {
		return ""
	}
	return cmp.Or(choices[c.ID], c.Choice)
}

// key returns what tells a row from others.
func (l *listing) key(row any) string {
	resource := l.api.Resource(l.op.Effect.Of)
	var parts []any
	if len(l.op.Effect.As) == 0 {
		for _, name := range resource.Key {
			parts = append(parts, at(row, model.Path(name)))
		}
	}
	for _, b := range l.op.Effect.As {
		if l.op.Effect.ShowsTexts() {
			parts = append(parts, row)
		} else if slices.Contains(resource.Key, b.Member) {
			parts = append(parts, at(row, b.Path))
		}
	}
	return string(written(parts))
}
