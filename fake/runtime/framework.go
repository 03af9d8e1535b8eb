package runtime

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/fakesmith/fakesmith/fake/internal/excerpt"
)

// The constraints of an API whose servers are made with Smithy's framework: it
// has a bound on both sides in one sentence, where AWS's older services have two.

// Length checks that a string has from min to max code points.
func (vs *Violations) Length(member, value string, min, max int) {
	if n := utf8.RuneCountInString(value); n < min || n > max {
		vs.noteLength(member, excerpt.Of(value), n, between(min, max))
	}
}

// Items checks that a list, a map or a blob has from min to max elements.
func (vs *Violations) Items(member string, n, min, max int) {
	if n < min || n > max {
		vs.noteLength(member, items(n), n, between(min, max))
	}
}

// Range checks that a number is from min to max.
func Range[N int32 | int64 | float32 | float64](vs *Violations, member string, value, min, max N) {
	// Written so that NaN, which compares with nothing, is rejected too.
	if !(value >= min && value <= max) {
		vs.note(member, fmt.Sprint(value), "Member must be "+between(min, max))
	}
}

func between[N any](min, max N) string { return fmt.Sprintf("between %v and %v, inclusive", min, max) }

// Among checks that a value is one of an enum's. Callers are told of those that
// are named in set.
func Among[T ~string](vs *Violations, member string, value T, values []T, set string) {
	if !slices.Contains(values, value) {
		vs.note(member, excerpt.Of(string(value)), "Member must satisfy enum value set: ["+set+"]")
	}
}

// framework returns the violation in the words of Smithy's framework, which
// never repeats the value.
func (v Violation) framework() string {
	sized := ""
	if v.Sized {
		sized = " with length " + strconv.Itoa(v.Length)
	}
	member := strings.Replace(v.Member, "must have value", "must be", 1)
	return "Value" + sized + " at '" + v.Pointer + "' failed to satisfy constraint: " + member
}

// frameworkMessage returns all violations in the words of Smithy's framework.
func (e *ValidationError) frameworkMessage() string {
	said := make([]string, len(e.Violations))
	for i, v := range e.Violations {
		said[i] = v.framework()
	}
	plural := "s"
	if len(said) == 1 {
		plural = ""
	}
	return fmt.Sprintf("%d validation error%s detected. %s", len(said), plural, strings.Join(said, "; "))
}

// A fieldList is the violations as Smithy's framework lists them.
type fieldList Violations

// MarshalJSON returns {"fieldList": [{"path": ..., "message": ...}]}.
func (vs fieldList) MarshalJSON() ([]byte, error) {
	e := new(Encoder)
	e.ObjStart()
	e.FieldStart("fieldList")
	e.ArrStart()
	for _, v := range vs {
		e.ObjStart()
		e.FieldStart("path")
		e.Str(v.Pointer)
		e.FieldStart("message")
		e.Str(v.framework())
		e.ObjEnd()
	}
	e.ArrEnd()
	e.ObjEnd()
	return e.Bytes(), nil
}
