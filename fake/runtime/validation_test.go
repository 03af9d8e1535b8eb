package runtime

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/internal/excerpt"
)

func TestViolationTexts(t *testing.T) {
	pattern := MustPattern(`^[a-z]+$`)
	for want, check := range map[string]func(*Violations){
		"Value null at 'm' failed to satisfy constraint: Member must not be null":                                   func(v *Violations) { v.Required("m", false) },
		"Value '' at 'm' failed to satisfy constraint: Member must have length greater than or equal to 1":          func(v *Violations) { v.MinLength("m", "", 1) },
		"Value 'éé' at 'm' failed to satisfy constraint: Member must have length greater than or equal to 3":        func(v *Violations) { v.MinLength("m", "éé", 3) },
		"Value 'ééé' at 'm' failed to satisfy constraint: Member must have length less than or equal to 2":          func(v *Violations) { v.MaxLength("m", "ééé", 2) },
		"Value '[]' at 'm' failed to satisfy constraint: Member must have length greater than or equal to 1":        func(v *Violations) { v.MinItems("m", 0, 1) },
		"Value '[3 elements]' at 'm' failed to satisfy constraint: Member must have length less than or equal to 2": func(v *Violations) { v.MaxItems("m", 3, 2) },
		"Value '101' at 'm' failed to satisfy constraint: Member must have value less than or equal to 100":         func(v *Violations) { Max(v, "m", int32(101), 100) },
		"Value '-1' at 'm' failed to satisfy constraint: Member must have value greater than or equal to 0":         func(v *Violations) { Min(v, "m", int64(-1), 0) },
		"Value 'NaN' at 'm' failed to satisfy constraint: Member must have value greater than or equal to 0.5":      func(v *Violations) { Min(v, "m", math.NaN(), 0.5) },
		"Value 'A' at 'm' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-z]+$":   func(v *Violations) { v.Pattern("m", "A", pattern) },
		"Value 'X' at 'm' failed to satisfy constraint: Member must satisfy enum value set: [A, B]":                 func(v *Violations) { OneOf(v, "m", kindOf("X"), []kindOf{"A", "B"}) },
		"Value '[3 elements]' at 'm' failed to satisfy constraint: Member must have unique values":                  func(v *Violations) { Unique(v, "m", []string{"a", "b", "a"}) },
	} {
		var v Violations
		check(&v)
		if len(v) != 1 || v[0].String() != want {
			t.Errorf("got %v, want %s", v, want)
		}
	}
}

func TestConstraintsThatHoldSayNothingAndCostNothing(t *testing.T) {
	pattern := MustPattern(`.*\S.*`)
	kinds := []kindOf{"A", "B"}
	var v Violations
	check := func() {
		v.Required("m", true)
		v.MinLength("m", "é", 1)
		v.MaxLength("m", "éé", 2)
		v.MinItems("m", 1, 1)
		v.MaxItems("m", 2, 2)
		Min(&v, "m", int32(0), 0)
		Max(&v, "m", 1.5, 1.5)
		v.Pattern("m", "  x", pattern)
		OneOf(&v, "m", kindOf("B"), kinds)
		v.In("m", nil)
		v.InElem("m", 0, nil)
		v.InKey("m", "k", nil)
		Unique(&v, "m", []string{"a"})
	}
	check()
	if v.Err("Op") != nil {
		t.Fatalf("Err = %v", v.Err("Op"))
	}
	if n := testing.AllocsPerRun(100, check); n != 0 {
		t.Errorf("%v allocations, want none", n)
	}
	Unique(&v, "m", []string{"b", "a", "c"})
	if v != nil {
		t.Errorf("unique elements violate %v", v)
	}
}

func TestPaths(t *testing.T) {
	var key, elem, whole Violations
	key.MinLength("resourceType", "", 1)
	elem.MinLength("", "", 1)
	whole.In("configRule", key)
	key = nil
	key.Missing("resourceId")
	whole.InElem("resourceKeys", 2, key)
	whole.InElem("names", 0, elem)
	inner := Violations{{Path: "x"}}
	whole.InKey("tags", "k", inner)
	var paths []string
	for _, v := range whole {
		paths = append(paths, v.Path)
	}
	want := "[configRule.resourceType resourceKeys.3.member.resourceId names.1.member tags.k.member.x]"
	if got := fmt.Sprint(paths); got != want {
		t.Errorf("paths are %s, want %s", got, want)
	}
}

func TestValidationError(t *testing.T) {
	var v Violations
	v.Missing("a")
	v.MaxItems("b", 2, 1)
	err := v.Err("PutThings")
	want := "PutThings: ValidationException: 2 validation errors detected: Value null at 'a' failed to satisfy constraint: Member must not be null; " +
		"Value '[2 elements]' at 'b' failed to satisfy constraint: Member must have length less than or equal to 1"
	if err.Error() != want {
		t.Errorf("Error() =\n%s, want\n%s", err, want)
	}
	if !errors.Is(err, ValidationException) || errors.Is(err, SerializationException) {
		t.Error("the error is not known by its code")
	}
	if one := v[:1].Err("").Error(); !strings.HasPrefix(one, "ValidationException: 1 validation error detected: Value") {
		t.Errorf("Error() = %s", one)
	}
}

// TestMergeDropsWhatMissingExplains: Validate sees a zero value where a
// required member was missing, and must not speak of it again.
func TestMergeDropsWhatMissingExplains(t *testing.T) {
	var missing, found Violations
	missing.Missing("rule")
	found.MinLength("rule", "", 1)
	found.MinLength("rule.name", "", 1)
	found.MinLength("rules", "", 1)
	merged := missing.merge(found)
	if len(merged) != 2 || merged[0].Path != "rule" || merged[1].Path != "rules" {
		t.Errorf("merged to %v", merged)
	}
}

func TestExcerpt(t *testing.T) {
	long := strings.Repeat("é", 5000)
	got := excerpt.Of(long)
	if len(got) > 2060 || !strings.HasSuffix(got, "...") || strings.ContainsRune(got, '\ufffd') {
		t.Errorf("excerpt of a long value has %d bytes and ends in %q", len(got), got[len(got)-8:])
	}
	if excerpt.Of("short") != "short" {
		t.Error("a short value is cut")
	}
}

func TestErrorTells(t *testing.T) {
	const notFound fake.Code = "NotFoundException"
	err := error(Errorf("GetThing", notFound, "there is no %s", "thing").WithStatus(404))
	if err.Error() != "GetThing: NotFoundException: there is no thing" {
		t.Errorf("Error() = %s", err)
	}
	if !errors.Is(fmt.Errorf("wrapped: %w", err), notFound) || errors.Is(err, ValidationException) {
		t.Error("the error is not known by its code")
	}
	if got := (&fake.Error{Code: notFound}).Error(); got != "NotFoundException" {
		t.Errorf("Error() = %q", got)
	}
	if e, _ := errors.AsType[*fake.Error](err); e.Status != 404 {
		t.Errorf("Status = %d", e.Status)
	}
}

func ExampleViolations() {
	var v Violations
	v.MaxLength("configRuleName", "a name too long", 8)
	err := v.Err("DescribeConfigRules")
	fmt.Println(errors.Is(err, ValidationException))
	fmt.Println(v[0])
	// Output:
	// true
	// Value 'a name too long' at 'configRuleName' failed to satisfy constraint: Member must have length less than or equal to 8
}
