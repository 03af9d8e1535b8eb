package mutate

import (
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

var constraintMutations = []mutation{
	{"constraint", "optional", "the member need not be given", onCheck(nil, model.Required)},
	{"constraint", "weaker", "the bound is wider by one", onCheck(one(moveBound(-1)), lower...)},
	{"constraint", "weaker", "the bound is wider by one", onCheck(one(moveBound(1)), upper...)},
	{"constraint", "stricter", "the bound is narrower by one", onCheck(where(narrowable, one(moveBound(1))), lower...)},
	{"constraint", "stricter", "the bound is narrower by one", onCheck(where(narrowable, one(moveBound(-1))), upper...)},
	{"constraint", "dropped", "the text may be any", onCheck(one(func(s *site) { s.own().Pattern = "" }), model.PatternCheck)},
	{"constraint", "ascii", "the text may have no letters but those of ASCII", onCheck(where(foreign, one(func(s *site) { s.own().Pattern = ascii })), model.PatternCheck)},
	{"constraint", "unchecked", "the value may be any", onCheck(nil, model.EnumCheck)},
	{"constraint", "lacks", "the value %s is not known", onCheck(func(s *site) []change {
		_, shape, err := s.api.Steps(s.op.Input, s.clause.Rule.(model.Constraint).Path)
		if err != nil || len(shape.Enum) < 2 {
			return nil
		}
		values := enumValues(shape)
		if n := len(values); n > mostLacking {
			// Some stand for all: what finds one missing does not know which it is.
			values = []string{values[0], values[n/2], values[n-1]}
		}
		return each(values, func(s *site, value string) {
			enum := s.api.Shape(shape.Name)
			enum.Enum = slices.DeleteFunc(enum.Enum, func(v model.EnumValue) bool { return v.Value == value })
		})
	}, model.EnumCheck)},
	{"constraint", "repeated", "the elements need not differ", onCheck(one(func(s *site) { s.own().Unique = false }), model.UniqueItems)},
}

var (
	lower = []model.Check{model.MinLength, model.MinItems, model.MinProperties, model.Minimum}
	upper = []model.Check{model.MaxLength, model.MaxItems, model.MaxProperties, model.Maximum}
)

// mostLacking is how many values an enum may have of which each is missing in a mutant.
const mostLacking = 50

// ascii is a pattern that printable ASCII matches, and nothing else.
const ascii = `^[ -~]*$`

// onCheck returns the changes of a clause about one of some checks.
func onCheck(changes func(*site) []change, checks ...model.Check) func(*site) []change {
	return where(func(s *site) bool {
		return slices.Contains(checks, s.clause.Rule.(model.Constraint).Check)
	}, changes)
}

// foreign is the condition that the pattern allows letters beyond ASCII.
func foreign(s *site) bool { return strings.HasPrefix(s.pattern(), ".") }

func (s *site) pattern() string {
	_, shape, err := s.api.Steps(s.op.Input, s.clause.Rule.(model.Constraint).Path)
	if err != nil {
		return ""
	}
	return shape.Pattern
}

// narrowable is the condition that a bound can be narrowed and leave a value.
func narrowable(s *site) bool {
	_, shape, err := s.api.Steps(s.op.Input, s.clause.Rule.(model.Constraint).Path)
	return err == nil && (shape.Min == nil || shape.Max == nil || shape.Max.Int-shape.Min.Int+int64(shape.Max.Real-shape.Min.Real) > 0)
}

// moveBound moves the bound that the clause is about.
func moveBound(by int64) func(*site) {
	return func(s *site) {
		shape := s.own()
		bound := shape.Max
		if slices.Contains(lower, s.clause.Rule.(model.Constraint).Check) {
			bound = shape.Min
		}
		if shape.Kind == model.Float || shape.Kind == model.Double {
			bound.Real += float64(by)
		} else {
			bound.Int += by
		}
	}
}

// own gives the value that the clause is about a shape of its own, so that no
// other value changes with it, and returns that shape. Only structures and
// enums have names in Go, and neither has bounds or a pattern.
func (s *site) own() *model.Shape {
	rule := s.clause.Rule.(model.Constraint)
	steps, shape, err := s.api.Steps(s.op.Input, rule.Path)
	if err != nil {
		panic("mutate: " + err.Error())
	}
	last := steps[len(steps)-1]
	if !last.Each {
		return s.copied(shape, &last.Member.Shape)
	}
	list := s.copied(s.api.Shape(last.Member.Shape), &last.Member.Shape)
	name := list.Name
	elem := s.copied(shape, &list.Elem)
	// Adding the second shape has moved the first one.
	s.api.Shape(name).Elem = elem.Name
	return elem
}

// copied adds a copy of a shape to the contract, under a name of its own that
// it gives to whoever refers to it.
func (s *site) copied(shape *model.Shape, refer *string) *model.Shape {
	c := *shape
	for c.Name += "'"; s.api.Shape(c.Name) != nil; {
		c.Name += "'"
	}
	if c.Min != nil {
		c.Min = new(*c.Min)
	}
	if c.Max != nil {
		c.Max = new(*c.Max)
	}
	*refer = c.Name
	s.api.Shapes = append(s.api.Shapes, c)
	return &s.api.Shapes[len(s.api.Shapes)-1]
}

// place says where a constraint stands: in which structure, at which member,
// and whether at its elements. For an enum it is the enum.
func (s *site) place(rule model.Constraint) string {
	steps, shape, err := s.api.Steps(s.op.Input, rule.Path)
	switch {
	case err != nil:
		return string(rule.Path)
	case rule.Check == model.EnumCheck:
		return shape.Name
	}
	last := steps[len(steps)-1]
	place := last.Owner.Name + "." + last.Member.Name + "." + string(rule.Check)
	if last.Each {
		place += " each"
	}
	return place
}

// throughList reports whether a path leads through a list.
func throughList(path model.Path) bool { return strings.Contains(string(path), "[]") }

// optionals returns the mutants that need a member which may be left out, one
// for each such member in the input of an operation. No clause says that a
// member may be left out, so they count for the operation's first.
func optionals(api *model.API) []Mutant {
	var all []Mutant
	seen := map[string]bool{}
	for i := range api.Operations {
		op := &api.Operations[i]
		if len(op.Clauses) == 0 {
			continue
		}
		api.EachMember(op.Input, func(path model.Path, owner *model.Shape, m *model.Member) {
			if name := owner.Name + "." + m.Name; !m.Required && !seen[name] {
				seen[name] = true
				all = append(all, needing(api, op, path))
			}
		})
	}
	return all
}

func needing(api *model.API, op *model.Operation, path model.Path) Mutant {
	return Mutant{
		ID:     op.Name + "." + string(path) + "." + string(model.Required) + "/added",
		Clause: op.Clauses[0].ID,
		Kind:   op.Clauses[0].Kind,
		Breaks: "the member has to be given",
		API:    func() *model.API { return clone(api) },
		Defect: &Defect{Clause: op.Clauses[0].ID, Name: "required", Detail: string(path)},
	}
}
