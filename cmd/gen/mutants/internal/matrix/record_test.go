package matrix

import (
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/cmd/gen/mutants/check"
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
