package property

import (
	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// An expression is a regular expression that means the same in every syntax, with texts
// that match and texts that do not. It has anchors, so that it does not matter whether
// the whole text has to match.
type expression struct {
	pattern   string
	good, bad []string
}

var expressions = []expression{
	{`^[0-9]+$`, []string{"7", "0042"}, []string{"a", "7a", "4 2", "[0-9]+"}},
	{`^[a-c]{2,3}$`, []string{"ab", "ccc"}, []string{"a", "abca", "AB", "d"}},
	{`^(red|green)-(one|two)$`, []string{"red-two", "green-one"}, []string{"red", "red-three", "xred-one"}},
	{`^a.c\.d?$`, []string{"abc.", "a-c.d"}, []string{"ac.", "abcd", "abc.dd"}},
}

// noExpressions are texts that are no regular expression in any syntax.
var noExpressions = []string{"(", "[a", "a)", "*a"}

var matchedProperties = []script.Property{
	{Kind: "matched", Name: "a value that matches, one that does not, and what is no expression", Observe: func(t *script.T) string {
		rule := t.Clause.Rule.(model.Matched)
		e := rapid.SampledFrom(expressions).Draw(t.Rapid, "expression")
		keys := t.SpreadKeys(2)
		of := func(key value.Object, pattern, text string) value.Object {
			return value.With(t.Describe(key)[0], value.Object{rule.By: pattern, rule.Member: text})
		}
		good := of(keys[0], e.pattern, rapid.SampledFrom(e.good).Draw(t.Rapid, "matches"))
		t.Put(good)
		t.ExpectKeys([]value.Object{good}, t.Find(good))
		expectRead(t, rule.By, good)
		expectRead(t, rule.Member, good)
		none := t.TryPut(of(keys[1], rapid.SampledFrom(noExpressions).Draw(t.Rapid, "no expression"), good[rule.Member].(string)))
		t.ExpectError(none, rule.Invalid)
		bad := of(keys[1], e.pattern, rapid.SampledFrom(e.bad).Draw(t.Rapid, "does not match"))
		r := t.TryPut(bad)
		if r.Ok() {
			t.ExpectKeys([]value.Object{bad}, t.Find(bad))
			return "accepted"
		}
		t.Expect(nil, t.Find(keys[1]))
		return testcase.ErrorChoice(r)
	}},
}

// expectRead expects a read that returns a member to have it as it was put, if there is
// such a read.
func expectRead(t *script.T, member string, resource value.Object) {
	for _, read := range t.ReadsOf(t.Subject.Name) {
		if !effect.Returns(read, member) || t.Missing[read.Name] != "" {
			continue
		}
		view := t.View()
		view.Operations.List = read
		if found := view.FindOne(resource); !value.Same(t.API, t.API.Shape(t.Subject.Shape.Member(member).Shape), resource[member], found[member]) {
			t.Fail(member+" "+value.Show(resource[member]), "%s", value.Show(found))
		}
		return
	}
}
