package conformance_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/effectiveness"
	"github.com/fakesmith/fakesmith/conformance/report"
)

// TestWaysOfTheWorld shows which way is taken to set up facts, on servers
// that offer just that way, what the report says of it, and how many properties can be
// tried then.
func TestWaysOfTheWorld(t *testing.T) {
	for _, tt := range []struct {
		name string
		// prepare makes of an honest server one that offers this way.
		prepare func(*testing.T) conformance.Target
		way, by string
		// why and lacks are part of what is said.
		why, lacks string
		// tried is how many properties can be tried, each counted for every clause that
		// it checks.
		tried int
	}{
		{
			name:    "control",
			prepare: func(t *testing.T) conformance.Target { return conformance.Target{Transport: newHonest(t, "")} },
			way:     "control", by: "the target's power to set facts", tried: 303,
		},
		{
			name: "evaluations",
			prepare: func(t *testing.T) conformance.Target {
				server := newHonest(t, "")
				server.control = false
				return conformance.Target{Transport: server}
			},
			way: "wire", by: "PutEvaluations", why: "the target does not offer to set facts",
			lacks: "once decided, compliance can't be made INSUFFICIENT_DATA again; the clock can't be moved", tried: 299,
		},
		{
			name: "process checks",
			prepare: func(t *testing.T) conformance.Target {
				server := newHonest(t, "")
				server.control = false
				return conformance.Target{Transport: untrusting{server}}
			},
			way: "wire", by: "PutExternalEvaluation", why: "InvalidResultTokenException",
			lacks: "ResourceType can only be AWS::::Account; ResourceId can only be 123456789012; there can be no more than 1 key in one ConfigRuleName", tried: 263,
		},
		{
			name: "file",
			prepare: func(t *testing.T) conformance.Target {
				server, world := inhabited(t, "")
				server.control = false
				return conformance.Target{Transport: server, Fixtures: world}
			},
			way: "file", by: "the facts in the file, which are not changed", why: "the file says what may be touched",
			lacks: "no more than 4 keys of one compliance in one ConfigRuleName", tried: 97,
		},
		{
			name: "none",
			prepare: func(t *testing.T) conformance.Target {
				server := newHonest(t, "")
				server.control = false
				return conformance.Target{Transport: lacking{server, []string{"PutExternalEvaluation", "PutEvaluations"}, always("UnknownOperationException")}}
			},
			way: "none", why: "PutEvaluations is not implemented", lacks: "compliance can't be set", tried: 155,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			target := tt.prepare(t)
			target.Profile = conformance.Profile(contract())
			if _, err := conformance.Discover(t.Context(), &target); err != nil {
				t.Fatal(err)
			}
			rep, err := conformance.Check(t.Context(), contract(), target, conformance.Options{Seed: seed, Run: only("unknown-operation")})
			if err != nil {
				t.Fatal(err)
			}
			w := rep.Setup
			if w.Strategy != tt.way || w.By != tt.by || !strings.Contains(w.Why, tt.why) || (tt.why == "") != (w.Why == "") || !strings.Contains(strings.Join(w.Lacks, "; "), tt.lacks) {
				t.Errorf("the world is reported as %+v, want %+v", w, tt)
			}
			var b strings.Builder
			if err := (report.Text{Width: 1 << 20}).Write(&b, rep); err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(b.String(), tt.lacks) || !strings.Contains(b.String(), tt.why) && tt.way != "file" {
				t.Errorf("the ledger does not say how facts were brought about:\n%s", b.String())
			}
			tried := 0
			err = effectiveness.Each(t.Context(), contract(), target, conformance.Options{Seed: seed, Checks: 2}, nil, func(f *effectiveness.Finding) bool {
				if f.Cases > 0 {
					tried++
				} else {
					t.Logf("not tried: %s: %s", f.Clause, f.Property)
				}
				if f.Failed() {
					t.Errorf("%s: %s is broken: %+v", f.Clause, f.Property, f.Counterexample)
				}
				return true
			})
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%d laws are tried", tried)
			if tried != tt.tried {
				t.Errorf("%d laws are tried, want %d, neither fewer nor any that shows nothing; docs/world.md has the number as well", tried, tt.tried)
			}
		})
	}
}

// only selects one clause.
func only(id string) *regexp.Regexp { return regexp.MustCompile("^" + regexp.QuoteMeta(id) + "$") }

// untrusting is a server that takes no result token for one that it gave, as
// AWS Config takes none that no function of a rule was given.
type untrusting struct{ http.RoundTripper }

func (u untrusting) RoundTrip(req *http.Request) (*http.Response, error) {
	if !strings.HasSuffix(req.Header.Get("X-Amz-Target"), ".PutEvaluations") {
		return u.RoundTripper.RoundTrip(req)
	}
	// What is wrong with a request otherwise is told by a case of it.
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	if in, isObject := read(body).(node); isObject {
		if tried, isFlag := in["TestMode"].(bool); isFlag && !tried || in["TestMode"] == nil {
			in["TestMode"] = true
			body, _ = json.Marshal(in)
		}
	}
	req.Body = io.NopCloser(bytes.NewReader(body))
	resp, err := u.RoundTripper.RoundTrip(req)
	if err != nil || resp.StatusCode != 200 {
		return resp, err
	}
	return always("InvalidResultTokenException").RoundTrip(req)
}
