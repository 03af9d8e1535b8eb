package vary

import (
	"maps"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// batches returns the variants that report failures otherwise.
func batches(api *model.API) []Variant {
	var all []Variant
	for _, p := range api.AllClauses() {
		rule, ok := p.Clause.Rule.(model.Batch)
		if !ok {
			continue
		}
		all = append(all, ofBatch(api, p, rule)...)
	}
	return all
}

// ofBatch returns the variants that report the failures of one operation
// otherwise.
func ofBatch(api *model.API, p model.Placed, rule model.Batch) []Variant {
	// on returns a layer that changes the list of batches, nil for none.
	on := func(change func(batches []any) []any) Layer {
		return outputs(api, func(c *call, out map[string]any) {
			if c.op != p.Operation {
				return
			}
			if rule.List == "" {
				change([]any{out})
				return
			}
			batches, _ := out[rule.List].([]any)
			delete(out, rule.List)
			if batches = change(batches); batches != nil {
				out[rule.List] = batches
			}
		})
	}
	// within returns a layer that changes each batch.
	within := func(change func(batch map[string]any, items []any)) Layer {
		return on(func(batches []any) []any {
			for _, b := range batches {
				if b, ok := b.(map[string]any); ok {
					items, _ := b[rule.Items].([]any)
					change(b, items)
				}
			}
			return batches
		})
	}
	place := "batch/" + p.Clause.ID
	var all []Variant
	if rule.List == "" {
		all = oneOf(place+"/none", groups, form{
			"absent", about(p.Clause, "The output need not have the list."),
			within(func(out map[string]any, items []any) {
				if len(items) == 0 {
					delete(out, rule.Items)
				}
			}),
		})
		return append(all, ofItems(p, rule, place, within)...)
	}
	optional := about(p.Clause, "The output need not have the list, and operations of this service answer both ways.")
	smaller := about(p.Clause, "A batch holds at most %d items; no document says that it holds as many.", rule.Max)
	all = oneOf(place+"/none", groups,
		form{"absent", optional, on(func(batches []any) []any {
			if len(batches) == 0 {
				return nil
			}
			return batches
		})},
		form{"empty", optional, on(func(batches []any) []any { return append([]any{}, batches...) })},
	)
	all = append(all, oneOf(place+"/size", groups,
		form{"one", smaller, on(func(batches []any) []any { return split(batches, rule.Items, 1) })},
		form{"less", smaller, on(func(batches []any) []any { return split(batches, rule.Items, max(rule.Max*2/5, 1)) })},
	)...)
	all = append(all, ofItems(p, rule, place, within)...)
	if required, more := requiredOf(api, p.Operation, rule); more {
		all = append(all, oneOf(place+"/items", groups, form{
			"keys-only", about(p.Clause, "The members %s of a failed item are required, and no other is.", strings.Join(slices.Sorted(maps.Keys(required)), ", ")),
			within(func(_ map[string]any, items []any) {
				for _, item := range items {
					if item, ok := item.(map[string]any); ok {
						maps.DeleteFunc(item, func(name string, _ any) bool { return !required[name] })
					}
				}
			}),
		})...)
	}
	return all
}

// ofItems returns the variants that report the items of a batch in another order, or with
// other words.
func ofItems(p model.Placed, rule model.Batch, place string, within func(func(batch map[string]any, items []any)) Layer) []Variant {
	all := oneOf(place+"/order", groups, form{
		"reversed", about(p.Clause, "No document promises an order of batches, or of the items in one."),
		within(func(_ map[string]any, items []any) { slices.Reverse(items) }),
	})
	return append(all, oneOf(place+"/words", groups, form{
		"other", about(p.Clause, "The reason is a text for people, of which no document gives the words."),
		within(func(batch map[string]any, _ []any) {
			if _, ok := batch[rule.Message].(string); ok {
				batch[rule.Message] = "Das geht so nicht: für diese Ressourcen gibt es keine Ausnahme."
			}
		}),
	})...)
}

// requiredOf returns the members that an item of a batch must have, and whether
// it may have others. An item that need have none is reported by all it has.
func requiredOf(api *model.API, op *model.Operation, rule model.Batch) (required map[string]bool, more bool) {
	_, item, err := api.Steps(op.Output, rule.Group().Join(rule.Items).Elem())
	if err != nil {
		return nil, false
	}
	required = map[string]bool{}
	for _, m := range item.Members {
		if m.Required {
			required[m.Name] = true
		}
	}
	return required, len(required) > 0 && len(required) < len(item.Members)
}

// split returns batches of n items at most.
func split(batches []any, itemsIn string, n int) []any {
	var all []any
	for _, b := range batches {
		batch, ok := b.(map[string]any)
		if !ok {
			return batches
		}
		items, _ := batch[itemsIn].([]any)
		for chunk := range slices.Chunk(items, n) {
			part := maps.Clone(batch)
			part[itemsIn] = chunk
			all = append(all, part)
		}
		if len(items) == 0 {
			all = append(all, batch)
		}
	}
	if all == nil {
		return batches
	}
	return all
}
