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
	"github.com/fakesmith/fakesmith/internal/sample"
)

// TestStrategies shows by which strategy facts are set up on servers that
// support just that one, how it is reported, and how many properties can be
// tried then.
func TestStrategies(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	const share = 16
	for i, tt := range []struct {
		name string
		// prepare returns a target that supports this strategy.
		prepare      func(*testing.T) conformance.Target
		strategy, by string
		// why and lacks are part of the report.
		why, lacks string
		// tried is how many properties can be tried, counted for each clause, but for
		// those of several clients at once.
		tried int
	}{
		{
			name:     "control",
			prepare:  func(t *testing.T) conformance.Target { return conformance.Target{Transport: newReference(t, "")} },
			strategy: "control", by: "the target's power to set facts", tried: 520,
		},
		{
			name: "control that rejects facts",
			prepare: func(t *testing.T) conformance.Target {
				return conformance.Target{Transport: newReference(t, "facts are offered and rejected")}
			},
			strategy: "wire", by: "PutEvaluations", why: "the target offers to set facts, and rejects compliance: POST /_fakesmith/facts = 400",
			lacks: "once decided, compliance can't be made INSUFFICIENT_DATA again", tried: 501,
		},
		{
			name: "control of facts about what exists",
			prepare: func(t *testing.T) conformance.Target {
				return conformance.Target{Transport: newReference(t, "facts are about rules that exist")}
			},
			strategy: "control", by: "the target's power to set facts", tried: 480,
		},
		{
			name: "evaluations",
			prepare: func(t *testing.T) conformance.Target {
				server := newReference(t, "")
				server.control = false
				return conformance.Target{Transport: server}
			},
			strategy: "wire", by: "PutEvaluations", why: "the target does not offer to set facts",
			lacks: "once decided, compliance can't be made INSUFFICIENT_DATA again; ResourceType can only be one of 534 values, such as AWS::::Account; remediation-outcome can't be set; the clock can't be moved", tried: 497,
		},
		{
			name: "process checks",
			prepare: func(t *testing.T) conformance.Target {
				server := newReference(t, "")
				server.control = false
				return conformance.Target{Transport: untrusting{server}}
			},
			strategy: "wire", by: "PutExternalEvaluation", why: "InvalidResultTokenException",
			lacks: "ResourceType can only be AWS::::Account; ResourceId can only be 123456789012; there can be no more than 1 key in one ConfigRuleName", tried: 445,
		},
		{
			name: "file",
			prepare: func(t *testing.T) conformance.Target {
				server, fixtures := populated(t, "")
				server.control = false
				return conformance.Target{Transport: server, Fixtures: fixtures}
			},
			strategy: "file", by: "the facts in the file, which are not changed", why: "the file says what may be touched",
			lacks: "no more than 4 keys of one compliance in one ConfigRuleName", tried: 125,
		},
		{
			name: "none",
			prepare: func(t *testing.T) conformance.Target {
				server := newReference(t, "")
				server.control = false
				return conformance.Target{Transport: lacking{server, []string{"PutExternalEvaluation", "PutEvaluations"}, always("UnknownOperationException")}}
			},
			strategy: "none", why: "PutEvaluations is not implemented", lacks: "compliance can't be set", tried: 336,
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
			if w.Strategy != tt.strategy || w.By != tt.by || !strings.Contains(w.Why, tt.why) || (tt.why == "") != (w.Why == "") || !strings.Contains(strings.Join(w.Lacks, "; "), tt.lacks) {
				t.Errorf("the setup is reported as %+v, want %+v", w, tt)
			}
			var b strings.Builder
			if err := (report.Text{Width: 1 << 20}).Write(&b, rep); err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(b.String(), tt.lacks) || !strings.Contains(b.String(), tt.why) && tt.strategy != "file" {
				t.Errorf("the text does not say how facts were set up:\n%s", b.String())
			}
			tried := 0
			err = effectiveness.Each(t.Context(), contract(), target, conformance.Options{Seed: seed, Checks: sample.Cases(2, 1), Run: someOfEachKind(contract(), i, share)}, nil, func(f *effectiveness.Finding) bool {
				switch {
				case f.Clause == "concurrent":
					// Where a fact needs a rule, it depends on which client
					// is first whether the fact can be set.
				case f.Cases > 0:
					tried++
				default:
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
			t.Logf("%d properties are tried", tried)
			// Of a kind that has few clauses, the sample has more than its share.
			if least := tt.tried / share; tried < least || sample.Whole() && tried != tt.tried {
				t.Errorf("%d properties are tried, want %d, or %d at least in the sample", tried, tt.tried, least)
			}
		})
	}
}

// only selects one clause.
func only(id string) *regexp.Regexp { return regexp.MustCompile("^" + regexp.QuoteMeta(id) + "$") }

// untrusting is a server that rejects all result tokens, as AWS Config rejects
// those that it gave to no function.
type untrusting struct{ http.RoundTripper }

func (u untrusting) RoundTrip(req *http.Request) (*http.Response, error) {
	if !strings.HasSuffix(req.Header.Get("X-Amz-Target"), ".PutEvaluations") {
		return u.RoundTripper.RoundTrip(req)
	}
	// A dry run finds other mistakes in the request.
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
