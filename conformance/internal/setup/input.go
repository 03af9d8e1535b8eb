package setup

import (
	"maps"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// ValidRequest returns an input with which the case's operation has to succeed,
// and sets up all that it needs.
func (t *Stage) ValidRequest() value.Object {
	switch t.Op.Effect.Verb {
	case model.Puts, model.Sets:
		resource := t.Describe(t.Keys(1)...)
		in := t.Input(t.Op, resource...)
		t.SetUp(t.Op, in, resource)
		return in
	case model.Updates, model.Deletes, model.Gets:
		resource := t.Describe(t.Keys(1)...)
		t.Put(resource...)
		return t.Input(t.Op, resource...)
	case model.Lists, model.Reads:
		in := t.Input(t.Op, t.listed())
		t.SetUpReferences(t.Op, in)
		return in
	}
	in, _ := t.Least(t.API.Shape(t.Op.Input)).(value.Object)
	return in
}

// RequestWithoutSetup is ValidRequest with nothing set up, or where a put may not
// replace what is there, with that there.
func (t *Stage) RequestWithoutSetup() value.Object {
	if t.Op.Clause("existing") != nil {
		resource := t.Describe(t.Keys(1)...)
		t.Put(resource...)
		in := t.Input(t.Op, resource...)
		if flag := effect.Replaces(t.Op); flag != "" {
			value.Set(in, flag, false)
		}
		return in
	}
	switch t.Op.Effect.Verb {
	case model.Puts, model.Updates, model.Sets, model.Deletes, model.Gets:
		return t.Input(t.Op, t.Describe(t.Keys(1)...)...)
	}
	return t.Input(t.Op, t.listed())
}

// listed returns what the case's operation can be asked for: a partition, or a key
// with what gathers the resources that it lists.
func (t *Stage) listed() value.Object {
	if len(t.Gathering(t.Op)) > 0 {
		return t.Keys(1)[0]
	}
	return t.Partition()
}

// Place puts a value at a path of an input. If the path leads through a list,
// it draws one of the elements. Structures and lists that are missing are
// created, as small as possible. A nil value removes the member.
func (t *Stage) Place(in value.Object, path model.Path, val any) {
	t.PlaceIn(in, path, val, func(list []any) int {
		return rapid.IntRange(0, len(list)-1).Draw(t.Rapid, "element")
	})
}

// PlaceIn is [Stage.Place] with the elements of lists that a function chooses.
func (t *Stage) PlaceIn(in value.Object, path model.Path, val any, choose func(list []any) int) {
	steps, _, err := t.API.Steps(t.Op.Input, path)
	if err != nil {
		t.Skip("%v", err)
	}
	effect.Unflag(t.Op, in, path)
	at := in
	for i, step := range steps {
		last := i == len(steps)-1
		shape := t.API.Shape(step.Member.Shape)
		if step.Owner.Union {
			maps.DeleteFunc(at, func(name string, _ any) bool { return name != step.Member.Name }) // it has one member
		}
		if last && !step.Each {
			if val == nil {
				delete(at, step.Member.Name)
			} else {
				at[step.Member.Name] = val
			}
			return
		}
		if _, there := at[step.Member.Name]; !there {
			at[step.Member.Name] = t.Least(shape)
		}
		if !step.Each {
			at, _ = at[step.Member.Name].(value.Object)
			continue
		}
		list, _ := at[step.Member.Name].([]any)
		if len(list) == 0 {
			list = t.Filled(shape, nil, 1)
			at[step.Member.Name] = list
		}
		n := choose(list)
		if last {
			list[n] = val
			return
		}
		at, _ = list[n].(value.Object)
	}
}

// Constraint draws one of the constraints on the input of the case's operation
// that meet a condition.
func (t *Stage) Constraint(suits func(model.Constraint) bool) model.Constraint {
	var all []model.Constraint
	for _, c := range t.Op.Clauses {
		if rule, ok := c.Rule.(model.Constraint); ok && suits(rule) {
			all = append(all, rule)
		}
	}
	if len(all) == 0 {
		t.Skip("%s has no constraint that suits the property", t.Op.Name)
	}
	return rapid.SampledFrom(all).Draw(t.Rapid, "constraint")
}

// InputMembers returns the names of the members of the operation's input.
func (t *Stage) InputMembers() []string {
	var names []string
	for _, m := range t.API.Shape(t.Op.Input).Members {
		names = append(names, m.Name)
	}
	return names
}

// TopMember returns the member of the input in which a path begins.
func TopMember(path model.Path) string {
	first, _, _ := strings.Cut(string(path), ".")
	return strings.TrimSuffix(first, "[]")
}

// Constrained reports whether an operation has constraints.
func Constrained(op *model.Operation) bool { return op.Clause("constraint") != nil }

// AnyOperation is the condition that every operation meets.
func AnyOperation(*model.Operation) bool { return true }
