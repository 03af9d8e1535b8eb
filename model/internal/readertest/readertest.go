// Package readertest holds what the tests of all front ends have in common:
// goldens, and what is true of whatever a front end reads.
package readertest

import (
	"bytes"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/jsontree"
)

// A Result is what a front end makes of a document.
type Result struct {
	API *model.API
	Err error
}

// A Reader reads the document in an archive. Its files are the model and, if
// there is one, the contract.
type Reader func(model, contract []byte) Result

// With returns a Reader that reads as a front end's ReadWith does.
func With(read func(name string, src []byte, contract *model.ContractFile) (*model.API, model.Problems, error)) Reader {
	return func(src, contract []byte) Result {
		var file *model.ContractFile
		var problems model.Problems
		if contract != nil {
			if tree := jsontree.Parse(ContractName, string(contract), &problems); tree != nil {
				file = model.NewContractFile(tree.Root, &problems)
			}
		}
		api, _, err := read(ModelName, src, file)
		if more, ok := err.(model.Problems); ok {
			problems = append(problems, more...)
		}
		return Result{API: api, Err: problems.Err()}
	}
}

// Names of the files in an archive.
const (
	ModelName    = "model.json"
	ContractName = "contract.json"
)

// Goldens reads the model of each archive in testdata and compares what becomes
// of it: the API, or the problems.
func Goldens(t *testing.T, update bool, read Reader) {
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no goldens: %v", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			t.Parallel()
			golden(t, path, update, read)
		})
	}
}

func golden(t *testing.T, path string, update bool, read Reader) {
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	in := map[string][]byte{}
	rest := archive.Files
	for len(rest) > 0 && (rest[0].Name == ModelName || rest[0].Name == ContractName) {
		// The last line end belongs to the archive, not to the model.
		in[rest[0].Name] = bytes.TrimSuffix(rest[0].Data, []byte("\n"))
		rest = rest[1:]
	}
	if in[ModelName] == nil || len(rest) != 1 {
		t.Fatalf("%s has to hold %s, and api or problems", path, ModelName)
	}
	r := read(in[ModelName], in[ContractName])
	want := &rest[0]
	var got string
	switch {
	case (r.Err == nil) != (want.Name == "api"):
		t.Fatalf("the error is %v, and the golden has %s", r.Err, want.Name)
	case r.Err != nil:
		got = r.Err.Error() + "\n"
	default:
		got = Print(r.API)
		Sound(t, r.API)
	}
	if update {
		want.Data = []byte(got)
		if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(want.Data), got); diff != "" {
		t.Errorf("%s: run go test with -update if this is right (-want +got):\n%s", path, diff)
	}
	again := read(slices.Clone(in[ModelName]), in[ContractName])
	if diff := cmp.Diff(r.API, again.API); diff != "" {
		t.Errorf("a second reading differs (-first +second):\n%s", diff)
	}
	if r.Err != nil && r.Err.Error() != again.Err.Error() {
		t.Errorf("a second reading has other problems:\n%v", again.Err)
	}
	CheckProblems(t, r.Err)
}

// CheckProblems holds what is true of every error: each problem has a place,
// says what is wrong, and stands in order and once.
func CheckProblems(t *testing.T, err error) {
	t.Helper()
	if err == nil {
		return
	}
	problems, ok := err.(model.Problems)
	if !ok {
		t.Fatalf("the error is a %T", err)
	}
	for i, p := range problems {
		if p.Pos.Line < 1 || p.Pos.Column < 1 || p.Pos.File != ModelName && p.Pos.File != ContractName || p.What == "" {
			t.Errorf("the problem %q lacks its place", p)
		}
		if i > 0 && (p.Pos.File == problems[i-1].Pos.File && p.Pos.Line < problems[i-1].Pos.Line || p == problems[i-1]) {
			t.Errorf("the problem %q is out of order", p)
		}
	}
}

// Sound holds what is true of every API that is read without a problem.
func Sound(t *testing.T, api *model.API) {
	t.Helper()
	seen := map[string]bool{}
	shapes := map[string]bool{}
	for _, s := range api.Shapes {
		shapes[s.Name] = true
	}
	exported := func(where, name string) {
		if !token.IsIdentifier(name) || !token.IsExported(name) {
			t.Errorf("%s has the name %q in Go", where, name)
		}
	}
	for i, s := range api.Shapes {
		if seen[s.Name] {
			t.Errorf("there are two shapes %s", s.Name)
		}
		seen[s.Name] = true
		if s.Kind == model.Structure || s.Kind == model.Enum {
			exported(s.Name, s.GoName)
		} else if s.GoName != "" {
			t.Errorf("the %s %s has a name in Go", s.Kind, s.Name)
		}
		if s.Pos.Line == 0 || s.Kind == model.Unknown {
			t.Errorf("shape %d is %+v", i, s)
		}
		if (s.Kind == model.List || s.Kind == model.Map) != shapes[s.Elem] {
			t.Errorf("the %s %s has elements %q", s.Kind, s.Name, s.Elem)
		}
		for j, m := range s.Members {
			exported(s.Name+"."+m.Name, m.GoName)
			if !shapes[m.Shape] {
				t.Errorf("member %s.%s has no shape %q", s.Name, m.Name, m.Shape)
			}
			if j == 0 {
				continue
			}
			if before := s.Members[j-1]; before.Required == m.Required && before.Name >= m.Name || !before.Required && m.Required {
				t.Errorf("member %s.%s stands after %s", s.Name, m.Name, before.Name)
			}
		}
		for _, v := range s.Enum {
			exported(s.Name+" "+v.Value, v.GoName)
		}
	}
	for _, op := range api.Operations {
		exported(op.Name, op.GoName)
		if in := api.Shape(op.Input); in == nil || in.Kind != model.Structure {
			t.Errorf("the input of %s is %+v", op.Name, in)
		}
		if out := api.Shape(op.Output); op.Output != "" && (out == nil || out.Kind != model.Structure) {
			t.Errorf("the output of %s is %+v", op.Name, out)
		}
		for _, code := range op.Errors {
			if api.Error(code) == nil {
				t.Errorf("%s answers with %s, which is no error", op.Name, code)
			}
		}
	}
	for _, e := range api.Errors {
		exported(e.Code, e.GoName)
	}
}

// Mutilate puts something else in the place of each value of a document, or of
// so many of them.
func Mutilate(t *testing.T, src string, times int, read Reader) {
	var problems model.Problems
	tree := jsontree.Parse("model.json", src, &problems)
	if tree == nil {
		return
	}
	var spans [][2]int
	var collect func(n *model.Node)
	collect = func(n *model.Node) {
		start := tree.Offset(n.Pos)
		spans = append(spans, [2]int{start, start + len(n.Raw)})
		for _, m := range n.Members {
			collect(m.Value)
		}
		for _, e := range n.Elems {
			collect(e)
		}
	}
	collect(tree.Root)
	if testing.Short() {
		times /= 10
	}
	others := []string{`null`, `7`, `"x"`, `{}`, `[]`, `{"$ref":"#/components/schemas/Nothing","target":"a#Nothing"}`, `true`}
	for i := range min(times, len(spans)) {
		span, other := spans[i*len(spans)/min(times, len(spans))], others[i%len(others)]
		if r := read([]byte(src[:span[0]]+other+src[span[1]:]), nil); r.Err != nil {
			CheckProblems(t, r.Err)
		} else {
			Sound(t, r.API)
		}
		if t.Failed() {
			t.Fatalf("with %s in place of the value at %s", other, tree.Pos(span[0]))
		}
	}
}
