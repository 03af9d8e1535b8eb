package conformance_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/internal/sample"
)

// TestSuccessWithoutBody shows that a success whose output is missing is the failure
// of the one clause that is about it.
func TestSuccessWithoutBody(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	server := revised{newReference(t, ""), func(op string, _ []byte, resp *http.Response) *http.Response {
		body, _ := io.ReadAll(resp.Body)
		if op == "PutRemediationExceptions" && string(bytes.TrimSpace(body)) == `{"FailedBatches":[]}` {
			body = nil
		}
		resp.Body = io.NopCloser(bytes.NewReader(body))
		return resp
	}}
	// Every put that rejects no key is answered so: a few cases of a clause show it.
	rep := checkCases(t, conformance.Target{Transport: server, Profile: conformance.Profile(contract())}, "", sample.Cases(5, 1))
	for _, c := range slices.Concat(rep.Clauses, rep.Checks) {
		if own := c.ID == "reply-envelope"; own != (c.Outcome == report.Fail) {
			t.Errorf("%s: %s%s", c.ID, c.Outcome, example(c))
		}
	}
}

// TestNoOtherFaultWhileShrinking shows that a smaller case counts only if it fails as
// the first one did. A server drops times of expiry; if that is seen first where there
// is a message, it crashes from then on at requests without, which are smaller.
func TestNoOtherFaultWhileShrinking(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	crashes := 0
	for n := range uint64(sample.Cases(8, 3)) {
		timed, message, seen := false, false, false
		crashing := false
		server := revised{newReference(t, "times are lost"), func(op string, body []byte, resp *http.Response) *http.Response {
			with := bytes.Contains(body, []byte(`"Message"`))
			switch {
			case op == "PutRemediationExceptions" && crashing && !with:
				crashes++
				return errorAnswer(500, "InternalFailure", "no")
			case op == "PutRemediationExceptions":
				timed, message = bytes.Contains(body, []byte(`"ExpirationTime"`)), with
			case op == "DescribeRemediationExceptions" && timed && !seen:
				seen, crashing = true, message
			}
			return resp
		}}
		target := conformance.Target{Transport: server, Profile: conformance.Profile(contract())}
		if _, err := conformance.Discover(t.Context(), &target); err != nil {
			t.Fatal(err)
		}
		rep, err := conformance.Check(t.Context(), contract(), target, conformance.Options{Seed: n + 1, Run: only("upsert"), Shrink: 5 * time.Second})
		if err != nil {
			t.Fatal(err)
		}
		c := rep.Clauses[0]
		if c.Outcome != report.Fail {
			t.Fatalf("%s %s %s", c.ID, c.Outcome, c.Reason)
		}
		if last := c.Counterexample.Steps[len(c.Counterexample.Steps)-1]; last.Call != "DescribeRemediationExceptions" || last.Status != 200 {
			t.Errorf("with seed %d another failure is shown: %s", n+1, example(c))
		}
	}
	if crashes == 0 {
		t.Error("the server never crashed")
	}
}

// TestUndocumentedStability shows that what no document promises fails nothing: that
// rows stay where they are while others change between pages, and that what a request
// names twice is listed once.
func TestUndocumentedStability(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	var puts int
	server := &meddler{newReference(t, ""), nothingBefore, func(op string, body []byte, out map[string]any) {
		switch rows := toList(out["RemediationExceptions"]); {
		case op == "PutRemediationExceptions":
			puts++
		case op != "DescribeRemediationExceptions" || len(rows) == 0:
		case bytes.Contains(body, []byte(`"NextToken":"`)) && !bytes.Contains(body, []byte(`"NextToken":""`)) && puts > 0:
			// Something was put while pages were read, and the first row has moved.
			out["RemediationExceptions"] = rows[1:]
		case bytes.Contains(body, []byte(`"ResourceKeys"`)) && repeatsKey(body):
			out["RemediationExceptions"] = append(rows, rows[0])
		default:
			puts = 0
		}
	}}
	for _, profile := range []map[string]string{nil, conformance.Profile(contract())} {
		rep := checkCases(t, conformance.Target{Transport: server, Profile: profile}, "^(describe-pages|describe-keys|describe-absent-keys|random)$", sample.Cases(0, 8))
		for _, c := range slices.Concat(rep.Clauses, rep.Checks) {
			if c.Outcome == report.Fail || c.Cases == 0 && profile != nil {
				t.Errorf("%s %s: %s%s", c.ID, c.Outcome, c.Reason, example(c))
			}
		}
	}
	exact := conformance.Target{Transport: server, Profile: conformance.Profile(contract()), Exact: true}
	wants(t, check(t, exact, "^(describe-pages|describe-keys)$"), func(report.Clause) report.Outcome { return report.Fail })
}

// repeatsKey reports whether a request names a resource twice.
func repeatsKey(body []byte) bool {
	var in struct{ ResourceKeys []any }
	_ = json.Unmarshal(body, &in)
	seen := map[string]bool{}
	for _, key := range in.ResourceKeys {
		id := fmt.Sprint(key)
		if seen[id] {
			return true
		}
		seen[id] = true
	}
	return false
}

// TestMembersInPlace shows that the suite puts no member where the service rejects it,
// if it expects success: a server that rejects all of them fails nothing.
func TestMembersInPlace(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	server := &meddler{newReference(t, ""), func(op string, body []byte) string {
		var in struct {
			ConfigRule struct {
				CreatedBy, RuleEvaluationVisibility, ConfigRuleState, ConfigRuleArn, ConfigRuleId any
				Source                                                                            struct {
					Owner                              string
					SourceDetails, CustomPolicyDetails any
				}
			}
		}
		if op != "PutConfigRule" || json.Unmarshal(body, &in) != nil {
			return ""
		}
		r := in.ConfigRule
		state, isText := r.ConfigRuleState.(string)
		if r.CreatedBy != nil || r.RuleEvaluationVisibility != nil || r.ConfigRuleArn != nil || r.ConfigRuleId != nil || isText && state != "ACTIVE" ||
			r.Source.Owner == "AWS" && r.Source.SourceDetails != nil || r.Source.Owner != "CUSTOM_POLICY" && r.Source.CustomPolicyDetails != nil {
			return "InvalidParameterValueException"
		}
		return ""
	}, nothingAfter}
	rep := checkCases(t, conformance.Target{Transport: server}, `^(rule-.*|PutConfigRule\..*|random|concurrent|service-linked-rule)$`, sample.Cases(0, 5))
	for _, c := range slices.Concat(rep.Clauses, rep.Checks) {
		if c.Outcome == report.Fail {
			t.Errorf("%s: %s%s", c.ID, c.Reason, example(c))
		}
	}
}
