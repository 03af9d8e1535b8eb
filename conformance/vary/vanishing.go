package vary

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

// vanishing returns the variants that keep nothing of facts with values of which
// nothing need be left.
func vanishing(api *model.API) []Variant {
	var all []Variant
	for i := range api.Facts {
		fact := &api.Facts[i]
		for _, gone := range fact.Vanishing {
			all = append(all, oneOf("vanishing/"+fact.Name, fills, form{
				gone, "Reads may return what has this value, or not: the service removes it at a time of its own. Contract, fact " + fact.Name + ", vanishing values",
				without(api, fact, gone),
			})...)
		}
	}
	return all
}

// without returns a layer that lists no fact with a value. Sums are what they are.
func without(api *model.API, fact *model.Fact, gone string) Layer {
	return outputs(api, func(c *call, out map[string]any) {
		if c.op.Effect.Of != fact.Name || c.op.Effect.Into == "" || c.op.Clause("fact/summary") != nil {
			return
		}
		path := model.Path(fact.Value)
		for _, b := range c.op.Effect.As {
			if b.Member == fact.Value {
				path = b.Path
			}
		}
		into := string(c.op.Effect.Into)
		if rows, ok := out[into].([]any); ok {
			out[into] = slices.DeleteFunc(rows, func(row any) bool { return at(row, path) == gone })
		}
	})
}
