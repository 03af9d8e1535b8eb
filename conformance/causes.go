package conformance

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// causes returns the clauses that a difference falls under: those in which the
// targets can be shown to choose otherwise, or else those of the wire that one
// of them breaks, the constraints that the last request breaks, or the one that
// speaks of an error among the answers, or else the one for which it was tried.
func (m *mirror) causes(p model.Placed, r *reducer) []DifferenceClause {
	var all []DifferenceClause
	add := func(c *model.Clause, why string) {
		if !slices.ContainsFunc(all, func(d DifferenceClause) bool { return d.ID == c.ID }) {
			all = append(all, DifferenceClause{c.ID, c.Says, c.Source, string(c.Ground), why})
		}
	}
	for i := range m.targets {
		if m.explained(r, i, nil) {
			continue
		}
		for _, placed := range m.session.api.AllClauses() {
			for _, choice := range placed.Clause.Choices {
				if choice != m.chosen(placed.Clause, i) && m.explained(r, i, map[string]string{placed.Clause.ID: choice}) {
					add(placed.Clause, fmt.Sprintf("%s does what the choice %s says", m.targets[i].url(), choice))
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
		add(p.Clause, "its law was being tried")
	}
	return all
}

// errorCauses names the clause of the last operation that speaks of an error
// which one target answers with, and others do not. Where several speak of the
// error, nothing can be said.
func (m *mirror) errorCauses(r *reducer, add func(*model.Clause, string)) {
	last := r.done[len(r.done)-1]
	op := m.session.api.Operation(last.operation)
	for i, h := range last.answers {
		if op == nil || h.err != nil {
			continue
		}
		code := m.session.read(op, &h.answer).code
		var found []*model.Clause
		for j := range op.Clauses {
			pages, _ := op.Clauses[j].Rule.(model.Pagination)
			if code != "" && (model.ErrorOf(op.Clauses[j].Choice) == code || pages.Error == code) {
				found = append(found, &op.Clauses[j])
			}
		}
		if len(found) == 1 {
			add(found[0], fmt.Sprintf("%s answers with %s", m.targets[i].url(), code))
		}
	}
}

// chosen returns the choice that a target is taken to make.
func (m *mirror) chosen(c *model.Clause, target int) string {
	if choice, given := m.targets[target].Profile[c.ID]; given {
		return choice
	}
	return c.Choice
}

// explained reports whether a target does in all steps what the contract says,
// if it makes some choices.
func (m *mirror) explained(r *reducer, target int, choices map[string]string) bool {
	o, at := m.oracle(target, choices), m.beginning(r)
	for _, a := range r.done {
		switch {
		case a.fact != "":
			decide(o, a.as, a.fact, a.values)
		case a.operation == "":
			at = a.clock
		default:
			expected, against := m.judged(o, at, target, a)
			if expected == "" || against != "" {
				return false
			}
		}
	}
	return true
}

// wireCauses names the clauses about the wire that the last answers break.
func (m *mirror) wireCauses(r *reducer, add func(*model.Clause, string)) {
	last := r.done[len(r.done)-1]
	op := m.session.api.Operation(last.operation)
	for i, h := range last.answers {
		if op == nil || h.err != nil {
			continue
		}
		for _, f := range m.session.read(op, &h.answer).faults {
			for _, placed := range m.session.api.AllClauses() {
				if rule, ok := placed.Clause.Rule.(model.Reply); ok && rule.Name == f.rule && f.rule != model.ReplyRequestID {
					add(placed.Clause, fmt.Sprintf("%s answers with %s, expected %s", m.targets[i].url(), f.got, f.expected))
				}
			}
		}
	}
}

// brokenLimits names the constraints that the last request breaks, if that is
// what a target refuses it for.
func (m *mirror) brokenLimits(r *reducer, add func(*model.Clause, string)) {
	last := r.done[len(r.done)-1]
	op := m.session.api.Operation(last.operation)
	v, _, _ := readJSON(last.body)
	in, isObject := v.(object)
	if op == nil || !isObject {
		return
	}
	for i := range op.Clauses {
		rule, ok := op.Clauses[i].Rule.(model.Constraint)
		if !ok || !m.session.breaks(in, rule) {
			continue
		}
		for target, h := range last.answers {
			if h.err == nil && slices.Contains(m.session.validation(rule.Check), m.session.read(op, &h.answer).code) {
				add(&op.Clauses[i], fmt.Sprintf("the last request breaks it, and %s says so", m.targets[target].url()))
			}
		}
	}
}

// breaks reports whether a request breaks a constraint.
func (s *session) breaks(in object, rule model.Constraint) bool {
	if rule.Check == model.Required {
		within, name := model.Path(""), string(rule.Path)
		if i := strings.LastIndexByte(name, '.'); i >= 0 {
			within, name = rule.Path[:i], name[i+1:]
		}
		return slices.ContainsFunc(at(in, within), func(v any) bool {
			o, isObject := v.(object)
			return isObject && o[name] == nil
		})
	}
	shape := s.api.Shape(rule.Shape)
	return slices.ContainsFunc(at(in, rule.Path), func(v any) bool {
		return v != nil && jsonKind(v) == wireKind(shape.Kind) && !s.keeps(v, shape, rule.Check)
	})
}
