package property

import (
	"slices"

	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// filterValue draws the value of a filter: mostly that of some row, and for a
// list sometimes no element, and sometimes one twice. It returns nil for a
// filter that is left out.
func filterValue(t *script.T, f model.Filter, rows []value.Object) any {
	_, shape, err := t.API.Steps(t.Op.Input, f.By)
	if err != nil {
		t.Skip("%v", err)
	}
	elem := shape
	if shape.Kind == model.List {
		elem = t.API.Shape(shape.Elem)
	}
	var candidates []any
	seen := map[string]bool{}
	add := func(v any) {
		if id := value.Show(v); v != nil && !seen[id] && permitted(t, f, v) {
			seen[id] = true
			candidates = append(candidates, v)
		}
	}
	for _, row := range rows {
		if elem.Kind != model.Structure {
			for _, v := range valuesAt(f, f.On[0], row) {
				add(v)
			}
			continue
		}
		o := value.Object{}
		for _, on := range f.On {
			o[f.Elem(on).Last()] = value.One(row, on)
		}
		add(o)
	}
	for _, v := range elem.Enum {
		add(v.Value)
	}
	if len(candidates) == 0 {
		return nil
	}
	if shape.Kind != model.List {
		return rapid.SampledFrom(candidates).Draw(t.Rapid, string(f.By))
	}
	low, high := t.Lengths(shape, 0, 3)
	if t.Demanded(t.Op, f) {
		low = max(low, 1) // it is open what an empty list selects that has to be there
	}
	if low > 0 && !t.Demanded(t.Op, f) && rapid.IntRange(0, 9).Draw(t.Rapid, "none") == 0 {
		return nil
	}
	chosen := script.Some(t, candidates, min(low, len(candidates)), high)
	if len(chosen) > 0 && len(chosen) < high && !shape.Unique && rapid.Bool().Draw(t.Rapid, "one twice") {
		chosen = append(chosen, chosen[0])
	}
	return chosen
}

// permitted reports whether no clause of the operation forbids a value in a
// filter.
func permitted(t *script.T, f model.Filter, v any) bool {
	for _, c := range t.Op.Clauses {
		rule, ok := c.Rule.(model.Allowed)
		if !ok || rule.Path != f.By && rule.Path != f.By.Elem() {
			continue
		}
		if text, isText := v.(string); !isText || !slices.Contains(t.AllowedValues(rule), text) {
			return false
		}
	}
	return true
}

// selects reports whether a filter with a value selects a row.
func selects(f model.Filter, val any, row value.Object) bool {
	list, isList := val.([]any)
	if val == nil || isList && len(list) == 0 {
		return true
	}
	if !isList {
		list = []any{val}
	}
	return slices.ContainsFunc(list, func(v any) bool {
		for _, on := range f.On {
			want := v
			if o, isObject := v.(value.Object); isObject {
				want = o[f.Elem(on).Last()]
			}
			if !slices.Contains(valuesAt(f, on, row), want) {
				return false
			}
		}
		return true
	})
}

// valuesAt returns the values of a row that a filter compares.
func valuesAt(f model.Filter, on model.Path, row value.Object) []any {
	values := value.At(row, on)
	if len(values) == 0 && f.Otherwise != "" {
		return []any{f.Otherwise}
	}
	return values
}

// expectRows expects rows to be of the resources that are wanted, in any order.
func expectRows(t *script.T, want, got []value.Object) {
	if w, g := showIdentities(t, want), showIdentities(t, got); w != g {
		t.Fail(w, "%s", g)
	}
}

// showIdentities returns the identities of rows as text.
func showIdentities(t *script.T, rows []value.Object) string {
	some := make([]value.Object, len(rows))
	for i, row := range rows {
		some[i] = value.Pick(row, identity(t))
	}
	return value.ShowAll(some)
}
