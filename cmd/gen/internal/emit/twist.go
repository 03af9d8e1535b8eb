package emit

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// A Twist is a defect to be written into a fake, in order to see whether the
// suite finds it. No document can ask for one, and gen never does.
type Twist struct {
	// Clause is the id of the clause that is kept wrongly.
	Clause string
	// Name says how. Each kind of clause has names of its own.
	Name string
	// Detail is the member that the defect is about, if it is about one.
	Detail string
}

// twists are the names of the defects that can be written, by kind of clause.
// How they are written stands with the rooms, at what is written otherwise.
var twists = map[string][]string{
	"validation":           {"unchecked"},
	"validation/text":      {"capitals", "counted"},
	"precedence":           {"swapped"},
	"protocol":             {"accepted", "refused"},
	"protocol/reply":       {"broken", "broken-errors"},
	"isolation":            {"account", "region"},
	"constraint":           {"unchecked"},
	"upsert":               {"ignored", "first", "fickle", "without"},
	"assigned":             {"renewed", "late"},
	"fan-out":              {"first", "last", "bounded", "uncommon"},
	"fan-out/duplicates":   {"told-twice"},
	"key/incomplete":       {"either", "first"},
	"key/identity":         {"joined", "beginning"},
	"allowed":              {"first"},
	"guard":                {"first", "replacing", "elsewhere"},
	"refusal/partial":      {"stored"},
	"batch":                {"wordless", "without", "first", "successes"},
	"expiry":               {"late", "early", "milliseconds", "always", "unprolonged", "listed-only", "keyed-only", "deletable"},
	"expiry/past":          {"equal", "soon"},
	"expiry/precision":     {"minutes"},
	"pagination":           {"limit-less", "limit-more", "zero", "garbage", "loses", "repeats", "restarts", "endless", "cut"},
	"pagination/with-keys": {"paged"},
	"filter":               {"or", "first", "and", "inverted"},
	"filter/absent":        {"some"},
	"removal":              {"ignored", "beginning", "all"},
	"absent":               {"all"},
	"cascade":              {"all"},
	"fact":                 {"ignored", "first"},
	"fact/dry-run":         {"always", "referring"},
	"fact/summary":         {"counts-all"},
}

// Twists returns the names of the twists that can be written, by kind of
// clause.
func Twists() map[string][]string { return maps.Clone(twists) }

// checkTwist returns an error if nobody knows how to write a twist.
func checkTwist(api *model.API, t Twist) error {
	if t == (Twist{}) {
		return nil
	}
	for _, p := range api.AllClauses() {
		if p.Clause.ID != t.Clause {
			continue
		}
		if known := twists[p.Clause.Kind]; !slices.Contains(known, t.Name) {
			return fmt.Errorf("the twists of the kind %s are %s, and not %q", p.Clause.Kind, strings.Join(known, ", "), t.Name)
		}
		return nil
	}
	return fmt.Errorf("there is no clause %s to twist", t.Clause)
}

// twisted reports whether a clause is to be kept wrongly in the way of that
// name. It never is but in a mutant.
func (e *emitter) twisted(c *model.Clause, name string) bool {
	return c != nil && e.twist.Clause == c.ID && e.twist.Name == name
}

// twistedAny is twisted for several names.
func (e *emitter) twistedAny(c *model.Clause, names ...string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return e.twisted(c, name) })
}

// twistedOf reports whether the clause of a kind of the operation is twisted.
func (b *body) twistedOf(kind, name string) bool { return b.twisted(b.op.Clause(kind), name) }

// twistedKind reports whether a clause of a kind, of those that hold for every
// operation, is twisted.
func (e *emitter) twistedKind(kind, name string) bool {
	return slices.ContainsFunc(e.api.Clauses, func(c model.Clause) bool { return c.Kind == kind && e.twisted(&c, name) })
}

// unchecked reports whether a constraint on the values of a shape is not to be
// checked.
func (e *emitter) unchecked(s *model.Shape, check model.Check) bool {
	if e.twist.Name != "unchecked" {
		return false
	}
	for _, p := range e.api.AllClauses() {
		if rule, ok := p.Clause.Rule.(model.Constraint); ok && e.twisted(p.Clause, "unchecked") {
			return rule.Shape == s.Name && rule.Check == check
		}
	}
	return false
}

// always reports whether a member has a type in Go that can't say that it is
// absent. The mutants of a model have the types of the true one, whatever
// their own members require.
func (e *emitter) always(owner *model.Shape, m *model.Member) bool {
	if e.types == nil {
		return m.Required
	}
	if s := e.types.Shape(owner.Name); s != nil && s.Member(m.Name) != nil {
		return s.Member(m.Name).Required
	}
	return m.Required
}

// notZero returns the condition that a value is there, for a member that is
// not required and has a type that can't say that it is absent.
func (e *emitter) notZero(s *model.Shape, field *jen.Statement) *jen.Statement {
	switch s.Kind {
	case model.String, model.Enum:
		return field.Clone().Op("!=").Lit("")
	case model.Timestamp:
		return jen.Op("!").Add(field.Clone()).Dot("IsZero").Call()
	case model.Boolean:
		return field.Clone()
	case model.Structure:
		some := jen.False()
		for i := range s.Members {
			m := &s.Members[i]
			member := field.Clone().Dot(m.GoName)
			if e.nilable(s, m) {
				member = member.Op("!=").Nil()
			} else {
				member = e.notZero(e.api.Shape(m.Shape), member)
			}
			some = some.Op("||").Add(member)
		}
		return jen.Parens(some)
	}
	return field.Clone().Op("!=").Lit(0)
}

// onlyFirst adds to a loop that it ends after the first element.
func onlyFirst(g *jen.Group) { g.If(jen.Id("i").Op(">").Lit(0)).Block(jen.Break()) }
