package setup

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/report"
)

// probeFixtures looks whether the target is as the fixtures file says, by reads
// alone. It leaves out the facts that are not, and the places where something
// exists that is not the suite's to delete.
func probeFixtures(t *Stage) report.Setup {
	st := t.Target.Fixtures
	rep := report.Setup{Strategy: report.ByFile, By: "the facts in the file, which are not changed", Why: "the file says what may be touched, whatever else the target offers"}
	scope := t.Target.Scope()
	if st.Account != "" && st.Account != scope.Account || st.Region != "" && st.Region != scope.Region {
		rep.Strategy = report.ByNone
		rep.Lacks = append(rep.Lacks, fmt.Sprintf("the file is of account %s in %s, and this is account %s in %s", st.Account, st.Region, scope.Account, scope.Region))
		return rep
	}
	var all []testcase.Fixture
	for _, f := range st.Facts {
		of := value.Object{}
		for name, text := range f.Of {
			of[name] = text
		}
		all = append(all, testcase.Fixture{Fact: f.Fact, Of: of, Value: f.Value})
	}
	t.Fixtures.Facts = all // so that they can be asked for
	var usable []testcase.Fixture
	for i := range t.API.Facts {
		fact := t.On(t.API.Facts[i].Name)
		seen := map[string]string{}
		for _, f := range all {
			if f.Fact != fact.Subject.Name {
				continue
			}
			place := value.KeyOf(f.Of, fact.Subject.Partition)
			if _, known := seen[place]; !known {
				seen[place] = occupied(t, fact, f.Of)
			}
			why := seen[place]
			if why == "" {
				why = disagreement(fact, f)
			}
			if why != "" {
				rep.Lacks = append(rep.Lacks, why)
				continue
			}
			usable = append(usable, f)
		}
	}
	t.Fixtures.Facts = usable
	rep.Lacks = append(slices.Compact(rep.Lacks), lacksOfFixtures(t, usable)...)
	if len(usable) == 0 {
		rep.Strategy = report.ByNone
	}
	return rep
}

// occupied says why a place of the fixtures can't be used, or returns "". It
// can't be read, or what the fact guards exists there already.
func occupied(t *Stage, fact *Stage, of value.Object) string {
	what := value.KeyOf(of, fact.Subject.Partition)
	for _, op := range t.GuardedBy(fact.Subject.Name) {
		guarded := t.Of(op)
		found := 0
		why := quietly(t, func(q *Stage) { found = len(q.Of(op).List(value.Pick(of, guarded.Subject.Partition))) })
		if why != "" {
			return fmt.Sprintf("%s is not used: %s", what, why)
		}
		if found > 0 {
			return fmt.Sprintf("%s is not used: it has %s already", what, report.Counted(found, guarded.Subject.Name))
		}
	}
	return ""
}

// disagreement says why a fact of the fixtures can't be used, or returns "". It
// can be read, and is not as the file says.
func disagreement(t *Stage, f testcase.Fixture) string {
	if t.Operations.List == nil || t.Missing[t.Operations.List.Name] != "" {
		return ""
	}
	read := t.Subject.Fact.Initially
	why := quietly(t, func(q *Stage) {
		for _, found := range q.On(f.Fact).List(value.Pick(f.Of, t.Subject.Partition)) {
			if value.KeyOf(found, t.Subject.Key) == value.KeyOf(f.Of, t.Subject.Key) {
				read, _ = found[t.Subject.Fact.Value].(string)
			}
		}
	})
	if why != "" {
		return fmt.Sprintf("%s is not used: %s", value.KeyOf(f.Of, t.Subject.Partition), why)
	}
	if read != f.Value {
		return fmt.Sprintf("%s is not used: its %s is %s, and not %s as the file says", value.KeyOf(f.Of, t.Subject.Key), f.Fact, read, f.Value)
	}
	return ""
}

// lacksOfFixtures says what the usable facts of a fixtures file can't set up.
func lacksOfFixtures(t *Stage, usable []testcase.Fixture) []string {
	var lacks []string
	for i := range t.API.Facts {
		fact := t.On(t.API.Facts[i].Name)
		if !slices.ContainsFunc(usable, func(f testcase.Fixture) bool { return f.Fact == fact.Subject.Name }) {
			lacks = append(lacks, "nothing about "+fact.Subject.Name)
			continue
		}
		most := 0
		for _, v := range t.ValuesOf(fact.Subject.Fact) {
			if !slices.ContainsFunc(usable, func(f testcase.Fixture) bool { return f.Fact == fact.Subject.Name && f.Value == v }) {
				lacks = append(lacks, fmt.Sprintf("nothing whose %s is %s", fact.Subject.Name, v))
			}
			most = max(most, fixtureCapacity(fact, []string{v}))
		}
		lacks = append(lacks, fmt.Sprintf("no more than %s of one %s in one %s", report.Counted(most, "key"), fact.Subject.Name, strings.Join(fact.Subject.Partition, ", ")))
	}
	return lacks
}

// ReportLeftovers looks, after all was checked, whether the places of the
// fixtures are as they were found. It deletes what the suite has left, and
// reports what it can't delete.
func (s *Setup) ReportLeftovers(report *report.Setup) {
	if s.Fixtures == nil {
		return
	}
	s.probe(func(t *Stage) {
		for i := range t.API.Facts {
			fact, seen := t.On(t.API.Facts[i].Name), map[string]bool{}
			for _, f := range t.Fixtures.Facts {
				place := value.KeyOf(f.Of, fact.Subject.Partition)
				if f.Fact != fact.Subject.Name || seen[place] {
					continue
				}
				seen[place] = true
				if occupied(t, fact, f.Of) != "" {
					deleteFrom(t, fact, f.Of)
				}
				if why := occupied(t, fact, f.Of); why != "" {
					report.Left = append(report.Left, strings.Replace(why, " is not used", "", 1))
				}
			}
		}
	})
}

// deleteFrom deletes what the suite may have put in a place of the fixtures.
func deleteFrom(t *Stage, fact *Stage, of value.Object) {
	for _, op := range t.GuardedBy(fact.Subject.Name) {
		q := t.Of(op)
		for _, key := range q.FixtureKeysIn(value.Pick(of, q.Subject.Partition), q.ValuesOf(fact.Subject.Fact)) {
			q.DeferCleanup(key)
		}
	}
	t.CleanUp()
}
