package property

import (
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/setup"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/model"
)

var constraintProperties = []script.Property{
	{Kind: "constraint", Name: "a value beyond the limit is rejected, one at the limit is accepted", Cases: 3, Check: func(t *script.T) {
		rule := t.Clause.Rule.(model.Constraint)
		if narrowed(t, rule) {
			t.Skip("%s may have few values or one form only, and others are rejected as if they broke a constraint", rule.Path)
		}
		codes := Validation(t.Session, rule.Check)
		if absentAs(t, codes) {
			t.Skip("what is not there is rejected as if the request broke a constraint, with %s", strings.Join(codes, " or "))
		}
		in, example := requestWith(t, rule.Path)
		bad, good := around(t, in, rule)
		bad, good = renewed(t, bad, rule.Path), renewed(t, good, rule.Path)
		ask := func() *wire.Reply { return unconstrained(t, in, codes) }
		var control *wire.Reply
		if example {
			// A target that fails at an example fails a clause about that.
			control = aside(t, ask)
		} else {
			control = ask()
		}
		takes(t, in, good, rule)
		makePlace(t, in, control, rule)
		rejected := t.Call(t.Op, bad)
		limits(t, rejected, control, codes)
		accepted := t.Call(t.Op, renewed(t, good, rule.Path))
		if !clashes(t, good, rule.Path, codes) {
			within(t, accepted, codes...)
		}
		if !rejected.Ok() && !slices.Contains(codes, rejected.Code) && !accepted.Ok() && accepted.Code == rejected.Code {
			t.Skip("a value at the limit is answered with %v too", accepted)
		}
		if rule.Check != model.EnumCheck {
			return
		}
		_, enum, err := t.API.Steps(t.Op.Input, rule.Path)
		if err != nil {
			t.Skip("%v", err)
		}
		for _, v := range sampled(t, enum.Enum) {
			t.Place(good, rule.Path, v.Value)
			within(t, t.Call(t.Op, renewed(t, good, rule.Path)), codes...)
		}
	}},
}

// mostTried is how many values an enum may have of which each is tried in each case.
const mostTried = 50

// sampled returns the values of an enum, or of a long one the first, the last, the one in
// the middle, and a few others.
func sampled(t *script.T, values []model.EnumValue) []model.EnumValue {
	n := len(values)
	if n <= mostTried {
		return values
	}
	return append(script.Some(t, values, 5, 10), values[0], values[n/2], values[n-1])
}

// makePlace deletes what a valid request has put, if a request that puts as many as the
// schema allows would be beyond a quota with it.
func makePlace(t *script.T, in value.Object, r *wire.Reply, rule model.Constraint) {
	if rule.Check == model.MaxItems && rule.Path == t.Op.Effect.Each && r.Ok() && t.Op.Effect.Verb == model.Puts && len(t.Quotas(t.Op)) > 0 && t.Operations.Delete != nil {
		t.Delete(t.KeysOf(t.Op, value.Encode(in))...)
	}
}

// narrowed reports whether a clause allows but a few values, or one form, by the error of
// a broken constraint: then nothing tells the one from the other.
func narrowed(t *script.T, rule model.Constraint) bool {
	if rule.Check == model.Required || rule.Check == model.EnumCheck {
		return false
	}
	codes := Validation(t.Session, rule.Check)
	return slices.ContainsFunc(t.Op.Clauses, func(c model.Clause) bool {
		about := model.Path("")
		switch of := c.Rule.(type) {
		case model.Pagination:
			return model.Path(of.Token) == rule.Path && slices.Contains(codes, of.Error)
		case model.Allowed:
			about = of.Path
		case model.Combination:
			if slices.ContainsFunc(of.Must, func(test model.Test) bool { return test.Is == model.IsOneOf && of.Place(test) == rule.Path }) {
				about = rule.Path
			}
		case model.Reference:
			// Of all values that the schema allows, few are the address of something.
			if t.API.AddressIn(of.Entity, of.From) != "" {
				about = of.From[0].Path
			}
		case model.Malformed:
			about = t.Op.Effect.Bound(t.Op.Embedded().Member)
		}
		return about == rule.Path && mayBe(t, c, codes)
	})
}

// mayBe reports whether what the target chooses in a clause is, as far as that is known,
// one of some errors.
func mayBe(t *script.T, c model.Clause, codes []string) bool {
	if known := t.Choices()[c.ID]; known != "" {
		return slices.Contains(codes, model.ErrorOf(known))
	}
	return slices.ContainsFunc(append(slices.Clone(c.Choices), c.Choice), func(choice string) bool {
		return slices.Contains(codes, model.ErrorOf(choice))
	})
}

// Validation returns the errors that reject a request which breaks a
// constraint.
func Validation(s *testcase.Session, check model.Check) []string {
	var codes []string
	for _, c := range s.API.Clauses {
		if rule, ok := c.Rule.(model.Validation); ok {
			codes = append(codes, rule.Error)
			if check == model.Minimum || check == model.Maximum {
				codes = append(codes, rule.Ranges...)
			}
		}
	}
	if len(codes) == 0 {
		// The contract names no error; this is the protocol's own.
		codes = append(codes, "ValidationException")
	}
	return codes
}

// requestWith returns a valid request of the case's operation that has a value at a
// path, if there is an example of one, and reports whether it is like that example. In
// a request that is not to have the member, a bad value is rejected for another reason.
func requestWith(t *script.T, path model.Path) (in value.Object, example bool) {
	in = t.ValidRequest()
	if t.Op.Effect.Verb != model.Puts || len(value.At(in, path)) > 0 {
		return in, false
	}
	if flag := effect.Replaces(t.Op); flag != "" && leftOut(t.Op, path) {
		// What the contract leaves out may be for a put that creates only.
		value.Set(in, flag, false)
	}
	for _, s := range t.ValidSamples() {
		if s.JSON == "" || s.Needs != "" {
			continue
		}
		resources := t.DescribeLike(s, t.Keys(1)...)
		like := t.Input(t.Op, resources...)
		if len(value.At(like, path)) > 0 {
			t.SetUp(t.Op, like, resources)
			return like, true
		}
	}
	return in, false
}

// renewed returns a request with a new key if it is for a put that creates only, or one
// that may not lower a tier, so that each of several can succeed. What stands at a path
// stays.
func renewed(t *script.T, in value.Object, path model.Path) value.Object {
	flag := effect.Replaces(t.Op)
	if t.Op.Tier() == nil && !t.PutsAnother(t.Op) && (flag == "" || value.One(in, flag) != false) {
		return in
	}
	key := t.Keys(1)[0]
	in = value.Clone(in)
	for _, name := range t.Subject.Key {
		if at := t.Op.Effect.Bound(name); at != path && value.One(in, at) != nil {
			value.Set(in, at, key[name])
		}
	}
	return in
}

// clashes reports whether a request whose value at a path is drawn to be at a limit may
// be rejected by one of some errors for another reason: it is for a resource that is
// there already, or for one that is not there and should be, or it has members that may
// not be put together.
func clashes(t *script.T, in value.Object, path model.Path, codes []string) bool {
	if absentAs(t, codes) {
		return true
	}
	creates := t.Op.CreatesOnly()
	keyed := creates != nil && slices.ContainsFunc(t.Subject.Key, func(name string) bool { return t.Op.Effect.Bound(name) == path })
	return keyed && mayBe(t, *creates, codes) || slices.ContainsFunc(combining(t), func(op *model.Operation) bool {
		broken := effect.Broken(op, in)
		return slices.ContainsFunc(op.Clauses, func(c model.Clause) bool { return slices.Contains(broken, c.ID) && mayBe(t, c, codes) })
	})
}

// absentAs reports whether the case's operation may be answered with one of some errors for
// what is not there.
func absentAs(t *script.T, codes []string) bool {
	if t.Op.Effect.Each == "" {
		return slices.Contains(codes, t.AbsentCode(t.Op))
	}
	absent := t.Op.Clause("absent")
	return absent != nil && mayBe(t, *absent, codes)
}

// combining returns the operations whose clauses say what members of the case's operation
// may be put together: what no put may have, an update may not give either, as far as the
// two call it the same.
func combining(t *script.T) []*model.Operation {
	if put := t.Operations.Put; t.Op.Effect.Verb == model.Updates && put != nil {
		return []*model.Operation{t.Op, put}
	}
	return []*model.Operation{t.Op}
}

// leftOut reports whether a contract leaves out what a member of an input means, or what
// it is part of.
func leftOut(op *model.Operation, path model.Path) bool {
	return slices.ContainsFunc(op.Unmodelled, func(u model.Unmodelled) bool { return setup.TopMember(u.Path) == setup.TopMember(path) })
}

// unconstrained makes a request that breaks no constraint, and returns the
// answer. It skips the case if that is rejected as if it broke one, or in a way
// that says nothing: what is made of a request that breaks one means nothing
// then, and a clause about the effect of the operation fails.
func unconstrained(t *script.T, in value.Object, codes []string) *wire.Reply {
	r := t.Call(t.Op, in)
	if !r.Ok() && (r.Status >= 500 || r.Code == "" || slices.Contains(codes, r.Code)) {
		t.Skip("a valid request of %s is answered with %v", t.Op.Name, r)
	}
	return r
}

// takes skips the case if a value that breaks no constraint makes the target
// fail: what it makes of another value says nothing of the constraint then, and
// the clause of the member fails.
func takes(t *script.T, in, good value.Object, rule model.Constraint) {
	if len(value.At(in, rule.Path)) > 0 {
		return // the request that breaks no constraint has one
	}
	middle := good
	if rule.Check != model.Required {
		_, shape, err := t.API.Steps(t.Op.Input, rule.Path)
		if err != nil {
			t.Skip("%v", err)
		}
		middle = value.Clone(in)
		t.Place(middle, rule.Path, t.Least(shape))
	}
	if r := aside(t, func() *wire.Reply { return t.Call(t.Op, middle) }); !r.Ok() && (r.Status >= 500 || r.Code == "") {
		t.Skip("with %s, a valid request of %s is answered with %v", rule.Path, t.Op.Name, r)
	}
}

// limits expects an answer to a request that breaks a constraint to reject it.
// The limit is one thing and the code another, of which the clause of the error
// speaks: any error of the client will do that the valid request did not meet.
func limits(t *script.T, r, control *wire.Reply, codes []string) {
	switch {
	case r.Ok() || r.Status >= 500 || r.Code == "":
	case slices.Contains(codes, r.Code):
		return
	case !control.Ok() && r.Code == control.Code:
		t.Skip("a valid request of %s is answered with %v", t.Op.Name, control)
	case !slices.Contains(absentCodes(t), r.Code):
		return
	}
	t.ExpectError(r, codes...)
}

// limitChoice returns the choice that the answer to a request beyond a limit of the
// case's clause shows. Where the clause leaves no choice, the limit is documented or
// observed, and seldom which of the declared errors reports it: any of them will do,
// but one that says that something is not there. An exact target is held to the one
// that the clause names.
func limitChoice(t *script.T, r *wire.Reply) string {
	choice := testcase.ErrorChoice(r)
	if t.Clause.Open() || t.Exact() || model.ErrorOf(t.Clause.Choice) == "" || choice == t.Clause.Choice {
		return choice
	}
	declared := slices.Contains(t.Op.Errors, r.Code) || slices.Contains(Validation(t.Session, model.Required), r.Code)
	if r.Status >= 500 || !declared || slices.Contains(absentCodes(t), r.Code) {
		return choice
	}
	t.Result.Remarks = []string{"rejected with " + r.Code + ", where the clause names " + model.ErrorOf(t.Clause.Choice)}
	return t.Clause.Choice
}

// absentCodes returns the errors by which the case's operation says that
// something is not there. A target that has looked for what a value names has
// accepted the value.
func absentCodes(t *script.T) []string {
	var codes []string
	for _, c := range t.Op.Clauses {
		switch c.Rule.(type) {
		case model.Reference, model.FilterAbsent, model.Absent:
			if code := model.ErrorOf(c.Choice); code != "" {
				codes = append(codes, code)
			}
		}
	}
	return codes
}

// within expects an answer that does not reject a value for breaking a
// constraint. It may be any other answer of the operation.
func within(t *script.T, r *wire.Reply, codes ...string) {
	t.ExpectNotError(r, codes...)
	if !r.Ok() && r.Code == "" {
		t.Fail("success, or an error of the operation", "%v", r)
	}
}
