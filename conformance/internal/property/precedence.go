package property

import (
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
			// The second mistake needs another member.
			return setup.Constrained(op) && len(t.API.Shape(op.Input).Members) > 1
		})
		good := o.ValidRequest()
		if rule.First == model.Service || rule.Then == model.Service {
			good = o.RequestWithoutSetup()
		}
		mistyped := rapid.SampledFrom(o.InputMembers()).Draw(t.Rapid, "member of the wrong type")
		// Each mistake alone is reported with an error of its stage.
		then := mistake(o, rule.Then, good, mistyped)
		reports(o, rule.Then, o.Call(o.Op, then), false)
		first := mistake(o, rule.First, good, mistyped)
		reports(o, rule.First, o.Call(o.Op, first), true)
		both := mistake(o, rule.First, then, mistyped)
		reports(o, rule.First, o.Call(o.Op, both), true)
	}},
}

// mistake returns a request with a mistake of a stage. For the stage of the
// service, the mistake is that nothing is set up.
func mistake(t *script.T, stage model.Stage, in value.Object, mistyped string) value.Object {
	bad := value.Clone(in)
	switch stage {
	case model.Serialization:
		bad[mistyped] = otherType(t, t.API.Shape(t.API.Shape(t.Op.Input).Member(mistyped).Shape))
	case model.Constraints:
		// The service may reject a number out of its range.
		bad, _ = around(t, in, t.Constraint(func(c model.Constraint) bool {
			return setup.TopMember(c.Path) != mistyped && c.Check != model.Minimum && c.Check != model.Maximum
		}))
	}
	return bad
}

// reports expects an answer to come from a stage. A service decides what a
// mistake is: if it accepts the request, the case is skipped.
func reports(t *script.T, stage model.Stage, r *wire.Reply, sure bool) {
	switch stage {
	case model.Serialization:
		t.ExpectError(r, serialization(t.Session)...)
	case model.Constraints:
		t.ExpectError(r, Validation(t.Session, model.Required)...)
	case model.Service:
		if sure && !r.Ok() && r.Code != "" {
			t.ExpectNotError(r, append(serialization(t.Session), Validation(t.Session, model.Required)...)...)
			return
		}
		if r.Ok() || slices.Contains(Validation(t.Session, model.Required), r.Code) {
			t.Skip("the service accepts the request")
		}
	}
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
