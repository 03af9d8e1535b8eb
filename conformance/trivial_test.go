package conformance_test

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/effectiveness"
	"github.com/fakesmith/fakesmith/internal/sample"
	"github.com/fakesmith/fakesmith/model"
)

// atRandom names the server whose answers depend on all requests before.
const atRandom = "answers at random, in the shape of the output"

// trivialServers are servers that implement nothing of the contract.
var trivialServers = []struct {
	name  string
	serve func() trivial
}{
	{"answers `200 {}`", func() trivial { return func(*http.Request, []byte) (int, string) { return 200, "{}" } }},
	{"answers `200` and no body", func() trivial { return func(*http.Request, []byte) (int, string) { return 200, "" } }},
	{"answers with one declared error, `InvalidParameterValueException`", func() trivial { return always("InvalidParameterValueException") }},
	{"echoes the request", func() trivial { return func(_ *http.Request, body []byte) (int, string) { return 200, string(body) } }},
	{atRandom, randomAnswers},
	{"accepts everything and lists all of it", func() trivial { return storing(false) }},
	{"accepts everything, keeps the last of each key, and lists all of it", func() trivial { return storing(true) }},
	{"answers with empty lists", func() trivial { return emptyLists }},
	{"always answers `ValidationException`", func() trivial { return always("ValidationException") }},
	{"always answers `SerializationException`", func() trivial { return always("SerializationException") }},
	{"always answers `NoSuchConfigRuleException`", func() trivial { return always("NoSuchConfigRuleException") }},
	{"always answers `NoSuchRemediationExceptionException`", func() trivial { return always("NoSuchRemediationExceptionException") }},
	{"always answers `InvalidNextTokenException`", func() trivial { return always("InvalidNextTokenException") }},
	{"always answers `UnknownOperationException`", func() trivial { return always("UnknownOperationException") }},
	{"answers `500 InternalFailure`", func() trivial {
		return func(*http.Request, []byte) (int, string) { return 500, `{"__type":"InternalFailure"}` }
	}},
	{"answers `500` and no body", func() trivial { return func(*http.Request, []byte) (int, string) { return 500, "" } }},
	{"answers `404` and HTML", func() trivial { return func(*http.Request, []byte) (int, string) { return 404, "<html>no</html>" } }},
	{"answers `301`", func() trivial { return func(*http.Request, []byte) (int, string) { return 301, "" } }},
}

// A result is the result of a property on a server.
type result int

// The results, each worse for the property than the one before.
const (
	rejects result = iota // it rejects the server
	untried               // it could not be tried
	passes                // the server passes it
)

// String returns the symbol of a result in a table.
func (f result) String() string { return [...]string{"✗", "·", "**passes**"}[f] }

// A trivialResult has the results of all properties on a trivial server.
type trivialResult struct {
	name    string
	results map[effectiveness.PropertyName]result
	// passed names each clause whose property passes.
	passed []string
	err    error
}

// everyServer reports whether each trivial server is tried as each target. In the
// sample it is tried as one of them, on a few clauses of each kind.
func everyServer() bool { return sample.Whole() || *update }

// trivialResults tries every property on every trivial server, once for all
// tests: with a profile and without, where an observed choice counts as passed;
// and without powers and with powers that do nothing, since some properties
// need them.
var trivialResults = sync.OnceValue(func() []trivialResult {
	all := make([]trivialResult, len(trivialServers))
	turns := make(chan bool, 16) // most wait, for what never expires
	var done sync.WaitGroup
	for i, n := range trivialServers {
		all[i] = trivialResult{name: n.name, results: map[effectiveness.PropertyName]result{}}
		done.Go(func() {
			turns <- true
			defer func() { <-turns }()
			powers := &trivialPowers{now: time.Now()}
			for as, target := range []conformance.Target{
				{},
				{Clock: powers, Facts: powers, Reset: powers.reset},
				{Clock: powers, Facts: powers, Reset: powers.reset, Profile: conformance.Profile(contract()), Exact: true},
			} {
				target.Transport = n.serve()
				clauses := inTurn(contract(), i+as, 3)
				switch {
				case !everyServer() && as != i%3:
					continue
				case !everyServer():
					clauses = someOfEachKind(contract(), i+as, len(trivialServers))
				case n.name == atRandom:
					clauses = nil
				}
				if err := all[i].try(target, clauses); err != nil {
					all[i].err = err
				}
			}
		})
	}
	done.Wait()
	return all
})

// few is how many clauses a kind may have of which each is tried each time.
const few = 8

// inTurn selects the checks of the whole, the clauses of kinds that have a few, and of
// kinds that have many those of one of so many turns. The same properties check all
// clauses of a kind, so that with as many turns as there are targets each clause is
// tried on each server, as each target on some servers, and each property on each server
// as each target.
func inTurn(api *model.API, turn, of int) *regexp.Regexp {
	if sample.Campaign() {
		return nil
	}
	return clausesOfEachKind(api, func(_ string, place, clauses int) bool { return clauses <= few || place%of == turn%of })
}

// try tries all properties. A property passes if it does for any clause, and
// else rejects the server if it does for any clause.
func (n *trivialResult) try(target conformance.Target, clauses *regexp.Regexp) error {
	return effectiveness.Each(context.Background(), contract(), target, conformance.Options{Seed: seed, Run: clauses}, nil, func(f *effectiveness.Finding) bool {
		name := effectiveness.PropertyName{Kind: f.Kind, Name: f.Property}
		before, tried := n.results[name]
		switch {
		case f.Passed:
			n.results[name] = passes
			n.passed = append(n.passed, fmt.Sprintf("%s: %s, %d cases", f.Clause, f.Property, f.Cases))
		case before == passes:
		case f.Failed():
			n.results[name] = rejects
		case !tried:
			n.results[name] = untried
		}
		return true
	})
}

// count returns how many properties have a result.
func (n *trivialResult) count(f result) int {
	properties := 0
	for _, g := range n.results {
		if f == g {
			properties++
		}
	}
	return properties
}

// TestTrivialServersPassNothing shows that no property passes on a trivial
// server.
func TestTrivialServersPassNothing(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	for _, n := range trivialResults() {
		if n.err != nil {
			t.Errorf("a server that %s: %v", n.name, n.err)
		}
		if passed := slices.Compact(slices.Sorted(slices.Values(n.passed))); len(passed) > 0 {
			t.Errorf("a server that %s passes:\n  %s", n.name, strings.Join(passed, "\n  "))
		}
		if n.count(rejects) == 0 && n.count(untried) == 0 {
			t.Errorf("no property was tried on a server that %s", n.name)
		}
	}
}
