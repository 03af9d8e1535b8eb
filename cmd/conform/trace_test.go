package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/cmd/conform/internal/trace"
	"github.com/fakesmith/fakesmith/generated/remediationtest"
)

// TestTraceIsFresh shows that TRACEABILITY.md is what the contract, the generated
// fake and the records come to, and so is the page of the second contract.
func TestTraceIsFresh(t *testing.T) {
	for page, flags := range map[string][]string{
		"TRACEABILITY.md": nil,
		"generated/TRACEABILITY-PARAMETERS.md": {
			"-model", "../../model/parameters/ssm.json", "-contract", "../../model/parameters/contract.json", "-records", "../../records/parameters",
		},
	} {
		t.Run(page, func(t *testing.T) {
			want, err := os.ReadFile(filepath.Join("../..", page))
			if err != nil {
				t.Fatal(err)
			}
			status, got, stderr := conform(t.Context(), append([]string{"trace", "-format", "markdown"}, flags...)...)
			if status != exitPass {
				t.Fatalf("conform trace = %d\n%s", status, stderr)
			}
			expectFresh(t, page, got, string(want))
		})
	}
}

// expectFresh expects a page to be what it is to be, but for the paths that lead from
// where the test is.
func expectFresh(t *testing.T, page, got, want string) {
	got = strings.ReplaceAll(got, "../../", "")
	if got == want {
		return
	}
	for i, line := range strings.Split(want, "\n") {
		if !strings.HasPrefix(got, line+"\n") {
			now, _, _ := strings.Cut(got, "\n")
			t.Fatalf("%s:%d is stale; to update it: make trace\n has %s\nwant %s", page, i+1, line, now)
		}
		got = got[len(line)+1:]
	}
}

// TestTraceIsWhole shows that every clause is done on some line of the fake,
// and checked by some property, and that the lines exist: from any directory.
func TestTraceIsWhole(t *testing.T) {
	root, err := os.OpenRoot("../..")
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	t.Chdir(t.TempDir())
	status, stdout, stderr := conform(t.Context(), "trace", "-format", "json")
	var l trace.Matrix
	if err := json.Unmarshal([]byte(stdout), &l); err != nil || status != exitPass {
		t.Fatalf("conform trace = %d, %v\n%s", status, err, stderr)
	}
	if got, want := len(l.Clauses), len(remediationtest.Contract.AllClauses()); got != want {
		t.Errorf("the matrix has %d clauses, want %d", got, want)
	}
	files := map[string][]string{}
	for _, r := range l.Clauses {
		if len(r.Code) == 0 || len(r.Properties) == 0 || r.Description == "" || r.Source == "" || r.Kind == "" || r.Provenance == "" {
			t.Errorf("the matrix lacks something of %s: %+v", r.ID, r)
		}
		for _, p := range r.Code {
			if files[p.File] == nil {
				text, err := root.ReadFile(p.File)
				if err != nil {
					t.Fatal(err)
				}
				files[p.File] = strings.Split(string(text), "\n")
			}
			near := strings.Join(files[p.File][p.Line-1:min(p.Line+3, len(files[p.File]))], "\n")
			if !strings.Contains(near, "// clause") || !strings.Contains(near, r.ID) {
				t.Errorf("%s is said to be done at %s:%d, where there is\n%s", r.ID, p.File, p.Line, near)
			}
		}
	}
}

// TestDigestIsOfTheDocument shows that what was measured of the document is
// known to be of the contract that is generated from it.
func TestDigestIsOfTheDocument(t *testing.T) {
	of := modelFlags{modelFile: "../../model/putremediationexceptions.json"}
	api, err := of.readContract()
	if err != nil {
		t.Fatal(err)
	}
	if got, want := api.Digest(), remediationtest.Contract.Digest(); got != want {
		t.Errorf("the document has the digest %s, and the generated contract %s", got, want)
	}
}

func TestTraceIsUsedWrongly(t *testing.T) {
	for _, c := range []struct {
		args   []string
		status int
		want   string
	}{
		{[]string{"trace", "-format", "html"}, exitError, `-format "html": write terminal, markdown or json`},
		{[]string{"trace", "-endpoint", "http://x"}, exitError, "for help: conform trace -h"},
		{[]string{"trace", "all"}, exitError, `unexpected argument "all"`},
		{[]string{"trace", "-h"}, exitPass, "USAGE\n  conform trace"},
		{[]string{"-h"}, exitPass, "\n  trace     print the traceability matrix"},
	} {
		status, stdout, stderr := conform(t.Context(), c.args...)
		printed, other := stderr, stdout
		if status == exitPass {
			printed, other = stdout, stderr // help is no error
		}
		if status != c.status || other != "" || !strings.Contains(printed, c.want) {
			t.Errorf("conform %q = %d\n%s%s, want %d and %s", c.args, status, stdout, stderr, c.status, c.want)
		}
	}
	status, stdout, _ := conform(t.Context(), "trace", "-all")
	if status != exitPass || !strings.Contains(stdout, "PutRemediationExceptions.Message.maxLength (constraint") {
		t.Errorf("conform trace -all = %d\n%s", status, stdout)
	}
}

// TestTraceOfOwnModel shows the matrix of a contract that is not the generated one.
func TestTraceOfOwnModel(t *testing.T) {
	const model, contract = "../../testdata/notes/model.json", "../../testdata/notes/contract.json"
	records := t.TempDir()
	record := `{"contract": "0", "mutants": [{"clause": "upsert", "killed": true}]}`
	if err := os.WriteFile(filepath.Join(records, "mutants.json"), []byte(record), 0o666); err != nil {
		t.Fatal(err)
	}
	status, stdout, stderr := conform(t.Context(), "trace", "-format", "json", "-model", model, "-contract", contract, "-records", records)
	var m trace.Matrix
	if err := json.Unmarshal([]byte(stdout), &m); err != nil || status != exitPass {
		t.Fatalf("conform trace = %d, %v\n%s%s", status, err, stdout, stderr)
	}
	for _, row := range m.Clauses {
		switch row.ID {
		case "upsert":
			if len(row.Code) == 0 || row.Code[0].File != "notes/operations.go" || row.Mutants == nil || row.Mutants.Killed != 1 || len(row.Properties) == 0 {
				t.Errorf("the row of upsert is %+v", row)
			}
			return
		}
	}
	t.Errorf("there is no clause upsert:\n%s", stdout)
}

// TestTraceOfOwnModelForPeople shows that nothing is said of documents and mutants that
// are not there.
func TestTraceOfOwnModelForPeople(t *testing.T) {
	const model, contract = "../../testdata/notes/model.json", "../../testdata/notes/contract.json"
	for _, format := range []string{"terminal", "markdown"} {
		status, stdout, stderr := conform(t.Context(), "trace", "-format", format, "-model", model, "-contract", contract)
		if status != exitPass || !strings.Contains(stdout, "omitted-text") || strings.Contains(stdout, "remediation") || strings.Contains(stdout, "sentences") {
			t.Errorf("conform trace -format %s = %d\n%s%s", format, status, stdout, stderr)
		}
	}
}
