package model

import (
	"fmt"
	"strconv"
)

// A Constraint is a limit that a schema sets on a value of an input. Its
// clauses are derived from the schemas: the id of each says where it stands,
// e.g. "PutRemediationExceptions.ResourceKeys.maxItems".
type Constraint struct {
	// Path leads to the value from the operation's input.
	Path Path
	// Check says what is limited.
	Check Check
	// Shape is the shape of the value, which sets the limit; for Required it
	// is the structure that lacks the member.
	Shape string
}

func (Constraint) rule() {}

// A Check is a keyword of a schema.
type Check string

// The checks.
const (
	Required      Check = "required"
	MinLength     Check = "minLength"
	MaxLength     Check = "maxLength"
	MinItems      Check = "minItems"
	MaxItems      Check = "maxItems"
	MinProperties Check = "minProperties"
	MaxProperties Check = "maxProperties"
	Minimum       Check = "minimum"
	Maximum       Check = "maximum"
	PatternCheck  Check = "pattern"
	EnumCheck     Check = "enum"
	UniqueItems   Check = "uniqueItems"
)

// Checks returns the checks that a shape sets on its values, without those on
// its members or elements.
func (s *Shape) Checks() []Check {
	var low, high Check
	switch s.Kind {
	case String, Blob:
		low, high = MinLength, MaxLength
	case List:
		low, high = MinItems, MaxItems
	case Map:
		low, high = MinProperties, MaxProperties
	case Integer, Long, Float, Double:
		low, high = Minimum, Maximum
	}
	var checks []Check
	// A least length of zero limits nothing.
	if s.Min != nil && (s.Min.Int != 0 || s.Min.Real != 0 || low == Minimum) {
		checks = append(checks, low)
	}
	if s.Max != nil {
		checks = append(checks, high)
	}
	if s.Pattern != "" {
		checks = append(checks, PatternCheck)
	}
	if s.Kind == Enum {
		checks = append(checks, EnumCheck)
	}
	if s.Unique {
		checks = append(checks, UniqueItems)
	}
	return checks
}

// deriveConstraints adds to each operation the clauses that stand in the
// schemas of its input. Where these have more places than are looked at, a
// warning says so.
func deriveConstraints(api *API) {
	shapes, left := api.placeFinder(), maxAllPlaces
	for i := range api.Operations {
		op := &api.Operations[i]
		root, count, whole := shapes.find(op.Input, min(maxPlaces, left))
		left -= min(count, left)
		root.each(func(p *place) { op.Clauses = append(op.Clauses, p.constraints(op)...) })
		if !whole {
			api.Warnings.Add(op.Pos, op.Name, fmt.Sprintf("the structures of the input name each other so often that only its first %d places have clauses", count),
				"the fake checks the others as well, and the suite does not")
		}
	}
}

// constraints returns the constraints on the value at a place. A place within
// a map has none: its values are limited by the generated validation, and are
// no clause of the operation.
func (p *place) constraints(op *Operation) []Clause {
	var clauses []Clause
	add := func(check Check, s *Shape, pos Pos, says string) {
		clauses = append(clauses, Clause{
			ID:          fmt.Sprintf("%s.%s.%s", op.Name, p.path, check),
			Kind:        derived,
			Description: says,
			Source:      "API model, shape " + s.Name,
			Provenance:  Documented,
			Rule:        Constraint{Path: p.path, Check: check, Shape: s.Name},
			Pos:         pos,
		})
	}
	if p.member != nil && p.member.Required {
		add(Required, p.owner, p.member.Pos, p.member.Name+" must be given.")
	}
	if p.shape != nil {
		for _, check := range p.shape.Checks() {
			add(check, p.shape, p.shape.Pos, p.shape.limit(check, p.path.Last()))
		}
	}
	return clauses
}

// limit says in English what a check demands of the value called name.
func (s *Shape) limit(check Check, name string) string {
	switch check {
	case MinLength:
		return fmt.Sprintf("%s has at least %s.", name, count(s.Min.Int, s.unit()))
	case MaxLength:
		return fmt.Sprintf("%s has at most %s.", name, count(s.Max.Int, s.unit()))
	case MinItems, MinProperties:
		return fmt.Sprintf("%s holds at least %s.", name, count(s.Min.Int, s.unit()))
	case MaxItems, MaxProperties:
		return fmt.Sprintf("%s holds at most %s.", name, count(s.Max.Int, s.unit()))
	case Minimum:
		return fmt.Sprintf("%s is at least %s.", name, s.Min.in(s.Kind))
	case Maximum:
		return fmt.Sprintf("%s is at most %s.", name, s.Max.in(s.Kind))
	case PatternCheck:
		return fmt.Sprintf("%s matches %s.", name, s.Pattern)
	case EnumCheck:
		return fmt.Sprintf("%s is one of the values of %s.", name, s.Name)
	case UniqueItems:
		return fmt.Sprintf("The elements of %s differ.", name)
	}
	return fmt.Sprintf("%s is limited by %s.", name, check)
}

// unit is what the length of a shape's values counts.
func (s *Shape) unit() string {
	switch s.Kind {
	case Blob:
		return "byte"
	case List:
		return "element"
	case Map:
		return "entry"
	}
	return "character"
}

func count(n int64, unit string) string {
	switch {
	case n == 1:
		return "1 " + unit
	case unit == "entry":
		return strconv.FormatInt(n, 10) + " entries"
	}
	return strconv.FormatInt(n, 10) + " " + unit + "s"
}

// in returns the bound as a number of that kind is written.
func (b *Bound) in(kind ShapeKind) string {
	if kind == Float || kind == Double {
		return strconv.FormatFloat(b.Real, 'g', -1, 64)
	}
	return strconv.FormatInt(b.Int, 10)
}
