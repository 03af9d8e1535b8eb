package conformance

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/fakesmith/fakesmith/model"
)

var validationLaws = []law{
	{kind: "validation", name: "a broken constraint has the one error", check: func(t *trial) {
		o := t.operation(constrained)
		in := o.base()
		rule := o.constraint(func(model.Constraint) bool { return true })
		bad, good := o.around(in, rule)
		codes := t.validation(rule.Check)
		o.refused(o.call(o.op, bad), codes...)
		o.expectUntouched(in)
		o.within(o.call(o.op, good), codes...)
	}},
	{kind: "validation", name: "a request that leaves out what it may is not refused for it", cases: 6, check: func(t *trial) {
		for _, o := range t.everyOperation(constrained) {
			t.steps = t.steps[:0]
			rule := o.constraint(func(c model.Constraint) bool { return o.breakable(c) })
			in := o.base()
			bad, _ := o.around(in, rule)
			arranged := len(t.steps)
			for _, path := range o.leavable() {
				// What was asked before has no bearing on what follows, and is not
				// told.
				t.steps = t.steps[:arranged]
				o.within(o.call(o.op, o.leaveOut(in, path)), o.validation(model.Required)...)
			}
			o.refused(o.call(o.op, bad), o.validation(rule.Check)...)
		}
	}},
	{kind: "validation/text", name: "the message names the path and the constraint", cases: 8, check: func(t *trial) {
		for _, o := range t.everyOperation(constrained) {
			t.steps = t.steps[:0]
			in := o.base()
			arranged := len(t.steps)
			for _, c := range o.op.Clauses {
				rule, isConstraint := c.Rule.(model.Constraint)
				if !isConstraint || !o.breakable(rule) {
					continue
				}
				// What was refused before has left nothing behind, and is not told.
				t.steps = t.steps[:arranged]
				o.tellsOf(in, rule)
			}
		}
	}},
}

// everyOperation returns views of the trial that are about each of the
// operations for which a condition holds. They begin with one that is drawn,
// lest one that nothing can be arranged for keep those after it from their
// turn.
func (t *trial) everyOperation(suits func(*model.Operation) bool) []*trial {
	first := t.operation(suits)
	var before, after []*trial
	for i := range t.api.Operations {
		switch op := &t.api.Operations[i]; {
		case !suits(op) || t.missing[op.Name] != "":
		case op == first.op || len(after) > 0:
			after = append(after, t.of(op))
		default:
			before = append(before, t.of(op))
		}
	}
	return append(after, before...)
}

// tellsOf breaks a constraint, and expects a message that names it.
func (t *trial) tellsOf(in object, rule model.Constraint) {
	bad, _ := t.around(in, rule)
	r := t.call(t.op, bad)
	codes := t.validation(rule.Check)
	t.refused(r, codes...)
	if r.code != codes[0] {
		return // the narrower code has words of its own
	}
	_, shape, _ := t.api.Steps(t.op.Input, rule.Path)
	for _, want := range []string{memberPath(bad, rule.Path), phrase(shape, rule.Check)} {
		if !strings.Contains(r.message, want) {
			t.fail("a message with "+want, "%s", r.message)
		}
	}
}

// leavable returns the places in the input of the trial's operation that need
// not be filled, but for those of keys: what becomes of an incomplete key is
// for clauses to say.
func (t *trial) leavable() []model.Path {
	var all []model.Path
	t.api.EachMember(t.op.Input, func(path model.Path, _ *model.Shape, m *model.Member) {
		if !m.Required && !t.keyed(path) {
			all = append(all, path)
		}
	})
	return all
}

// leaveOut returns a request that lacks a value: what is around it is there,
// with all that it requires.
func (t *trial) leaveOut(in object, path model.Path) object {
	in = clone(in)
	if i := strings.LastIndexByte(string(path), '.'); i >= 0 {
		around := path[:i]
		if _, shape, err := t.api.Steps(t.op.Input, around); err == nil && len(at(in, around)) == 0 {
			t.place(in, around, t.least(shape))
		}
	}
	t.place(in, path, nil)
	return in
}

// keyed reports whether a place in the input of the trial's operation holds a
// member of a key.
func (t *trial) keyed(path model.Path) bool {
	for _, b := range t.op.Effect.From {
		if b.Path == path && slices.Contains(t.about.Key, b.Member) {
			return true
		}
	}
	for _, c := range t.op.Clauses {
		if f, ok := c.Rule.(model.Filter); ok && len(f.On) > 1 {
			if _, within := path.Within(f.By); within {
				return true
			}
		}
	}
	return false
}

// memberPath returns the path of a value as messages have it, in quotes; or
// its beginning, up to a list with several elements, since which of them
// breaks the constraint is up to the case.
func memberPath(in object, path model.Path) string {
	text, way := "'", model.Path("")
	for i, name := range strings.Split(string(path), ".") {
		name, each := strings.CutSuffix(name, "[]")
		if i > 0 {
			text += "."
		}
		first, size := utf8.DecodeRuneInString(name)
		text += string(unicode.ToLower(first)) + name[size:]
		way = way.Join(name)
		if !each {
			continue
		}
		if len(listAt(in, way)) != 1 {
			return text + "."
		}
		text += ".1.member"
		way = way.Elem()
	}
	return text + "'"
}

// phrase returns how a message names a constraint.
func phrase(shape *model.Shape, check model.Check) string {
	switch check {
	case model.Required:
		return "must not be null"
	case model.MinLength, model.MinItems, model.MinProperties:
		return fmt.Sprintf("must have length greater than or equal to %d", shape.Min.Int)
	case model.MaxLength, model.MaxItems, model.MaxProperties:
		return fmt.Sprintf("must have length less than or equal to %d", shape.Max.Int)
	case model.Minimum:
		return "must have value greater than or equal to " + string(numeral(boundOf(shape, shape.Min)))
	case model.Maximum:
		return "must have value less than or equal to " + string(numeral(boundOf(shape, shape.Max)))
	case model.PatternCheck:
		return "must satisfy regular expression pattern: " + shape.Pattern
	case model.EnumCheck:
		return "must satisfy enum value set"
	}
	return "failed to satisfy constraint"
}
