package conformance_test

import (
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/google/go-cmp/cmp"
)

// TestDivergences shows that a clause listed as a divergence may fail. It is a
// failure if it passes, and so is an entry for no clause.
func TestDivergences(t *testing.T) {
	divergences := []conformance.Divergence{
		{Clause: "upsert", Reason: "a put adds a row", Link: "https://example.com/1"},
		{Clause: "describe-keys", Reason: "it was so once"},
		{Clause: "describe-pages", Reason: "not selected"},
		{Clause: "random", Reason: "only selected with all others"},
		{Clause: "no-such-clause", Reason: "it was renamed"},
	}
	target := conformance.Target{Transport: newReference(t, "puts pile up"), Profile: conformance.Profile(contract()), Divergences: divergences}
	rep := check(t, target, "^(upsert|one-per-key|describe-keys|delete-each)$")
	for _, c := range rep.Clauses {
		want := map[string]report.Outcome{"upsert": report.Fail, "describe-keys": report.Pass}[c.ID]
		if want != "" && (c.Outcome != want || c.Divergence == nil) {
			t.Errorf("%s: %s, %+v, want %s, and what is known of it", c.ID, c.Outcome, c.Divergence, want)
		}
	}
	want := []string{
		"no-such-clause: listed as a divergence, and there is no such clause",
		"describe-keys: listed as a divergence, and it passes",
	}
	if diff := cmp.Diff(want, rep.Unexpected); diff != "" {
		t.Errorf("what is unexpected (-want +got):\n%s", diff)
	}
	if got := rep.Failures(); got != 2 {
		t.Errorf("Failures() = %d, want 2", got)
	}
	var b strings.Builder
	if err := (report.Text{}).Write(&b, rep); err != nil {
		t.Fatal(err)
	}
	if text := b.String(); !strings.Contains(text, "known divergence: a put adds a row; https://example.com/1") || !strings.Contains(text, "1 fail (1 known)") || strings.Contains(text, "upsert fails") {
		t.Errorf("the text is\n%s", text)
	}

	target.Divergences = divergences[:1]
	if rep := check(t, target, "^(upsert|describe-keys)$"); rep.Failures() != 0 || rep.Count(report.Fail) != 1 {
		t.Errorf("Failures() = %d and Count(Fail) = %d, want 0 and 1", rep.Failures(), rep.Count(report.Fail))
	}
	target.Divergences = nil
	if rep := check(t, target, "^(upsert|describe-keys)$"); rep.Failures() != 1 {
		t.Errorf("%d failures with nothing known, want 1", rep.Failures())
	}
}

// TestReadDivergences shows that all mistakes in a list are reported at once.
func TestReadDivergences(t *testing.T) {
	all, err := conformance.ReadDivergences("known.json", strings.NewReader(`[{"clause": "a", "reason": "b"}, {"clause": "c", "reason": "d", "link": "https://e"}]`))
	if want := []conformance.Divergence{{Clause: "a", Reason: "b"}, {Clause: "c", Reason: "d", Link: "https://e"}}; err != nil || !cmp.Equal(all, want) {
		t.Errorf("ReadDivergences = %v, %v, want %v", all, err, want)
	}
	_, err = conformance.ReadDivergences("known.json", strings.NewReader(`[
 {"clause": "a", "reason": ""},
 {"clause": "b", "why": "so", "link": "here"},
 7,
 {"clause": "a", "reason": "again"}]`))
	want := []string{
		`known.json:2:28: [0]: reason: this is empty; write some text or leave it out`,
		`known.json:3:2: [1]: reason is missing; add "reason"`,
		`known.json:3:18: [1]: unknown key "why"; the keys here are clause, reason, link`,
		`known.json:3:39: [1]: link: "here" is no URL; write https://..., or leave it out`,
		`known.json:4:2: [2]: this is a number; write an object`,
		`known.json:5:2: [3]: duplicate clause a, first on line 2; leave one of the two out`,
	}
	if err == nil {
		t.Fatal("ReadDivergences = nil, want errors")
	}
	if diff := cmp.Diff(want, strings.Split(err.Error(), "\n")); diff != "" {
		t.Errorf("errors (-want +got):\n%s", diff)
	}
	if _, err := conformance.ReadDivergences("known.json", strings.NewReader(`{"clause": "a"}`)); err == nil || err.Error() != "known.json:1:1: this is an object; write an array" {
		t.Errorf("the error for an object is %v", err)
	}
}
