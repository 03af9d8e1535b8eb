package openapi

import (
	"go/token"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/jsontree"
)

const (
	ourModel   = "../putremediationexceptions.json"
	plainModel = "../../../shared/protocol/openapi/apisguru-config-2014-11-12.json"
)

func TestReadOurs(t *testing.T) {
	api := readFile(t, ourModel)
	if got := len(api.Operations); got != 10 {
		t.Errorf("there are %d operations, want 10", got)
	}
	for i := range api.Operations {
		if !api.Operations[i].Modelled() {
			t.Errorf("%s is not modelled", api.Operations[i].Name)
		}
	}
	for _, name := range []string{"package " + api.Package, api.Protocol, api.TargetPrefix, api.SigningName} {
		switch name {
		case "package remediation", "awsJson1_1", "StarlingDoveService", "config":
		default:
			t.Errorf("the document says %q of itself", name)
		}
	}
	sound(t, api)
}

// TestReadPlain reads a document that nobody wrote for us.
func TestReadPlain(t *testing.T) {
	if _, err := os.Stat(plainModel); err != nil {
		t.Skipf("APIs.guru's document of AWS Config is not here: %v", err)
	}
	api := readFile(t, plainModel)
	if got := len(api.Operations); got != 92 {
		t.Errorf("there are %d operations, want 92", got)
	}
	if api.HasContract() {
		t.Error("a plain document has a contract")
	}
	want := model.API{Name: "AWS Config", Version: "2014-11-12", Package: "config", Protocol: "awsJson1_1",
		TargetPrefix: "StarlingDoveService", SigningName: "config"}
	got := model.API{Name: api.Name, Version: api.Version, Package: api.Package, Protocol: api.Protocol,
		TargetPrefix: api.TargetPrefix, SigningName: api.SigningName}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("what the document lacks is filled in wrong (-want +got):\n%s", diff)
	}
	put := api.Operation("PutRemediationExceptions")
	if diff := cmp.Diff([]string{"InvalidParameterValueException", "InsufficientPermissionsException"}, put.Errors); diff != "" {
		t.Errorf("errors of %s (-want +got):\n%s", put.Name, diff)
	}
	for _, e := range api.Errors {
		if e.Status != 400 {
			t.Errorf("%s has status %d, want 400", e.Code, e.Status)
		}
	}
	var keys *model.Shape
	if in := api.Shape(put.Input); in != nil && in.Member("ResourceKeys") != nil {
		keys = api.Shape(in.Member("ResourceKeys").Shape)
	}
	if keys == nil || keys.Kind != model.List || keys.Min.Int != 1 || keys.Max.Int != 100 {
		t.Errorf("ResourceKeys is %+v, want a list of 1 to 100", keys)
	}
	sound(t, api)
}

// readFile reads a document twice and returns what both readings agree on.
func readFile(t *testing.T, path string) *model.API {
	t.Helper()
	src, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	api, err := Read(filepath.Base(path), src)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Read(filepath.Base(path), src)
	if diff := cmp.Diff(api, again); diff != "" || err != nil {
		t.Errorf("a second reading differs: %v (-first +second):\n%s", err, diff)
	}
	return api
}

// sound holds what is true of every API that is read without a problem.
func sound(t *testing.T, api *model.API) {
	t.Helper()
	seen := map[string]bool{}
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
		if (s.Kind == model.List || s.Kind == model.Map) != (api.Shape(s.Elem) != nil) {
			t.Errorf("the %s %s has elements %q", s.Kind, s.Name, s.Elem)
		}
		for j, m := range s.Members {
			exported(s.Name+"."+m.Name, m.GoName)
			if api.Shape(m.Shape) == nil {
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

// FuzzRead holds that no bytes make the reader panic, that an error has
// places, and that an API is sound.
func FuzzRead(f *testing.F) {
	goldens, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range goldens {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(archive.Files[0].Data)
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		api, err := Read("model.json", src)
		if err != nil {
			checkProblems(t, err)
			return
		}
		sound(t, api)
	})
}

// TestReadMutilated takes models apart, value by value: whatever is missing or
// of another type, the reader neither panics nor loses the place. What it
// reads in spite of that is sound.
func TestReadMutilated(t *testing.T) {
	src, err := os.ReadFile(ourModel)
	if err != nil {
		t.Fatal(err)
	}
	t.Run("ours", func(t *testing.T) {
		t.Parallel()
		mutilate(t, string(src), 40) // a reading takes some milliseconds
	})
	goldens, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range goldens {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(filepath.Base(path), func(t *testing.T) {
			t.Parallel()
			mutilate(t, string(archive.Files[0].Data), 80)
		})
	}
}

// mutilate puts something else in the place of each value of a document, or of
// so many of them.
func mutilate(t *testing.T, src string, times int) {
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
	others := []string{`null`, `7`, `"x"`, `{}`, `[]`, `{"$ref":"#/components/schemas/Nothing"}`, `true`}
	for i := range min(times, len(spans)) {
		span, other := spans[i*len(spans)/min(times, len(spans))], others[i%len(others)]
		api, err := Read("model.json", []byte(src[:span[0]]+other+src[span[1]:]))
		if err != nil {
			checkProblems(t, err)
		} else {
			sound(t, api)
		}
		if t.Failed() {
			t.Fatalf("with %s in place of the value at %s", other, tree.Pos(span[0]))
		}
	}
}
