package defect_test

import (
	"go/format"
	"go/parser"
	"go/scanner"
	"go/token"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/defect"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/emit"
	"github.com/fakesmith/fakesmith/conformance/mutate"
	"github.com/fakesmith/fakesmith/internal/sample"
	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/openapi"
)

// garden is a contract that has every kind of clause.
const garden = "../emit/testdata/meaning/garden.json"

// parse returns the fake of the garden, and its source.
func parse(t *testing.T) (*model.API, *defect.Source, map[string][]byte) {
	t.Helper()
	text, err := os.ReadFile(garden)
	if err != nil {
		t.Fatal(err)
	}
	api, err := openapi.Read("garden.json", text)
	if err != nil {
		t.Fatal(err)
	}
	written, err := emit.Raw(api, emit.Options{ImportPath: "golden"})
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range written {
		files[f.Name] = f.Source
	}
	source, err := defect.Parse(api, files)
	if err != nil {
		t.Fatal(err)
	}
	return api, source, files
}

// TestDefects writes every defect that mutants of the garden have. Each has to
// change the code into other code.
func TestDefects(t *testing.T) {
	sample.SkipRace(t)
	api, source, files := parse(t)
	truth := map[string][]string{} // the tokens of the files that defects change
	written := 0
	for i, m := range mutate.Mutants(api) {
		if m.Defect == nil || !sample.OneIn(4, i) {
			continue
		}
		written++
		changed, err := source.With(defect.Defect(*m.Defect))
		if err != nil {
			t.Errorf("%s: %v", m.ID, err)
			continue
		}
		for name, text := range changed {
			if _, err := parser.ParseFile(token.NewFileSet(), name, text, parser.SkipObjectResolution); err != nil {
				t.Errorf("%s: %s is not Go: %v", m.ID, name, err)
			}
			if truth[name] == nil {
				formatted, err := format.Source(files[name])
				if err != nil {
					t.Fatal(err)
				}
				truth[name] = tokens(formatted)
			}
			if slices.Equal(tokens(text), truth[name]) {
				t.Errorf("%s: %s is what it was", m.ID, name)
			}
		}
	}
	if least := sample.Cases(60, 15); written < least {
		t.Errorf("%d defects were written, want at least %d", written, least)
	}
}

// tokens returns the tokens of Go, which formatting does not change but for semicolons.
func tokens(text []byte) []string {
	var s scanner.Scanner
	s.Init(token.NewFileSet().AddFile("", -1, len(text)), text, nil, 0)
	var all []string
	for {
		_, tok, literal := s.Scan()
		switch tok {
		case token.EOF:
			return all
		case token.SEMICOLON:
		default:
			all = append(all, tok.String()+literal)
		}
	}
}

// TestWhatDefectsWrite reads a few of them.
func TestWhatDefectsWrite(t *testing.T) {
	_, source, _ := parse(t)
	for _, tt := range []struct {
		defect     defect.Defect
		file, want string
	}{
		{defect.Defect{Clause: "expiry", Name: "late"}, "state.go", "&fake.Time{Time: at.Add(1)}"},
		{defect.Defect{Clause: "expiry", Name: "listed-only"}, "operations.go", "runtime.Where(here.Plants.Partition("},
		{defect.Defect{Clause: "isolation", Name: "region"}, "fake.go", "fake.Scope{Region: fake.DefaultScope.Region, Account: f.scope.Account}"},
		{defect.Defect{Clause: "each", Name: "last"}, "operations.go", "if i < len(in.Keys)-1 { continue }"},
		{defect.Defect{Clause: "guard", Name: "first"}, "operations.go", "if i == 0 { switch here.valueOfSoil("},
		{defect.Defect{Clause: "upsert", Name: "fickle"}, "operations.go", "if !here.Plants.Delete(here.Plants.Key(&item)) { here.Plants.Put(item) }"},
		{defect.Defect{Clause: "identity", Name: "joined"}, "state.go", "keys.JoinedPair("},
		{defect.Defect{Clause: "upsert", Name: "required", Detail: "Note"}, "validate.go", `vs.Required("note", in.Note != nil)`},
	} {
		changed, err := source.With(tt.defect)
		if err != nil {
			t.Errorf("%+v: %v", tt.defect, err)
			continue
		}
		if !strings.Contains(string(changed[tt.file]), tt.want) {
			t.Errorf("%+v: %s does not hold %q", tt.defect, tt.file, tt.want)
		}
	}
}

// TestMistakes shows what becomes of a defect that can't be written.
func TestMistakes(t *testing.T) {
	_, source, _ := parse(t)
	for _, tt := range []struct {
		defect defect.Defect
		want   string
	}{
		{defect.Defect{Clause: "nothing", Name: "late"}, "there is no clause nothing to break"},
		{defect.Defect{Clause: "expiry", Name: "odd"}, `the defects of the kind expiry are late, early,`},
		{defect.Defect{Clause: "beds-kind", Name: "first"}, "the filter is by no list"},
		{defect.Defect{Clause: "upsert", Name: "required", Detail: "Nowhere"}, "Nowhere"},
	} {
		if _, err := source.With(tt.defect); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%+v: error %v, want %s", tt.defect, err, tt.want)
		}
	}
}
