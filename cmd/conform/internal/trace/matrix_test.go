package trace_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/fakesmith/fakesmith/cmd/conform/internal/trace"
	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/sources"
	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the files in testdata again")

// library is a contract with a clause of each sort.
func library() *model.API {
	return &model.API{
		Source:  "model/library.json",
		Clauses: []model.Clause{{ID: "isolation", Kind: "isolation", Description: "Branches do not share books.", Source: "The manual, page 2", Provenance: model.Documented}},
		Operations: []model.Operation{{Name: "PutBook", Clauses: []model.Clause{
			{ID: "upsert", Kind: "upsert", Description: "A put adds a book | or replaces it.", Source: "The manual, page 1", Provenance: model.Documented},
			{ID: "omitted", Kind: "upsert/omitted", Description: "What is left out is gone.", Source: "The manual does not say", Provenance: model.Assumed,
				Choice: "cleared", Choices: []string{"cleared", "kept"}},
			{ID: "PutBook.Title.required", Kind: "constraint", Description: "Title must be given.", Source: "The model", Provenance: model.Documented},
			{ID: "PutBook.Title.maxLength", Kind: "constraint", Description: "Title has at most 9 characters.", Source: "The model", Provenance: model.Documented},
		}}},
	}
}

const fake = `// Package library speaks of a
// clause upsert: but does nothing about it here.
package library

// Put does what
// clause upsert: is about.
func Put() {
	// clause upsert: A put adds
	// a book.
	store()
	// Two things follow.
	// clause omitted: What is
	// clause upsert: The second time, after running text.
	store()
	// clauses PutBook.Title.required,
	// PutBook.Title.maxLength: Title is
	// limited. This line is no
	// clause about the clause isolation: it only begins with that word.
	store()
	// clause
	// isolation: Branches do not share books.
	store()
	// clause nothing-of-ours: The contract has none of that name.
	store()
}

// clause omitted: is not done behind a function either.
`

const mutants = `{"contract": "DIGEST", "mutants": [
	{"id": "a", "clause": "upsert", "killed": true},
	{"id": "b", "clause": "upsert", "killed": false, "equivalent": "Nobody could tell."},
	{"id": "c", "clause": "PutBook.Title.required", "killed": true},
	{"id": "d", "clause": "PutBook.Title.maxLength", "killed": false}]}`

const earlier = `{"target": "https://library.example.com", "started": "2026-11-02T23:30:00Z", "clauses": [
	{"id": "upsert", "outcome": "fail"}, {"id": "omitted", "outcome": "observed", "observed": "kept"}, {"id": "isolation", "outcome": "pass"},
	{"id": "PutBook.Title.required", "outcome": "pass"}, {"id": "PutBook.Title.maxLength", "outcome": "pass"}]}`

const later = `{"target": "https://other.example.com", "started": "2026-11-03T08:00:00Z", "clauses": [
	{"id": "upsert", "outcome": "pass"}, {"id": "omitted", "outcome": "skip"}, {"id": "isolation", "outcome": "unsupported"},
	{"id": "PutBook.Title.required", "outcome": "pass"}]}`

// found has records of the contract.
func found(files map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{"README.md": {Data: []byte("Records")}}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(text, "DIGEST", library().Digest()))}
	}
	return fsys
}

func account(t *testing.T, records map[string]string) (*trace.Matrix, error) {
	t.Helper()
	return trace.Make(library(), trace.Records{
		Code: fstest.MapFS{
			"library/fake.go":      {Data: []byte(fake)},
			"library/fake_test.go": {Data: []byte("package library\n\nfunc test() {\n\t// clause upsert: A test does nothing of it.\n}\n")},
		},
		CodeIn: "generated",
		Found:  found(records),
		Sources: &sources.Sources{
			Sections: []sources.Section{{Operation: "PutBook", Title: "The manual", Sentences: []sources.Item{
				{ID: "Put 1", Description: "A put adds a book.", Clauses: []string{"upsert", "PutBook.Title.required"}},
				{ID: "Put 2", Description: "Every book has a title that is not too long.", Clauses: []string{"PutBook.Title.required", "PutBook.Title.maxLength", "omitted"}, But: "How long is too long is for the model to say."},
				{ID: "Put 3", Description: "Books are good.", But: "A fake can't tell."},
			}}},
			Unspecified: []sources.Item{{ID: "1", Description: "What becomes of what is left out?", Clauses: []string{"omitted"}}, {ID: "2", Description: "Who reads?", But: "The model has no readers."}},
		},
	})
}

func TestMake(t *testing.T) {
	l, err := account(t, map[string]string{"mutants.json": mutants, "runs/a.json": later, "runs/b.json": earlier})
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]trace.Row{}
	for _, r := range l.Clauses {
		rows[r.ID] = r
	}
	lines := map[string][]int{}
	for id, r := range rows {
		for _, p := range r.Code {
			if p.File != "generated/library/fake.go" {
				t.Errorf("%s is done in %s", id, p.File)
			}
			lines[id] = append(lines[id], p.Line)
		}
	}
	want := map[string][]int{"upsert": {8, 13}, "omitted": {12}, "PutBook.Title.required": {15}, "PutBook.Title.maxLength": {15}, "isolation": {20}}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("the lines of the clauses (-want +got):\n%s", diff)
	}
	if got := rows["upsert"].Properties; len(got) == 0 || !strings.HasPrefix(got[0], "put, put again") {
		t.Errorf("the properties of upsert are %q", got)
	}
	for id, want := range map[string]string{"upsert": "1 of 2 killed, 1 equivalent", "omitted": "none", "PutBook.Title.maxLength": "0 of 1 killed"} {
		if got := rows[id].Mutants.String(); got != want {
			t.Errorf("mutants of %s: %s, want %s", id, got, want)
		}
	}
	for id, want := range map[string]string{
		"upsert":    "2026-11-03, https://other.example.com: pass",
		"omitted":   "2026-11-02, https://library.example.com: observed kept",
		"isolation": "2026-11-02, https://library.example.com: pass",
	} {
		if got := rows[id].Observed.String(); got != want {
			t.Errorf("%s was observed %s, want %s", id, got, want)
		}
	}
	if len(l.Whole) == 0 || slices.Contains(l.Whole, rows["upsert"].Properties[0]) || slices.Contains(l.Whole, "every answer keeps the rule") {
		t.Errorf("the properties of the whole are %q", l.Whole)
	}
}

func TestMakeWithoutRecords(t *testing.T) {
	l, err := account(t, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range l.Clauses {
		if got := r.Mutants.String() + ", " + r.Observed.String(); got != "not measured, never" {
			t.Errorf("%s: %s", r.ID, got)
		}
	}
	text := terminal(t, l)
	if !strings.Contains(text, "Mutants were not measured") || !strings.Contains(text, "0 seen in a recorded run") {
		t.Errorf("the matrix is\n%s", text)
	}
}

func TestMeasureIsStale(t *testing.T) {
	l, err := account(t, map[string]string{"mutants.json": strings.ReplaceAll(mutants, "DIGEST", "0123456789ab")})
	if err != nil {
		t.Fatal(err)
	}
	want := "The contract has changed since its mutants were measured, when it was 0123456789ab: 2 of 4 killed, 1\nequivalent."
	if text := terminal(t, l); !strings.Contains(text, want) {
		t.Errorf("the matrix is\n%s", text)
	}
}

// TestLimitsAreObservedTogether shows that what is said of several clauses in
// one holds for each of them.
func TestLimitsAreObservedTogether(t *testing.T) {
	const limits = "2 constraints of the schemas"
	for _, c := range []struct {
		runs map[string]string
		want string
	}{
		{map[string]string{"runs/a.json": later, "runs/b.json": earlier}, "observed 2026-11-02, https://library"},
		{map[string]string{"runs/a.json": later}, "observed never"},
	} {
		l, err := account(t, c.runs)
		if err != nil {
			t.Fatal(err)
		}
		_, text, _ := strings.Cut(terminal(t, l), limits)
		text, _, _ = strings.Cut(text, "All clauses")
		if !strings.Contains(text, c.want) {
			t.Errorf("of the %s there is %s, want %s", limits, text, c.want)
		}
	}
}

func TestRecordsAreWrong(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"mutants.json", "[]", "mutants.json: json"},
		{"mutants.json", `{"mutants": [{"clause": "upsert"}]}`, "to write it again: make mutants"},
		{"mutants.json", `{"contract": "DIGEST"}`, "to write it again: make mutants"},
		{"runs/x.json", "[]", "runs/x.json: this is not a report"},
		{"runs/x.json", `{"target": "http://127.0.0.1:8080"}`, "is on this machine"},
		{"runs/x.json", `{"target": "http://[::1]:8080"}`, "is on this machine"},
		{"runs/x.json", `{"target": "http://localhost:8080"}`, "is on this machine"},
		{"runs/x.json", `{"target": ""}`, "is not a URL"},
	} {
		if _, err := account(t, map[string]string{c.name: c.text}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("with %s = %s, Make() = %v, want %s", c.name, c.text, err, c.want)
		}
	}
}

func terminal(t *testing.T, l *trace.Matrix) string {
	t.Helper()
	var b bytes.Buffer
	if err := l.WriteTerminal(&b, 0, false); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestWritten compares the matrix of the library, as it is written in each form,
// with the files in testdata.
func TestWritten(t *testing.T) {
	l, err := account(t, map[string]string{"mutants.json": mutants, "runs/a.json": later, "runs/b.json": earlier})
	if err != nil {
		t.Fatal(err)
	}
	// The names of the suite's properties are not what is tested here.
	l.Whole = l.Whole[:1]
	written := map[string]*bytes.Buffer{"terminal.txt": {}, "all.txt": {}, "page.md": {}}
	for name, write := range map[string]func(*bytes.Buffer) error{
		"terminal.txt": func(b *bytes.Buffer) error { return l.WriteTerminal(b, 70, false) },
		"all.txt":      func(b *bytes.Buffer) error { return l.WriteTerminal(b, 200, true) },
		"page.md":      func(b *bytes.Buffer) error { return l.WriteMarkdown(b) },
	} {
		if err := write(written[name]); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(written)) {
		file := "testdata/" + name
		got := strings.ReplaceAll(written[name].String(), library().Digest(), "DIGEST")
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
			t.Errorf("%s differs (-want +got); to write it again: go test -update:\n%s", file, diff)
		}
	}
	var b bytes.Buffer
	if err := l.WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	var again trace.Matrix
	if err := json.Unmarshal(b.Bytes(), &again); err != nil || len(again.Clauses) != 5 || again.Clauses[2].Choice != "cleared" || again.Mutants.Made != 4 {
		t.Errorf("the JSON is %s, %v", b.String(), err)
	}
}
