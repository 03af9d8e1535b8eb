package run

import (
	"cmp"
	"fmt"
	"regexp"
	"runtime/debug"
	"strings"
	"sync"
	"testing"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/control"
	"github.com/fakesmith/fakesmith/conformance/internal/generate"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/model"
)

// Run checks a target under go test: each clause of the contract is a subtest
// that is named by its id. A clause that can't be checked on the target is
// skipped with the reason. One that leaves a choice which the target's profile
// does not settle passes, and the log names the choice that was seen.
//
// Run discovers the control protocol and uses the powers that it offers. It
// heeds the flags -rapid.seed and -rapid.checks. It can't run in a testing/synctest
// bubble, which has no subtests; Check and Clause can.
func Run(t *testing.T, api *model.API, target endpoint.Target) {
	t.Helper()
	s := underTest(t, api, target, false)
	for _, p := range append(s.Clauses(), s.Wholes()...) {
		subtest(t, p.Clause.ID, func(t *testing.T) { s.test(t, p) })
	}
}

// subtest runs a subtest. In a bubble there can be none: then it fails the test, and
// says what can be done there.
func subtest(t *testing.T, name string, test func(*testing.T)) {
	t.Helper()
	defer func() {
		t.Helper()
		p := recover()
		// There is no other way to know that a test is in a bubble.
		if text, is := p.(string); is && strings.Contains(text, "inside synctest bubble") {
			t.Fatal("Run makes a subtest of each clause, which a testing/synctest bubble does not allow. " +
				"Call it outside of the bubble; or in it call conformance.Check, and look at Failures of the report, or Clause for a single clause")
		}
		if p != nil {
			panic(p)
		}
	}()
	t.Run(name, test)
}

// Clause checks a target against one clause of the contract, under go test. It
// fails the test if there is no such clause.
func Clause(t *testing.T, api *model.API, target endpoint.Target, id string) {
	t.Helper()
	s := underTest(t, api, target, true)
	for _, p := range append(s.Clauses(), s.Wholes()...) {
		if p.Clause.ID == id {
			s.test(t, p)
			return
		}
	}
	t.Fatalf("the contract has no clause %s", id)
}

// processSeed is the seed of all suites under go test: that of the flag
// -rapid.seed, or one for the life of the process.
var processSeed = sync.OnceValue(func() uint64 { return cmp.Or(generate.FromFlags().Seed, NewSeed()) })

// underTest returns a suite whose counterexamples are found again with go test.
// single reports that the test is of one clause.
func underTest(t *testing.T, api *model.API, target endpoint.Target, single bool) *Suite {
	t.Helper()
	if _, err := control.Discover(t.Context(), &target); err != nil {
		t.Fatalf("%s can't be reached: %v", target.Url(), err)
	}
	options := endpoint.Options{Seed: processSeed(), Checks: generate.FromFlags().Checks}
	s := New(t.Context(), api, target, options)
	name := t.Name()
	s.command = func(pattern string) string {
		if single {
			pattern = ""
		}
		return goTest(name, pattern, options)
	}
	if err := s.problems(s.Clauses()); err != nil {
		t.Fatal(err)
	}
	if err := s.Reset(); err != nil {
		t.Fatal(err)
	}
	for _, wrong := range s.unexpected(&report.Report{}) {
		t.Error(wrong)
	}
	s.Setup.Probe()
	return s
}

// goTest returns a command line that runs the subtests of a test that match a
// pattern, or all of them if it is empty.
func goTest(test, pattern string, options endpoint.Options) string {
	command := "go test"
	if info, ok := debug.ReadBuildInfo(); ok {
		if path, is := strings.CutSuffix(info.Path, ".test"); is {
			command += " " + path
		}
	}
	run := "^" + strings.ReplaceAll(regexp.QuoteMeta(test), "/", "$/^") + "$"
	if pattern != "" {
		run += "/" + pattern
	}
	command += fmt.Sprintf(" -run '%s' -rapid.seed=%d", run, options.Seed)
	if options.Checks > 0 {
		command += fmt.Sprintf(" -rapid.checks=%d", options.Checks)
	}
	return command
}

// test checks one clause as a test.
func (s *Suite) test(t *testing.T, p model.Placed) {
	t.Helper()
	t.Attr("clause", p.Clause.ID)
	t.Attr("kind", p.Clause.Kind)
	rep := s.check(p)
	if s.Broken != nil {
		t.Fatal(s.Broken)
	}
	t.Attr("outcome", string(rep.Outcome))
	switch known := rep.Divergence; {
	case known != nil && rep.Outcome == report.Fail:
		t.Skipf("%s fails: %s", p.Clause.ID, known.Text())
	case known != nil && rep.Outcome == report.Pass:
		t.Errorf("%s: listed as a divergence, and it passes", p.Clause.ID)
	}
	switch rep.Outcome {
	case report.Fail:
		t.Errorf("%s", report.Explain(&rep))
	case report.Skip, report.Unsupported:
		t.Skipf("%s: %s", rep.Outcome, cmp.Or(rep.Reason, "no case was generated"))
	case report.Observed:
		t.Logf("observed: %s", rep.Observed)
	}
}
