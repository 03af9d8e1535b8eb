package mutate

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

var membersMutations = slices.Concat(
	treatedMutations(model.Supplied), treatedMutations(model.Defaulted), treatedMutations(model.Withheld), treatedMutations(model.Moved),
)

// treatedMutations are those of a treatment.
func treatedMutations(treatment model.Treatment) []mutation {
	kind := "members/" + string(treatment)
	all := []mutation{{kind, "choice", "a member that reads return in another way is %s", otherChoices}}
	if treatment != model.Withheld {
		all = append(all, mutation{kind, "everywhere", "the member is treated so in structures that the clause is not about", where(func(s *site) bool {
			return len(s.clause.Rule.(model.Treated).When) > 0
		}, one(rule(func(t *model.Treated) { t.When = nil })))})
	}
	switch treatment {
	case model.Supplied, model.Defaulted:
		all = append(all,
			mutation{kind, "value", "another value is returned though nobody put it: %s", otherValues},
			mutation{kind, "like", "what is returned though nobody put it is that of %s", likeOthers},
			mutation{kind, "overwrites", "the value takes the place of what was put", where(func(s *site) bool {
				// What nobody can put, nothing takes the place of.
				t := s.clause.Rule.(model.Treated)
				top, _, _ := strings.Cut(string(t.Member), ".")
				path := s.op.Effect.Bound(strings.TrimSuffix(top, "[]"))
				return !t.Now && path != "" && !s.op.Forbids(path)
			}, nil)},
		)
	case model.Withheld:
		all = append(all, mutation{kind, "another", "another member is not returned: %s", siblings})
	case model.Moved:
		all = append(all, mutation{kind, "lost", "the member is taken away and returned nowhere", one(func(s *site) {
			t := s.clause.Rule.(model.Treated)
			s.clause.Rule = model.Treated{Treatment: model.Withheld, Member: t.Member}
			s.clause.Choice, s.clause.Choices = string(model.Withheld), nil
			s.clause.Provenance = model.Observed
		})})
	}
	return all
}

// otherValues are values of the member's shape that the clause does not name.
func otherValues(s *site) []change {
	t := s.clause.Rule.(model.Treated)
	_, shape, err := s.api.Steps(s.resource().Shape.Name, t.Member)
	if err != nil || len(t.Values) == 0 {
		return nil
	}
	var values []string
	switch shape.Kind {
	case model.Enum:
		for _, v := range enumValues(shape) {
			values = append(values, strconv.Quote(v))
		}
	case model.Boolean:
		values = []string{"true", "false"}
	case model.List:
		// The elements of the default twice, or once if they are there twice.
		var elems []json.RawMessage
		if json.Unmarshal([]byte(t.Values[0]), &elems) == nil && len(elems) > 0 {
			if twice, err := json.Marshal(append(elems, elems[0])); err == nil {
				values = append(values, string(twice))
			}
		}
	}
	values = slices.DeleteFunc(values, func(v string) bool { return slices.Contains(t.Values, v) })
	if len(values) > 1 {
		values = values[:1]
	}
	return each(values, func(s *site, value string) {
		rule(func(t *model.Treated) { t.Values = []string{value} })(s)
	})
}

// likeOthers are the members that are not the one whose value the clause supplies.
func likeOthers(s *site) []change {
	t := s.clause.Rule.(model.Treated)
	if t.Like == "" {
		return nil
	}
	others := slices.DeleteFunc(stringsBeside(s, t.Member), func(name string) bool { return name == t.Like })
	return each(others, func(s *site, name string) { rule(func(t *model.Treated) { t.Like = name })(s) })
}

// siblings are the other strings of the structure that has the member.
func siblings(s *site) []change {
	member := s.clause.Rule.(model.Treated).Member
	prefix := strings.TrimSuffix(string(member), member.Last())
	return each(stringsBeside(s, member), func(s *site, name string) {
		rule(func(t *model.Treated) { t.Member = model.Path(prefix + name) })(s)
	})
}

// stringsBeside returns the other strings of the structure that has a member.
func stringsBeside(s *site, member model.Path) []string {
	steps, _, err := s.api.Steps(s.resource().Shape.Name, member)
	if err != nil || len(steps) == 0 {
		return nil
	}
	last := steps[len(steps)-1]
	var names []string
	for _, m := range last.Owner.Members {
		if m.Name != last.Member.Name && s.api.Shape(m.Shape).Kind == model.String {
			names = append(names, m.Name)
		}
	}
	return names
}
