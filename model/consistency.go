package model

import (
	"regexp"
	"slices"
	"strings"
)

// checkTogether complains of clauses of an operation that need others, and warns of
// those whose words are at odds with what they choose. It is called when all clauses
// of the operation are read.
func (c *contract) checkTogether(op *Operation) {
	for i := range op.Clauses {
		one := &op.Clauses[i]
		where := op.Name + ": clause " + one.ID
		need, fix := neededBy(one.Kind, one.Choice)
		if need == "batch" && op.Effect.Each == "" {
			need = "" // nothing is in a list, so nothing fails by itself
		}
		if need != "" && !slices.ContainsFunc(op.Clauses, func(other Clause) bool { return other.Kind == need }) {
			c.problems.Add(one.Pos, where, "the choice "+one.Choice+" needs a clause of kind "+need+", and "+op.Name+" has none", fix)
		}
		if base := BaseKind(one.Kind); base != one.Kind && dependent[base] && one.Kind != "lifecycle/deleting" && one.Kind != "label/shown" && one.Kind != "embedded/shown" &&
			!slices.ContainsFunc(op.Clauses, func(other Clause) bool { return other.Kind == base }) {
			c.problems.Add(one.Pos, where, "a clause of kind "+one.Kind+" needs one of kind "+base+", and "+op.Name+" has none",
				"add one, or leave this out")
		}
		if rule, ok := one.Rule.(Interval); ok && rule.Member != "" && !slices.ContainsFunc(op.Clauses, func(other Clause) bool {
			a, ok := other.Rule.(Assigned)
			return ok && a.Member == rule.Member && a.Value == "{now}"
		}) {
			c.problems.Add(one.Pos, where, "no put sets "+rule.Member+" to its time", "add a clause of kind assigned that has the value {now}")
		}
		if one.Kind == "named" {
			c.checkNamed(op, one)
		}
		if what := contradiction(one); what != "" {
			c.api.Warnings.Add(one.Pos, where, what, "correct the description or the choice")
		}
	}
	c.checkTokens(op)
	c.checkMadeKey(op)
	c.orderAssigned(op)
	c.checkLifecycle(op)
}

// checkNamed complains of keys that an output lists beside clauses that report them in
// another way, or where no request names any.
func (c *contract) checkNamed(op *Operation, one *Clause) {
	where := op.Name + ": clause " + one.ID
	for _, other := range op.Clauses {
		switch other.Kind {
		case "batch", "absent", "absent/some", "key/incomplete":
			c.problems.Add(one.Pos, where, "the clause "+other.ID+" of kind "+other.Kind+" says otherwise what becomes of keys that are not there", "leave one of the two out")
		}
	}
	if op.Effect.Verb == Lists && c.api.KeyFilter(op) == nil {
		c.problems.Add(one.Pos, where, "no filter of "+op.Name+" selects single resources", "add a clause of kind filter that is by a list of keys")
	}
}

// KeyFilter returns the filter by which an operation that lists selects single
// resources, or nil: it is by a list of texts, and compares the whole key.
func (a *API) KeyFilter(op *Operation) *Filter {
	key := a.Resource(op.Effect.Of).Key
	return FindRule(op, func(f Filter) bool {
		if len(key) != 1 || len(f.On) != 1 || f.On[0] != Path(key[0]) {
			return false
		}
		_, list, err := a.Steps(op.Input, f.By)
		return err == nil && list.Kind == List && a.Shape(list.Elem).Kind == String
	})
}

// dependent are the base kinds whose facets mean nothing without them.
var dependent = map[string]bool{"pagination": true, "rejection": true, "attached": true, "history": true, "label": true, "selector": true, "tier": true, "embedded": true, "idempotency": true, "lifecycle": true}

// neededBy returns the kind of clause that a choice cannot do without, and what to do
// where there is none.
func neededBy(kind, choice string) (need, fix string) {
	switch {
	case choice == "failed-batch":
		return "batch", "say in one where the output has what failed"
	case kind == "absent/some" && strings.HasPrefix(choice, "error-"):
		return "absent", "say in one which error that is"
	}
	return "", ""
}

var errorName = regexp.MustCompile(`\b[A-Z]\w*(?:Exception|Fault)\b`)

// contradiction says how the description of a clause is at odds with its choice, or
// returns "".
func contradiction(c *Clause) string {
	code := ErrorOf(c.Choice)
	named := errorName.FindAllString(c.Description, -1)
	has := func(word string) bool { return regexp.MustCompile(`\b` + word + `\b`).MatchString(c.Description) }
	switch {
	case code != "" && len(named) > 0 && !slices.Contains(named, code):
		return "the description names " + named[0] + ", and the choice is " + c.Choice
	case code != "" && has("accepted") && !has("rejected") && !has("not accepted"):
		return "the description says that something is accepted, and the choice is " + c.Choice
	case c.Choice == "accepted" && has("rejected") && !has("accepted") && !has("not rejected"):
		return "the description says that something is rejected, and the choice is accepted"
	}
	return ""
}
