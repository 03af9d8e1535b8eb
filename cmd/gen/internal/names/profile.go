package names

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// Open reports whether a clause leaves a choice, which the fake then makes when
// it runs, as its profile says. All else is decided while the fake is written.
// There may be no clause.
func Open(c *model.Clause) bool {
	return c != nil && c.Open() && len(c.Choices) > 1
}

// OpenClauses returns the clauses that leave a choice.
func (p *Plan) OpenClauses() []*model.Clause { return p.open }

// Choices returns the choices that clauses leave, each once: the words, and
// then the errors.
func (p *Plan) Choices() []string {
	var words, errors []string
	for _, c := range p.open {
		for _, choice := range c.Choices {
			if model.ErrorOf(choice) != "" {
				errors = append(errors, choice)
			} else {
				words = append(words, choice)
			}
		}
	}
	return slices.Concat(distinct(words), distinct(errors))
}

// Choice returns the name of the constant for a choice.
func (p *Plan) Choice(choice string) string { return p.choices[choice] }

// Field returns the name of the field of the profile for a clause.
func (p *Plan) Field(c *model.Clause) string { return p.fields[c.ID] }

// Method returns the name of the method of the profile for a clause.
func (p *Plan) Method(c *model.Clause) string { return p.methods[c.ID] }

// nameChoices names the constants for choices.
func (p *Plan) nameChoices(pkg *scope) {
	all := p.Choices()
	granted := make([]string, len(all))
	for i, choice := range all {
		granted[i] = model.ChoiceGoName(choice)
		pkg.wish(&granted[i], "Choice")
	}
	pkg.settle()
	p.choices = map[string]string{}
	for i, choice := range all {
		p.choices[choice] = granted[i]
	}
}

// nameProfile names the fields and methods of the profile, and the parameters
// of what depends on a key.
func (p *Plan) nameProfile() {
	p.fields = p.byClause(newScope("UnmarshalJSON", "Validate"), "Choice", p.open, func(c *model.Clause) string { return model.GoName(c.ID) })
	methods := newScope("openClauses", "newAccount")
	p.methods = p.byClause(methods, "Of", p.open, func(c *model.Clause) string { return parameter(model.GoName(c.ID)) })
	var formed []*model.Clause
	for _, placed := range p.API.AllClauses() {
		switch placed.Clause.Rule.(type) {
		case model.GuardForm, model.LabelForm, model.AllowedForm:
			formed = append(formed, placed.Clause)
		}
	}
	p.forms = p.byClause(newScope(), "Form", formed, func(c *model.Clause) string { return parameter(model.GoName(c.ID)) + "Form" })
	var listed []*model.Clause
	for _, placed := range p.API.AllClauses() {
		switch rule := placed.Clause.Rule.(type) {
		case model.Allowed:
			listed = append(listed, placed.Clause)
		case model.Combination:
			if slices.ContainsFunc(rule.Must, model.Test.Many) {
				listed = append(listed, placed.Clause)
			}
		}
	}
	p.lists = p.byClause(newScope(), "Allows", listed, func(c *model.Clause) string { return parameter(model.GoName(c.ID)) + "Allows" })
	p.parameters, p.beside, p.keys = map[string]map[string]string{}, map[string]map[string]string{}, map[string]string{}
	for _, resource := range p.resources() {
		p.nameParameters(resource)
		method := "keyOf" + resource.Shape.GoName
		methods.wish(&method, "Key")
		methods.settle()
		p.keys[resource.Name] = method
	}
}

// resources returns the entities and facts of the API.
func (p *Plan) resources() []model.Resource {
	var all []model.Resource
	for i := range p.API.Entities {
		all = append(all, p.API.Resource(p.API.Entities[i].Name))
	}
	for i := range p.API.Facts {
		all = append(all, p.API.Resource(p.API.Facts[i].Name))
	}
	return all
}

// KeyMethod returns the name of the method of the profile that makes the key of
// a resource.
func (p *Plan) KeyMethod(resource string) string { return p.keys[resource] }

// byClause gives each of some clauses the name that it wishes.
func (p *Plan) byClause(s *scope, kind string, clauses []*model.Clause, wish func(*model.Clause) string) map[string]string {
	granted := make([]string, len(clauses))
	for i, c := range clauses {
		granted[i] = wish(c)
		s.wish(&granted[i], kind)
	}
	s.settle()
	names := map[string]string{}
	for i, c := range clauses {
		names[c.ID] = granted[i]
	}
	return names
}

// nameParameters names the parameters for the members of a resource's key, beside
// the variables and the packages that functions with such parameters use.
func (p *Plan) nameParameters(resource model.Resource) {
	s := newScope("f", "a", "p", "v", "value", "fake", "runtime")
	names := make([]string, len(resource.Key))
	for i, m := range resource.Key {
		names[i] = parameter(resource.Shape.Member(m).GoName)
		s.wish(&names[i], "Key")
	}
	var with []string
	if resource.Fact != nil {
		for _, m := range resource.Fact.With {
			with = append(with, parameter(resource.Shape.Member(m).GoName))
		}
	}
	for i := range with {
		s.wish(&with[i], "Told")
	}
	s.settle()
	p.beside[resource.Name] = map[string]string{}
	for i := range with {
		p.beside[resource.Name][resource.Fact.With[i]] = with[i]
	}
	p.parameters[resource.Name] = map[string]string{}
	for i, m := range resource.Key {
		p.parameters[resource.Name][m] = names[i]
	}
}

// Parameter returns the name of the parameter for a member of a resource's key.
func (p *Plan) Parameter(resource, member string) string { return p.parameters[resource][member] }

// Beside returns the name of the parameter for a member that is told beside the value of a
// fact.
func (p *Plan) Beside(fact, member string) string { return p.beside[fact][member] }

// Form returns the name of the variable for the form that a clause asks for.
func (p *Plan) Form(c *model.Clause) string { return p.forms[c.ID] }

// Allows returns the name of the function that knows the values of a clause which
// allows many.
func (p *Plan) Allows(c *model.Clause) string { return p.lists[c.ID] }

// parameter returns a field's name with its first word in small letters:
// resourceID for ResourceID, arn for ARN. A word that Go has for itself, or
// that would hide a name of Go's, gets another at its end.
func parameter(field string) string {
	end := 0
	for end < len(field) && field[end] >= 'A' && field[end] <= 'Z' {
		end++
	}
	if end > 1 && end < len(field) && field[end] >= 'a' && field[end] <= 'z' {
		end-- // the last capital begins the next word
	}
	name := strings.ToLower(field[:end]) + field[end:]
	if token.IsKeyword(name) || types.Universe.Lookup(name) != nil {
		return name + "Key"
	}
	return name
}
