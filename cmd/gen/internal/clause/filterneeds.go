package clause

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/model"
)

// A needs is the clause that a member may not be given alone.
type needs struct {
	clause *model.Clause
	rule   model.FilterNeeds
}

func newNeeds(c *model.Clause) any { return needs{c, c.Rule.(model.FilterNeeds)} }

// Request adds
//
//	// clause resources-id-needs-type: …
//	if in.ResourceID != nil && in.ResourceType == nil {
//		return nil, runtime.Errorf(…)
//	}
func (n needs) Request(s operation.Scope) {
	const otherwise = "It counts for itself."
	if !s.Enforced(n.clause, otherwise) {
		return
	}
	given, needed := s.InputPlace(n.rule.By).Present(), s.InputPlace(n.rule.Needs)
	missing := needed.Absent()
	if missing == nil {
		return // it is always there
	}
	if given != nil && len(needed.Guards) > 0 {
		missing = jen.Parens(missing)
	}
	s.If(printer.And(given, missing), func(s scope) {
		s.FailOr(n.clause, otherwise, n.rule.By.Last()+" is given without "+n.rule.Needs.Last())
	})
}

// An either is the clause that a request gives one of several groups of members.
type either struct {
	clause *model.Clause
	rule   model.FilterEither
}

func newEither(c *model.Clause) any { return either{c, c.Rule.(model.FilterEither)} }

// Request adds
//
//	// clause resource-details-either: …
//	if (in.ResourceType == nil || in.ResourceID == nil) && in.ResourceEvaluationID == nil {
//		return nil, runtime.Errorf(…)
//	}
func (e either) Request(s operation.Scope) {
	const otherwise = "Everything is returned."
	if !s.Enforced(e.clause, otherwise) {
		return
	}
	var none []*jen.Statement
	var names []string
	for _, group := range e.rule.Of {
		var lacks []*jen.Statement
		var members []string
		for _, path := range group {
			p := s.InputPlace(path)
			absent := p.Absent()
			if absent != nil && len(p.Guards) > 0 {
				absent = jen.Parens(absent)
			}
			lacks = append(lacks, absent)
			members = append(members, path.Last())
		}
		lack := printer.Or(lacks...)
		if lack == nil {
			return // it is always there
		}
		if len(group) > 1 {
			lack = jen.Parens(lack)
		}
		none = append(none, lack)
		names = append(names, strings.Join(members, " and "))
	}
	s.If(printer.And(none...), func(s scope) {
		s.FailOr(e.clause, otherwise, "the request has to give "+strings.Join(names, ", or "))
	})
}
