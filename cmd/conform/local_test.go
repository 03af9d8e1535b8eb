package main

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/generated/remediation"
	"github.com/fakesmith/fakesmith/generated/remediationtest"
)

// TestEmbeddedFakeIsCheckedBothWays shows that the clauses about the wire are
// checked over a socket, and the others in place.
func TestEmbeddedFakeIsCheckedBothWays(t *testing.T) {
	var mu sync.Mutex
	clause, over, in := "", map[string]int{}, map[string]int{}
	f := remediation.New(remediation.State{})
	own, err := embed(&remediationtest.Contract, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		if r.Context().Value(http.ServerContextKey) != nil {
			over[clause]++
		} else {
			in[clause]++
		}
		mu.Unlock()
		f.ServeHTTP(w, r)
	}))
	if err != nil {
		t.Fatal(err)
	}
	defer own.stop()
	target := conformance.Target{URL: own.address, Transport: own}
	if _, err := conformance.Discover(t.Context(), &target); err != nil {
		t.Fatal(err)
	}
	rep, err := conformance.Check(t.Context(), &remediationtest.Contract, target, conformance.Options{
		Seed: 1, Checks: 1,
		Progress: own.heeding(func(_, _ int, id string) {
			mu.Lock()
			defer mu.Unlock()
			clause = id
		}),
	})
	if err != nil {
		t.Fatal(err)
	}
	if n := rep.Failures(); n > 0 {
		t.Errorf("%d clauses fail, want none", n)
	}
	for _, c := range rep.Clauses {
		wire := strings.HasPrefix(c.Kind, "protocol")
		if wire && in[c.ID] > 0 || !wire && over[c.ID] > 0 {
			t.Errorf("%s, of the kind %s: %d calls over a socket and %d in place", c.ID, c.Kind, over[c.ID], in[c.ID])
		}
	}
	if over[""] == 0 || over["empty-body"] == 0 || in["upsert"] == 0 {
		t.Errorf("there were %d calls over a socket before the first clause, %d of empty-body there and %d of upsert in place; want some of each", over[""], over["empty-body"], in["upsert"])
	}
}
