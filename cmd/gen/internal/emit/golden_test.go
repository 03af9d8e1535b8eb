package emit_test

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/emit"
	"github.com/fakesmith/fakesmith/internal/buildfolder"
	"github.com/fakesmith/fakesmith/internal/sample"
	"github.com/fakesmith/fakesmith/model/openapi"
)

var update = flag.Bool("update", false, "rewrite the goldens, if what is generated compiles and its tests pass")

// module is the module that goldens are compiled in. Each has a folder of it:
// the package that scalars.txtar generates is golden/scalars/example.
const module = "golden"

// TestGolden generates code from each model in testdata, or finds its
// mistakes. An archive holds the model, and then either the exact error, or
// some of the files that are generated: those that it is about. It may hold Go
// tests, which are run with the generated packages. All that is generated has
// to compile, whether the archive shows it or not.
func TestGolden(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no goldens: %v", err)
	}
	b := newBuild(t)
	var stale []golden
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			if g := readGolden(t, path); !g.check(t, b) {
				stale = append(stale, g)
			}
		})
	}
	b.run(t, "test")
	if t.Failed() {
		return
	}
	for _, g := range stale {
		if err := os.WriteFile(g.path, txtar.Format(g.archive), 0o666); err != nil {
			t.Error(err)
		}
	}
}

// A golden is an archive with a model and what is to come of it.
type golden struct {
	name, path string
	archive    *txtar.Archive
}

func readGolden(t *testing.T, path string) golden {
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return golden{name: strings.TrimSuffix(filepath.Base(path), ".txtar"), path: path, archive: archive}
}

// check generates, adds the result to the build, and compares it with what the
// archive shows. With -update it reports false where they differ, and changes
// the archive.
func (g golden) check(t *testing.T, b *build) (same bool) {
	got := map[string]string{}
	b.add(t, g.name+"/model.json", g.file("model.json"))
	files, err := generate(g.file("model.json"), module+"/"+g.name)
	if err != nil {
		got["error.txt"] = err.Error() + "\n"
	}
	for _, f := range files {
		got[f.Name] = string(f.Source)
		b.add(t, g.name+"/"+f.Name, f.Source)
	}
	same = true
	shown := 0
	for i, f := range g.archive.Files {
		switch {
		case f.Name == "model.json":
			continue
		case strings.HasSuffix(f.Name, "_test.go"):
			b.add(t, g.name+"/"+f.Name, f.Data)
			continue
		}
		shown++
		diff := cmp.Diff(string(f.Data), got[f.Name])
		switch {
		case diff == "":
		case *update && got[f.Name] != "":
			g.archive.Files[i].Data = []byte(got[f.Name])
			same = false
		default:
			t.Errorf("%s (-want +got); go test -update rewrites it:\n%s", f.Name, diff)
		}
	}
	if err != nil && g.file("error.txt") == nil {
		t.Errorf("the archive has no error.txt, but there is an error:\n%v", err)
	}
	if shown == 0 {
		t.Error("the archive shows nothing of what is generated")
	}
	return same
}

// file returns the content of a file of the archive, or nil.
func (g golden) file(name string) []byte {
	for _, f := range g.archive.Files {
		if f.Name == name {
			return f.Data
		}
	}
	return nil
}

func generate(source []byte, importPath string) ([]emit.File, error) {
	api, err := openapi.Read("model.json", source)
	if err != nil {
		return nil, err
	}
	return emit.Files(api, emit.Options{ImportPath: importPath})
}

// A build is a module with the generated packages of all goldens, which are
// compiled and tested by one run of the go command.
type build struct{ dir string }

// newBuild returns an empty module that finds this one beside it.
func newBuild(t *testing.T) *build {
	root, err := filepath.Abs("../../../..")
	if err != nil {
		t.Fatal(err)
	}
	gomod := read(t, filepath.Join(root, "go.mod"))
	// What this module requires, the other one requires too, in the same
	// versions; it needs no tools.
	_, requires, found := strings.Cut(gomod, "\nrequire (")
	if !found {
		t.Fatal("go.mod has no block of requirements")
	}
	b := &build{dir: folder(t)}
	b.add(t, "go.mod", fmt.Appendf(nil, "module %s\n\ngo 1.26.0\n\nrequire github.com/fakesmith/fakesmith v0.0.0\n\nreplace github.com/fakesmith/fakesmith => %s\n\nrequire (%s", module, root, requires))
	b.add(t, "go.sum", []byte(read(t, filepath.Join(root, "go.sum"))))
	return b
}

// folder returns an empty folder, in whose place the build cache has what was there
// the last time. With -trimpath it would be found in any folder, but the standard
// library would be compiled anew.
func folder(t *testing.T) string {
	t.Helper()
	dir, remove, err := buildfolder.New(t.Name())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(remove)
	return dir
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// add adds a file to the module.
func (b *build) add(t *testing.T, name string, source []byte) {
	t.Helper()
	path := filepath.Join(b.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, source, 0o666); err != nil {
		t.Fatal(err)
	}
}

// run has the go command build every package, or test it. The whole vets it as well.
func (b *build) run(t *testing.T, command string) {
	t.Helper()
	// What is run once is not worth optimizing, nor what is linked debugging.
	args := []string{command, "-gcflags=-N -l", "-ldflags=-s -w"}
	if command == "test" && !sample.Whole() {
		args = append(args, "-vet=off")
	}
	cmd := exec.Command("go", append(args, "./...")...)
	cmd.Dir = b.dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("generated code fails: go %s: %v\n%s", command, err, out)
	}
}
