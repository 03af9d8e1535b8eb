package runtime

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/fakesmith/fakesmith/fake/internal/excerpt"
)

// Missing notes that a required member is not there.
func (vs *Violations) Missing(member string) {
	*vs = append(*vs, Violation{Path: member, Pointer: pointerTo(member), Null: true, Member: "Member must not be null"})
}

// note notes that a member with a value breaks a constraint.
func (vs *Violations) note(member, value, constraint string) {
	*vs = append(*vs, Violation{Path: member, Pointer: pointerTo(member), Value: value, Member: constraint})
}

// noteLength notes that a member is of a wrong length.
func (vs *Violations) noteLength(member, value string, length int, constraint string) {
	vs.note(member, value, "Member must have length "+constraint)
	v := &(*vs)[len(*vs)-1]
	v.Length, v.Sized = length, true
}

// Required checks that a required member is there.
func (vs *Violations) Required(member string, present bool) {
	if !present {
		vs.Missing(member)
	}
}

// MinLength checks that a string has at least min code points.
func (vs *Violations) MinLength(member, value string, min int) {
	// A string has no fewer code points than a quarter of its bytes, and no more
	// than bytes, so that they need seldom be counted.
	if len(value) < 4*min {
		vs.countAtLeast(member, value, min)
	}
}

// MaxLength checks that a string has at most max code points.
func (vs *Violations) MaxLength(member, value string, max int) {
	if len(value) > max {
		vs.countAtMost(member, value, max)
	}
}

func (vs *Violations) countAtLeast(member, value string, min int) {
	if n := utf8.RuneCountInString(value); n < min {
		vs.tooShort(member, excerpt.Of(value), n, min)
	}
}

func (vs *Violations) countAtMost(member, value string, max int) {
	if n := utf8.RuneCountInString(value); n > max {
		vs.tooLong(member, excerpt.Of(value), n, max)
	}
}

// MinItems checks that a list, a map or a blob has at least min elements.
func (vs *Violations) MinItems(member string, n, min int) {
	if n < min {
		vs.tooShort(member, items(n), n, min)
	}
}

// MaxItems checks that a list, a map or a blob has at most max elements.
func (vs *Violations) MaxItems(member string, n, max int) {
	if n > max {
		vs.tooLong(member, items(n), n, max)
	}
}

func (vs *Violations) tooShort(member, value string, length, min int) {
	vs.noteLength(member, value, length, "greater than or equal to "+strconv.Itoa(min))
}

func (vs *Violations) tooLong(member, value string, length, max int) {
	vs.noteLength(member, value, length, "less than or equal to "+strconv.Itoa(max))
}

// Min checks that a number is at least min.
func Min[N int32 | int64 | float32 | float64](vs *Violations, member string, value, min N) {
	// Written so that NaN, which compares with nothing, is rejected too.
	if !(value >= min) {
		vs.note(member, fmt.Sprint(value), fmt.Sprintf("Member must have value greater than or equal to %v", min))
	}
}

// Max checks that a number is at most max.
func Max[N int32 | int64 | float32 | float64](vs *Violations, member string, value, max N) {
	if !(value <= max) {
		vs.note(member, fmt.Sprint(value), fmt.Sprintf("Member must have value less than or equal to %v", max))
	}
}

// OneOf checks that a value is one of an enum's.
func OneOf[T ~string](vs *Violations, member string, value T, values []T) {
	if slices.Contains(values, value) {
		return
	}
	var set strings.Builder
	for i, v := range values {
		if i > 0 {
			set.WriteString(", ")
		}
		set.WriteString(string(v))
	}
	vs.note(member, excerpt.Of(string(value)), "Member must satisfy enum value set: ["+set.String()+"]")
}

// Unique checks that the elements of a list differ.
func Unique[T cmp.Ordered](vs *Violations, member string, list []T) {
	if len(list) < 2 {
		return
	}
	sorted := slices.Sorted(slices.Values(list))
	if len(slices.Compact(sorted)) != len(list) {
		vs.note(member, items(len(list)), "Member must have unique values")
	}
}

// Pattern checks that a pattern matches somewhere in a string.
func (vs *Violations) Pattern(member, value string, pattern *Pattern) {
	if !pattern.matches(value) {
		vs.note(member, excerpt.Of(value), "Member must satisfy regular expression pattern: "+pattern.text)
	}
}

// A Pattern is a regular expression that constrains strings.
type Pattern struct {
	text string
	expr *regexp.Regexp
	// notBlank says that the pattern asks no more than that there be a
	// character other than white space, which needs no engine.
	notBlank bool
}

// MustPattern returns the pattern for a regular expression in RE2 syntax, and
// panics if it is none. It is meant for generated code, whose patterns the
// generator has compiled before.
func MustPattern(text string) *Pattern {
	return &Pattern{
		text:     text,
		expr:     regexp.MustCompile(text),
		notBlank: text == `\S` || text == `.*\S.*`,
	}
}

// PrintedAs returns the pattern as one that messages have in other words: those of
// the service, which may have another syntax, or anchors that go without saying.
func (p *Pattern) PrintedAs(text string) *Pattern {
	p.text = text
	return p
}

func (p *Pattern) matches(s string) bool {
	if !p.notBlank {
		return p.expr.MatchString(s)
	}
	for i := range len(s) {
		switch s[i] {
		case ' ', '\t', '\n', '\f', '\r':
		default:
			return true
		}
	}
	return false
}

// items describes a list by the number of its elements.
func items(n int) string {
	if n == 0 {
		return "[]"
	}
	return "[" + strconv.Itoa(n) + " elements]"
}
