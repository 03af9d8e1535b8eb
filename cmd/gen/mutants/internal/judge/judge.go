// Package judge judges the mutants in a binary that holds many of them. It is
// told on its input which one to judge next, and tells on its output what
// became of it, in lines of JSON.
//
// The binary is a process of its own, so that a mutant that never answers can
// be ended together with it.
package judge

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/openapi"
)

// An Order says which mutant to judge.
type Order struct {
	// Number is the mutant's, or zero for the true fake.
	Number int `json:"number"`
	// Clause is the one that the mutant breaks. It is judged first.
	Clause string `json:"clause"`
	// Laws is how many laws are to kill the mutant before the search ends. It
	// is one if zero.
	Laws int `json:"laws"`
	// Checks is how many cases each law is tried on: its own number if zero.
	Checks int `json:"checks"`
	// Seed makes the same cases again.
	Seed uint64 `json:"seed"`
}

// An Outcome is what became of a mutant.
type Outcome struct {
	Number int `json:"number"`
	// Kills are the laws that killed it, in the order in which they were
	// tried.
	Kills []Kill `json:"kills"`
	// Cases and Millis are what the first kill has taken, the laws before it
	// included.
	Cases  int     `json:"cases"`
	Millis float64 `json:"millis"`
	// Laws are all laws that were tried. They are told of the true fake only.
	Laws []string `json:"laws,omitempty"`
	// Error says why the mutant could not be judged.
	Error string `json:"error,omitempty"`
}

// A Kill is a law that a mutant broke.
type Kill struct {
	Clause string `json:"clause"`
	// Law is the kind of clause that the law is about, and its name.
	Law string `json:"law"`
	// Shows is the last step of the counterexample, in words.
	Shows string `json:"shows"`
}

// Serve judges one mutant after the other, as orders come in. open makes the
// fake of a mutant.
func Serve(in io.Reader, out io.Writer, api *model.API, open func(number int) http.RoundTripper) error {
	orders := bufio.NewScanner(in)
	e := json.NewEncoder(out)
	for orders.Scan() {
		var order Order
		if err := json.Unmarshal(orders.Bytes(), &order); err != nil {
			return err
		}
		outcome := Judge(context.Background(), api, open(order.Number), order)
		if err := e.Encode(outcome); err != nil {
			return err
		}
	}
	return orders.Err()
}

// Judge judges one mutant.
func Judge(ctx context.Context, api *model.API, mutant http.RoundTripper, order Order) *Outcome {
	o := &Outcome{Number: order.Number}
	target := conformance.Target{Transport: mutant, Profile: conformance.Profile(api)}
	if _, err := conformance.Discover(ctx, &target); err != nil {
		o.Error = err.Error()
		return o
	}
	wanted := max(order.Laws, 1)
	options := conformance.Options{Seed: order.Seed, Checks: order.Checks}
	killers := map[string]bool{}
	err := conformance.Hunt(ctx, api, target, options, near(api, order.Clause), func(f *conformance.Finding) bool {
		if len(o.Kills) == 0 {
			o.Cases += f.Cases
			o.Millis += float64(f.Time.Microseconds()) / 1000
		}
		law := f.Kind + ": " + f.Law
		if order.Number == 0 && !slices.Contains(o.Laws, law) {
			o.Laws = append(o.Laws, law)
		}
		if f.Broken() && !killers[law] {
			killers[law] = true
			last := f.Counterexample.Steps[len(f.Counterexample.Steps)-1]
			o.Kills = append(o.Kills, Kill{f.Clause, law, fmt.Sprintf("%s: expected %s, got %s", last.Call, last.Expected, last.Got)})
		}
		return len(killers) < wanted
	})
	if err != nil {
		o.Error = err.Error()
	}
	return o
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

// Main is what the binary does: it reads the true contract from a file, and
// judges what it is told to on its standard input.
func Main(modelFile string, open func(number int) http.RoundTripper) error {
	src, err := os.ReadFile(modelFile)
	if err != nil {
		return err
	}
	api, err := openapi.Read(modelFile, src)
	if err != nil {
		return err
	}
	return Serve(os.Stdin, os.Stdout, api, open)
}
