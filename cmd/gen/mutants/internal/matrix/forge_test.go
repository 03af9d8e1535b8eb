package matrix

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/defect"
	"github.com/fakesmith/fakesmith/conformance/mutate"
	"github.com/fakesmith/fakesmith/internal/sample"
	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/frontend"
	"github.com/fakesmith/fakesmith/model/openapi"
)

const (
	moduleFolder = "../../../../../"
	garden       = moduleFolder + "cmd/gen/internal/emit/testdata/meaning/garden.json"
)

func read(path string) (*model.API, error) {
	src, err := os.ReadFile(filepath.FromSlash(path))
	if err != nil {
		return nil, err
	}
	return openapi.Read(filepath.Base(path), src)
}

// ofGarden is the contract that has nothing to do with AWS, with its mutants, made once
// for all tests.
var ofGarden = sync.OnceValues(func() (made struct {
	api     *model.API
	mutants []mutate.Mutant
}, err error) {
	if made.api, err = read(garden); err == nil {
		made.mutants = mutate.Mutants(made.api)
	}
	return made, err
})

// TestForgeAnyContract writes mutants of a contract that has nothing to do with
// AWS. Each of them has to change the code, and no two of them alike.
func TestForgeAnyContract(t *testing.T) {
	made, err := ofGarden()
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Every: sample.Cases(7, 28)}
	f, unmade, err := forge(made.api, o.selected(made.mutants))
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
	made, err := ofGarden()
	if err != nil {
		t.Fatal(err)
	}
	api, all := made.api, made.mutants
	untouched := func() *model.API { return api }
	good := all[slices.IndexFunc(all, func(m mutate.Mutant) bool { return m.ID == "expiry/dropped" })]
	for _, tt := range []struct {
		name   string
		mutant mutate.Mutant
		want   string
	}{
		{"nothing changed", mutate.Mutant{ID: "expiry/none", Clause: "expiry", Kind: "expiry", API: untouched}, "mutant expiry/none: the generated code is that of the true contract"},
		{"the same twice", mutate.Mutant{ID: "expiry/again", Clause: "expiry", Kind: "expiry", API: good.API}, "mutant expiry/again: the generated code is that of expiry/dropped"},
		{"an unknown defect", mutate.Mutant{ID: "expiry/odd", Clause: "expiry", Kind: "expiry", API: untouched, Defect: &mutate.Defect{Clause: "expiry", Name: "odd"}}, `and not "odd"`},
		{"a defect of no clause", mutate.Mutant{ID: "x/late", Clause: "x", Kind: "expiry", API: untouched, Defect: &mutate.Defect{Clause: "x", Name: "late"}}, "there is no clause x to break"},
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
	own, err1 := read(moduleFolder + "model/putremediationexceptions.json")
	made, err2 := ofGarden()
	pipelines, _, err3 := frontend.Open(moduleFolder+"model/pipelines/sagemaker.json", moduleFolder+"model/pipelines/contract.json")
	if err := errors.Join(err1, err2, err3); err != nil {
		t.Fatal(err)
	}
	asked := map[string]bool{}
	for _, m := range slices.Concat(mutate.Mutants(own), mutate.Mutants(pipelines), made.mutants) {
		if m.Defect != nil {
			asked[m.Kind+" "+m.Defect.Name], asked[" "+m.Defect.Name] = true, true
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
