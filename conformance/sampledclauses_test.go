package conformance_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/internal/sample"
	"github.com/fakesmith/fakesmith/model"
)

// clausesOfEachKind selects, of the clauses of each kind of a contract, those that take
// accepts by their place among so many. Of the checks of the whole, those of members
// count as a kind, with those of an operation as one.
func clausesOfEachKind(api *model.API, take func(kind string, place, of int) bool) *regexp.Regexp {
	byKind := map[string][]string{}
	for _, p := range api.AllClauses() {
		byKind[p.Clause.Kind] = append(byKind[p.Clause.Kind], regexp.QuoteMeta(p.Clause.ID))
	}
	for _, op := range api.Operations {
		if op.Effect.Verb == model.Puts || op.Effect.Verb == model.Sets {
			byKind["observable"] = append(byKind["observable"], regexp.QuoteMeta(op.Name)+`\..*\.observable`)
		}
	}
	selected := []string{"random", "concurrent"}
	for _, kind := range slices.Sorted(maps.Keys(byKind)) {
		ids := byKind[kind]
		for place, id := range ids {
			if take(kind, place, len(ids)) {
				selected = append(selected, id)
			}
		}
	}
	return regexp.MustCompile("^(" + strings.Join(selected, "|") + ")$")
}

// and returns a pattern for clauses that are selected and some more. It is empty, as the
// one for all clauses, if nothing is selected.
func and(some *regexp.Regexp, ids ...string) string {
	if some == nil {
		return ""
	}
	return some.String() + "|" + among(ids)
}

// failing returns a pattern for the clauses that the nth of many servers is checked on:
// all, or those that it has to fail. That it passes all others, the sample tries on one in
// eight of the servers.
func failing(n int, all string, fails []string) string {
	if sample.Of(n) {
		return all
	}
	return among(fails)
}

// someOfEachKind selects what a test tries of a contract that has to do with all of it:
// one in every of the clauses of each kind, those of one of so many turns, and at least
// one; and all of them in the whole. Tests with other turns try other clauses. It leaves
// out some kinds, for tests in which they take long.
func someOfEachKind(api *model.API, turn, every int, without ...string) *regexp.Regexp {
	if sample.Whole() {
		return nil
	}
	return clausesOfEachKind(api, func(kind string, place, of int) bool {
		every := min(every, of)
		return place%every == turn%every && !slices.Contains(without, kind)
	})
}
