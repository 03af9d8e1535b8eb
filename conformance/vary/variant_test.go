package vary_test

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/conformance/vary"
	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/openapi"
)

// contracts are the real one, and one of a made-up API that has every kind of
// clause.
var contracts = []string{
	"../../model/putremediationexceptions.json",
	"../../cmd/gen/internal/emit/testdata/meaning/garden.json",
}

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

// TestEachVariantSaysWhyItIsPermitted checks what is promised of every variant.
func TestEachVariantSaysWhyItIsPermitted(t *testing.T) {
	for _, path := range contracts {
		t.Run(filepath.Base(path), func(t *testing.T) {
			api, untouched := read(t, path), read(t, path)
			ids, choices := map[string]bool{}, map[string]bool{}
			for _, v := range vary.Variants(api) {
				if ids[v.ID] {
					t.Errorf("there are two variants %s", v.ID)
				}
				ids[v.ID] = true
				if strings.ContainsAny(v.ID, " \t\n") || !strings.HasPrefix(v.ID, "choice/") && v.Place == "" {
					t.Errorf("the id %q is not one word, or the place %q is none", v.ID, v.Place)
				}
				if len(v.Permitted) < 40 || strings.Contains(v.Permitted, "%!") {
					t.Errorf("%s does not say why it is permitted: %q", v.ID, v.Permitted)
				}
				for id, choice := range v.Choices {
					choices[id+"/"+choice] = true
				}
			}
			for _, p := range api.AllClauses() {
				for _, choice := range p.Clause.Choices {
					if choice != p.Clause.Choice && !choices[p.Clause.ID+"/"+choice] {
						t.Errorf("no variant makes the choice %s in %s", choice, p.Clause.ID)
					}
				}
			}
			if len(ids) < 50 {
				t.Errorf("there are %d variants, want at least 50", len(ids))
			}
			if !reflect.DeepEqual(api, untouched) {
				t.Error("making variants has changed the contract")
			}
		})
	}
}

// TestMixturesGoTogether checks that no mixture is in two ways in one place, and
// that the same random numbers give the same one.
func TestMixturesGoTogether(t *testing.T) {
	all := vary.Variants(read(t, contracts[0]))
	seen := map[string]bool{}
	for seed := range uint64(200) {
		m := vary.Mix(all, 8, rand.New(rand.NewPCG(seed, 1)))
		if again := vary.Mix(all, 8, rand.New(rand.NewPCG(seed, 1))); m.String() != again.String() {
			t.Fatalf("Mix(seed %d) = %v, and then %v", seed, m, again)
		}
		if len(m) != 8 {
			t.Errorf("Mix(8) has %d variants: %v", len(m), m)
		}
		places := map[string]bool{}
		for _, v := range m {
			if places[v.Place] {
				t.Errorf("%v is in two ways in %s", m, v.Place)
			}
			places[v.Place], seen[v.ID] = true, true
			for id, choice := range v.Choices {
				if got := m.Choices()[id]; got != choice {
					t.Errorf("%v chooses %s in %s, and %s needs %s", m, got, id, v.ID, choice)
				}
			}
		}
	}
	for _, v := range all {
		if !seen[v.ID] {
			t.Errorf("no mixture of 200 has %s", v.ID)
		}
	}
}

// TestProfileLeavesOpen checks that nothing is said of what a variant decides by
// itself, and that what it has the implementation choose is.
func TestProfileLeavesOpen(t *testing.T) {
	m := vary.Mixture{{Choices: map[string]string{"a": "2"}}, {Open: []string{"b"}}}
	known := map[string]string{"a": "1", "b": "1", "c": "1"}
	want := map[string]string{"a": "2", "c": "1"}
	if got := m.Profile(known); !reflect.DeepEqual(got, want) || len(known) != 3 {
		t.Errorf("Profile() = %v of %v, want %v", got, known, want)
	}
}
