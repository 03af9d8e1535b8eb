package mutate

import (
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// one returns a mutation's only change.
func one(edit func(*site)) func(*site) []change {
	return func(*site) []change { return []change{{edit: edit}} }
}

// where returns the changes if a condition holds, and none if not. Without
// changes, the mutation is a defect.
func where(holds func(*site) bool, changes func(*site) []change) func(*site) []change {
	return func(s *site) []change {
		switch {
		case !holds(s):
			return nil
		case changes == nil:
			return []change{{}}
		}
		return changes(s)
	}
}

// under returns the changes as ones that are seen only while the clause makes a
// choice, and none if it never does.
func under(choice string, changes func(*site) []change) func(*site) []change {
	return func(s *site) []change {
		if !s.clause.Permits(choice) {
			return nil
		}
		all := changes(s)
		for i := range all {
			if s.clause.Choice != choice {
				all[i].under = choice
			}
		}
		return all
	}
}

// dropped takes the clause out of the contract.
func dropped(*site) []change { return []change{{edit: drop}} }

func drop(s *site) {
	from := &s.api.Clauses
	if s.op != nil {
		from = &s.op.Clauses
	}
	id := s.clause.ID
	*from = slices.DeleteFunc(*from, func(c model.Clause) bool { return c.ID == id })
}

// otherChoices makes each other choice of the clause, or, where a document
// leaves no choice, each other that the kind knows.
func otherChoices(s *site) []change {
	choices := s.clause.Choices
	if len(choices) == 0 {
		choices = s.vocabulary()
	}
	var all []change
	for _, choice := range choices {
		if choice == s.clause.Choice {
			continue
		}
		all = append(all, change{detail: choice, edit: func(s *site) { s.clause.Choice = choice }})
	}
	return all
}

// vocabulary returns the choices of the clause's kind that make sense for its
// operation, with one error for "any error".
func (s *site) vocabulary() []string {
	var choices []string
	for _, kind := range model.Kinds() {
		if kind.Name != s.clause.Kind {
			continue
		}
		for _, choice := range kind.Choices {
			switch {
			case choice == model.ErrorChoice(""):
				choice = model.ErrorChoice(s.otherError(model.ErrorOf(s.clause.Choice)))
			case choice == "failed-batch" && s.op.Clause("batch") == nil:
				continue
			case choice == "allowed" || choice == "omitted":
				if !listing(s) {
					continue
				}
			}
			choices = append(choices, choice)
		}
	}
	return choices
}

// quotaWords are in the names of errors that say that there are too many of
// something.
var quotaWords = []string{"MaxNumberOf", "LimitExceeded", "QuotaExceeded", "TooMany"}

// otherError returns an error that the operation may answer with and that is
// not the one given: one it declares, if there is one.
func (s *site) otherError(than string) string {
	var declared []string
	if s.op != nil {
		declared = s.op.Errors
	}
	for _, code := range declared {
		// That there are too many, the suite believes.
		if code != than && !slices.ContainsFunc(quotaWords, func(word string) bool { return strings.Contains(code, word) }) {
			return code
		}
	}
	for _, e := range s.api.Errors {
		if e.Common && e.Code != than {
			return e.Code
		}
	}
	return "InternalFailure"
}

// resource returns the entity or fact that the clause's operation is about.
func (s *site) resource() model.Resource { return s.api.Resource(s.op.Effect.Of) }

// without returns a list without one of its elements.
func without[T comparable](list []T, one T) []T {
	return slices.DeleteFunc(slices.Clone(list), func(e T) bool { return e == one })
}

// each returns a change for each text.
func each(texts []string, edit func(*site, string)) []change {
	var all []change
	for _, text := range texts {
		all = append(all, change{detail: text, edit: func(s *site) { edit(s, text) }})
	}
	return all
}

// about returns the changes of a defect that is about each of some members.
func about(members []string) []change {
	var all []change
	for _, m := range members {
		all = append(all, change{detail: m})
	}
	return all
}

// rule changes the clause's rule.
func rule[R model.Rule](edit func(*R)) func(*site) {
	return func(s *site) {
		r := s.clause.Rule.(R)
		edit(&r)
		s.clause.Rule = r
	}
}
