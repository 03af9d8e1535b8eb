package conformance_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/internal/sample"
)

// TestFixturesOnALateServer checks a late server with fixtures.
func TestFixturesOnALateServer(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	main, fixtures := populated(t, "")
	replica, _ := populated(t, "")
	l := newLate(t, "", 3)
	l.main, l.replica = main, replica
	l.lag, l.throttles, l.faults, l.skew, l.reaped, l.powerless = 5*time.Second, 20, 5, 30*time.Second, 20*time.Second, true
	before := contents(t, main)
	record := &requestLog{RoundTripper: l}
	synctest.Test(t, func(t *testing.T) {
		target := conformance.Target{Transport: record, Fixtures: fixtures, Profile: conformance.Profile(contract()), Tolerances: conformance.CloudTolerances()}
		rep, err := conformance.Check(t.Context(), contract(), target, conformance.Options{Seed: 1, Checks: sample.Cases(2, 1), Costly: true})
		if err != nil {
			t.Fatal(err)
		}
		held := 0
		for _, c := range rep.Clauses {
			switch c.Outcome {
			case report.Fail:
				t.Errorf("%s fails: %s", c.ID, example(c))
			case report.Pass:
				held++
			}
		}
		if held < 65 || rep.Setup.Strategy != "file" || len(rep.Setup.Left) > 0 {
			t.Errorf("%d clauses pass, want 65 at least; the setup is reported as %+v", held, rep.Setup)
		}
		t.Logf("%d pass, %d calls, setup %+v", held, rep.Calls, rep.Setup)
		for _, c := range rep.Clauses {
			if c.Outcome == report.Skip && !strings.Contains(c.Reason, "file") {
				t.Logf("%s is skipped: %s", c.ID, c.Reason)
			}
		}
	})
	named := map[string]bool{}
	for _, f := range fixtures.Facts {
		named[f.Of["ConfigRuleName"]+" "+f.Of["ResourceType"]+" "+f.Of["ResourceId"]] = true
	}
	for _, a := range record.asked {
		checkTouch(t, a, named)
	}
	if after := contents(t, main); after != before {
		t.Errorf("what is there is another after the run:\n%s\nbefore\n%s", after, before)
	}
}

// TestFixturesAreRestored shows that a deletion which is rejected at first is
// repeated, and that what can't be deleted is reported.
func TestFixturesAreRestored(t *testing.T) {
	for _, stubborn := range []int{1, 1 << 30} {
		server, fixtures := populated(t, "")
		server.control = false
		before := contents(t, server)
		target := conformance.Target{Transport: &clinging{server, stubborn}, Fixtures: fixtures, Profile: conformance.Profile(contract())}
		rep, err := conformance.Check(t.Context(), contract(), target, conformance.Options{Seed: 1, Checks: 1, Run: only("omitted-members")})
		if err != nil {
			t.Fatal(err)
		}
		if after := contents(t, server); (after == before) != (len(rep.Setup.Left) == 0) || (after == before) != (stubborn == 1) {
			t.Errorf("after %d deletions that failed, %+v is left, and there is\n%s", stubborn, rep.Setup.Left, after)
		}
	}
}

// clinging is a server that rejects the first deletions.
type clinging struct {
	http.RoundTripper
	rejects int
}

func (c *clinging) RoundTrip(req *http.Request) (*http.Response, error) {
	if strings.HasSuffix(req.Header.Get("X-Amz-Target"), ".DeleteRemediationExceptions") && c.rejects > 0 {
		c.rejects--
		return always("InternalFailure").RoundTrip(req)
	}
	return c.RoundTripper.RoundTrip(req)
}
