package conformance_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/effectiveness"
	"github.com/fakesmith/fakesmith/internal/sample"
	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/frontend"
)

// parameterStore is the second contract.
var parameterStore = sync.OnceValues(func() (*model.API, error) {
	api, _, err := frontend.Open("../model/parameters/ssm.json", "../model/parameters/contract.json")
	return api, err
})

// trivialStores are servers that implement nothing of an API: some that answer the same
// whatever they are asked, with each error that a clause names, and one that has nothing
// to list. Of an account that is full, which waits are for, there is none.
func trivialStores(api *model.API) map[string]trivial {
	same := func(status int, answer string) trivial {
		return func(*http.Request, []byte) (int, string) { return status, answer }
	}
	all := map[string]trivial{
		"answers `200 {}`":          same(200, "{}"),
		"answers `200` and no body": same(200, ""),
		"answers `500` and no body": same(500, ""),
		"answers `404` and HTML":    same(404, "<html>no</html>"),
		"answers `301`":             same(301, ""),
		"echoes the request":        func(_ *http.Request, body []byte) (int, string) { return 200, string(body) },
		"answers with empty lists": func(req *http.Request, _ []byte) (int, string) {
			_, name, _ := strings.Cut(req.Header.Get("X-Amz-Target"), ".")
			op := api.Operation(name)
			if op == nil || op.Effect.Verb != model.Lists {
				return 200, "{}"
			}
			answer, _ := json.Marshal(map[string][]any{string(op.Effect.Into): {}})
			return 200, string(answer)
		},
	}
	for _, placed := range api.AllClauses() {
		if code := model.ErrorOf(placed.Clause.Choice); code != "" && !strings.Contains(code, "TooMany") && !strings.Contains(code, "LimitExceeded") {
			all["always answers `"+code+"`"] = always(code)
		}
	}
	return all
}

// TestTrivialServersPassNothingOfParameters shows that no property passes on a trivial
// server, whatever it is that clauses of the second contract say.
func TestTrivialServersPassNothingOfParameters(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	api, err := parameterStore()
	if err != nil {
		t.Fatal(err)
	}
	servers := trivialStores(api)
	for i, name := range slices.Sorted(maps.Keys(servers)) {
		server := servers[name]
		powers := &trivialPowers{now: time.Now()}
		tried, passed := 0, []string{}
		for as, target := range []conformance.Target{
			{Transport: server},
			{Transport: server, Clock: powers, Reset: powers.reset, Profile: conformance.Profile(api)},
		} {
			clauses := inTurn(api, i+as, 2)
			if !everyServer() {
				if as != i%2 {
					continue
				}
				clauses = someOfEachKind(api, i+as, len(servers))
			}
			err := effectiveness.Each(context.Background(), api, target, conformance.Options{Seed: seed, Run: clauses}, nil, func(f *effectiveness.Finding) bool {
				tried++
				if f.Passed {
					passed = append(passed, fmt.Sprintf("%s: %s, %d cases", f.Clause, f.Property, f.Cases))
				}
				return true
			})
			if err != nil {
				t.Errorf("a server that %s: %v", name, err)
			}
		}

		slices.Sort(passed)
		if passed = slices.Compact(passed); len(passed) > 0 {
			t.Errorf("a server that %s passes:\n  %s", name, strings.Join(passed, "\n  "))
		}
		if tried == 0 {
			t.Errorf("no property was tried on a server that %s", name)
		}
	}
}
