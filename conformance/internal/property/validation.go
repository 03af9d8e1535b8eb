package property

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/setup"
	"github.com/fakesmith/fakesmith/conformance/internal/shapes"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/model"
)

var validationProperties = []script.Property{
	{Kind: "validation", Name: "a broken constraint is reported with the one error", Check: func(t *script.T) {
		o := t.Operation(setup.Constrained)
		rule := o.Constraint(func(model.Constraint) bool { return true })
		codes := Validation(t.Session, rule.Check)
		unconstrained(o, o.ValidRequest(), codes)
		in := o.ValidRequest()
		bad, good := around(o, in, rule)
		o.ExpectError(o.Call(o.Op, bad), codes...)
		o.ExpectUntouched(in)
		if !narrowed(o, rule) && !clashes(o, good, rule.Path, codes) {
			within(o, o.Call(o.Op, good), codes...)
		}
	}},
	{Kind: "validation", Name: "each broken constraint is reported with the one error", Cases: 3, Check: func(t *script.T) {
		eachConstraint(t, func(o *script.T, bad value.Object, rule model.Constraint) {
			o.ExpectError(o.Call(o.Op, bad), Validation(o.Session, rule.Check)...)
		})
	}},
	{Kind: "validation", Name: "a request without optional members is not rejected for that", Cases: 6, Check: func(t *script.T) {
		for _, o := range everyOperation(t, setup.Constrained) {
			t.StartOver()
			rule := o.Constraint(func(c model.Constraint) bool { return breakable(o, c) })
			in := o.ValidRequest()
			bad, ok := breaking(o, in, rule)
			if !ok {
				continue
			}
			before := len(t.Steps)
			for _, path := range leavable(o) {
				// Earlier requests have no effect, so they are no steps of the
				// counterexample.
				t.Steps = t.Steps[:before]
				less := leaveOut(o, in, path)
				if o.Op.CreatesOnly() != nil {
					less = renewed(o, less, path)
				}
				if codes := Validation(o.Session, model.Required); !clashes(o, less, path, codes) {
					within(o, o.Call(o.Op, less), codes...)
				}
			}
			o.ExpectError(o.Call(o.Op, bad), Validation(o.Session, rule.Check)...)
		}
	}},
	{Kind: "validation/text", Name: "the message names the path and the constraint", Cases: 8, Check: func(t *script.T) {
		eachConstraint(t, namesConstraint)
	}},
}

// eachConstraint calls check for each constraint on the input of each operation
// that accepts a valid request, with a request that breaks it.
func eachConstraint(t *script.T, check func(o *script.T, bad value.Object, rule model.Constraint)) {
	checked := false
	for _, o := range everyOperation(t, setup.Constrained) {
		t.StartOver()
		in := o.ValidRequest()
		control := o.Call(o.Op, in)
		if rejectsAnything(o, control) {
			continue
		}
		arranged := len(t.Steps)
		for _, c := range o.Op.Clauses {
			rule, isConstraint := c.Rule.(model.Constraint)
			if !isConstraint || !breakable(o, rule) {
				continue
			}
			bad, ok := breaking(o, in, rule)
			if !ok {
				continue
			}
			// Rejected requests have no effect, so they are no steps of the
			// counterexample.
			t.Steps = t.Steps[:arranged]
			check(o, renewed(o, bad, rule.Path), rule)
			checked = true
		}
	}
	if !checked {
		t.Skip("no operation accepts a valid request, or no constraint can be broken in one that is short enough")
	}
}

// rejectsAnything reports whether the answer to a valid request is that to one
// which breaks a constraint, or says nothing.
func rejectsAnything(t *script.T, control *wire.Reply) bool {
	return !control.Ok() && (control.Status >= 500 || control.Code == "" || slices.Contains(Validation(t.Session, model.Minimum), control.Code))
}

// everyOperation returns a view of the case for each of the operations for
// which a condition holds. It begins with a random one, so that an operation
// whose preconditions can't be set up does not hide those after it.
func everyOperation(t *script.T, suits func(*model.Operation) bool) []*script.T {
	first := t.Operation(suits)
	var before, after []*script.T
	for i := range t.API.Operations {
		switch op := &t.API.Operations[i]; {
		case !suits(op) || t.Missing[op.Name] != "":
		case op == first.Op || len(after) > 0:
			after = append(after, t.Of(op))
		default:
			before = append(before, t.Of(op))
		}
	}
	return append(after, before...)
}

// namesConstraint breaks a constraint, and expects a message that names it.
func namesConstraint(t *script.T, bad value.Object, rule model.Constraint) {
	r := t.Call(t.Op, bad)
	codes := Validation(t.Session, rule.Check)
	t.ExpectError(r, codes...)
	if r.Code != codes[0] {
		return // the narrower code has words of its own
	}
	_, shape, _ := t.API.Steps(t.Op.Input, rule.Path)
	for _, want := range [][]string{{memberPath(bad, rule.Path)}, phrases(shape, rule.Check)} {
		if !slices.ContainsFunc(want, func(text string) bool { return strings.Contains(r.Message, text) }) {
			t.Fail("a message with "+want[0], "%s", r.Message)
		}
	}
}

// leavable returns the optional members in the input of the case's operation,
// without those of keys, and those of which a request gives one group or another:
// other clauses are about these.
func leavable(t *script.T) []model.Path {
	var all []model.Path
	t.API.EachMember(t.Op.Input, func(path model.Path, _ *model.Shape, m *model.Member) {
		if !m.Required && !keyed(t, path) {
			all = append(all, path)
		}
	})
	return all
}

// leaveOut returns a request that lacks a value. The values around it are
// present, with their required members.
func leaveOut(t *script.T, in value.Object, path model.Path) value.Object {
	in = value.Clone(in)
	if i := strings.LastIndexByte(string(path), '.'); i >= 0 {
		around := path[:i]
		if _, shape, err := t.API.Steps(t.Op.Input, around); err == nil && len(value.At(in, around)) == 0 {
			t.Place(in, around, t.Least(shape))
		}
	}
	t.Place(in, path, nil)
	return in
}

// keyed reports whether a path in the input of the case's operation is that of
// a member of a key, or of what a listing is asked for by.
func keyed(t *script.T, path model.Path) bool {
	for _, b := range t.Op.Effect.From {
		if b.Path == path && slices.Contains(t.Subject.Key, b.Member) {
			return true
		}
	}
	for _, c := range t.Op.Clauses {
		switch rule := c.Rule.(type) {
		case model.Filter:
			if _, within := path.Within(rule.By); within && len(rule.On) > 1 {
				return true
			}
		case model.FilterEither:
			if slices.ContainsFunc(rule.Of, func(group []model.Path) bool { return slices.Contains(group, path) }) {
				return true
			}
		}
	}
	return false
}

// memberPath returns the path of a value as messages have it, in quotes; or a
// prefix of it, up to a list with several elements, any of which may break the
// constraint.
func memberPath(in value.Object, path model.Path) string {
	text, prefix := "'", model.Path("")
	for i, name := range strings.Split(string(path), ".") {
		name, each := strings.CutSuffix(name, "[]")
		if i > 0 {
			text += "."
		}
		first, size := utf8.DecodeRuneInString(name)
		text += string(unicode.ToLower(first)) + name[size:]
		prefix = prefix.Join(name)
		if !each {
			continue
		}
		if len(value.ListAt(in, prefix)) != 1 {
			return text + "."
		}
		text += ".1.member"
		prefix = prefix.Elem()
	}
	return text + "'"
}

// phrases returns the forms of the words with which a message names a constraint,
// the usual one first. A pattern may have the anchors that it has in the model, and
// its backslashes may be escaped once more.
func phrases(shape *model.Shape, check model.Check) []string {
	usual := phrase(shape, check)
	if check != model.PatternCheck {
		return []string{usual}
	}
	const before = "must satisfy regular expression pattern: "
	var all []string
	for _, text := range []string{shape.PatternInMessages(), shape.Pattern} {
		all = append(all, before+text, before+strings.ReplaceAll(text, `\`, `\\`))
	}
	return all
}

// phrase returns the words with which a message names a constraint.
func phrase(shape *model.Shape, check model.Check) string {
	switch check {
	case model.Required:
		return "must not be null"
	case model.MinLength, model.MinItems, model.MinProperties:
		return fmt.Sprintf("must have length greater than or equal to %d", shape.Min.Int)
	case model.MaxLength, model.MaxItems, model.MaxProperties:
		return fmt.Sprintf("must have length less than or equal to %d", shape.Max.Int)
	case model.Minimum:
		return "must have value greater than or equal to " + string(shapes.Numeral(shapes.BoundOf(shape, shape.Min)))
	case model.Maximum:
		return "must have value less than or equal to " + string(shapes.Numeral(shapes.BoundOf(shape, shape.Max)))
	case model.PatternCheck:
		return "must satisfy regular expression pattern: " + shape.PatternInMessages()
	case model.EnumCheck:
		return "must satisfy enum value set"
	}
	return "failed to satisfy constraint"
}
