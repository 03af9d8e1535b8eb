package emit

import (
	"fmt"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// An at is where a value stands in a structure: it is a member of owner, or,
// for each step of within, an element ("[]") or a map's value ("{}") in it.
type at struct {
	owner  *model.Shape
	member *model.Member
	within string
}

// checkComment returns the comment above the check of a constraint. It names
// the clause, or the clauses where several operations share the structure. A
// constraint within a map has no clause and is named after its place.
func (e *emitter) checkComment(place at, check model.Check) *jen.Statement {
	where := place.owner.Name + "." + place.member.Name + place.within + "." + string(check)
	clauses := e.constraints[where]
	switch len(clauses) {
	case 0:
		return remark("constraint " + where)
	case 1:
		return clauseComment(clauses[0].ID, clauses[0].Says)
	}
	ids := make([]string, len(clauses))
	for i, c := range clauses {
		ids[i] = c.ID
	}
	return remark("clauses " + strings.Join(ids, ", ") + ": " + oneLine(clauses[0].Says))
}

// findConstraints returns the clauses derived from schemas, by the place of
// the constraint in the structure that holds it, so that the code of a
// structure can name them.
func (e *emitter) findConstraints() map[string][]*model.Clause {
	found := map[string][]*model.Clause{}
	for i := range e.api.Operations {
		op := &e.api.Operations[i]
		for j := range op.Clauses {
			c := &op.Clauses[j]
			if rule, ok := c.Rule.(model.Constraint); ok {
				where := e.placeOf(op.Input, rule.Path) + "." + string(rule.Check)
				found[where] = append(found[where], c)
			}
		}
	}
	return found
}

// limited reports whether anything is asked of a member that its structure's
// violations can tell.
func (e *emitter) limited(owner *model.Shape, m *model.Member) bool {
	return e.constrained(m.Shape) || e.required(owner, m)
}

// required reports whether a member is required, and its field can say that it
// is absent: a string's can't, so that the decoder has to.
func (e *emitter) required(owner *model.Shape, m *model.Member) bool {
	return m.Required && (e.nilable(owner, m) || e.api.Shape(m.Shape).Kind == model.Timestamp)
}

// constrained reports whether a value of a shape, or anything within it, can
// break a constraint.
func (e *emitter) constrained(shape string) bool {
	parts := map[string]bool{}
	e.reach(shape, parts)
	for name := range parts {
		s := e.api.Shape(name)
		if len(s.Checks()) > 0 {
			return true
		}
		for i := range s.Members {
			if e.required(s, &s.Members[i]) {
				return true
			}
		}
	}
	return false
}

// namePatterns returns the names of the variables that hold the regular
// expressions of the shapes that are asked for, by their texts. Each is named
// after the first shape that has it.
func (e *emitter) namePatterns() map[string]string {
	names, taken := map[string]string{}, map[string]bool{}
	asked := e.asked()
	for i := range e.api.Shapes {
		s := &e.api.Shapes[i]
		if s.Pattern == "" || !asked[s.Name] || names[s.Pattern] != "" {
			continue
		}
		name := "pattern" + model.GoName(s.Name)
		for n := 2; taken[name]; n++ {
			name = fmt.Sprint("pattern", model.GoName(s.Name), n)
		}
		names[s.Pattern], taken[name] = name, true
	}
	return names
}

// placeOf returns the structure that holds the end of a path, the member, and
// the way within that: "ResourceKeys[].ResourceId" in the input of
// PutRemediationExceptions is "RemediationExceptionResourceKey.ResourceId".
func (e *emitter) placeOf(shape string, path model.Path) string {
	place := ""
	for step := range strings.SplitSeq(string(path), ".") {
		name := strings.TrimRight(step, "[]")
		owner := e.api.Shape(shape)
		if owner == nil || owner.Member(name) == nil {
			return string(path)
		}
		place = owner.Name + "." + step
		shape = owner.Member(name).Shape
		for range strings.Count(step, "[]") {
			shape = e.api.Shape(shape).Elem
		}
	}
	return place
}

// violationName returns a member's name as it stands in the path of a
// violation: the first letter is small, and all others are as they travel.
// That is the service's own spelling of a name for people, and no name in Go.
func (e *emitter) violationName(m *model.Member) string {
	c := m.Name[0]
	if c < 'A' || c > 'Z' {
		return m.Name
	}
	return string(c|0x20) + m.Name[1:]
}
