package clause

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/names"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/shape"
	"github.com/fakesmith/fakesmith/model"
)

// Constraints are what schemas ask of values.
type Constraints struct {
	*shape.Types
	// clauses are those derived from schemas, by the place of the constraint in
	// the structure that holds it, so that the code of a structure can name
	// them.
	clauses map[string][]*model.Clause
	// constrained are the shapes of which a value, or anything within one, can
	// break a constraint.
	constrained map[string]bool
	// patterns are the names of the variables for regular expressions.
	patterns map[string]string
}

// NewConstraints returns what the schemas of an API ask.
func NewConstraints(t *shape.Types) *Constraints {
	c := &Constraints{Types: t, clauses: map[string][]*model.Clause{}, constrained: map[string]bool{}}
	for i := range t.API.Operations {
		op := &t.API.Operations[i]
		for j := range op.Clauses {
			if rule, ok := op.Clauses[j].Rule.(model.Constraint); ok {
				where := c.placeOf(op.Input, rule.Path) + "." + string(rule.Check)
				c.clauses[where] = append(c.clauses[where], &op.Clauses[j])
			}
		}
	}
	c.findConstrained()
	var asked []*model.Shape
	for i := range t.API.Shapes {
		if s := &t.API.Shapes[i]; t.Asked(s) {
			asked = append(asked, s)
		}
	}
	c.patterns = names.Patterns(asked)
	return c
}

// findConstrained notes the shapes that have a constraint, and then those that
// are made of them.
func (c *Constraints) findConstrained() {
	users := map[string][]string{}
	var queue []string
	note := func(name string) {
		if !c.constrained[name] {
			c.constrained[name] = true
			queue = append(queue, name)
		}
	}
	for i := range c.API.Shapes {
		s := &c.API.Shapes[i]
		if len(s.Checks()) > 0 {
			note(s.Name)
		}
		users[s.Elem] = append(users[s.Elem], s.Name)
		users[s.Key] = append(users[s.Key], s.Name)
		for j := range s.Members {
			m := &s.Members[j]
			users[m.Shape] = append(users[m.Shape], s.Name)
			if c.required(s, m) {
				note(s.Name)
			}
		}
	}
	for len(queue) > 0 {
		name := queue[0]
		queue = queue[1:]
		for _, user := range users[name] {
			note(user)
		}
	}
}

// limited reports whether anything is asked of a member that its structure's
// violations can tell.
func (c *Constraints) limited(owner *model.Shape, m *model.Member) bool {
	return c.constrained[m.Shape] || c.required(owner, m)
}

// required reports whether a member is required, and its field can say that it
// is absent: a string's can't, so that the decoder has to.
func (c *Constraints) required(owner *model.Shape, m *model.Member) bool {
	return m.Required && (c.Nilable(owner, m) || c.Shape(m.Shape).Kind == model.Timestamp)
}

// A spot is where a value stands in a structure: it is a member of owner, or,
// for each step of within, an element ("[]") or a map's value ("{}") in it.
type spot struct {
	owner  *model.Shape
	member *model.Member
	within string
}

// comment returns the comment above the check of a constraint. It names the
// clause, or the clauses where several operations share the structure. A
// constraint within a map has no clause and is named after its place.
func (c *Constraints) comment(at spot, check model.Check) *jen.Statement {
	where := at.owner.Name + "." + at.member.Name + at.within + "." + string(check)
	clauses := c.clauses[where]
	switch len(clauses) {
	case 0:
		return printer.Remark("constraint " + where)
	case 1:
		return comment(clauses[0])
	}
	ids := make([]string, len(clauses))
	for i, clause := range clauses {
		ids[i] = clause.ID
	}
	return printer.Remark("clauses " + strings.Join(ids, ", ") + ": " + printer.OneLine(clauses[0].Description))
}

// Missing returns the comment above what is done where a required member is
// missing.
func (c *Constraints) Missing(owner *model.Shape, m *model.Member) *jen.Statement {
	return c.comment(spot{owner: owner, member: m}, model.Required)
}

// placeOf returns the structure that holds the end of a path, the member, and
// the way within that: "ResourceKeys[].ResourceId" in the input of
// PutRemediationExceptions is "RemediationExceptionResourceKey.ResourceId".
func (c *Constraints) placeOf(from string, path model.Path) string {
	place := ""
	for step := range strings.SplitSeq(string(path), ".") {
		name := strings.TrimRight(step, "[]")
		owner := c.Shape(from)
		if owner == nil || owner.Member(name) == nil {
			return string(path)
		}
		place = owner.Name + "." + step
		from = owner.Member(name).Shape
		for range strings.Count(step, "[]") {
			from = c.Shape(from).Elem
		}
	}
	return place
}
