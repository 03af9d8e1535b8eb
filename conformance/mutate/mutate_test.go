package mutate_test

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/fakesmith/fakesmith/conformance/mutate"
	"github.com/fakesmith/fakesmith/internal/sample"
	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/openapi"
)

// contracts are those that the tests make mutants of: the real one, and one of
// a made-up API that has every kind of clause.
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

// A contract is one with its mutants.
type contract struct {
	api     *model.API
	mutants []mutate.Mutant
}

// made are the contracts with their mutants, made once for all tests.
var made = sync.OnceValue(func() map[string]contract {
	all := map[string]contract{}
	for _, path := range contracts {
		src, err := os.ReadFile(filepath.FromSlash(path))
		if err != nil {
			panic(err)
		}
		api, err := openapi.Read(filepath.Base(path), src)
		if err != nil {
			panic(err)
		}
		all[path] = contract{api, mutate.Mutants(api)}
	}
	return all
})

// TestEachMutantIsWrongInOnePlace holds what is promised of every mutant.
func TestEachMutantIsWrongInOnePlace(t *testing.T) {
	sample.SkipRace(t)
	for _, path := range contracts {
		t.Run(filepath.Base(path), func(t *testing.T) {
			api, untouched := made()[path].api, read(t, path)
			ids := map[string]bool{}
			for i, m := range made()[path].mutants {
				if ids[m.ID] {
					t.Errorf("there are two mutants %s", m.ID)
				}
				ids[m.ID] = true
				if strings.ContainsAny(m.ID, " \t\n") {
					t.Errorf("the id %q is not one word", m.ID)
				}
				if m.Breaks == "" || strings.Contains(m.Breaks, "%!") {
					t.Errorf("%s does not say what it breaks: %q", m.ID, m.Breaks)
				}
				if c := clause(api, m.Clause); c == nil || c.Kind != m.Kind {
					t.Errorf("%s breaks %s of kind %s, which is not in the contract", m.ID, m.Clause, m.Kind)
				}
				if !sample.Of(i) {
					continue // making a contract and comparing it takes time
				}
				if same := reflect.DeepEqual(m.API(), untouched); same != (m.Defect != nil) {
					t.Errorf("%s: the contract is the true one: %v; it has a defect: %v", m.ID, same, m.Defect != nil)
				}
			}
			if len(ids) < 150 {
				t.Errorf("there are %d mutants, want at least 150", len(ids))
			}
			if !reflect.DeepEqual(api, untouched) {
				t.Error("making mutants has changed the true contract")
			}
		})
	}
}

func clause(api *model.API, id string) *model.Clause {
	for _, p := range api.AllClauses() {
		if p.Clause.ID == id {
			return p.Clause
		}
	}
	return nil
}

// TestMutantsAreTheSameEachTime shows that nothing hangs on the order of a map.
func TestMutantsAreTheSameEachTime(t *testing.T) {
	sample.SkipRace(t)
	first, again := made()[contracts[1]].mutants, mutate.Mutants(read(t, contracts[1]))
	if len(again) != len(first) {
		t.Fatalf("the same contract has given %d mutants, and then %d", len(first), len(again))
	}
	for i, m := range again {
		one, other := m.API, first[i].API
		m.API, first[i].API = nil, nil
		same := reflect.DeepEqual(m, first[i])
		first[i].API = other
		if !same || sample.Of(i) && !reflect.DeepEqual(one(), other()) {
			t.Errorf("the same contract has given %s, and then another mutant %s", first[i].ID, m.ID)
		}
	}
}

// TestEveryClauseHasMutants shows that no clause is out of reach, but for those
// that say the same of a structure that several operations share.
func TestEveryClauseHasMutants(t *testing.T) {
	api := read(t, contracts[0])
	has := map[string]bool{}
	for _, m := range made()[contracts[0]].mutants {
		has[m.Clause] = true
	}
	for _, p := range api.AllClauses() {
		if _, schema := p.Clause.Rule.(model.Constraint); !schema && !has[p.Clause.ID] {
			t.Errorf("no mutant breaks the clause %s of kind %s", p.Clause.ID, p.Clause.Kind)
		}
	}
}

// TestEveryKindHasMutations shows that a new kind of clause is not forgotten.
func TestEveryKindHasMutations(t *testing.T) {
	has := map[string]bool{}
	for _, path := range contracts {
		for _, m := range made()[path].mutants {
			has[m.Kind] = true
		}
	}
	for _, k := range model.Kinds() {
		if !has[k.Name] {
			t.Errorf("no mutation breaks clauses of the kind %s", k.Name)
		}
	}
}

// TestWhatMutantsSay reads a few mutants of the real contract.
func TestWhatMutantsSay(t *testing.T) {
	sample.SkipRace(t)
	byID := map[string]mutate.Mutant{}
	for _, m := range made()[contracts[0]].mutants {
		byID[m.ID] = m
	}
	op := func(t *testing.T, id, name string) *model.Operation {
		t.Helper()
		m, ok := byID[id]
		if !ok {
			t.Fatalf("there is no mutant %s", id)
		}
		return m.API().Operation(name)
	}
	t.Run("guard", func(t *testing.T) {
		g := op(t, "non-compliant-only/accepts:COMPLIANT", "PutRemediationExceptions").Clause("guard").Rule.(model.Guard)
		if !slices.Equal(g.Accepts, []string{"NON_COMPLIANT", "COMPLIANT"}) || !slices.Equal(g.Rejects, []string{"NOT_APPLICABLE"}) {
			t.Errorf("the guard is %+v", g)
		}
	})
	t.Run("key", func(t *testing.T) {
		e := byID["key-identity/short-key:ConfigRuleName"].API().Entity("RemediationException")
		if !slices.Equal(e.Key, []string{"ResourceType", "ResourceId"}) || len(e.Partition) != 0 {
			t.Errorf("the entity is %+v", e)
		}
	})
	t.Run("page", func(t *testing.T) {
		p := op(t, "describe-pages/default-more", "DescribeRemediationExceptions").Clause("pagination").Rule.(model.Pagination)
		if p.Default != 26 {
			t.Errorf("the default is %d", p.Default)
		}
	})
	t.Run("dropped", func(t *testing.T) {
		if c := op(t, "expiry/dropped", "PutRemediationExceptions").Clause("expiry"); c != nil {
			t.Errorf("the clause is still there: %+v", c)
		}
	})
	t.Run("bound", func(t *testing.T) {
		const id = "PutRemediationExceptions.ResourceKeys[].ResourceId.maxLength"
		api := byID[id+"/weaker"].API()
		if c := clause(api, id); c == nil || !strings.Contains(c.Description, "1025") {
			t.Errorf("the clause derived anew is %+v", c)
		}
		if c := clause(api, "PutRemediationExceptions.Message.maxLength"); c == nil || !strings.Contains(c.Description, "1024") {
			t.Errorf("another clause has changed as well: %+v", c)
		}
	})
	t.Run("defect", func(t *testing.T) {
		want := mutate.Defect{Clause: "expiry", Name: "late"}
		if got := byID["expiry/late"].Defect; got == nil || *got != want {
			t.Errorf("the defect is %+v, want %+v", got, want)
		}
	})
}
