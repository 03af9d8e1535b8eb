package emit_test

import (
	"bytes"
	"go/parser"
	"go/token"
	"os"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/emit"
	"github.com/fakesmith/fakesmith/internal/sample"
	"github.com/fakesmith/fakesmith/model/openapi"
)

const (
	// own is the model that the project is about.
	own = "../../../../model/putremediationexceptions.json"
	// plain is a document of 92 operations as APIs.guru has it, without a
	// contract. It is no part of the project.
	plain = "../../../../../shared/protocol/openapi/apisguru-config-2014-11-12.json"
)

func generateFrom(t *testing.T, path string) []emit.File {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	files, err := generate(data, module)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestSameBytes generates from the same model several times. A map walked in
// its own order would show.
func TestSameBytes(t *testing.T) {
	first := generateFrom(t, own)
	for range sample.Cases(10, 2) {
		again := generateFrom(t, own)
		if len(again) != len(first) {
			t.Fatalf("%d files, then %d", len(first), len(again))
		}
		for i, f := range again {
			if f.Name != first[i].Name || !bytes.Equal(f.Source, first[i].Source) {
				t.Fatalf("%s differs from one run to the next", f.Name)
			}
		}
	}
}

// TestEverythingDocumented looks for exported names without a doc comment, in
// what is generated from a model that describes everything.
func TestEverythingDocumented(t *testing.T) {
	for _, f := range generateFrom(t, own) {
		file, err := parser.ParseFile(token.NewFileSet(), f.Name, f.Source, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range undocumented(file) {
			t.Errorf("%s: %s has no doc comment", f.Name, name)
		}
	}
}

// TestHeader holds every file to the first lines that tools and people know
// generated code by, which must be no part of a package comment.
func TestHeader(t *testing.T) {
	want := emit.Header + "\n//\n// Source: model.json\n\n"
	for _, f := range generateFrom(t, own) {
		if !strings.HasPrefix(string(f.Source), want) {
			t.Errorf("%s begins with %.200q", f.Name, f.Source)
		}
	}
}

// TestPlainDocument compiles what is generated from a document without a
// contract.
func TestPlainDocument(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	if _, err := os.Stat(plain); err != nil {
		t.Skipf("SKIPPED: the plain document of AWS Config is not here: %v", err)
	}
	b := newBuild(t)
	for _, f := range generateFrom(t, plain) {
		b.add(t, f.Name, f.Source)
	}
	b.run(t, "build")
}

func TestBadPackageName(t *testing.T) {
	data, err := os.ReadFile(own)
	if err != nil {
		t.Fatal(err)
	}
	api, err := openapi.Read("model.json", data)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"9lives", "a-b", "func", "a/b"} {
		_, err := emit.Files(api, emit.Options{Package: name, ImportPath: module})
		if err == nil || !strings.Contains(err.Error(), "can't be the name of a Go package") {
			t.Errorf("Files with package %q: error %v, want one about the name", name, err)
		}
	}
}
