package conformance

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var precedenceLaws = []law{
	{kind: "precedence", name: "of two mistakes in a request the first stage reports its own", check: func(t *trial) {
		rule := t.clause.Rule.(model.Precedence)
		o := t.operation(func(op *model.Operation) bool {
			// The second mistake has to find a member of its own.
			return constrained(op) && len(t.api.Shape(op.Input).Members) > 1
		})
		good := o.base()
		if rule.First == model.Service || rule.Then == model.Service {
			good = o.unarranged()
		}
		mistyped := rapid.SampledFrom(o.members()).Draw(t.rapid, "member of the wrong type")
		// Each mistake alone is reported with an error of its stage.
		then := o.mistake(rule.Then, good, mistyped)
		o.reports(rule.Then, o.call(o.op, then), false)
		first := o.mistake(rule.First, good, mistyped)
		o.reports(rule.First, o.call(o.op, first), true)
		both := o.mistake(rule.First, then, mistyped)
		o.reports(rule.First, o.call(o.op, both), true)
	}},
}

// mistake returns a request with a mistake of a stage. That of the service is
// in it already: nothing is arranged for it.
func (t *trial) mistake(stage model.Stage, in object, mistyped string) object {
	bad := clone(in)
	switch stage {
	case model.Serialization:
		bad[mistyped] = t.otherType(t.api.Shape(t.api.Shape(t.op.Input).Member(mistyped).Shape))
	case model.Constraints:
		// A number out of its range may be refused as the service does it.
		bad, _ = t.around(in, t.constraint(func(c model.Constraint) bool {
			return top(c.Path) != mistyped && c.Check != model.Minimum && c.Check != model.Maximum
		}))
	}
	return bad
}

// reports expects an answer to come from a stage. What the service takes for
// a mistake is up to it: if it takes a request, the case is no case.
func (t *trial) reports(stage model.Stage, r *reply, sure bool) {
	switch stage {
	case model.Serialization:
		t.refused(r, t.serialization()...)
	case model.Constraints:
		t.refused(r, t.validation(model.Required)...)
	case model.Service:
		if sure && !r.ok() && r.code != "" {
			t.notRefused(r, append(t.serialization(), t.validation(model.Required)...)...)
			return
		}
		if r.ok() || slices.Contains(t.validation(model.Required), r.code) {
			t.skip("nothing that the service itself refuses")
		}
	}
}

// serialization returns the errors of a body that can't be read.
func (s *session) serialization() []string {
	var codes []string
	for _, c := range s.api.Clauses {
		if rule, ok := c.Rule.(model.Protocol); ok && rule.Name == model.WrongType {
			codes = append(codes, rule.Error)
		}
	}
	if len(codes) == 0 {
		// The contract does not say; this is what the protocol has for it.
		codes = append(codes, "SerializationException")
	}
	return codes
}
