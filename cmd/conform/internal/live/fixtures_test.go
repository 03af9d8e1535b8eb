package live

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/generated/remediation"
)

// lend gives an account a rule of somebody's, and one with an exception, and
// returns a fixtures file that lends resources of the first rule.
func lend(s *standIn) *conformance.Fixtures {
	s.has("other")
	state := s.State()
	name := "encrypted"
	state.ConfigRules = append(state.ConfigRules, remediation.ConfigRule{ConfigRuleName: &name})
	s.Reset(state)
	w := &conformance.Fixtures{}
	for id, value := range map[string]string{"vol-2": "NON_COMPLIANT", "vol-3": "NON_COMPLIANT", "vol-4": "NON_COMPLIANT", "vol-5": "COMPLIANT"} {
		s.SetCompliance("encrypted", "AWS::EC2::Volume", id, remediation.ComplianceType(value))
		w.Facts = append(w.Facts, endpoint.Fixture{Fact: "compliance", Value: value,
			Of: map[string]string{"ConfigRuleName": "encrypted", "ResourceType": "AWS::EC2::Volume", "ResourceId": id}})
	}
	slices.SortFunc(w.Facts, func(a, b endpoint.Fixture) int { return int(a.Of["ResourceId"][4]) - int(b.Of["ResourceId"][4]) })
	return w
}

// excepted returns the resources that have an exception.
func (s *standIn) excepted() []string {
	var ids []string
	for _, e := range s.State().RemediationExceptions {
		ids = append(ids, e.ConfigRuleName+" "+e.ResourceID)
	}
	return ids
}

// TestFixtures shows that a run which is lent rules makes none, and puts
// exceptions of nothing but what it is lent.
func TestFixtures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStandIn()
		j := s.job(t, "^(upsert|omitted-members|delete-absent|delete-each)$")
		j.Fixtures = lend(s)
		guard := &Guard{API: j.API, Run: j.Run, Fixtures: j.Fixtures}
		outcome, err := j.Apply(t.Context())
		if err != nil || len(outcome.Leftovers) > 0 {
			t.Fatalf("Apply() = %+v, %v", outcome, err)
		}
		for _, c := range outcome.Report.Clauses {
			if c.Outcome != report.Pass && c.Outcome != report.Observed {
				t.Errorf("%s is %s: %s %+v", c.ID, c.Outcome, c.Reason, c.Counterexample)
			}
		}
		for _, c := range s.seen {
			if op := j.API.Operation(c.operation); op != nil && changes(op) {
				if err := guard.Check(c.operation, []byte(c.body)); err != nil {
					t.Error(err)
				}
			}
		}
		if s.calls(putRule)+s.calls(deleteRule)+s.calls(putExternal) > 0 || s.calls(putExceptions) == 0 {
			t.Errorf("rules were made, or no exceptions put: %v", s.seen)
		}
		if got := s.excepted(); !slices.Equal(got, []string{"other vol-1"}) {
			t.Errorf("afterwards there are exceptions of %v", got)
		}
	})
}

// TestFixturesAreSwept shows that a sweep removes the exceptions that the journal
// names from rules that are not ours, and no others.
func TestFixturesAreSwept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStandIn()
		j := s.job(t, "^(upsert|omitted-members)$")
		j.Fixtures = lend(s)
		network := j.Base
		gone := false
		j.Base = roundTrip(func(req *http.Request) (*http.Response, error) {
			if gone {
				return nil, errors.New("the network is gone")
			}
			resp, err := network.RoundTrip(req)
			gone = operationOf(req) == putExceptions && len(s.excepted()) > 1
			return resp, err
		})
		outcome, err := j.Apply(t.Context())
		// Somebody excepts another resource of the rule.
		state := s.State()
		state.RemediationExceptions = append(state.RemediationExceptions, remediation.RemediationException{ConfigRuleName: "encrypted", ResourceType: "AWS::EC2::Volume", ResourceID: "vol-9"})
		s.Reset(state)
		if err != nil || outcome.Cut == nil || len(outcome.Leftovers) == 0 || len(s.excepted()) < 3 {
			t.Fatalf("Apply() = %+v, %v; there are exceptions of %v", outcome, err, s.excepted())
		}
		c := &Cleaning{Access: j.Access, AccountID: theAccount, Wait: j.Wait, Grace: j.Grace, Lag: time.Minute, Log: t.Output()}
		c.Base = network
		// What the journal names of somebody's rule is not deleted on its word alone.
		if err := c.Read(j.Journal); err == nil || !strings.Contains(err.Error(), "nor in a file given with -fixtures") {
			t.Errorf("without the fixtures file, Read() = %v", err)
		}
		c.Fixtures = j.Fixtures
		if err := c.Read(j.Journal); err != nil {
			t.Fatal(err)
		}
		_, left, err := c.Do(t.Context())
		if got := s.excepted(); err != nil || len(left) > 0 || !slices.Equal(got, []string{"other vol-1", "encrypted vol-9"}) || !slices.Equal(s.rules(), []string{"encrypted", "other"}) {
			t.Errorf("Do() = %v, %v; there are exceptions of %v", left, err, got)
		}
	})
}
