package report_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/conformance/shard"
)

// shardsOf returns the reports of the shards of a run with six clauses, of which
// rule-0 is about replies, and three checks.
func shardsOf(of int) []report.Named {
	began := time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)
	var all []report.Named
	for i := range of {
		part := shard.Shard{Index: i, Of: of}
		r := &report.Report{
			Target: "http://fake:4599", Model: "library.json", Seed: 7, Started: began.Add(time.Duration(i) * time.Second), Seconds: 2.5, Calls: 10,
			Setup: &report.Setup{Strategy: report.ByWire, By: "PutBook", Lacks: []string{fmt.Sprint("lack ", i), "clock"}},
			Shard: &report.Shard{Shard: part, Clauses: 6, Checks: 3, Contract: "0123", Settings: "4567", Replies: []report.Replies{{ID: "clause-0", Count: 5}}},
			Lag:   []endpoint.LagBin{{UpTo: "0s", Count: 3}, {UpTo: "100ms", Count: i}}[:1+i%2],
		}
		for place := range 9 {
			if !part.Has(place) {
				continue
			}
			if place < 6 {
				r.Clauses = append(r.Clauses, report.Clause{ID: fmt.Sprint("clause-", place), Outcome: report.Pass, Cases: 1})
			} else {
				r.Checks = append(r.Checks, report.Clause{ID: fmt.Sprint("check-", place), Outcome: report.Pass, Cases: 1})
			}
		}
		all = append(all, report.Named{Name: fmt.Sprintf("shard-%d.json", i), Report: r})
	}
	return all
}

func TestMerge(t *testing.T) {
	shards := shardsOf(4)
	shards[2].Unexpected = []string{"clause-9: there is no such clause"}
	shards[3].Unexpected = []string{"clause-9: there is no such clause"}
	shards[1].Retries = &endpoint.Retries{Throttled: 2, Polls: 1}
	shards[2].Retries = &endpoint.Retries{Throttled: 3, Faults: 4}
	shards[1].Ended = "the credentials have expired"
	shards[0], shards[3] = shards[3], shards[0]
	got, err := report.Merge(shards)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, c := range append(got.Clauses, got.Checks...) {
		ids = append(ids, c.ID)
	}
	if want := "clause-0 clause-1 clause-2 clause-3 clause-4 clause-5 check-6 check-7 check-8"; strings.Join(ids, " ") != want {
		t.Errorf("the merged report has %s, want %s", strings.Join(ids, " "), want)
	}
	for _, want := range []string{
		`"target":"http://fake:4599"`, `"seed":7`, `"started":"2030-01-02T03:04:05Z"`, `"seconds":5.5`, `"calls":40`,
		`"lacks":["clock","lack 0","lack 1","lack 2","lack 3"]`, `"lag":[{"upTo":"0s","count":12},{"upTo":"100ms","count":4}]`,
		`"retries":{"throttled":5,"faults":4,"polls":1}`, `"unexpected":["clause-9: there is no such clause"]`,
		`"ended":"shard 1/4: the credentials have expired"`, `{"id":"clause-0","kind":"","description":"","source":"","provenance":"","outcome":"pass","cases":20}`,
	} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the merged report lacks %s:\n%s", want, text)
		}
	}
	if got.Shard != nil {
		t.Errorf("the merged report is said to be shard %v", got.Shard)
	}
}

// TestMergeHeedsTheRepliesOfAllShards: a rule about replies fails if a reply breaks it
// in any shard, with the counterexample of the one that checks it, if that has one.
func TestMergeHeedsTheRepliesOfAllShards(t *testing.T) {
	for _, test := range []struct{ own, other bool }{{false, false}, {false, true}, {true, false}, {true, true}} {
		shards := shardsOf(3)
		want := ""
		broken := func(by string) report.Clause {
			return report.Clause{ID: "clause-0", Outcome: report.Fail, Cases: 5, Counterexample: &report.Counterexample{Property: by}}
		}
		if test.other {
			want = "the other"
			shards[2].Shard.Replies[0].Broken, shards[2].Shard.Broken = true, []report.Clause{broken(want)}
		}
		if test.own {
			want = "the owner"
			shards[0].Clauses[0], shards[0].Shard.Replies[0].Broken = broken(want), true
		}
		got, err := report.Merge(shards)
		if err != nil {
			t.Fatal(err)
		}
		c, by := got.Clauses[0], ""
		if c.Counterexample != nil {
			by = c.Counterexample.Property
		}
		if c.ID != "clause-0" || c.Cases != 15 || by != want || (c.Outcome == report.Fail) != (want != "") {
			t.Errorf("%+v: the merged report has %+v, want 15 cases and the counterexample of %q", test, c, want)
		}
	}
}

func TestMergeRejectsOtherRuns(t *testing.T) {
	for _, test := range []struct {
		change func([]report.Named) []report.Named
		want   string
	}{
		{func(r []report.Named) []report.Named { return r[1:] }, "these shards are missing: 0/3"},
		{func(r []report.Named) []report.Named { return append(r, r[1]) }, "shard-1.json: it is shard 1/3, as shard-1.json is"},
		{func(r []report.Named) []report.Named { r[1].Shard = nil; return r }, "shard-1.json: it is no shard"},
		{func(r []report.Named) []report.Named { r[2].Seed = 8; return r }, "shard-2.json: it is of another run than shard-0.json: the seed is 8, and 7 there"},
		{func(r []report.Named) []report.Named { r[2].Target = "http://other:4599"; return r }, "the target is http://other:4599, and http://fake:4599 there"},
		{func(r []report.Named) []report.Named { r[2].Shard.Contract = "89ab"; return r }, "the contract is 89ab, and 0123 there"},
		{func(r []report.Named) []report.Named { r[2].Shard.Settings = "89ab"; return r }, "(-run, -checks, -exhaustive, -profile, -divergences, -tolerances) is 89ab, and 4567 there"},
		{func(r []report.Named) []report.Named { r[1].Clauses = r[1].Clauses[:1]; return r }, "shard-1.json: it has 1 elements, too few"},
		{func(r []report.Named) []report.Named { r[2].Clauses = r[2].Clauses[:1]; return r }, "the reports have 5 clauses, and the run 6"},
		{func(r []report.Named) []report.Named { r[2].Clauses[1].ID = "clause-1"; return r }, "clause-1 is in several reports"},
	} {
		if got, err := report.Merge(test.change(shardsOf(3))); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("Merge = %v, %v, want an error with %q", got, err, test.want)
		}
	}
	// Each machine has a loopback interface, and on it what it checks.
	local := shardsOf(2)
	local[0].Target, local[1].Target = "http://127.0.0.1:40001", "http://[::1]:40002"
	if _, err := report.Merge(local); err != nil {
		t.Errorf("Merge of two loopback targets = %v", err)
	}
}
