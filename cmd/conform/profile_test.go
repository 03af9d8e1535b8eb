package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/generated/remediation"
	"github.com/fakesmith/fakesmith/generated/remediationtest"
	"github.com/fakesmith/fakesmith/internal/sample"
	"github.com/fakesmith/fakesmith/model"
)

// times is how often each choice is looked for among random other choices.
func times() int {
	if sample.Campaign() {
		return 40
	}
	return 1
}

// openClauses returns the clauses with choices.
func openClauses() []*model.Clause {
	var all []*model.Clause
	for _, p := range remediationtest.Contract.AllClauses() {
		if len(p.Clause.Choices) > 0 {
			all = append(all, p.Clause)
		}
	}
	return all
}

// choosing returns a fake that makes choices, and the same as a target.
func choosing(t *testing.T, choices map[string]string) (conformance.Target, *remediation.Fake) {
	t.Helper()
	text, err := json.Marshal(choices)
	if err != nil {
		t.Fatal(err)
	}
	var p remediation.Profile
	if err := json.Unmarshal(text, &p); err != nil {
		t.Fatal(err)
	}
	f := remediation.New(remediation.State{})
	if err := f.SetProfile(p); err != nil {
		t.Fatal(err)
	}
	target := conformance.Target{Transport: fake.Transport(f)}
	if _, err := conformance.Discover(t.Context(), &target); err != nil {
		t.Fatal(err)
	}
	return target, f
}

// anyChoices draws choices in all clauses, the same for the same name.
func anyChoices(name string) map[string]string {
	h := fnv.New64a()
	h.Write([]byte(name))
	r := rand.New(rand.NewPCG(h.Sum64(), 1))
	choices := map[string]string{}
	for _, c := range openClauses() {
		choices[c.ID] = c.Choices[r.IntN(len(c.Choices))]
	}
	return choices
}

// hidden are the clauses of which nothing is seen where exceptions need a
// configuration: none is there without its rule, none can be put for the rule of a
// service, and it has to be deleted, maybe with the exceptions, before the rule can be.
var hidden = map[string]bool{"unknown-rule": true, "service-linked-rule": true, "rule-exceptions": true}

// TestEveryChoiceIsObserved shows that the suite, which is told nothing, finds
// out every choice that a fake can make in every clause: with the model's
// choices in all other clauses, and with any other choices.
func TestEveryChoiceIsObserved(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	n := 0
	for _, c := range openClauses() {
		for _, choice := range c.Choices {
			if n++; !sample.OneIn(4, n) {
				continue
			}
			t.Run(c.ID+"/"+choice, func(t *testing.T) {
				t.Parallel()
				see(t, c.ID, map[string]string{c.ID: choice}, 1)
				for n := range times() {
					choices := anyChoices(fmt.Sprint(c.ID, choice, n))
					choices[c.ID] = choice
					if c.ID == "unsupported-type" {
						// What nothing is known of must not be rejected with the same error.
						delete(choices, "rejected-keys")
					}
					if c.ID == "service-linked-rule" || c.ID == "configuration-service-linked" {
						// Over the wire, only a put can make such a rule.
						delete(choices, "rule-creator-given")
					}
					if hidden[c.ID] {
						delete(choices, "no-configuration-needed")
					}
					see(t, c.ID, choices, uint64(n+2))
				}
			})
		}
	}
}

// see expects the suite to find out the choice that a fake makes in a clause.
func see(t *testing.T, id string, choices map[string]string, seed uint64) {
	t.Helper()
	options := conformance.Options{Run: regexp.MustCompile("^" + regexp.QuoteMeta(id) + "$"), Checks: 3, Seed: seed}
	target, _ := choosing(t, choices)
	rep, err := conformance.Check(t.Context(), &remediationtest.Contract, target, options)
	if err != nil {
		t.Fatal(err)
	}
	c := rep.Clauses[0]
	if c.Outcome == report.Observed && c.Observed == choices[id] {
		return
	}
	others := maps.Clone(choices)
	maps.DeleteFunc(others, func(id, choice string) bool { return choice == conformance.Profile(&remediationtest.Contract)[id] })
	t.Errorf("%s: %s %q (%s), want observed %s, among %v", id, c.Outcome, c.Observed, c.Reason, choices[id], others)
}

// TestProfileIsLearned shows that what a run writes with -profile-out makes
// another fake choose as the one that was checked, and holds of that one.
func TestProfileIsLearned(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	choices := anyChoices("a fake of which nothing is known")
	for _, id := range []string{"no-configuration-needed", "rule-creator-given"} {
		delete(choices, id) // others would be hidden
	}
	_, f := choosing(t, choices)
	server := httptest.NewServer(f)
	defer server.Close()
	name := filepath.Join(t.TempDir(), "profile.json")
	status, stdout, stderr := conform(t.Context(), "-endpoint", server.URL, "-checks", "2", "-seed", "3", "-profile-out", name)
	if status != exitPass || stderr != "" {
		t.Fatalf("conform = %d\n%s%s", status, stdout, stderr)
	}
	learned, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var p remediation.Profile
	if err := json.Unmarshal(learned, &p); err != nil {
		t.Fatal(err)
	}
	for _, c := range openClauses() {
		choices[c.ID] = cmp.Or(choices[c.ID], c.Choice)
	}
	if _, again := choosing(t, choices); p != again.Profile() {
		t.Errorf("the profile that was learned is\n%s, want\n%v", learned, choices)
	}
	status, stdout, stderr = conform(t.Context(), "-endpoint", server.URL, "-checks", "4", "-seed", "3", "-profile", name, "-run", "^(unknown-rule|rejected-keys|expiry-precision)$")
	if status != exitPass || strings.Contains(stdout, "○") {
		t.Errorf("with what was learned, conform = %d\n%s%s", status, stdout, stderr)
	}
}

// TestStrangeChoicesAreTold shows that what no fake can choose is not passed
// over.
func TestStrangeChoicesAreTold(t *testing.T) {
	t.Parallel()
	f := remediation.New(remediation.State{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		record := httptest.NewRecorder()
		f.ServeHTTP(record, r)
		maps.Copy(w.Header(), record.Header())
		w.Header().Del("Content-Length")
		w.WriteHeader(record.Code)
		w.Write(bytes.ReplaceAll(record.Body.Bytes(), []byte("NoSuchConfigRuleException"), []byte("AccessDeniedException")))
	}))
	defer server.Close()
	name := filepath.Join(t.TempDir(), "profile.json")
	status, stdout, stderr := conform(t.Context(), "-endpoint", server.URL, "-checks", "2", "-run", "^(unknown-rule|omitted-members)$", "-profile-out", name)
	if want := "not written to " + name + ", since it is not a choice of the contract: unknown-rule: error:AccessDeniedException"; status != exitPass || !strings.Contains(stderr, want) {
		t.Errorf("conform = %d\n%s%s", status, stdout, stderr)
	}
	if learned, err := os.ReadFile(name); err != nil || string(learned) != "{\n  \"omitted-members\": \"cleared\"\n}\n" {
		t.Errorf("what was learned is %s, %v", learned, err)
	}
}

// TestDocumentedClausesHoldWhateverIsChosen checks fakes that choose otherwise
// than the model wherever they may, by all clauses.
func TestDocumentedClausesHoldWhateverIsChosen(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	profiles, checks := sample.Cases(3, 1), sample.Cases(3, 1)
	if sample.Campaign() {
		profiles = 120
	}
	for n := range profiles {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			t.Parallel()
			choices := anyChoices(fmt.Sprint("profile ", n))
			target, _ := choosing(t, choices)
			if n%2 == 0 {
				target.Profile = choices // which is then asserted
			}
			rep, err := conformance.Check(t.Context(), &remediationtest.Contract, target, conformance.Options{Checks: checks, Seed: uint64(n + 1)})
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range slices.Concat(rep.Clauses, rep.Checks) {
				if c.Outcome == report.Fail || c.Outcome == report.Unsupported {
					t.Errorf("%s: %s %s %s", c.ID, c.Outcome, c.Reason, steps(c.Counterexample))
				}
			}
			if t.Failed() {
				t.Logf("the profile is %v", choices)
			}
		})
	}
}

// steps shows a counterexample.
func steps(c *report.Counterexample) string {
	if c == nil {
		return ""
	}
	text := c.Property + " " + c.Confirmed
	for _, s := range c.Steps {
		text += fmt.Sprintf("\n\t%s %s %s %s -> %s", s.Call, s.As, s.At, s.Request, s.Got)
		if s.Expected != "" {
			text += "\n\twant " + s.Expected
		}
	}
	return text
}
