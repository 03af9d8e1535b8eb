package conformance

import (
	"fmt"
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
		o.within(o.call(o.op, good), codes...)
	}},
	{kind: "validation/text", name: "the message names the path and the constraint", check: func(t *trial) {
		o := t.operation(constrained)
		in := o.base()
		rule := o.constraint(func(model.Constraint) bool { return true })
		bad, _ := o.around(in, rule)
		r := o.call(o.op, bad)
		codes := t.validation(rule.Check)
		o.refused(r, codes...)
		if r.code != codes[0] {
			t.skip("the refusal has the narrower code %s", r.code)
		}
		_, shape, _ := t.api.Steps(o.op.Input, rule.Path)
		for _, want := range []string{memberPath(bad, rule.Path), phrase(shape, rule.Check)} {
			if !strings.Contains(r.message, want) {
				t.fail("a message with "+want, "%s", r.message)
			}
		}
	}},
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
