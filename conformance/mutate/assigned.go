package mutate

import (
	"strconv"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

var assignedMutations = []mutation{
	{"assigned", "dropped", "the member is not set by the service", dropped},
	{"assigned", "renewed", "the member gets a new value with each put", where(func(s *site) bool {
		return strings.Contains(s.clause.Rule.(model.Assigned).Value, "{unique}") && !s.makesKey()
	}, nil)},
	{"assigned", "reused", "the key of what was deleted is given again", where((*site).makesKey, nil)},
	{"assigned", "form", "the word in the member has another form: %s", func(s *site) []change {
		form := s.clause.Rule.(model.Assigned).Unique
		letters, n := model.WordForm(form)
		if letters == "" {
			return nil
		}
		shorter := form[:strings.LastIndexByte(form, '{')] + "{" + strconv.Itoa(n-1) + "}"
		return []change{{detail: shorter, edit: rule(func(a *model.Assigned) { a.Unique = shorter })}}
	}},
	{"assigned", "text", "the text that the member is set to is another: %s", func(s *site) []change {
		assigned := s.clause.Rule.(model.Assigned)
		value := assigned.Value
		if value == "{now}" {
			return nil
		}
		var all []change
		add := func(detail, text string) {
			all = append(all, change{detail: detail, edit: rule(func(a *model.Assigned) { a.Value = text })})
		}
		for _, part := range assigned.Parts() {
			if part.Literal == "" {
				add("without-"+part.Name, strings.Replace(value, "{"+part.Placeholder()+"}", "x", 1))
			}
		}
		if enum := s.enumOf(assigned.Member); len(enum) > 0 {
			for _, other := range without(enum, value) {
				add(other, other)
			}
		} else {
			add("prefixed", "x"+value)
		}
		return all
	}},
	{"assigned", "late", "the time that is noted is a minute late", where(func(s *site) bool {
		return s.clause.Rule.(model.Assigned).Value == "{now}"
	}, nil)},
}

// makesKey is the condition that the service makes the key of what is put.
func (s *site) makesKey() bool {
	return s.api.MadeKey(s.op) == s.clause.Rule.(model.Assigned).Member
}

// enumOf returns the values of a member of the operation's resource, if it is an
// enum.
func (s *site) enumOf(member string) []string {
	if m := s.resource().Shape.Member(member); m != nil {
		return enumValues(s.api.Shape(m.Shape))
	}
	return nil
}
