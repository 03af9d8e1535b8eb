package draft

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/frontend"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite the drafts in testdata")

// TestGolden compares whole drafts, and what is left out of them, with those in testdata.
// Each can be read, and each guess in it is warned of.
func TestGolden(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("there are no drafts: %v", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			files := map[string][]byte{}
			for _, f := range archive.Files {
				files[f.Name] = f.Data
			}
			source := frontend.File{Name: "model.json", Data: files["model.json"]}
			d, err := Write(read(t, source, nil), strings.Fields(string(files["operations"])))
			if err != nil {
				t.Fatal(err)
			}
			left := strings.Join(d.Left, "\n") + "\n"
			api := read(t, source, d.Contract)
			if n := strings.Count(string(d.Contract), `"guess":`); n < 10 || len(api.Warnings) != n {
				t.Errorf("there are %d guesses, and %d warnings:\n%v", n, len(api.Warnings), api.Warnings)
			}
			for _, w := range api.Warnings {
				if !strings.HasPrefix(w.String(), "contract.json:") || !strings.Contains(w.String(), "confirm or correct it, and delete the key guess") {
					t.Errorf("a warning is %s", w)
				}
			}
			if *update {
				archive.Files = append(archive.Files[:2:2], txtar.File{Name: "contract.json", Data: d.Contract}, txtar.File{Name: "left", Data: []byte(left)})
				if err := os.WriteFile(path, txtar.Format(archive), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(files["contract.json"]), string(d.Contract)); diff != "" {
				t.Errorf("the contract (-want +got; -update rewrites it):\n%s", diff)
			}
			if diff := cmp.Diff(string(files["left"]), left); diff != "" {
				t.Errorf("what is left out (-want +got; -update rewrites it):\n%s", diff)
			}
		})
	}
}

// read reads a model and its contract, if there is one.
func read(t *testing.T, source frontend.File, contract []byte) *model.API {
	t.Helper()
	var file *frontend.File
	if contract != nil {
		file = &frontend.File{Name: "contract.json", Data: contract}
	}
	api, warnings, err := frontend.Read(source, file)
	if err != nil {
		t.Fatalf("%v\n%s", err, contract)
	}
	api.Warnings = warnings
	return api
}

func TestUnknownOperations(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/library.txtar")
	if err != nil {
		t.Fatal(err)
	}
	api := read(t, frontend.File{Name: "m.json", Data: archive.Files[1].Data}, nil)
	_, err = Write(api, []string{"ListBook", "Dance"})
	if err == nil || !strings.Contains(err.Error(), "no operation ListBook; the nearest there is: ListBooks") || !strings.Contains(err.Error(), "no operation Dance") {
		t.Errorf("the error is %v", err)
	}
}
