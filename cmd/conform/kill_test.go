package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/account"
	"github.com/fakesmith/fakesmith/fake/faults"
	"github.com/fakesmith/fakesmith/generated/remediation"
)

var (
	kills    = flag.Int("kills", 4, "how often a run is killed in TestKills")
	killSeed = flag.Uint64("killseed", 1, "which kills TestKills makes")
)

// A moment is when a run is killed.
type moment int

const (
	untouched moment = iota // a run that is not killed, to see how many calls it makes
	beforeEffect
	lateEffect // before, and the call has its effect all the same, when the run is dead
	afterEffect
	anyTime
)

var moments = map[moment]string{
	beforeEffect: "before a call had its effect",
	lateEffect:   "before a call had its effect, which it had later",
	afterEffect:  "after a call had its effect, before the answer",
	anyTime:      "at any time",
}

// A killer stands before an account and kills a run at some call of it.
type killer struct {
	next     http.Handler
	at       int  // the call, from 1 on
	creating bool // whether only calls count that create something
	when     moment
	busy     sync.WaitGroup // calls under way

	mu        sync.Mutex // guards the rest
	calls     int        // that count
	creations int
	cmd       *exec.Cmd
	hit       string // the operation at which the run was killed
}

func (k *killer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	k.busy.Add(1)
	defer k.busy.Done()
	_, operation, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	creates := operation == "PutConfigRule" || operation == "PutRemediationExceptions" && k.when != lateEffect
	k.mu.Lock()
	if creates {
		k.creations++
	}
	if !k.creating || creates {
		k.calls++
	}
	now := (!k.creating || creates) && k.cmd != nil && k.calls == k.at && k.when != anyTime && k.when != untouched
	if now {
		k.hit = operation
	}
	k.mu.Unlock()
	if now && k.when != afterEffect {
		_ = k.cmd.Process.Kill()
	}
	switch {
	case now && k.when == beforeEffect:
		panic(http.ErrAbortHandler)
	case now && k.when == lateEffect:
		time.Sleep(800 * time.Millisecond)
	}
	// What becomes of a call does not hang on whether its caller lives.
	k.next.ServeHTTP(w, r.WithContext(context.WithoutCancel(r.Context())))
	if now && k.when == afterEffect {
		_ = k.cmd.Process.Kill()
	}
}

// TestKills kills runs with SIGKILL, each at another moment, sweeps after each,
// and looks whether anything is left at the stand-in but what was there before.
// Every third sweep is killed as well, and swept after. Where there are many, one
// kill in four is under a fault profile.
func TestKills(t *testing.T) {
	t.Parallel()
	hits := map[string]int{}
	for _, faulty := range []bool{false, true} {
		if faulty && *kills < 16 {
			break
		}
		first := &victim{when: untouched, faulty: faulty, luck: rand.New(rand.NewPCG(*killSeed, 0))}
		first.run(t)
		for n := range *kills {
			if (*kills >= 16 && n%4 == 3) != faulty {
				continue
			}
			luck := rand.New(rand.NewPCG(*killSeed, uint64(n+1)))
			v := &victim{when: moment((n+n/4)%4) + beforeEffect, faulty: faulty, luck: luck}
			// Most kills are made where something is being created.
			v.creating = v.when == lateEffect || luck.IntN(4) > 0
			if v.at = 1 + luck.IntN(first.calls); v.creating {
				v.at = 1 + luck.IntN(first.creations/2)
			}
			v.after = time.Duration(luck.Int64N(int64(first.took)))
			v.run(t)
			v.note(hits)
			v.sweep(t)
			v.check(t)
		}
	}
	for _, what := range slices.Sorted(maps.Keys(hits)) {
		t.Logf("%4d times %s", hits[what], what)
	}
	if *kills >= 50 && (hits["a creation was not answered"] < 10 || hits["the journal owed something"] < 10) {
		t.Errorf("the kills hit too few interesting moments: %v", hits)
	}
}

// A victim is a run against a stand-in of its own, which is killed.
type victim struct {
	when     moment
	at       int           // the call, from 1 on
	creating bool          // whether only calls count that create something
	after    time.Duration // for anyTime: since the run began
	faulty   bool          // whether the stand-in has a fault profile
	luck     *rand.Rand

	fake      *remediation.Fake
	killer    *killer
	url       string
	folder    string
	out       bytes.Buffer
	calls     int           // how many were made
	creations int           // how many of them created something
	took      time.Duration // how long the run lived
}

const theirs = "encrypted" // a rule that is none of ours

// open returns a stand-in that has somebody's rule with an exception.
func open() *remediation.Fake {
	name := theirs
	return remediation.New(remediation.State{
		ConfigRules: []remediation.ConfigRule{{ConfigRuleName: &name}},
		RemediationExceptions: []remediation.RemediationException{
			{ConfigRuleName: theirs, ResourceType: "AWS::EC2::Volume", ResourceID: "vol-1"},
		},
	})
}

// serve opens the stand-in.
func (v *victim) serve(t *testing.T) {
	t.Helper()
	var h http.Handler
	if v.faulty {
		profile := faults.Profile{
			Lag: faults.Lag{Replicas: 2, Most: 200 * time.Millisecond}, Deleting: 300 * time.Millisecond,
			Errors: 0.01, Resets: 0.01, Truncations: 0.01, ShortPages: 0.2,
		}
		w, err := faults.New(profile, account.Traits(), *killSeed, func() (http.Handler, *fake.Clock) {
			f := open()
			if v.fake == nil {
				v.fake = f // the first is the one that is written to
			}
			return account.New(f, account.Options{Strict: true}), f.Clock
		})
		if err != nil {
			t.Fatal(err)
		}
		h = w
	} else {
		v.fake = open()
		h = account.New(v.fake, account.Options{Strict: true})
	}
	v.killer = &killer{next: h, at: v.at, creating: v.creating, when: v.when}
	server := httptest.NewServer(v.killer)
	t.Cleanup(server.Close)
	v.url = server.URL
	v.folder = t.TempDir()
	tolerances := `{}`
	if v.faulty {
		tolerances = `{"visible": "1s", "deleted": "5s", "throttled": "10s", "faults": 6, "shortPages": true}`
	}
	if err := os.WriteFile(filepath.Join(v.folder, "tolerances.json"), []byte(tolerances), 0o600); err != nil {
		t.Fatal(err)
	}
}

// run makes a run, and kills it when its moment has come.
func (v *victim) run(t *testing.T) {
	t.Helper()
	v.serve(t)
	cmd := process(t.Context(), v.folder, "apply", "-aws", "-region", "us-east-1", "-account", "123456789012", "-endpoint", v.url,
		"-rate", "2000", "-grace", "1500ms", "-tolerances", "tolerances.json", "-journal", "journal", "-run-id", "kill",
		"-run", "^(upsert|delete-removal|rule-removal)$", "-seed", fmt.Sprint(1+v.luck.IntN(1000)))
	cmd.Stdout, cmd.Stderr = &v.out, &v.out
	began := time.Now()
	v.killer.mu.Lock()
	err := cmd.Start()
	v.killer.cmd = cmd
	v.killer.mu.Unlock()
	if err != nil {
		t.Fatal(err)
	}
	if v.when == anyTime {
		time.AfterFunc(v.after, func() { _ = cmd.Process.Kill() })
	}
	err = cmd.Wait()
	v.took = time.Since(began)
	v.killer.mu.Lock()
	v.calls, v.creations, v.killer.cmd = v.killer.calls, v.killer.creations, nil
	v.killer.mu.Unlock()
	if v.when == untouched {
		if err != nil {
			t.Fatalf("a run that is not killed ends with %v\n%s", err, v.out.String())
		}
		v.check(t)
	}
}

// check looks whether all is as it was before, once all calls had their effect.
func (v *victim) check(t *testing.T) {
	t.Helper()
	v.killer.busy.Wait()
	if state := v.fake.State(); len(state.ConfigRules) != 1 || len(state.RemediationExceptions) != 1 {
		journal, _ := os.ReadFile(filepath.Join(v.folder, "journal"))
		t.Errorf("killed %s (at call %d of %d, %s, or after %v; faulty %t), there is left %+v and %+v\n%s\n%s",
			moments[v.when], v.at, v.calls, v.killer.hit, v.after, v.faulty, state.ConfigRules, state.RemediationExceptions, v.out.String(), journal)
	}
}

// note counts what a kill has hit.
func (v *victim) note(hits map[string]int) {
	hits["killed "+moments[v.when]]++
	journal, err := os.ReadFile(filepath.Join(v.folder, "journal"))
	switch {
	case err != nil:
		hits["there was no journal"]++
	case bytes.Count(journal, []byte(`"creates":"rule"`)) > bytes.Count(journal, []byte("\n{\"gone\"")):
		hits["the journal owed something"]++
	default:
		hits["the journal owed nothing"]++
	}
	if bytes.Count(journal, []byte(`"creates"`)) > bytes.Count(journal, []byte(`"answered"`)) {
		hits["a creation was not answered"]++
	}
	if v.killer.hit != "" {
		hits["it was "+v.killer.hit]++
	}
}

// sweep sweeps by the journal, and now and then is killed itself and does it
// once more.
func (v *victim) sweep(t *testing.T) {
	t.Helper()
	// A run that was killed before the first line was written has created nothing.
	if text, err := os.ReadFile(filepath.Join(v.folder, "journal")); err != nil || !bytes.Contains(text, []byte("\n")) {
		return
	}
	args := []string{"sweep", "-journal", "journal", "-rate", "2000", "-grace", "1500ms", "-lag", "300ms"}
	if v.luck.IntN(3) == 0 {
		first := process(t.Context(), v.folder, args...)
		if err := first.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(v.luck.Int64N(int64(150 * time.Millisecond))))
		_ = first.Process.Kill()
		_ = first.Wait()
	}
	if out, err := process(t.Context(), v.folder, args...).CombinedOutput(); err != nil || !bytes.Contains(out, []byte("nothing is left")) {
		t.Errorf("conform sweep = %v\n%s", err, out)
	}
}
