package mutate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

var combinationMutations = []mutation{
	{"combination", "choice", "members that may not be put together are answered otherwise: %s", otherChoices},
	{"combination", "always", "the combination is asked for without the condition %s", func(s *site) []change {
		var all []change
		for i, t := range s.clause.Rule.(model.Combination).When {
			all = append(all, change{detail: string(t.Member), edit: enforced(func(c *model.Combination) { c.When = slices.Delete(slices.Clone(c.When), i, i+1) })})
		}
		return all
	}},
	{"combination", "must", "%s is not asked for", func(s *site) []change {
		rule := s.clause.Rule.(model.Combination)
		if len(rule.Must) < 2 {
			return nil // that is to accept everything
		}
		var all []change
		for i, t := range rule.Must {
			all = append(all, change{detail: fmt.Sprintf("%s-%s", t.Member, t.Is), edit: enforced(func(c *model.Combination) { c.Must = slices.Delete(slices.Clone(c.Must), i, i+1) })})
		}
		return all
	}},
	{"combination", "longer", "a list has to have one more element", func(s *site) []change {
		if !slices.ContainsFunc(s.clause.Rule.(model.Combination).Must, hasLength) {
			return nil
		}
		return []change{{edit: enforced(func(c *model.Combination) {
			c.Must = slices.Clone(c.Must)
			c.Must[slices.IndexFunc(c.Must, hasLength)].Length++
		})}}
	}},
	{"combination", "narrowed", "the value %s is not accepted", func(s *site) []change {
		rule := s.clause.Rule.(model.Combination)
		if len(rule.Must) != 1 || len(rule.Must[0].Texts) < 2 {
			return nil
		}
		var all []change
		texts := rule.Must[0].Texts
		if rule.Must[0].Many() {
			// A service may have fewer: what no example has, nobody puts.
			texts = inExamples(s, texts)
			texts = texts[:min(len(texts), mostNarrowed)]
		}
		for _, text := range texts {
			all = append(all, change{detail: text, edit: enforced(func(c *model.Combination) {
				c.Must = slices.Clone(c.Must)
				c.Must[0].Texts = without(c.Must[0].Texts, text)
			})})
		}
		return all
	}},
}

// inExamples returns the texts that stand in examples of what the operation puts.
func inExamples(s *site, texts []string) []string {
	var found []string
	for _, text := range texts {
		if slices.ContainsFunc(s.api.Entity(s.op.Effect.Of).Samples, func(e model.Sample) bool { return strings.Contains(e.JSON, `"`+text+`"`) }) {
			found = append(found, text)
		}
	}
	return found
}

func hasLength(t model.Test) bool { return t.Is == model.HasLength }

// enforced changes the clause's rule, and has inputs rejected that break it.
func enforced(edit func(*model.Combination)) func(*site) {
	return func(s *site) {
		rule(edit)(s)
		if model.ErrorOf(s.clause.Choice) == "" {
			for _, choice := range s.clause.Choices {
				if model.ErrorOf(choice) != "" {
					s.clause.Choice = choice
				}
			}
		}
	}
}
