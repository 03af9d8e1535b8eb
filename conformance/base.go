package conformance

import (
	"strings"

	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// operation draws one of the operations for which a condition holds, and
// returns a view of the trial that is about it.
func (t *trial) operation(suits func(*model.Operation) bool) *trial {
	var all, missing []*model.Operation
	for i := range t.api.Operations {
		switch op := &t.api.Operations[i]; {
		case !suits(op):
		case t.missing[op.Name] != "":
			missing = append(missing, op)
		default:
			all = append(all, op)
		}
	}
	if len(all) == 0 && len(missing) > 0 {
		t.outcome.unreachable = missing[0].Name + " is not there: " + t.missing[missing[0].Name]
		t.rapid.SkipNow()
	}
	if len(all) == 0 {
		t.skip("no operation suits the law")
	}
	return t.of(rapid.SampledFrom(all).Draw(t.rapid, "operation"))
}

// base returns a request of the trial's operation that is good for success,
// with all that it needs arranged.
func (t *trial) base() object {
	switch t.op.Effect.Verb {
	case model.Puts, model.Sets:
		thing := t.describe(t.keys(1)...)
		in := t.input(t.op, thing...)
		t.arrange(t.op, in, thing)
		return in
	case model.Deletes:
		thing := t.describe(t.keys(1)...)
		t.put(thing...)
		return t.input(t.op, thing...)
	case model.Lists, model.Reads:
		in := t.input(t.op, t.partition())
		t.arrangeReferences(t.op, in)
		return in
	}
	in, _ := t.least(t.api.Shape(t.op.Input)).(object)
	return in
}

// unarranged returns a request of the trial's operation for which nothing is
// arranged.
func (t *trial) unarranged() object {
	switch t.op.Effect.Verb {
	case model.Puts, model.Sets, model.Deletes:
		return t.input(t.op, t.describe(t.keys(1)...)...)
	}
	return t.input(t.op, t.partition())
}

// accepted expects success, unless something could not be arranged that the
// success may hang on.
func (t *trial) accepted(r *reply) object {
	if t.unsure != "" && !r.ok() {
		t.skip("%s", t.unsure)
	}
	return t.ok(t.op, r)
}

// place puts a value at a path of an input, which may lead through lists:
// then into one of the elements, drawn. Structures and lists that are not
// there are made, as small as can be. A nil value removes what is there.
func (t *trial) place(in object, path model.Path, value any) {
	steps, _, err := t.api.Steps(t.op.Input, path)
	if err != nil {
		t.skip("%v", err)
	}
	at := in
	for i, step := range steps {
		last := i == len(steps)-1
		shape := t.api.Shape(step.Member.Shape)
		if last && !step.Each {
			if value == nil {
				delete(at, step.Member.Name)
			} else {
				at[step.Member.Name] = value
			}
			return
		}
		if _, there := at[step.Member.Name]; !there {
			at[step.Member.Name] = t.least(shape)
		}
		if !step.Each {
			at, _ = at[step.Member.Name].(object)
			continue
		}
		list, _ := at[step.Member.Name].([]any)
		if len(list) == 0 {
			list = t.filled(shape, nil, 1)
			at[step.Member.Name] = list
		}
		n := rapid.IntRange(0, len(list)-1).Draw(t.rapid, "element")
		if last {
			list[n] = value
			return
		}
		at, _ = list[n].(object)
	}
}

// constraint draws one of the constraints on the input of the trial's
// operation that a condition holds for.
func (t *trial) constraint(suits func(model.Constraint) bool) model.Constraint {
	var all []model.Constraint
	for _, c := range t.op.Clauses {
		if rule, ok := c.Rule.(model.Constraint); ok && suits(rule) {
			all = append(all, rule)
		}
	}
	if len(all) == 0 {
		t.skip("%s has no constraint that suits the law", t.op.Name)
	}
	return rapid.SampledFrom(all).Draw(t.rapid, "constraint")
}

// top returns the member of the input in which a path begins.
func top(path model.Path) string {
	first, _, _ := strings.Cut(string(path), ".")
	return strings.TrimSuffix(first, "[]")
}

// constrained reports whether an operation has constraints.
func constrained(op *model.Operation) bool { return op.Clause("constraint") != nil }

// anyOperation is the condition that every operation meets.
func anyOperation(*model.Operation) bool { return true }

// members returns the names of the members of the operation's input.
func (t *trial) members() []string {
	var names []string
	for _, m := range t.api.Shape(t.op.Input).Members {
		names = append(names, m.Name)
	}
	return names
}
