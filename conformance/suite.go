package conformance

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/fakesmith/fakesmith/model"
)

// Run judges a target under go test: each clause of the contract is a subtest
// that is named by its id. A clause that can't be tried on the target is
// skipped with the reason; one that leaves a choice which the target's profile
// does not settle passes, and the log says what was seen.
//
// Run looks for the control protocol and uses the powers that it finds there.
// The flags -rapid.seed and -rapid.checks are heeded.
func Run(t *testing.T, api *model.API, target Target) {
	t.Helper()
	s := underTest(t, api, target, false)
	for _, p := range append(s.clauses(), s.wholes()...) {
		t.Run(p.Clause.ID, func(t *testing.T) { s.test(t, p) })
	}
}

// Clause judges a target by one clause of the contract, under go test. It
// fails the test if there is no such clause.
func Clause(t *testing.T, api *model.API, target Target, id string) {
	t.Helper()
	s := underTest(t, api, target, true)
	for _, p := range append(s.clauses(), s.wholes()...) {
		if p.Clause.ID == id {
			s.test(t, p)
			return
		}
	}
	t.Fatalf("the contract has no clause %s", id)
}

// processSeed is the seed of all sessions under go test: that of the flag
// -rapid.seed, or one for the life of the process.
var processSeed = sync.OnceValue(func() uint64 { return cmp.Or(given().seed, newSeed()) })

// underTest begins a session whose counterexamples are found again with go
// test. single says that the test is of one clause.
func underTest(t *testing.T, api *model.API, target Target, single bool) *suite {
	t.Helper()
	if _, err := Discover(t.Context(), &target); err != nil {
		t.Fatalf("%s can't be reached: %v", target.url(), err)
	}
	options := Options{Seed: processSeed(), Checks: given().checks}
	s := newSuite(t.Context(), api, target, options)
	name := t.Name()
	s.reproduce = func(id string) string {
		if single {
			return fmt.Sprintf("go test -run '^%s$' -rapid.seed=%d", strings.ReplaceAll(regexp.QuoteMeta(name), "/", "$/^"), options.Seed)
		}
		return fmt.Sprintf("go test -run '^%s$/^%s$' -rapid.seed=%d", strings.ReplaceAll(regexp.QuoteMeta(name), "/", "$/^"), regexp.QuoteMeta(id), options.Seed)
	}
	if err := s.complaints(s.clauses()); err != nil {
		t.Fatal(err)
	}
	if err := s.reset(); err != nil {
		t.Fatal(err)
	}
	for _, wrong := range s.unexpected(&Report{}) {
		t.Error(wrong)
	}
	s.setup.survey()
	return s
}

// test judges one clause as a test.
func (s *suite) test(t *testing.T, p model.Placed) {
	t.Helper()
	t.Attr("clause", p.Clause.ID)
	t.Attr("kind", p.Clause.Kind)
	report := s.judge(p)
	if s.broken != nil {
		t.Fatal(s.broken)
	}
	t.Attr("verdict", string(report.Verdict))
	switch known := report.Divergence; {
	case known != nil && report.Verdict == Violated:
		t.Skipf("%s is violated: %s", p.Clause.ID, known.text())
	case known != nil && report.Verdict == Holds:
		t.Errorf("%s: listed as a divergence, and it holds", p.Clause.ID)
	}
	switch report.Verdict {
	case Violated:
		t.Errorf("%s", Explain(&report))
	case Skipped, Unreachable:
		t.Skipf("%s: %s", report.Verdict, cmp.Or(report.Reason, "nothing was tried"))
	case Observed:
		t.Logf("observed: %s", report.Observed)
	}
}
