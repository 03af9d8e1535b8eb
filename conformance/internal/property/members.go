package property

import (
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/setup"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var membersProperties = []script.Property{
	{Kind: "members/supplied", Name: "put without, list: whether the service supplies it", Cases: 6, Observe: treatedAs},
	{Kind: "members/defaulted", Name: "put without, list: whether the default is there", Cases: 6, Observe: treatedAs},
	{Kind: "members/withheld", Name: "put, list: whether it is returned", Cases: 6, Observe: treatedAs},
	{Kind: "members/moved", Name: "put, list: where it is returned", Cases: 6, Observe: treatedAs},
}

// treatedAs puts resources to which the case's clause applies, and returns what the
// service does with the member. What no clause permits fails the case.
func treatedAs(t *script.T) string {
	rule := t.Clause.Rule.(model.Treated)
	if t.Operations.List == nil {
		t.Skip("no read returns a %s", t.Subject.Name)
	}
	reading(t, setup.TopMember(rule.Place()))
	var likely []model.Sample
	for _, s := range t.ValidSamples() {
		if applies(t, rule, t.DescribeLike(s, value.Object{})[0]) {
			likely = append(likely, s)
		}
	}
	if len(likely) == 0 {
		t.Skip("no example of a %s shows what becomes of %s", t.Subject.Name, rule.Member)
	}
	sample := rapid.SampledFrom(likely).Draw(t.Rapid, "example")
	keys := t.SpreadKeys(1)
	resource := t.DescribeLike(sample, keys...)[0]
	// Where nobody has given an example, chance may leave out the structure that has the
	// member, which says nothing about it.
	for range 20 {
		if applies(t, rule, resource) {
			break
		}
		resource = t.DescribeLike(sample, keys...)[0]
	}
	if !applies(t, rule, resource) {
		t.Skip("no example of a %s shows what becomes of %s", t.Subject.Name, rule.Member)
	}
	if rule.Treatment == model.Supplied || rule.Treatment == model.Defaulted {
		without(t, resource, rule.Member)
	}
	t.PutSample(sample, resource)
	found := t.FindOne(resource)
	otherStructures(t, rule, sample.Needs)
	_, seen := t.Untreated(t.Op, resource, found)
	for _, s := range seen {
		if s.Clause.ID == t.Clause.ID {
			return s.As
		}
	}
	t.Fail(expected(rule), "%s", value.Show(found))
	return ""
}

// otherStructures expects a member to be as it was put in a structure that lacks the texts
// that the clause asks for. What such an example needs, another has needed before.
func otherStructures(t *script.T, rule model.Treated, needs string) {
	var others []model.Sample
	for _, s := range t.ValidSamples() {
		resource := t.DescribeLike(s, value.Object{})[0]
		if len(value.At(resource, rule.Member)) > 0 && len(value.At(resource, rule.Place().Owner())) > 0 &&
			(s.Needs == "" || s.Needs == needs) && !applies(t, rule, resource) {
			others = append(others, s)
		}
	}
	if len(rule.When) == 0 || len(others) == 0 {
		return
	}
	sample := rapid.SampledFrom(others).Draw(t.Rapid, "example of another kind")
	resources := t.DescribeLike(sample, t.SpreadKeys(1)...)
	t.PutSample(sample, resources...)
	t.Expect(resources, t.Find(resources...))
}

// applies reports whether a clause says anything of a resource.
func applies(t *script.T, rule model.Treated, resource value.Object) bool {
	resource = value.Clone(resource)
	if rule.Treatment == model.Supplied || rule.Treatment == model.Defaulted {
		without(t, resource, rule.Member)
	}
	_, seen := t.Untreated(t.Op, resource, resource)
	return slices.ContainsFunc(seen, func(s effect.Seen) bool { return s.Clause.ID == t.Clause.ID })
}

// without takes the member away that the case's clause is about, and what is moved
// to its place.
func without(t *script.T, resource value.Object, member model.Path) {
	value.Remove(resource, member)
	for _, c := range t.API.TreatedMembers(t.Subject.Name) {
		if other := c.Rule.(model.Treated); other.To == member {
			value.Remove(resource, other.Member)
		}
	}
}

// expected says what a service may do with a member.
func expected(rule model.Treated) string {
	switch rule.Treatment {
	case model.Withheld:
		return string(rule.Member) + " as it was put, empty, or not at all"
	case model.Moved:
		return string(rule.Member) + " where it was put, or as " + string(rule.To)
	}
	switch {
	case rule.Like != "":
		return string(rule.Member) + " as " + rule.Like + ", or none"
	case len(rule.Values) == 0:
		return string(rule.Member) + ", or none"
	}
	return string(rule.Member) + " as " + strings.Join(rule.Values, " or ") + ", or none"
}
