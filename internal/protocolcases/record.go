package protocolcases

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
)

var all = flag.Bool("protocol", false, "try the cases of the Smithy project too, and write what becomes of all to records/")

// Wanted returns the suites to try: those of our own, and those of the Smithy
// project where they are present, which always is for a test that takes no time,
// and with -protocol for any other.
func Wanted(t testing.TB, quick bool) []Suite {
	t.Helper()
	suites, err := Own()
	if err != nil {
		t.Fatal(err)
	}
	if !quick && !*all {
		t.Log("only cases of our own; make protocol tries those of the Smithy project too")
		return suites
	}
	others, missing, err := Smithy()
	switch {
	case err != nil:
		t.Fatal(err)
	case missing != "" && *all:
		t.Fatal(missing)
	case missing != "":
		t.Log("only cases of our own: " + missing)
	}
	return append(suites, others...)
}

// A Record is what became of the cases that one test tries.
type Record struct {
	mu   sync.Mutex
	rows []Row
}

// A Row is what became of the cases of one kind in one suite.
type Row struct {
	Suite  string `json:"suite"`
	Kind   Kind   `json:"kind"`
	Passed int    `json:"passed"`
	// Failed are the ids of those that fail as they are listed to.
	Failed []string `json:"failed,omitempty"`
	// Forgiven counts those that passed about responses that clients tolerate.
	Forgiven int `json:"forgiven,omitempty"`
}

// Keep writes the record to a file in records/ when the test ends, if it passed
// and was asked for all.
func (r *Record) Keep(t *testing.T, name string) {
	t.Cleanup(func() {
		if !*all || t.Failed() {
			return
		}
		data, err := json.MarshalIndent(r.rows, "", "  ")
		if err == nil {
			err = os.WriteFile(filepath.Join(root(), "records", name), append(data, '\n'), 0o666)
		}
		if err != nil {
			t.Error(err)
		}
	})
}

// Try tries a case of a suite as a test of its own. try returns what is wrong, or
// "". A case that is listed as failing has to fail.
func (r *Record) Try(t *testing.T, s Suite, c Case, try func(*testing.T) string) {
	t.Run(s.Name+"/"+string(c.Kind)+"/"+c.ID, func(t *testing.T) {
		differs, reason := try(t), c.Reason()
		r.note(s, c, differs == "")
		switch {
		case differs == "" && reason != "":
			t.Errorf("%s passes, and is listed as a case that can't: %s", c.ID, reason)
		case differs == "":
		case reason != "":
			t.Skip("can't pass: " + reason)
		default:
			t.Error(c.describe() + ": " + differs)
		}
	})
}

func (r *Record) note(s Suite, c Case, passed bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	i := slices.IndexFunc(r.rows, func(row Row) bool { return row.Suite == s.Title() && row.Kind == c.Kind })
	if i < 0 {
		i = len(r.rows)
		r.rows = append(r.rows, Row{Suite: s.Title(), Kind: c.Kind})
	}
	row := &r.rows[i]
	switch {
	case !passed:
		row.Failed = append(row.Failed, c.ID)
	default:
		row.Passed++
		if c.Tolerated() {
			row.Forgiven++
		}
	}
}
