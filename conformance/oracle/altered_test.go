package oracle_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/oracle"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/generated/parameterstest"
	"github.com/fakesmith/fakesmith/internal/sample"
	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/frontend"
)

const parametersDir = "../../model/parameters/"

// withQuota is a change after which there may be 5 parameters.
var withQuota = []string{`{"id": "put-upsert"`, `{"id": "put-quota", "kind": "quota", "provenance": "documented",
	"most": 5, "choice": "error:ParameterLimitExceeded", "description": "There may be 5.", "source": "Nowhere."}, {"id": "put-upsert"`}

// altered reads the contract of Parameter Store with other text in its two files: in
// place of each text in a pair of changes, the next.
func altered(t *testing.T, changes ...string) *model.API {
	t.Helper()
	read := func(name string) frontend.File {
		src, err := os.ReadFile(parametersDir + name)
		if err != nil {
			t.Fatal(err)
		}
		return frontend.File{Name: name, Data: []byte(strings.NewReplacer(changes...).Replace(string(src)))}
	}
	shapes, contract := read("ssm.json"), read("contract.json")
	api, _, err := frontend.Read(shapes, &contract)
	if err != nil {
		t.Fatal(err)
	}
	return api
}

// outcomes checks clauses of a target, and returns what came of each.
func outcomes(t *testing.T, api *model.API, transport http.RoundTripper, exact bool, run string, seed uint64) map[string]report.Outcome {
	t.Helper()
	target := conformance.Target{Transport: transport, Profile: conformance.Profile(api), Exact: exact}
	if _, err := conformance.Discover(t.Context(), &target); err != nil {
		t.Fatal(err)
	}
	rep, err := conformance.Check(t.Context(), api, target, conformance.Options{Checks: 10, Seed: seed, Shrink: time.Nanosecond, Run: regexp.MustCompile("^(" + run + ")$")})
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]report.Outcome{}
	for _, c := range rep.Clauses {
		found[c.ID] = c.Outcome
		if c.Outcome != report.Pass {
			t.Logf("%s: %s: %s", c.ID, c.Outcome, c.Reason)
		}
	}
	return found
}

// TestOtherNumbers shows that the suite finds no fault where a contract has other
// numbers than those that are generated here.
func TestOtherNumbers(t *testing.T) {
	t.Parallel()
	const history = `"number": "Version", "most": 100`
	for _, tt := range []struct {
		name    string
		changes []string
		run     string
		skipped string
	}{
		{"one version is kept", []string{history, `"number": "Version", "most": 1`}, "put-history|get-version|history-.*", "history-pages"},
		{"three versions are kept", []string{history, `"number": "Version", "most": 3`}, "put-history|get-version|history-.*", ""},
		{"names are short", []string{`"max": 2048`, `"max": 40`}, "put-levels", "put-levels"},
		{"names are short and levels few", []string{`"max": 2048`, `"max": 40`, `"most": 15`, `"most": 5`}, "put-levels", ""},
		{"all together have a quota", withQuota, "put-quota", ""},
	} {
		t.Run(strings.ReplaceAll(tt.name, " ", "-"), func(t *testing.T) {
			t.Parallel()
			api := altered(t, tt.changes...)
			for seed := range uint64(3) {
				for id, outcome := range outcomes(t, api, newServed(api, nil), true, tt.run, seed+1) {
					want := report.Pass
					if id == tt.skipped {
						want = report.Skip
					}
					if outcome != want {
						t.Errorf("seed %d: %s: %s", seed+1, id, outcome)
					}
				}
			}
		})
	}
}

// TestQuotaNeedsAReset shows that a quota of all that there is counts what others have
// put, so that nothing is found out without a reset.
func TestQuotaNeedsAReset(t *testing.T) {
	api := altered(t, withQuota...)
	alone := &withoutControl{newServed(api, nil)}
	if got := outcomes(t, api, alone, true, "put-quota", seed)["put-quota"]; got != report.Skip {
		t.Errorf("put-quota: %s", got)
	}
}

// TestQuotaIsNamed shows that a clause which a quota over all that there is keeps from
// being checked says so, and that no other error is put down to the quota.
func TestQuotaIsNamed(t *testing.T) {
	t.Parallel()
	const says = "by the clause put-quota there may be 1"
	for code, named := range map[string]bool{"ParameterLimitExceeded": true, "ParameterPatternMismatchException": true, "": false} {
		api := altered(t, withQuota[0], strings.NewReplacer(`"most": 5`, `"most": 1`, "ParameterLimitExceeded", cmp.Or(code, "ParameterLimitExceeded")).Replace(withQuota[1]))
		var transport http.RoundTripper = newServed(api, nil)
		if code == "" {
			transport = rejecting{newServed(api, nil)}
		}
		told := 0
		rep := checkAll(t, api, transport, 3, "^(get-several-named|describe-pages)$")
		for _, c := range rep.Clauses {
			why := c.Reason
			if c.Counterexample != nil {
				why += c.Counterexample.Text()
			}
			if strings.Contains(why, says) {
				told++
			}
			if named && c.Outcome == report.Fail {
				t.Errorf("where the error is %q, %s: %s", code, c.ID, c.Outcome)
			}
		}
		if (told > 0) != named {
			t.Errorf("where the error is %q, %d clauses name the quota", code, told)
		}
	}
}

// checkAll checks a target, and returns the report.
func checkAll(t *testing.T, api *model.API, transport http.RoundTripper, cases int, run string) *report.Report {
	t.Helper()
	target := conformance.Target{Transport: transport, Profile: conformance.Profile(api), Exact: true}
	if _, err := conformance.Discover(t.Context(), &target); err != nil {
		t.Fatal(err)
	}
	rep, err := conformance.Check(t.Context(), api, target, conformance.Options{Checks: cases, Seed: seed, Shrink: time.Nanosecond, Run: regexp.MustCompile(run)})
	if err != nil {
		t.Fatal(err)
	}
	return rep
}

// rejecting is a service that rejects every parameter for another reason.
type rejecting struct{ *served }

func (r rejecting) RoundTrip(req *http.Request) (*http.Response, error) {
	if !strings.HasSuffix(req.Header.Get("X-Amz-Target"), ".PutParameter") {
		return r.served.RoundTrip(req)
	}
	header := http.Header{"Content-Type": {"application/x-amz-json-1.1"}, "X-Amzn-Requestid": {"no"}}
	return &http.Response{StatusCode: 400, Header: header, Body: io.NopCloser(strings.NewReader(`{"__type":"TooManyUpdates"}`)), Request: req}, nil
}

// withoutControl is a service that can't be reset.
type withoutControl struct{ *served }

func (w *withoutControl) RoundTrip(r *http.Request) (*http.Response, error) {
	if strings.HasPrefix(r.URL.Path, "/_fakesmith/") {
		return &http.Response{StatusCode: 404, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
	}
	return w.served.RoundTrip(r)
}

// TestUndocumented shows that what no document says is required of exact targets only.
func TestUndocumented(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	for _, tt := range []struct {
		clause  string
		service func(*served) http.RoundTripper
	}{
		{"put-tags", func(s *served) http.RoundTripper { return &untagging{s} }},
		{"put-history", func(s *served) http.RoundTripper { return &remembering{served: s, of: map[string][]any{}} }},
	} {
		for _, exact := range []bool{false, true} {
			api := &parameterstest.Contract
			want := report.Pass
			if exact {
				want = report.Fail
			}
			if got := outcomes(t, api, tt.service(newServed(api, nil)), exact, tt.clause, seed)[tt.clause]; got != want {
				t.Errorf("%s, exact %v: %s, want %s", tt.clause, exact, got, want)
			}
		}
	}
}

// call makes a call of its own, of whoever has made a request.
func (s *served) call(r *http.Request, operation string, in map[string]any) map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.o.Call(scopeOf(r), s.now(), operation, in).Output
}

// requested returns the operation and the input of a request, which can be read again.
func requested(r *http.Request) (operation string, in map[string]any, err error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return "", nil, err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	_ = json.Unmarshal(body, &in) // what is no object is the service's to reject
	_, operation, _ = strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	return operation, in, nil
}

// untagging takes the tags from a parameter that is put without any.
type untagging struct{ *served }

func (u *untagging) RoundTrip(r *http.Request) (*http.Response, error) {
	operation, in, err := requested(r)
	if err != nil {
		return nil, err
	}
	if operation == "PutParameter" && in["Tags"] == nil {
		of := map[string]any{"ResourceType": "Parameter", "ResourceId": in["Name"]}
		var keys []any
		tags, _ := u.call(r, "ListTagsForResource", of)["TagList"].([]any)
		for _, tag := range tags {
			keys = append(keys, tag.(map[string]any)["Key"])
		}
		of["TagKeys"] = keys
		u.call(r, "RemoveTagsFromResource", of)
	}
	return u.served.RoundTrip(r)
}

// remembering lists the versions of a parameter that was deleted, should there be one
// of its name again.
type remembering struct {
	*served
	of map[string][]any
}

func (m *remembering) RoundTrip(r *http.Request) (*http.Response, error) {
	operation, in, err := requested(r)
	if err != nil {
		return nil, err
	}
	name, _ := in["Name"].(string)
	if operation == "DeleteParameter" {
		rows, _ := m.call(r, "GetParameterHistory", in)["Parameters"].([]any)
		m.of[name] = append(m.of[name], rows...)
	}
	resp, err := m.served.RoundTrip(r)
	if err != nil || operation != "GetParameterHistory" || resp.StatusCode != 200 {
		return resp, err
	}
	var out map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&out); err != nil {
		return nil, err
	}
	rows, _ := out["Parameters"].([]any)
	out["Parameters"] = append(m.of[name], rows...)
	body, err := json.Marshal(out)
	if err != nil {
		return nil, err
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, nil
}

// TestNothingToPut shows that a put of an empty list is within any quota.
func TestNothingToPut(t *testing.T) {
	o := oracle.New(&parameterstest.Contract, nil)
	o.Call(home, epoch, "PutParameter", object(t, `{'Name': '/p', 'Value': 'v', 'Type': 'String'}`))
	out := o.Call(home, epoch, "AddTagsToResource", object(t, `{'ResourceType': 'Parameter', 'ResourceId': '/p', 'Tags': []}`))
	if got := out.String(); got != "{}" {
		t.Errorf("got %s", got)
	}
}
