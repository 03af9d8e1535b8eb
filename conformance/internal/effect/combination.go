package effect

import (
	"encoding/json"
	"iter"
	"regexp"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// Broken returns the ids of the clauses that say that the members of an input may
// not be put together: a service may reject it for each of these.
func Broken(op *model.Operation, in value.Object) []string { return slices.Collect(broken(op, in)) }

// BreaksOnly reports whether an input breaks the clause of an id, and no other.
func BreaksOnly(op *model.Operation, in value.Object, id string) bool {
	// Most inputs do not break it, so that the others need not be looked at.
	own := slices.IndexFunc(op.Clauses, func(c model.Clause) bool { return c.ID == id })
	if own < 0 {
		return false
	}
	if rule, ok := op.Clauses[own].Rule.(model.Combination); !ok || !breaks(rule, in) {
		return false
	}
	for one := range broken(op, in) {
		if one != id {
			return false
		}
	}
	return true
}

// broken yields the ids of the clauses that an input breaks.
func broken(op *model.Operation, in value.Object) iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := range op.Clauses {
			c := &op.Clauses[i]
			if rule, ok := c.Rule.(model.Combination); ok && breaks(rule, in) && !yield(c.ID) {
				return
			}
		}
	}
}

// breaks reports whether an input, or one of the structures in it that a combination
// is about, is not as it says.
func breaks(rule model.Combination, in value.Object) bool {
	if rule.Each == "" {
		return breaksOne(&rule, in)
	}
	return value.Any(in, rule.Each.Elem(), func(v any) bool { return breaksOne(&rule, v) })
}

// breaksOne reports whether a structure is not as a combination says.
func breaksOne(rule *model.Combination, v any) bool {
	for i := range rule.When {
		if !Holds(rule.When[i], v, false) {
			return false
		}
	}
	for i := range rule.Must {
		if !Holds(rule.Must[i], v, true) {
			return true
		}
	}
	return false
}

// Holds reports whether a test holds for a structure: for one of the values that its
// path leads to, or for all.
func Holds(t model.Test, v any, all bool) bool {
	switch t.Is {
	case model.Given:
		return value.Any(v, t.Member, given)
	case model.NotGiven:
		return !value.Any(v, t.Member, given)
	case model.HasLength:
		return len(value.ListAt(v, t.Member)) == t.Length
	}
	if all {
		return !value.Any(v, t.Member, func(v any) bool { return !Fits(t, v) })
	}
	return value.Any(v, t.Member, func(v any) bool { return Fits(t, v) })
}

var constant = regexp.MustCompile(`^[A-Z0-9_]*$`)

// Fits reports whether a test about the text of a member holds for one value.
func Fits(t model.Test, v any) bool {
	text, _ := v.(string)
	switch t.Is {
	case model.IsOneOf:
		return slices.Contains(t.Texts, text)
	case model.Begins:
		return slices.ContainsFunc(t.Texts, func(prefix string) bool { return strings.HasPrefix(text, prefix) })
	case model.JSONObject:
		return json.Valid([]byte(text)) && strings.HasPrefix(strings.TrimSpace(text), "{")
	}
	return constant.MatchString(text)
}

// Combined reports whether a combination is about a member of the input, what it is
// part of, or a part of it.
func Combined(op *model.Operation, path model.Path) bool {
	return slices.ContainsFunc(op.Clauses, func(c model.Clause) bool {
		rule, ok := c.Rule.(model.Combination)
		return ok && slices.ContainsFunc(slices.Concat(rule.When, rule.Must), func(t model.Test) bool {
			about := rule.Place(t)
			return path.PartOf(about) || about.PartOf(path)
		})
	})
}
