package matrix

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/cmd/gen/mutants/check"
	"github.com/fakesmith/fakesmith/conformance/mutate"
	"github.com/fakesmith/fakesmith/conformance/shard"
)

func TestWriteRecord(t *testing.T) {
	r := &Report{Model: "library.json", Contract: "0123456789ab", Seed: 7, Mutants: []Mutant{
		{ID: "upsert/merge", Clause: "upsert", Breaks: "merges", Killed: true, Cases: 3, Millis: 1.5, Kills: []check.Kill{{Property: "upsert: put"}}},
		{ID: "expiry/<=", Clause: "expiry", Equivalent: "No clock is that fine."},
	}}
	const want = `{"model":"library.json","contract":"0123456789ab","seed":7,
"mutants": [
{"id":"upsert/merge","clause":"upsert","killed":true},
{"id":"expiry/<=","clause":"expiry","killed":false,"equivalent":"No clock is that fine."}
]}
`
	var b strings.Builder
	if err := r.WriteRecord(&b); err != nil || b.String() != want {
		t.Errorf("WriteRecord() = %v\n%s\nwant\n%s", err, b.String(), want)
	}
	for _, empty := range []*Report{{Contract: "0123456789ab"}, {Mutants: r.Mutants}} {
		if err := empty.WriteRecord(&b); err == nil {
			t.Errorf("WriteRecord() of %+v = nil, want an error", empty)
		}
	}
}

// TestShardsAreTheWhole: seven machines have each mutant once, and their records become
// the record of one, byte for byte.
func TestShardsAreTheWhole(t *testing.T) {
	const of = 7
	var all []mutate.Mutant
	for i := range 40 {
		all = append(all, mutate.Mutant{ID: fmt.Sprint("mutant/", i), Clause: "clause", Breaks: "something"})
	}
	excuses := []Excuse{{ID: "mutant/9"}, {ID: "mutant/10"}, {ID: "stale"}}
	record := func(o Options) (text []byte, mutants int, excused []Excuse) {
		r := &Report{Model: "library.json", Contract: "0123456789ab", Seed: 7, Every: o.Every, Shard: o.Shard}
		selected := o.selected(all)
		for _, m := range selected {
			r.add(&m, nil, &check.Outcome{Why: "of " + m.ID})
		}
		var b bytes.Buffer
		if err := r.WriteRecord(&b); err != nil {
			t.Fatal(err)
		}
		return b.Bytes(), len(selected), o.relevant(excuses, selected, all)
	}
	for _, every := range []int{0, 3} {
		want, n, _ := record(Options{Every: every})
		var records []NamedRecord
		var excused []Excuse
		total := 0
		for i := range of {
			text, mutants, relevant := record(Options{Every: every, Shard: shard.Shard{Index: i, Of: of}})
			records = append([]NamedRecord{{Name: fmt.Sprint("shard-", i), Text: text}}, records...)
			total, excused = total+mutants, append(excused, relevant...)
		}
		var b strings.Builder
		if err := MergeRecords(&b, records); err != nil || b.String() != string(want) || total != n {
			t.Errorf("every %d: MergeRecords() = %v\n%s\nwant\n%s", every, err, b.String(), want)
		}
		if every == 0 && len(excused) != len(excuses) {
			t.Errorf("the shards heed the excuses %v, want each once: %v", excused, excuses)
		}
	}
	text, _, _ := record(Options{Shard: shard.Shard{Index: 0, Of: 2}})
	for _, test := range []struct {
		other, want string
	}{
		{"", "these shards are missing: 1/2"},
		{`{"model":"library.json","contract":"another","seed":7,"shard":{"index":1,"of":2},"mutants":[]}`, "b: it is of another run than a"},
		{"[]", "b: this is no record of mutants"},
		{`{"model":"library.json","contract":"0123456789ab","seed":7,"shard":{"index":1,"of":2},"mutants":[]}`, "b: it has 0 elements, too few"},
	} {
		records := []NamedRecord{{"a", text}, {"b", []byte(test.other)}}
		if test.other == "" {
			records = records[:1]
		}
		if err := MergeRecords(new(strings.Builder), records); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("MergeRecords with %s = %v, want an error with %q", test.other, err, test.want)
		}
	}
	// Where the first record can't be read, the others are compared with the second.
	err := MergeRecords(new(strings.Builder), []NamedRecord{{"a", []byte("[]")}, {"b", text}})
	if err == nil || !strings.Contains(err.Error(), "a: this is no record of mutants") || strings.Contains(err.Error(), "b: ") {
		t.Errorf("MergeRecords with a first record that can't be read = %v", err)
	}
}
