package oracle

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// A repeatable is a request that succeeded and had an idempotency token.
type repeatable struct {
	operation, token string
	// request is the request as text, as far as the model knows its members.
	request string
	// of is what the request put, 0 if it put nothing.
	of int
	// out is what came of it.
	out Outcome
}

// again returns what is to come of a request whose token an earlier one had, and false if it is to be done like any other.
func (c *call) again() (Outcome, bool) {
	earlier, known := c.tokened()
	if !known || c.gone(earlier) {
		return Outcome{}, false
	}
	if earlier.request == c.requested() {
		return earlier.out, true
	}
	for clause := range rules[model.IdempotencyOther](c) {
		switch codes := c.errorOf(clause); {
		case len(codes) > 0:
			// It may be wrong in other ways as well.
			probe := *c
			probe.Oracle = c.Clone()
			return Outcome{Codes: append(codes, probe.done().Codes...)}, true
		case c.choice(clause) == "answered":
			return earlier.out, true
		}
	}
	return Outcome{}, false
}

// gone reports whether a token is that of no request any more, because the resource is
// gone that was put with it.
func (c *call) gone(earlier repeatable) bool {
	for clause := range rules[model.IdempotencyGone](c) {
		if !born(c.resources, earlier.of) && c.choice(clause) == "executed" {
			return true
		}
	}
	return false
}

// born reports whether a resource is there that is told from others by a number.
func born(resources []resource, number int) bool {
	return slices.ContainsFunc(resources, func(t resource) bool { return t.born == number && !t.leaving })
}

// token returns the call's idempotency token, or "" if it has none.
func (c *call) token() string {
	if at := c.contract.tokens[c.op]; at != "" {
		return text(one(c.in, at))
	}
	return ""
}

// tokened returns the request of the operation that had the call's token.
func (c *call) tokened() (repeatable, bool) {
	token := c.token()
	for _, r := range c.requests[c.home(c.as)] {
		if token != "" && r.operation == c.op.Name && r.token == token {
			return r, true
		}
	}
	return repeatable{}, false
}

// remember notes what has come of a request that has a token.
func (c *call) remember(out Outcome) {
	token := c.token()
	if token == "" || out.Output == nil {
		return
	}
	done := repeatable{operation: c.op.Name, token: token, request: c.requested(), out: out}
	done.out.Codes, done.out.before, done.out.asked = nil, nil, nil
	if c.op.Effect.Verb == model.Puts {
		value := c.items()[0].value
		if made := c.api.MadeKey(c.op); made != "" {
			value[made] = c.made
		}
		for _, t := range c.find(c.about.Name, c.like(value, c.about.Key, c.about.Name)) {
			done.of = t.born
		}
	}
	others := slices.DeleteFunc(slices.Clone(c.requests[c.home(c.as)]), func(r repeatable) bool {
		return r.operation == done.operation && r.token == done.token
	})
	c.requests = maps.Clone(c.requests)
	if c.requests == nil {
		c.requests = map[Scope][]repeatable{}
	}
	c.requests[c.home(c.as)] = append(others, done)
}

// requested returns the request as text, the same for all that a service reads as the
// same.
func (c *call) requested() string { return show(c.reading(c.in, c.api.Shape(c.op.Input))) }

// reading returns what a service reads of a value: no member that the model does not
// know, or that is null, numbers by what they are, and defaults where nothing is given.
func (o *Oracle) reading(v any, shape *model.Shape) any {
	switch v := v.(type) {
	case object:
		out := object{}
		for name, e := range v {
			inner := shape.Elem
			if shape.Kind == model.Structure {
				m := shape.Member(name)
				if m == nil {
					continue
				}
				inner = m.Shape
			}
			if e != nil && inner != "" {
				out[name] = o.reading(e, o.api.Shape(inner))
			}
		}
		for _, m := range shape.Members {
			if _, there := out[m.Name]; there {
				continue
			}
			if standard := decoded(m.Default); standard != nil {
				out[m.Name] = o.reading(standard, o.api.Shape(m.Shape))
			}
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = e
			if shape.Elem != "" {
				out[i] = o.reading(e, o.api.Shape(shape.Elem))
			}
		}
		return out
	case json.Number:
		if t, is := instant(v); is && shape.Kind == model.Timestamp {
			return epoch(t)
		}
		if r, is := new(big.Rat).SetString(v.String()); is {
			return r.RatString()
		}
	}
	return v
}

// tokensOf returns all that counts of the tokens of a scope's requests.
func (o *Oracle) tokensOf(as Scope) string {
	var lines []string
	for _, r := range o.requests[as] {
		lines = append(lines, fmt.Sprintf("\n%s %s %s %t %s", r.operation, r.token, r.request, born(o.partitions[as], r.of), show(r.out.Output)))
	}
	slices.Sort(lines)
	return strings.Join(lines, "")
}
