package conformance_test

import (
	"context"
	"fmt"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/effectiveness"
)

// nulls are servers that do nothing of what the contract asks for. The first
// six are one of each kind, the others vary them.
var nulls = []struct {
	name  string
	serve func() null
}{
	{"answers `200 {}`", func() null { return func(*http.Request, []byte) (int, string) { return 200, "{}" } }},
	{"answers `200` and no body", func() null { return func(*http.Request, []byte) (int, string) { return 200, "" } }},
	{"answers with one declared error, `InvalidParameterValueException`", func() null { return always("InvalidParameterValueException") }},
	{"echoes the request", func() null { return func(_ *http.Request, body []byte) (int, string) { return 200, string(body) } }},
	{"answers at random, in the shape of the output", babble},
	{"takes everything and lists all of it", func() null { return hoarding(false) }},
	{"takes everything, keeps the last of each key, and lists all of it", func() null { return hoarding(true) }},
	{"answers with empty lists", func() null { return emptyLists }},
	{"always answers `ValidationException`", func() null { return always("ValidationException") }},
	{"always answers `SerializationException`", func() null { return always("SerializationException") }},
	{"always answers `NoSuchConfigRuleException`", func() null { return always("NoSuchConfigRuleException") }},
	{"always answers `NoSuchRemediationExceptionException`", func() null { return always("NoSuchRemediationExceptionException") }},
	{"always answers `InvalidNextTokenException`", func() null { return always("InvalidNextTokenException") }},
	{"always answers `UnknownOperationException`", func() null { return always("UnknownOperationException") }},
	{"answers `500 InternalFailure`", func() null {
		return func(*http.Request, []byte) (int, string) { return 500, `{"__type":"InternalFailure"}` }
	}},
	{"answers `500` and no body", func() null { return func(*http.Request, []byte) (int, string) { return 500, "" } }},
	{"answers `404` and HTML", func() null { return func(*http.Request, []byte) (int, string) { return 404, "<html>no</html>" } }},
	{"answers `301`", func() null { return func(*http.Request, []byte) (int, string) { return 301, "" } }},
}

// six is how many kinds of trivial server there are.
const six = 6

// A fate is what became of a property on a server.
type fate int

// The fates, each worse for the property than the one before.
const (
	rejects fate = iota // it rejects the server
	untried             // it could not be tried
	passes              // the server passes it
)

// String is the mark of a fate in a table.
func (f fate) String() string { return [...]string{"✗", "·", "**passes**"}[f] }

// A trialOfNull is what became of all properties on a trivial server.
type trialOfNull struct {
	name  string
	fates map[effectiveness.PropertyName]fate
	// passed names each clause whose property the server passes.
	passed []string
	err    error
}

// trialsOfNulls tries every property on every trivial server, once for all tests: with
// the choices of a profile and without, where a choice that is seen counts as
// passed; and without any powers, and with powers that do nothing either, for
// else some properties would not be tried at all.
var trialsOfNulls = sync.OnceValue(func() []trialOfNull {
	all := make([]trialOfNull, len(nulls))
	turns := make(chan bool, runtime.GOMAXPROCS(0))
	var done sync.WaitGroup
	for i, n := range nulls {
		all[i] = trialOfNull{name: n.name, fates: map[effectiveness.PropertyName]fate{}}
		done.Go(func() {
			turns <- true
			defer func() { <-turns }()
			powers := &nullPowers{now: time.Now()}
			for _, target := range []conformance.Target{
				{},
				{Clock: powers, Facts: powers, Reset: powers.reset},
				{Clock: powers, Facts: powers, Reset: powers.reset, Profile: conformance.Profile(contract())},
			} {
				target.Transport = n.serve()
				if err := all[i].try(target); err != nil {
					all[i].err = err
				}
			}
		})
	}
	done.Wait()
	return all
})

// try tries all properties. A property is passed if a single clause passes by it, and
// rejects the server if any clause does.
func (n *trialOfNull) try(target conformance.Target) error {
	return effectiveness.Each(context.Background(), contract(), target, conformance.Options{Seed: seed}, nil, func(f *effectiveness.Finding) bool {
		law := effectiveness.PropertyName{Kind: f.Kind, Name: f.Property}
		before, tried := n.fates[law]
		switch {
		case f.Passed:
			n.fates[law] = passes
			n.passed = append(n.passed, fmt.Sprintf("%s: %s, %d cases", f.Clause, f.Property, f.Cases))
		case before == passes:
		case f.Failed():
			n.fates[law] = rejects
		case !tried:
			n.fates[law] = untried
		}
		return true
	})
}

// count returns how many properties have that fate.
func (n *trialOfNull) count(f fate) int {
	laws := 0
	for _, g := range n.fates {
		if f == g {
			laws++
		}
	}
	return laws
}

// TestNullServersPassNoLaw shows that no property is passed by whoever does nothing.
func TestNullServersPassNoLaw(t *testing.T) {
	for _, n := range trialsOfNulls() {
		if n.err != nil {
			t.Errorf("a server that %s: %v", n.name, n.err)
		}
		slices.Sort(n.passed)
		if passed := slices.Compact(n.passed); len(passed) > 0 {
			t.Errorf("a server that %s passes:\n  %s", n.name, strings.Join(passed, "\n  "))
		}
		if n.count(rejects) == 0 && n.count(untried) == 0 {
			t.Errorf("no law was tried on a server that %s", n.name)
		}
	}
}
