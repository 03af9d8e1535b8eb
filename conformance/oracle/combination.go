package oracle

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// uncombined returns the errors for members that may not be put together.
func (c *call) uncombined() []string {
	var codes []string
	for clause, rule := range rules[model.Combination](c) {
		structures := []any{c.in}
		if rule.Each != "" {
			structures = at(c.in, rule.Each.Elem())
		}
		if slices.ContainsFunc(structures, func(v any) bool { return !combines(rule, v) }) {
			codes = append(codes, c.errorOf(clause)...)
		}
	}
	return codes
}

// combines reports whether a structure is as a combination says.
func combines(rule model.Combination, v any) bool {
	for _, t := range rule.When {
		if !holdsForSome(t, v) {
			return true
		}
	}
	return !slices.ContainsFunc(rule.Must, func(t model.Test) bool { return !holdsForAll(t, v) })
}

func holdsForSome(t model.Test, v any) bool {
	if whole, holds := asksWhole(t, v); whole {
		return holds
	}
	return some(v, t.Member, func(e any) bool { return suitsTest(t, e) })
}

func holdsForAll(t model.Test, v any) bool {
	if whole, holds := asksWhole(t, v); whole {
		return holds
	}
	return !some(v, t.Member, func(e any) bool { return !suitsTest(t, e) })
}

// asksWhole reports whether a test is about whether there is anything, or how much,
// and whether it holds.
func asksWhole(t model.Test, v any) (whole, holds bool) {
	switch t.Is {
	case model.Given:
		return true, some(v, t.Member, given)
	case model.NotGiven:
		return true, !some(v, t.Member, given)
	case model.HasLength:
		list, _ := one(v, t.Member).([]any)
		return true, len(list) == t.Length
	}
	return false, false
}

// suitsTest reports whether a test holds for a text.
func suitsTest(t model.Test, v any) bool {
	s := text(v)
	switch t.Is {
	case model.IsOneOf:
		return slices.Contains(t.Texts, s)
	case model.Begins:
		return slices.ContainsFunc(t.Texts, func(prefix string) bool { return strings.HasPrefix(s, prefix) })
	case model.JSONObject:
		var o map[string]any
		return json.Unmarshal([]byte(s), &o) == nil && o != nil
	}
	return strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == ""
}
