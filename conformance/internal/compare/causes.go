package compare

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/property"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/model"
)

// causes returns the clauses that a difference is about: those in which the
// targets make different choices, or else the rules about replies that one of
// them breaks, the constraints that the last request breaks, or the clause with
// an error among the answers, or else the clause that was being checked.
func (m *mirror) causes(p model.Placed, r *reducer) []report.DifferenceClause {
	var all []report.DifferenceClause
	add := func(c *model.Clause, why string) {
		if !slices.ContainsFunc(all, func(d report.DifferenceClause) bool { return d.ID == c.ID }) {
			all = append(all, report.DifferenceClause{ID: c.ID, Description: c.Description, Source: c.Source, Provenance: string(c.Provenance), Why: why})
		}
	}
	for i := range m.targets {
		if m.explained(r, i, nil) {
			continue
		}
		for _, placed := range m.session.API.AllClauses() {
			for _, choice := range placed.Clause.Choices {
				if choice != m.chosen(placed.Clause, i) && m.explained(r, i, map[string]string{placed.Clause.ID: choice}) {
					add(placed.Clause, fmt.Sprintf("%s does what the choice %s says", m.targets[i].Url(), choice))
				}
			}
		}
	}
	if all == nil {
		m.wireCauses(r, add)
	}
	if all == nil {
		m.brokenLimits(r, add)
	}
	if all == nil {
		m.errorCauses(r, add)
	}
	if all == nil {
		add(p.Clause, "it was being checked")
	}
	return all
}

// errorCauses adds the clause of the last operation that has the error with
// which one target answers, unless several clauses have it.
func (m *mirror) errorCauses(r *reducer, add func(*model.Clause, string)) {
	last := r.done[len(r.done)-1]
	op := m.session.API.Operation(last.operation)
	for i, h := range last.answers {
		if op == nil || h.err != nil {
			continue
		}
		code := m.session.Read(op, &h.Answer).Code
		var found []*model.Clause
		for j := range op.Clauses {
			pages, _ := op.Clauses[j].Rule.(model.Pagination)
			if code != "" && (model.ErrorOf(op.Clauses[j].Choice) == code || pages.Error == code) {
				found = append(found, &op.Clauses[j])
			}
		}
		if len(found) == 1 {
			add(found[0], fmt.Sprintf("%s answers with %s", m.targets[i].Url(), code))
		}
	}
}

// chosen returns the choice that a target is assumed to make.
func (m *mirror) chosen(c *model.Clause, target int) string {
	if choice, given := m.targets[target].Profile[c.ID]; given {
		return choice
	}
	return c.Choice
}

// explained reports whether the contract allows all answers of a target, if it
// makes some choices.
func (m *mirror) explained(r *reducer, target int, choices map[string]string) bool {
	o, at := m.oracle(target, choices), m.beginning(r)
	for _, a := range r.done {
		switch {
		case a.fact != "":
			testcase.SetOracleFacts(o, a.as, at, a.fact, a.values)
		case a.operation == "":
			at = a.clock
		default:
			expected, against := m.compareTo(o, at, target, a)
			if expected == "" || against != "" {
				return false
			}
		}
	}
	return true
}

// wireCauses adds the rules about replies that the last answers break.
func (m *mirror) wireCauses(r *reducer, add func(*model.Clause, string)) {
	last := r.done[len(r.done)-1]
	op := m.session.API.Operation(last.operation)
	for i, h := range last.answers {
		if op == nil || h.err != nil {
			continue
		}
		for _, f := range m.session.Read(op, &h.Answer).Faults {
			for _, placed := range m.session.API.AllClauses() {
				if rule, ok := placed.Clause.Rule.(model.Reply); ok && rule.Name == f.Rule && f.Rule != model.ReplyRequestID {
					add(placed.Clause, fmt.Sprintf("%s answers with %s, expected %s", m.targets[i].Url(), f.Got, f.Expected))
				}
			}
		}
	}
}

// brokenLimits adds the constraints that the last request breaks, if a target
// rejects it for that.
func (m *mirror) brokenLimits(r *reducer, add func(*model.Clause, string)) {
	last := r.done[len(r.done)-1]
	op := m.session.API.Operation(last.operation)
	v, _, _ := value.ReadJSON(last.body)
	in, isObject := v.(value.Object)
	if op == nil || !isObject {
		return
	}
	for i := range op.Clauses {
		rule, ok := op.Clauses[i].Rule.(model.Constraint)
		if !ok || !breaks(m.session.Session, in, rule) {
			continue
		}
		for target, h := range last.answers {
			if h.err == nil && slices.Contains(property.Validation(m.session.Session, rule.Check), m.session.Read(op, &h.Answer).Code) {
				add(&op.Clauses[i], fmt.Sprintf("the last request breaks it, and %s says so", m.targets[target].Url()))
			}
		}
	}
}

// breaks reports whether a request breaks a constraint.
func breaks(s *testcase.Session, in value.Object, rule model.Constraint) bool {
	if rule.Check == model.Required {
		within, name := model.Path(""), string(rule.Path)
		if i := strings.LastIndexByte(name, '.'); i >= 0 {
			within, name = rule.Path[:i], name[i+1:]
		}
		return slices.ContainsFunc(value.At(in, within), func(v any) bool {
			o, isObject := v.(value.Object)
			return isObject && o[name] == nil
		})
	}
	shape := s.API.Shape(rule.Shape)
	return slices.ContainsFunc(value.At(in, rule.Path), func(v any) bool {
		return v != nil && wire.JSONType(v) == wire.JSONTypeOf(shape) && !s.Keeps(v, shape, rule.Check)
	})
}
