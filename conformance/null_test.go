package conformance_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/conformance"
)

// nulls are servers that do nothing of what the contract asks for.
var nulls = []struct {
	name  string
	serve func() null
}{
	{"`200 {}`", func() null { return func(*http.Request, []byte) (int, string) { return 200, "{}" } }},
	{"`200` and no body", func() null { return func(*http.Request, []byte) (int, string) { return 200, "" } }},
	{"always `InvalidParameterValueException`", func() null { return always("InvalidParameterValueException") }},
	{"always `ValidationException`", func() null { return always("ValidationException") }},
	{"always `SerializationException`", func() null { return always("SerializationException") }},
	{"always `NoSuchConfigRuleException`", func() null { return always("NoSuchConfigRuleException") }},
	{"always `InvalidNextTokenException`", func() null { return always("InvalidNextTokenException") }},
	{"always `NoSuchRemediationExceptionException`", func() null { return always("NoSuchRemediationExceptionException") }},
	{"always `UnknownOperationException`", func() null { return always("UnknownOperationException") }},
	{"the request as the answer", func() null { return func(_ *http.Request, body []byte) (int, string) { return 200, string(body) } }},
	{"at random, whatever fits the answer's shape", babble},
	{"takes everything, lists all of it", func() null { return hoarding(false) }},
	{"takes everything, the last of each key, lists all of it", func() null { return hoarding(true) }},
	{"always empty lists", func() null { return emptyLists }},
	{"`500 InternalFailure`", func() null {
		return func(*http.Request, []byte) (int, string) { return 500, `{"__type":"InternalFailure"}` }
	}},
	{"`500` and no body", func() null { return func(*http.Request, []byte) (int, string) { return 500, "" } }},
	{"`404` and HTML", func() null { return func(*http.Request, []byte) (int, string) { return 404, "<html>no</html>" } }},
	{"`301`", func() null { return func(*http.Request, []byte) (int, string) { return 301, "" } }},
}

// TestNullServersPassNoLaw shows that no law is passed by whoever does nothing:
// neither with the choices of a profile, nor without, where a choice that is
// seen counts as passed.
func TestNullServersPassNoLaw(t *testing.T) {
	for _, n := range nulls {
		t.Run(n.name, func(t *testing.T) {
			t.Parallel()
			var passed []string
			tried := 0
			for _, profile := range []map[string]string{nil, conformance.Profile(contract())} {
				target := conformance.Target{Transport: n.serve(), Profile: profile}
				err := conformance.Hunt(t.Context(), contract(), target, conformance.Options{Seed: seed}, nil, func(f *conformance.Finding) bool {
					tried++
					if f.Passed {
						passed = append(passed, fmt.Sprintf("%s: %s (%d cases)", f.Clause, f.Law, f.Cases))
					}
					return true
				})
				if err != nil {
					t.Error(err)
				}
			}
			slices.Sort(passed)
			passed = slices.Compact(passed)
			if len(passed) > 0 {
				t.Errorf("%d laws tried, %d pass:\n  %s", tried, len(passed), strings.Join(passed, "\n  "))
			}
		})
	}
}
