// Package check checks the mutants in a binary that holds many of them. It reads
// which one to check next from its input, and writes what became of it to its
// output, in lines of JSON.
//
// The binary is a process of its own, so that a mutant that never answers can
// be ended together with it.
package check

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"regexp"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/effectiveness"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/frontend"
)

// An Order says which mutant to check.
type Order struct {
	// Number is the mutant's, or zero for the true fake.
	Number int `json:"number"`
	// Clause is the one that the mutant breaks. It is checked first.
	Clause string `json:"clause"`
	// Under are choices that the mutant makes, by clause, in place of those of
	// the contract.
	Under map[string]string `json:"under,omitempty"`
	// Except are kills that do not count, because the true fake is killed as well: each
	// is a clause and a property, as [Kill.Name] has them.
	Except []string `json:"except,omitempty"`
	// Others is how many cases each property is tried on in search of another one
	// that kills the mutant. At zero the search ends with the first.
	Others int `json:"others"`
	// Seed makes the same cases again.
	Seed uint64 `json:"seed"`
	// Faults names the fault profile under which the mutant is checked, as an account
	// is; if empty, it is checked as a fake with control endpoints. Checks is on how
	// many cases each property is tried, if not on its own number.
	Faults string `json:"faults,omitempty"`
	Checks int    `json:"checks,omitempty"`
}

// An Outcome is what became of a mutant.
type Outcome struct {
	Number int `json:"number"`
	// Kills are the property that killed it first, and another one, if that was
	// looked for and found. Of the true fake they are all that do.
	Kills []Kill `json:"kills"`
	// Cases and Millis are what the first kill has taken, the properties before it
	// included.
	Cases  int     `json:"cases"`
	Millis float64 `json:"millis"`
	// Properties are all properties that were tried. They are set for the true fake only.
	Properties []string `json:"properties,omitempty"`
	// Why is the reason or outcome that the suite reports under a fault profile for
	// the clause of a mutant that survives.
	Why string `json:"why,omitempty"`
	// Error says why the mutant could not be checked.
	Error string `json:"error,omitempty"`
}

// Open makes the fake of a mutant, and returns its clock.
type Open func(number int) (http.Handler, *fake.Clock)

// A Kill is a property that a mutant broke.
type Kill struct {
	Clause string `json:"clause"`
	// Property is the kind of clause that the property is about, and its name.
	Property string `json:"property"`
	// Shows is the last step of the counterexample, in words.
	Shows string `json:"shows"`
}

// Name tells one kill from another that shows the same.
func (k *Kill) Name() string { return k.Clause + " " + k.Property }

// Serve checks one mutant after the other, as orders come in. The test lends its
// name to the bubbles in which time passes under a fault profile.
func Serve(t *testing.T, in io.Reader, out io.Writer, api *model.API, open Open) error {
	orders := bufio.NewScanner(in)
	e := json.NewEncoder(out)
	for orders.Scan() {
		var order Order
		if err := json.Unmarshal(orders.Bytes(), &order); err != nil {
			return err
		}
		outcome := new(Outcome)
		if order.Faults == "" {
			mutant, _ := open(order.Number)
			outcome = Check(context.Background(), api, fake.Transport(mutant), order)
		} else {
			began := time.Now()
			synctest.Test(t, func(t *testing.T) { outcome = checkUnderFaults(t.Context(), api, open, order) })
			outcome.Millis = float64(time.Since(began).Microseconds()) / 1000 // and not as it passed in the bubble
		}
		if err := e.Encode(outcome); err != nil {
			return err
		}
	}
	return orders.Err()
}

// maxResponse is how much of a response is read. A mutant is our own code, so that no
// text has to be left untried because a response might be too long to be trusted.
const maxResponse = 16 << 20

// Check checks one mutant.
func Check(ctx context.Context, api *model.API, mutant http.RoundTripper, order Order) *Outcome {
	o := &Outcome{Number: order.Number}
	target := conformance.Target{Transport: steady{mutant}, Profile: conformance.Profile(api), Exact: true, MaxResponse: maxResponse}
	if _, err := conformance.Discover(ctx, &target); err != nil {
		o.Error = err.Error()
		return o
	}
	if len(order.Under) > 0 {
		if err := choose(mutant, order.Under); err != nil {
			o.Error = err.Error()
			return o
		}
		maps.Copy(target.Profile, order.Under)
	}
	options := conformance.Options{Seed: order.Seed, Checks: order.Checks}
	o.Error = o.hunt(ctx, api, target, options, near(api, order.Clause), order, func(f *effectiveness.Finding) bool {
		o.Cases += f.Cases
		o.Millis += float64(f.Time.Microseconds()) / 1000
		if property := propertyOf(f); order.Number == 0 && !slices.Contains(o.Properties, property) {
			o.Properties = append(o.Properties, property)
		}
		return true
	})
	if o.Error != "" || len(o.Kills) == 0 || order.Others == 0 || order.Number == 0 {
		return o
	}
	// Another property that kills the mutant does so soon, and in what the same
	// operation asks for, or it is not to be relied on.
	options.Checks, options.Run = order.Others, regexp.MustCompile(`^[^.]+$|^`+operationOf(api, order.Clause)+`\.`)
	o.Error = o.hunt(ctx, api, target, options, append([]string{"random"}, near(api, order.Clause)...), order, func(f *effectiveness.Finding) bool {
		return propertyOf(f) != o.Kills[0].Property
	})
	return o
}

// choose has a mutant make choices, over the control protocol.
func choose(mutant http.RoundTripper, choices map[string]string) error {
	body, err := json.Marshal(choices)
	if err != nil {
		return err
	}
	r, err := http.NewRequest(http.MethodPost, "http://localhost/_fakesmith/profile", bytes.NewReader(body))
	if err != nil {
		return err
	}
	resp, err := mutant.RoundTrip(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= http.StatusBadRequest {
		return fmt.Errorf("the mutant does not make the choices %s: %s", body, resp.Status)
	}
	return nil
}

// propertyOf names a property: the kind of clause that it is about, and what it tries.
func propertyOf(f *effectiveness.Finding) string { return f.Kind + ": " + f.Property }

// hunt tries properties until one kills the mutant, or all on the true fake. counts is
// called for each property, and reports whether a kill by it counts.
func (o *Outcome) hunt(ctx context.Context, api *model.API, target conformance.Target, options conformance.Options, first []string, order Order, counts func(*effectiveness.Finding) bool) (problem string) {
	err := effectiveness.Each(ctx, api, target, options, first, func(f *effectiveness.Finding) bool {
		if !counts(f) || !f.Failed() {
			return true
		}
		k := Kill{f.Clause, propertyOf(f), shows(f.Counterexample)}
		if slices.Contains(order.Except, k.Name()) {
			return true
		}
		o.Kills = append(o.Kills, k)
		return order.Number == 0
	})
	if err != nil {
		return err.Error()
	}
	return ""
}

// shows returns the last step of a counterexample, in words.
func shows(c *report.Counterexample) string {
	last := c.Steps[len(c.Steps)-1]
	return fmt.Sprintf("%s: expected %s, got %s", last.Call, last.Expected, last.Got)
}

// operationOf returns the name of the operation that has a clause, or "-",
// which none is called.
func operationOf(api *model.API, clause string) string {
	for _, p := range api.AllClauses() {
		if p.Clause.ID == clause && p.Operation != nil {
			return p.Operation.Name
		}
	}
	return "-"
}

// steady is a transport to a fake that may panic, which is as good as none that
// answers.
type steady struct{ to http.RoundTripper }

// RoundTrip implements [http.RoundTripper].
func (s steady) RoundTrip(r *http.Request) (resp *http.Response, err error) {
	defer func() {
		if p := recover(); p != nil {
			resp, err = nil, fmt.Errorf("the fake panicked: %v", p)
		}
	}()
	return s.to.RoundTrip(r)
}

// near returns the clauses in the order in which they are likely to kill a
// mutant of one: itself, those of its operation, those of operations on the
// same thing.
func near(api *model.API, clause string) []string {
	var here *model.Operation
	for _, p := range api.AllClauses() {
		if p.Clause.ID == clause {
			here = p.Operation
		}
	}
	first := []string{clause}
	if here == nil {
		return first
	}
	add := func(op *model.Operation) {
		for i := range op.Clauses {
			first = append(first, op.Clauses[i].ID)
		}
	}
	add(here)
	for i := range api.Operations {
		if op := &api.Operations[i]; op != here && op.Effect.Of == here.Effect.Of {
			add(op)
		}
	}
	return first
}

// Main is what the binary does: it reads the true contract from the files that its
// arguments name, the model and the contract beside it, which may be empty, and
// checks the mutants that its standard input names. It does so as a test, since
// only tests have bubbles.
func Main(open Open) {
	modelFile, contractFile := os.Args[1], os.Args[2]
	testing.Main(func(string, string) (bool, error) { return true, nil }, []testing.InternalTest{{Name: "mutants", F: func(t *testing.T) {
		api, _, err := frontend.Open(modelFile, contractFile)
		if err != nil {
			t.Fatal(err)
		}
		if err := Serve(t, os.Stdin, os.Stdout, api, open); err != nil {
			t.Fatal(err)
		}
	}}}, nil, nil)
}
