package matrix

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/defect"
	"github.com/fakesmith/fakesmith/conformance/mutate"
	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/openapi"
)

const (
	moduleFolder = "../../../../../"
	garden       = moduleFolder + "cmd/gen/internal/emit/testdata/meaning/garden.json"
)

func read(t *testing.T, path string) *model.API {
	t.Helper()
	src, err := os.ReadFile(filepath.FromSlash(path))
	if err != nil {
		t.Fatal(err)
	}
	api, err := openapi.Read(filepath.Base(path), src)
	if err != nil {
		t.Fatal(err)
	}
	return api
}

// TestForgeAnyContract writes mutants of a contract that has nothing to do with
// AWS. Each of them has to change the code, and no two of them alike.
func TestForgeAnyContract(t *testing.T) {
	api := read(t, garden)
	o := Options{Every: 7}
	mutants := o.selected(mutate.Mutants(api))
	f, unmade, err := forge(api, mutants)
	if err != nil {
		t.Fatal(err)
	}
	if source, err := f.code.Source(); err != nil || len(source) == 0 || len(unmade) > 0 {
		t.Errorf("%d bytes of source, %v; %v", len(source), err, unmade)
	}
}

// TestMistakenMutants shows that a mutant which is none is an error, and not
// one that survives or is killed.
func TestMistakenMutants(t *testing.T) {
	api := read(t, garden)
	all := mutate.Mutants(api)
	good := all[slices.IndexFunc(all, func(m mutate.Mutant) bool { return m.ID == "expiry/dropped" })]
	for _, tt := range []struct {
		name   string
		mutant mutate.Mutant
		want   string
	}{
		{"nothing changed", mutate.Mutant{ID: "expiry/none", Clause: "expiry", Kind: "expiry", API: api}, "mutant expiry/none: the generated code is that of the true contract"},
		{"the same twice", mutate.Mutant{ID: "expiry/again", Clause: "expiry", Kind: "expiry", API: good.API}, "mutant expiry/again: the generated code is that of expiry/dropped"},
		{"an unknown defect", mutate.Mutant{ID: "expiry/odd", Clause: "expiry", Kind: "expiry", API: api, Defect: &mutate.Defect{Clause: "expiry", Name: "odd"}}, `and not "odd"`},
		{"a defect of no clause", mutate.Mutant{ID: "x/late", Clause: "x", Kind: "expiry", API: api, Defect: &mutate.Defect{Clause: "x", Name: "late"}}, "there is no clause x to break"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, unmade, err := forge(api, []mutate.Mutant{good, tt.mutant})
			if err == nil {
				err = unmade[tt.mutant.ID]
			}
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("the error is %v, want %s", err, tt.want)
			}
		})
	}
}

// TestEveryDefectIsAskedFor shows that no defect lies idle.
func TestEveryDefectIsAskedFor(t *testing.T) {
	asked := map[string]bool{}
	for _, path := range []string{moduleFolder + "model/putremediationexceptions.json", garden} {
		for _, m := range mutate.Mutants(read(t, path)) {
			if m.Defect != nil {
				asked[m.Kind+" "+m.Defect.Name], asked[" "+m.Defect.Name] = true, true
			}
		}
	}
	for kind, names := range defect.Names() {
		for _, name := range names {
			if !asked[kind+" "+name] {
				t.Errorf("no mutant asks for the defect %q of the kind %s", name, kind)
			}
		}
	}
}
