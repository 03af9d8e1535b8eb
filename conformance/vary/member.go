package vary

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// A Member is one that a service does not return as it was put, or returns though
// nobody put it.
type Member struct {
	// Shape is the structure that has the member, and Path leads to it from there.
	Shape string     `json:"shape"`
	Path  model.Path `json:"path"`
	// Treatment is what the service does.
	Treatment Treatment `json:"treatment"`
	// Value is what the service supplies.
	Value json.RawMessage `json:"value,omitempty"`
	// To leads to where the member is moved.
	To model.Path `json:"to,omitempty"`
	// Source says where that can be looked up.
	Source string `json:"source"`
}

// A Treatment is what a service does with a member.
type Treatment string

// The treatments.
const (
	// Supplied: the service returns it though nobody put it.
	Supplied Treatment = "supplied"
	// Defaulted: who puts no such member puts one with a value that is documented.
	Defaulted Treatment = "defaulted"
	// Withheld: the service does not return it though it was put.
	Withheld Treatment = "withheld"
	// Moved: the service returns it elsewhere, where the structures that lead there
	// exist.
	Moved Treatment = "moved"
)

// TreatedMembers returns the members that a contract says a service treats in a
// way of its own: those with a default.
func TreatedMembers(api *model.API) []Member {
	var all []Member
	for i := range api.Shapes {
		s := &api.Shapes[i]
		for _, m := range s.Members {
			if m.Default == "" || m.Default == "null" {
				continue
			}
			all = append(all, Member{
				Shape: s.Name, Path: model.Path(m.Name), Treatment: Defaulted, Value: json.RawMessage(m.Default),
				Source: "The model gives the member a default",
			})
		}
	}
	return all
}

// members returns the variants that treat members in a way of their own.
func members(api *model.API, treated []Member) []Variant {
	var all []Variant
	for _, m := range append(TreatedMembers(api), treated...) {
		place := fmt.Sprintf("member/%s.%s", m.Shape, m.Path)
		why := map[Treatment]string{
			Supplied:  "The service supplies the member where nobody put it.",
			Defaulted: "A put without the member is one with its default.",
			Withheld:  "The service keeps the member to itself.",
			Moved:     fmt.Sprintf("The service returns the member as %s.", m.To),
		}[m.Treatment]
		v := Variant{ID: place + "/" + string(m.Treatment), Permitted: why + " " + m.Source, Place: place, stage: fills}
		v.layer = fixed(treats(api, m))
		if m.Treatment == Supplied || m.Treatment == Defaulted {
			v.Choices = replacing(api, m.Shape)
		}
		all = append(all, v)
	}
	return all
}

// replacing returns the choices with which a put of a structure that lacks a
// member is one that clears it: only then can it be put with a value in place of
// none.
func replacing(api *model.API, shape string) map[string]string {
	choices := map[string]string{}
	for _, p := range api.AllClauses() {
		if p.Clause.Kind == "upsert/omitted" && within(api, p.Operation.Input, shape) {
			choices[p.Clause.ID] = "cleared"
		}
	}
	return choices
}

// within reports whether there is a structure in another one.
func within(api *model.API, in, shape string) bool {
	found := in == shape
	api.EachMember(in, func(_ model.Path, owner *model.Shape, _ *model.Member) {
		found = found || owner.Name == shape
	})
	return found
}

// treats returns a layer that treats a member in a way of its own. What a put may
// have is filled in on the way to the implementation, so that filters find it.
func treats(api *model.API, m Member) Layer {
	change := func(_ string, s map[string]any) {
		switch m.Treatment {
		case Supplied, Defaulted:
			put(s, m.Path, m.Value)
		case Withheld:
			take(s, m.Path)
		case Moved:
			// What was put there stays: no record shows that it is replaced.
			if v := at(s, m.Path); v != nil && at(s, m.To) == nil && put(s, m.To, written(v)) {
				take(s, m.Path)
			}
		}
	}
	on := func(shape string, v any) {
		each(api, shape, v, func(s *model.Shape, v any) any {
			if o, ok := v.(map[string]any); ok && s.Name == m.Shape {
				change(s.Name, o)
			}
			return v
		})
	}
	fills := m.Treatment == Supplied || m.Treatment == Defaulted
	return layer(api, func() behaviour {
		return func(c *call) (*reply, error) {
			if c.op == nil {
				return c.ask(c.body)
			}
			body := c.body
			if in := c.input(); fills && in != nil && c.op.Effect.Verb == model.Puts && within(api, c.op.Input, m.Shape) {
				on(c.op.Input, in)
				body = written(in)
			}
			r, err := c.ask(body)
			if err != nil || !r.ok() {
				return r, err
			}
			if out := r.object(); out != nil {
				on(c.op.Output, out)
				r.set(out)
			}
			return r, nil
		}
	})
}

// at returns the value at a path through objects, or the first elements of lists,
// nil if there is none.
func at(v any, path model.Path) any {
	for name := range strings.SplitSeq(string(path), ".") {
		name, elem := strings.CutSuffix(name, "[]")
		o, _ := v.(map[string]any)
		v = o[name]
		if list, ok := v.([]any); ok && elem {
			v = nil
			if len(list) > 0 {
				v = list[0]
			}
		}
	}
	return v
}

// parent returns the objects that have the last member of a path, and its name.
func parent(o map[string]any, path model.Path) ([]map[string]any, string) {
	name, rest, deeper := strings.Cut(string(path), ".")
	name, elem := strings.CutSuffix(name, "[]")
	if !deeper {
		return []map[string]any{o}, name
	}
	inner := []any{o[name]}
	if elem {
		inner, _ = o[name].([]any)
	}
	var all []map[string]any
	last := ""
	for _, v := range inner {
		if v, ok := v.(map[string]any); ok {
			var found []map[string]any
			found, last = parent(v, model.Path(rest))
			all = append(all, found...)
		}
	}
	return all, last
}

// put gives a member a value where there is none. It reports whether there is
// anything that can have the member.
func put(o map[string]any, path model.Path, value json.RawMessage) bool {
	owners, name := parent(o, path)
	for _, owner := range owners {
		if owner[name] == nil {
			owner[name] = value
		}
	}
	return len(owners) > 0
}

// take removes a member.
func take(o map[string]any, path model.Path) {
	owners, name := parent(o, path)
	for _, owner := range owners {
		delete(owner, name)
	}
}
