package vary

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

// askedTwice returns the variants that list as often as it is asked for what a
// request names twice.
func askedTwice(api *model.API) []Variant {
	var all []Variant
	for _, p := range api.AllClauses() {
		f, ok := p.Clause.Rule.(model.Filter)
		if !ok || p.Operation.Effect.Into == "" || !byKey(api, p.Operation, f) {
			continue
		}
		all = append(all, oneOf("asked-twice/"+p.Operation.Name, lists, form{
			"listed-twice", about(p.Clause, "No document says whether something that is named twice is listed once or twice."),
			repeating(api, p.Operation, f),
		})...)
	}
	return all
}

// byKey reports whether a filter is a list of keys.
func byKey(api *model.API, op *model.Operation, f model.Filter) bool {
	_, shape, err := api.Steps(op.Input, f.By)
	if err != nil || shape.Kind != model.List {
		return false
	}
	key := api.Resource(op.Effect.Of).Key
	return !slices.ContainsFunc(f.On, func(on model.Path) bool { return !slices.Contains(key, string(on)) })
}

// repeating returns a layer that lists what a filter names once more for each time
// that it does so again.
func repeating(api *model.API, op *model.Operation, f model.Filter) Layer {
	return outputs(api, func(c *call, out map[string]any) {
		into := string(op.Effect.Into)
		rows, _ := out[into].([]any)
		asked, _ := c.input()[string(f.By)].([]any)
		if c.op != op || len(rows) == 0 {
			return
		}
		seen := map[string]bool{}
		for _, v := range asked {
			if id := string(written(v)); !seen[id] {
				seen[id] = true
				continue
			}
			for _, row := range slices.Clone(rows[:min(len(rows), len(seen))]) {
				if selected(op, f, v, row) {
					rows = append(rows, row)
				}
			}
		}
		out[into] = rows
	})
}

// selected reports whether an element of a filter selects a row.
func selected(op *model.Operation, f model.Filter, v, row any) bool {
	return !slices.ContainsFunc(f.On, func(on model.Path) bool {
		want := v
		if o, ok := v.(map[string]any); ok {
			want = o[f.Elem(on).Last()]
		}
		for _, b := range op.Effect.As {
			if b.Member == string(on) {
				on = b.Path
			}
		}
		return at(row, on) != want
	})
}
