package main

import (
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
)

// violating are arguments of a run that finds one clause violated.
func violating(t *testing.T, more ...string) []string {
	return append([]string{"-profile", file(t, `{"omitted-members": "kept"}`), "-run", "^(omitted-members|upsert)$", "-checks", "4", "-seed", "7", "-q"}, more...)
}

// TestReportsInEveryForm shows that one run writes a report in several forms, and
// that conform show makes the same of what was kept as JSON.
func TestReportsInEveryForm(t *testing.T) {
	folder := t.TempDir()
	in := func(name string) string { return filepath.Join(folder, name) }
	status, stdout, stderr := conform(t.Context(), violating(t, "-report", in("r.json"), "-report", in("r.xml"), "-report", in("r.html"), "-repro", in("repro"))...)
	if status != exitFail || !strings.Contains(stdout, "5 files in ") {
		t.Fatalf("conform = %d\n%s%s", status, stdout, stderr)
	}
	var suites struct {
		Failures int `xml:"failures,attr"`
	}
	if src, err := os.ReadFile(in("r.xml")); err != nil || xml.Unmarshal(src, &suites) != nil || suites.Failures != 1 {
		t.Errorf("r.xml has %d failures, %v", suites.Failures, err)
	}
	for _, name := range []string{"omitted_members_test.go", "omitted-members.boto3.py", "omitted-members.awscli.sh", "omitted-members.curl.sh", "omitted-members.txt"} {
		if src, err := os.ReadFile(filepath.Join(in("repro"), name)); err != nil || !strings.Contains(string(src), "omitted-members") {
			t.Errorf("%s: %v\n%s", name, err, src)
		}
	}
	status, again, stderr := conform(t.Context(), "show", in("r.json"), "-q", "-report", in("again.xml"), "-report", in("again.html"), "-report", in("again.json"))
	if status != exitPass || !strings.Contains(stdout, strings.Split(again, "To see")[0]) {
		t.Errorf("conform show = %d\n%s%s\nwant what was printed at first:\n%s", status, again, stderr, stdout)
	}
	for _, form := range []string{"json", "xml", "html"} {
		before, _ := os.ReadFile(in("r." + form))
		after, err := os.ReadFile(in("again." + form))
		if err != nil || string(before) != string(after) {
			t.Errorf("again.%s is not r.%s: %v", form, form, err)
		}
	}
	left, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range left {
		names = append(names, entry.Name())
	}
	if want := []string{"again.html", "again.json", "again.xml", "r.html", "r.json", "r.xml", "repro"}; !slices.Equal(names, want) {
		t.Errorf("in the folder are %v, want %v", names, want)
	}
}

// TestReportNamesAreChecked shows that a report that can't be written is rejected
// before anything is checked, and that a failed write leaves what was there.
func TestReportNamesAreChecked(t *testing.T) {
	for _, c := range []struct{ name, want string }{
		{"report.pdf", "the name must end in .json, .xml (JUnit) or .html"},
		{"report", "the name must end in .json"},
		{filepath.Join(t.TempDir(), "nowhere", "r.json"), "no such file or directory"},
	} {
		// An endpoint that is never asked: nobody listens there.
		status, stdout, stderr := conform(t.Context(), "-endpoint", "http://127.0.0.1:1", "-report", c.name)
		if status != exitError || stdout != "" || !strings.Contains(stderr, c.want) || strings.Contains(stderr, "connection refused") {
			t.Errorf("conform -report %s = %d %s, want %s", c.name, status, stderr, c.want)
		}
	}
	name := filepath.Join(t.TempDir(), "r.json")
	if err := os.WriteFile(name, []byte("before"), 0o600); err != nil {
		t.Fatal(err)
	}
	err := whole(name, func(w io.Writer) error {
		_, _ = w.Write([]byte("half"))
		return os.ErrClosed
	})
	if src, _ := os.ReadFile(name); err == nil || string(src) != "before" {
		t.Errorf("a write that fails leaves %q, %v", src, err)
	}
}

// TestShowComplains shows what is said of files that are no reports.
func TestShowComplains(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"show"}, "one report is required, not 0"},
		{[]string{"show", "a.json", "b.json"}, "one report is required, not 2"},
		{[]string{"show", "missing.json"}, "no such file"},
		{[]string{"show", file(t, "{")}, ":1:2: this is no report"},
		{[]string{"show", file(t, "{}"), "-nonsense"}, "not defined: -nonsense"},
		{[]string{"matrix"}, "one folder is required, not 0"},
		{[]string{"matrix", t.TempDir()}, "there is no report; to write one: conform -report"},
		{[]string{"matrix", "nowhere"}, "no such file"},
		{[]string{"matrix", "-format", "pdf", "x"}, `-format "pdf": write markdown or html`},
		{[]string{"matrix", "-o", "x.pdf", "x"}, "the name must end in .md or .html"},
	} {
		status, stdout, stderr := conform(t.Context(), c.args...)
		if status != exitError || stdout != "" || !strings.Contains(stderr, c.want) {
			t.Errorf("conform %q = %d %s%s, want %s", c.args, status, stdout, stderr, c.want)
		}
	}
}

// TestMatrix shows a table of several reports, disagreements first.
func TestMatrix(t *testing.T) {
	folder := t.TempDir()
	conform(t.Context(), violating(t, "-report", filepath.Join(folder, "faulty.json"))...)
	conform(t.Context(), "-run", "^(omitted-members|upsert|expiry)$", "-checks", "4", "-seed", "7", "-report", filepath.Join(folder, "true.json"))
	status, stdout, stderr := conform(t.Context(), "matrix", folder)
	if status != exitPass {
		t.Fatalf("conform matrix = %d\n%s", status, stderr)
	}
	for _, want := range []string{
		"| target | fail | unsupported | skip | observed | pass | checked at |", "| faulty | 1 | 0 | 0 | 0 | 1 |", "| true | 0 | 0 | 0 | 0 | 3 |",
		"## Where they disagree (1)\n\n| clause | of | faulty | true |\n|---|---|---|---|\n| `omitted-members` | PutRemediationExceptions | ✗ fail | ✓ cleared |",
		"## Where not all could be checked (1)", "| `expiry` | PutRemediationExceptions | not checked | ✓ pass |", "## Where they agree (1)", "| `upsert` |",
	} {
		if !strings.Contains(stdout, want) {
			t.Errorf("the matrix lacks %q:\n%s", want, stdout)
		}
	}
	if strings.Index(stdout, "disagree") > strings.Index(stdout, "not all") || strings.Index(stdout, "not all") > strings.Index(stdout, "they agree") {
		t.Errorf("disagreements don't stand first:\n%s", stdout)
	}
	// Who does what is said without being held to it agrees with who is.
	l, err := report.NewMatrix([]report.Entrant{
		{Name: "held", Report: &conformance.Report{Clauses: []report.Clause{{ID: "a", Outcome: report.Pass}}}},
		{Name: "free", Report: &conformance.Report{Clauses: []report.Clause{{ID: "a", Outcome: report.Observed, Observed: "as-said"}}}},
	})
	if err != nil || l.Parts[0].Title != "Where they agree" {
		t.Errorf("NewMatrix() = %+v, %v", l, err)
	}
	page := filepath.Join(folder, "matrix.html")
	if status, _, stderr = conform(t.Context(), "matrix", "-o", page, folder); status != exitPass {
		t.Fatalf("conform matrix -o = %d\n%s", status, stderr)
	}
	src, err := os.ReadFile(page)
	if err != nil || strings.Count(string(src), "<tr>") != 9 || !strings.Contains(string(src), `<td class="fail">`) {
		t.Errorf("the page is, %v\n%s", err, src)
	}
	for _, name := range []string{"a.json", "b.json"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte("{\n7}"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	status, _, stderr = conform(t.Context(), "matrix", folder)
	if status != exitError || !strings.Contains(stderr, "a.json:2:2: this is no report") || !strings.Contains(stderr, "b.json:2:2: this is no report") {
		t.Errorf("with files that are no reports, conform matrix = %d\n%s", status, stderr)
	}
}
