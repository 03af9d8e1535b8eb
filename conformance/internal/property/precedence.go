package property

import (
	"cmp"
	"slices"

	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/setup"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var precedenceProperties = []script.Property{
	{Kind: "precedence", Name: "of two mistakes in a request the first stage reports its own", Check: func(t *script.T) {
		rule := t.Clause.Rule.(model.Precedence)
		o := t.Operation(func(op *model.Operation) bool {
			// The service has something to reject only where the operation needs what
			// is not set up.
			return len(mistypable(t.API, op)) > 0 && (rule.First != model.Service && rule.Then != model.Service || rejectsUnset(t.Session, op))
		})
		mistyped := rapid.SampledFrom(mistypable(t.API, o.Op)).Draw(t.Rapid, "member of the wrong type")
		broken := o.Constraint(func(c model.Constraint) bool { return invalidating(c) && setup.TopMember(c.Path) != mistyped })
		mistake := func(stage model.Stage, in value.Object) value.Object {
			bad := value.Clone(in)
			switch stage {
			case model.Serialization:
				bad[mistyped] = otherType(o, t.API.Shape(t.API.Shape(o.Op.Input).Member(mistyped).Shape))
			case model.Constraints:
				bad, _ = around(o, in, broken)
			}
			return bad // for the stage of the service, the mistake is that nothing is set up
		}
		good := o.ValidRequest()
		// Each mistake alone is reported with an error of its stage. Where it is
		// not, other clauses fail, and the two tell nothing of an order.
		if rule.First != model.Service {
			alone(o, rule.First, aside(o, func() *wire.Reply { return o.Call(o.Op, mistake(rule.First, good)) }))
		}
		if rule.First == model.Service || rule.Then == model.Service {
			good = o.RequestWithoutSetup()
		}
		if rule.First == model.Service {
			alone(o, rule.First, aside(o, func() *wire.Reply { return o.Call(o.Op, good) }))
		}
		then := mistake(rule.Then, good)
		alone(o, rule.Then, aside(o, func() *wire.Reply { return o.Call(o.Op, then) }))
		reports(o, rule.First, o.Call(o.Op, mistake(rule.First, then)))
	}},
}

// mistypable returns the members of an operation's input beside which a constraint on
// another one can be broken.
func mistypable(api *model.API, op *model.Operation) []string {
	var names []string
	for _, m := range api.Shape(op.Input).Members {
		if slices.ContainsFunc(op.Clauses, func(c model.Clause) bool {
			rule, ok := c.Rule.(model.Constraint)
			return ok && invalidating(rule) && setup.TopMember(rule.Path) != m.Name
		}) {
			names = append(names, m.Name)
		}
	}
	return names
}

// invalidating reports whether what breaks a constraint is rejected as such: the service
// may reject a number out of its range.
func invalidating(c model.Constraint) bool {
	return c.Check != model.Minimum && c.Check != model.Maximum
}

// rejectsUnset reports whether a target rejects requests of an operation for which
// nothing is set up, or may do so, as far as its choices are known.
func rejectsUnset(s *testcase.Session, op *model.Operation) bool {
	return slices.ContainsFunc(op.Clauses, func(c model.Clause) bool {
		choice := cmp.Or(s.RequiredChoice(&c), s.Observed[c.ID])
		return slices.Contains([]string{"reference", "absent", "existing"}, c.Kind) && (choice == "" || model.ErrorOf(choice) != "")
	})
}

// alone skips the case unless the answer to a single mistake comes from its
// stage. A service decides what a mistake is, and may accept the request.
func alone(t *script.T, stage model.Stage, r *wire.Reply) {
	if r.Ok() || r.Code == "" || stageOf(t.Session, r) != stage {
		t.Skip("a request with a mistake for the stage %s alone is answered with %v", stage, r)
	}
}

// reports expects an answer to come from a stage.
func reports(t *script.T, stage model.Stage, r *wire.Reply) {
	switch stage {
	case model.Serialization:
		t.ExpectError(r, serialization(t.Session)...)
	case model.Constraints:
		t.ExpectError(r, Validation(t.Session, model.Required)...)
	case model.Service:
		if r.Ok() || stageOf(t.Session, r) != stage {
			t.Fail("an error of the service", "%v", r)
		}
	}
}

// stageOf returns the stage that an error comes from.
func stageOf(s *testcase.Session, r *wire.Reply) model.Stage {
	switch {
	case slices.Contains(serialization(s), r.Code):
		return model.Serialization
	case slices.Contains(Validation(s, model.Required), r.Code):
		return model.Constraints
	}
	return model.Service
}

// serialization returns the errors of a body that can't be read.
func serialization(s *testcase.Session) []string {
	var codes []string
	for _, c := range s.API.Clauses {
		if rule, ok := c.Rule.(model.Protocol); ok && rule.Name == model.WrongType {
			codes = append(codes, rule.Error)
		}
	}
	if len(codes) == 0 {
		// The contract names no error; this is the protocol's own.
		codes = append(codes, "SerializationException")
	}
	return codes
}
