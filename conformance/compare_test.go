package conformance_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/generated/remediation"
	"github.com/fakesmith/fakesmith/internal/sample"
)

// withDefect returns the generated fake with a known defect, or none if the id
// is empty, and with or without its control endpoints.
func withDefect(t *testing.T, id string, control bool) conformance.Target {
	t.Helper()
	show := &intermediary{RoundTripper: fake.Transport(remediation.New(remediation.State{})), behaviour: (*exchange).pass}
	if make := recreated[id]; make != nil {
		show.behaviour = make()
	}
	target := conformance.Target{Transport: show, URL: "http://true.test"}
	if id != "" {
		target.URL = "http://" + id + ".test"
	}
	if control {
		if _, err := conformance.Discover(t.Context(), &target); err != nil {
			t.Fatal(err)
		}
	}
	return target
}

// compare compares targets by the clauses that match an expression.
func compare(t *testing.T, run string, targets ...conformance.Target) *conformance.Comparison {
	t.Helper()
	return compareCases(t, run, 3, targets...)
}

// compareCases is compare with a number of cases for each property.
func compareCases(t *testing.T, run string, cases int, targets ...conformance.Target) *conformance.Comparison {
	t.Helper()
	options := conformance.Options{Seed: seed, Checks: cases, Run: regexp.MustCompile(run), Shrink: 400 * time.Millisecond}
	found, err := conformance.Compare(t.Context(), contract(), targets, options)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// printed returns a comparison as it is printed.
func printed(t *testing.T, found *conformance.Comparison) string {
	t.Helper()
	var b strings.Builder
	if err := found.Write(&b, 0); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestCompareFindsKnownDefects shows that a difference of at most six steps is
// found between the fake and a fake with each known defect: by all clauses, and
// by the clause that the defect breaks.
func TestCompareFindsKnownDefects(t *testing.T) {
	t.Parallel()
	for i, j := range knownDefects() {
		if !sample.OneIn(16, i) {
			continue
		}
		for name, run := range map[string]string{"all": "", "clause": "^" + regexp.QuoteMeta(j.Clause) + "$"} {
			t.Run(j.ID+"/"+name, func(t *testing.T) {
				t.Parallel()
				found := compare(t, run, withDefect(t, "", true), withDefect(t, j.ID, true))
				if found.Difference == nil {
					t.Fatalf("no difference in %d cases", found.Cases)
				}
				t.Log(printed(t, found))
				if n := len(found.Difference.Steps); n > 6 {
					t.Errorf("the difference takes %d steps, want at most 6", n)
				}
				last := found.Difference.Steps[len(found.Difference.Steps)-1]
				if last.Answers[0].Against != "" || (last.Answers[1].Against == "") != (j.Reported != "") {
					t.Errorf("the fake is found to be against the contract by %q, the defect by %q; want the defect alone, unless it is permitted", last.Answers[0].Against, last.Answers[1].Against)
				}
			})
		}
	}
}

// TestCompareAgrees shows that no difference is found between two fakes, nor
// between the fake and the reference server, whatever powers they have.
func TestCompareAgrees(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	const run = "^(upsert|describe-pages|delete-absent|expiry|non-compliant-only|failed-batches|rule-.*|details-.*|validation-error|resources-by-type|random)$"
	reference := func(t *testing.T, control bool) conformance.Target {
		server := newReference(t, "")
		server.control = control
		target := conformance.Target{Transport: server, URL: "http://reference.test"}
		if _, err := conformance.Discover(t.Context(), &target); err != nil {
			t.Fatal(err)
		}
		return target
	}
	kinds := map[string]func(*testing.T) []conformance.Target{
		"fakes": func(t *testing.T) []conformance.Target {
			return []conformance.Target{withDefect(t, "", true), withDefect(t, "", true), withDefect(t, "", true)}
		},
		"a fake in other words": func(t *testing.T) []conformance.Target {
			other := withDefect(t, "", true)
			other.Transport.(*intermediary).behaviour = inOtherWords
			return []conformance.Target{withDefect(t, "", true), other}
		},
		"fake and reference": func(t *testing.T) []conformance.Target {
			return []conformance.Target{withDefect(t, "", true), reference(t, true)}
		},
		"reference and fake, no control": func(t *testing.T) []conformance.Target {
			return []conformance.Target{reference(t, false), withDefect(t, "", true)}
		},
	}
	for i, name := range slices.Sorted(maps.Keys(kinds)) {
		if !sample.OneIn(2, i) {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cases := sample.Cases(3, 1)
			found := compareCases(t, run, cases, kinds[name](t)...)
			if !found.Same() {
				t.Errorf("they are found to differ:\n%s", printed(t, found))
			}
			if want := 14 * cases; found.Cases < want {
				t.Errorf("%d cases were tried, want %d at least", found.Cases, want)
			}
		})
	}
}

// inOtherWords reports failed keys with other reasons and in another order.
func inOtherWords(v *exchange) {
	v.pass()
	if v.out["message"] != nil {
		v.out["message"] = "No."
	}
	for _, batch := range toList(v.out["FailedBatches"]) {
		batch.(node)["FailureMessage"] = "That did not work."
		slices.Reverse(toList(batch.(node)["FailedItems"]))
	}
}

// TestCompareReportsTransientDifference shows that a difference is reported
// that does not come again.
func TestCompareReportsTransientDifference(t *testing.T) {
	moody, calls := withDefect(t, "", true), 0
	moody.Transport.(*intermediary).behaviour = func(v *exchange) {
		v.pass()
		if calls++; calls == 40 {
			v.status, v.out = 500, node{"__type": "InternalFailure", "message": "Oh."}
		}
	}
	found := compare(t, "^(upsert|describe-keys)$", withDefect(t, "", true), moody)
	if found.Difference == nil || !found.Difference.Once || found.Difference.Steps[len(found.Difference.Steps)-1].Answers[1].Status != 500 {
		t.Errorf("want a difference that was seen once:\n%s", printed(t, found))
	}
	if text := strings.Join(strings.Fields(printed(t, found)), " "); !strings.Contains(text, "The targets did not differ again") {
		t.Errorf("it does not say that they did not differ again:\n%s", text)
	}
}

// TestCompareWithoutControl shows that differences are found by the API alone.
func TestCompareWithoutControl(t *testing.T) {
	t.Parallel()
	for i, id := range []string{"second-put", "page-of-100", "many-keys", "lower-camel"} {
		if !sample.OneIn(2, i) {
			continue
		}
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			found := compare(t, "^(upsert|describe-pages|rejected-keys|PutRemediationExceptions.ResourceKeys.maxItems)$", withDefect(t, "", false), withDefect(t, id, false))
			if found.Difference == nil || len(found.Difference.Steps) > 6 {
				t.Errorf("want a difference of at most 6 steps:\n%s", printed(t, found))
			}
			for _, s := range found.Difference.Steps {
				if s.Call == "fact" || s.Call == "clock" {
					t.Errorf("the step %s takes a power that they have not", s.Call)
				}
			}
		})
	}
}

// TestCompareLeavesOutMissingOperations shows that an operation which one
// target lacks is reported, and that the others are compared.
func TestCompareLeavesOutMissingOperations(t *testing.T) {
	without := withDefect(t, "absent-deleted", true)
	without.Transport = lacking{without.Transport, []string{"PutEvaluations"}, func(*http.Request, []byte) (int, string) { return 501, "<html>" }}
	found := compare(t, "^(evaluations-each|details-findings)$", withDefect(t, "", true), without)
	if len(found.Lacks) != 1 || found.Lacks[0].Operation != "PutEvaluations" || found.Lacks[0].Target != without.URL {
		t.Errorf("what is lacking is %+v, want PutEvaluations", found.Lacks)
	}
	if found.Difference != nil || found.Same() || found.Cases < 5 {
		t.Errorf("want no difference but what is lacking, in what can be tried:\n%s", printed(t, found))
	}
	if text := strings.Join(strings.Fields(printed(t, found)), " "); !strings.Contains(text, without.URL+" does not implement PutEvaluations: the answer is 501 <html>") {
		t.Errorf("it does not say what is lacking:\n%s", text)
	}
	found = compare(t, "^(delete-absent|evaluations-each)$", withDefect(t, "", true), without)
	if len(found.Lacks) != 0 || found.Difference == nil || found.Difference.Steps[len(found.Difference.Steps)-1].Call != "DeleteRemediationExceptions" {
		t.Errorf("want a difference in DeleteRemediationExceptions:\n%s", printed(t, found))
	}
}

// TestComparisonIsReadable shows that a comparison is the same after it was
// written and read, and that long answers are cut around the difference.
func TestComparisonIsReadable(t *testing.T) {
	found := compare(t, "^describe-pages$", withDefect(t, "", true), withDefect(t, "page-of-100", true))
	text := printed(t, found)
	if !strings.Contains(text, "... 1") || strings.Count(text, "\n") > 60 {
		t.Errorf("a difference in 26 rows is shown as\n%s", text)
	}
	var b strings.Builder
	if err := found.WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	var again conformance.Comparison
	if err := json.Unmarshal([]byte(b.String()), &again); err != nil {
		t.Fatal(err)
	}
	if got := printed(t, &again); got != text {
		t.Errorf("what was written and read is shown as\n%s\nwant\n%s", got, text)
	}
}

// TestCompareUsesACommonStrategy shows that facts are set by a strategy that
// works on all targets, and that a difference in another strategy is found
// where it matters.
func TestCompareUsesACommonStrategy(t *testing.T) {
	strict := withDefect(t, "keys-ignored", false)
	strict.Transport = untrusting{strict.Transport}
	found := compare(t, "^(upsert|describe-absent-keys)$", withDefect(t, "", false), strict)
	if found.Setup == nil || found.Setup.By != "PutExternalEvaluation" {
		t.Errorf("facts are set by %+v, want PutExternalEvaluation", found.Setup)
	}
	if found.Difference == nil || found.Difference.Steps[len(found.Difference.Steps)-1].Call != "DescribeRemediationExceptions" {
		t.Errorf("want a difference in what is described:\n%s", printed(t, found))
	}
	found = compare(t, "^evaluations-findings$", withDefect(t, "", false), strict)
	if found.Difference == nil || found.Difference.Steps[len(found.Difference.Steps)-1].Call != "PutEvaluations" {
		t.Errorf("want a difference in PutEvaluations:\n%s", printed(t, found))
	} else if c := found.Difference.Clauses; len(c) != 1 || c[0].ID != "evaluations-token" {
		t.Errorf("the difference falls under %+v, want evaluations-token", c)
	}
}

// TestCompareAlignsClocks shows that two servers which are the same but for their
// clocks do not differ if the clocks can be set, and that it is said if they
// can't.
func TestCompareAlignsClocks(t *testing.T) {
	t.Parallel()
	early, late := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2039, 10, 1, 0, 0, 0, 0, time.UTC)
	at := func(now time.Time, control bool) conformance.Target {
		server := newReference(t, "")
		server.now, server.control = now, control
		target := conformance.Target{Transport: dated{server, now}, URL: now.Format("http://2006.test")}
		if control {
			if _, err := conformance.Discover(t.Context(), &target); err != nil {
				t.Fatal(err)
			}
		}
		return target
	}
	const about = `^PutRemediationExceptions\.ExpirationTime\.observable$`
	for _, targets := range [][]conformance.Target{{at(early, true), at(late, true)}, {at(late, true), at(early, true)}, {at(late, false), at(late, false)}} {
		if found := compare(t, about, targets...); !found.Same() || len(found.Clocks) > 0 {
			t.Errorf("with clocks that are or can be made the same: %s", printed(t, found))
		}
	}
	for _, control := range []bool{false, true} {
		found := compare(t, "^rule-upsert$", at(early, control), at(late, false))
		if text := strings.Join(strings.Fields(printed(t, found)), " "); !strings.Contains(text, "2030-01-01T00:00:00Z at http://2030.test, and 2039-10-01T00:00:00Z at http://2039.test") {
			t.Errorf("it is not said that the clocks differ: %s", text)
		}
	}
}

// dated is a server that says what time it is in its answers.
type dated struct {
	http.RoundTripper
	now time.Time
}

func (d dated) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := d.RoundTripper.RoundTrip(req)
	if err == nil {
		resp.Header.Set("Date", d.now.Format(http.TimeFormat))
	}
	return resp, err
}
