package live

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/generated/remediation"
)

// few are clauses that take rules, exceptions and deletions to be checked.
const few = "^(omitted-members|delete-absent|unknown-rule)$"

// TestApply checks an account that has rules of its own, and shows that it is
// afterwards as it was before, that only rules of the run were touched, and that
// nobody was hurried.
func TestApply(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStandIn()
		s.has("encrypted", "fakesmith-not-a-run", "fakesmith-other-1")
		before := s.State()
		j := s.job(t, few)
		var log bytes.Buffer
		j.Log = &log
		outcome, err := j.Apply(t.Context())
		if err != nil || outcome.Cut != nil || len(outcome.Leftovers) > 0 {
			t.Fatalf("Apply() = %+v, %v", outcome, err)
		}
		for _, c := range outcome.Report.Clauses {
			if c.Outcome != report.Pass && c.Outcome != report.Observed {
				t.Errorf("%s is %s: %s", c.ID, c.Outcome, c.Reason)
			}
		}
		if after := s.State(); len(after.ConfigRules) != 3 || len(after.RemediationExceptions) != len(before.RemediationExceptions) {
			t.Errorf("afterwards there is %+v", after)
		}
		if !strings.Contains(log.String(), "1 rule is of the earlier run other left") || !strings.Contains(log.String(), "-run-id other") {
			t.Errorf("of what another run has left, the log says\n%s", log.String())
		}
		guard := &Guard{API: j.API, Run: j.Run}
		for i, c := range s.seen {
			if op := j.API.Operation(c.operation); op != nil && changes(op) {
				if err := guard.Check(c.operation, []byte(c.body)); err != nil {
					t.Errorf("call %d: %v", i, err)
				}
			}
			if !strings.Contains(c.header.Get("Authorization"), "Credential="+theAccount+"/") || strings.HasSuffix(c.header.Get("Authorization"), "Signature=0") {
				t.Errorf("call %d of %s is signed %q", i, c.operation, c.header.Get("Authorization"))
			}
			if i > 0 && c.at.Sub(s.seen[i-1].at) < 990*time.Millisecond {
				t.Errorf("call %d of %s comes %v after the one before", i, c.operation, c.at.Sub(s.seen[i-1].at))
			}
			rules, _ := subjects([]byte(c.body))
			for _, rule := range rules {
				if c.operation == putRule && (utf8.RuneCountInString(rule) > longestName || !strings.HasPrefix(rule, "fakesmith-test-")) {
					t.Errorf("call %d makes the rule %q", i, rule)
				}
			}
		}
		if n := s.calls(putRule); n == 0 || s.calls("PutConfigurationRecorder") > 0 || outcome.Calls != len(s.seen) {
			t.Errorf("%d rules were made, and %d calls of %d are counted", n, outcome.Calls, len(s.seen))
		}
	})
}

// TestApplyRemediation has a run remediate by a document that does no harm: only by that,
// never automatically, and nothing of it is left.
func TestApplyRemediation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStandIn()
		j := s.job(t, "^(configuration-upsert|configuration-removal|start-unevaluated|start-unconfigured|executions-unconfigured|rule-in-use)$")
		j.Remediation = "Sleep"
		outcome, err := j.Apply(t.Context())
		if err != nil || outcome.Cut != nil || len(outcome.Leftovers) > 0 {
			t.Fatalf("Apply() = %+v, %v", outcome, err)
		}
		checked := 0
		for _, c := range outcome.Report.Clauses {
			if c.Outcome == report.Pass || c.Outcome == report.Observed {
				checked++
			} else {
				t.Logf("%s is %s: %s", c.ID, c.Outcome, c.Reason)
			}
		}
		if checked < 3 {
			t.Errorf("%d clauses were checked", checked)
		}
		for i, c := range s.seen {
			if strings.Contains(strings.ToLower(c.body), `"automatic"`) {
				t.Errorf("call %d says something of automatic remediation: %s", i, c.body)
			}
			if c.operation == putConfigurations && strings.Contains(c.body, "TargetId") && !strings.Contains(c.body, `"TargetId":"Sleep"`) {
				t.Errorf("call %d is about another document: %s", i, c.body)
			}
		}
		if s.calls(putConfigurations) == 0 || s.calls(startExecution) == 0 {
			t.Errorf("%d configurations were put, and executions were started %d times", s.calls(putConfigurations), s.calls(startExecution))
		}
		if after := s.State(); len(after.ConfigRules)+len(after.RemediationConfigurations) > 0 {
			t.Errorf("afterwards there is %+v", after)
		}
	})
}

// TestApplyRejects shows in which accounts nothing is done.
func TestApplyRejects(t *testing.T) {
	for _, c := range []struct {
		name  string
		set   func(*standIn, *Job)
		want  string
		calls int
	}{
		{"another account", func(_ *standIn, j *Job) { j.AccountID = "210987654321" }, "the credentials are of the account 123456789012 (arn:aws:iam::123456789012:user/fakesmith), not of 210987654321", 1},
		{"no recorder", func(s *standIn, _ *Job) { s.options.NoRecorder = true }, "has no configuration recorder in eu-west-1", 2},
		{"a recorder that rests", func(s *standIn, _ *Job) {
			s.meddle = func(operation, _ string, w http.ResponseWriter) bool {
				if operation != "DescribeConfigurationRecorderStatus" {
					return false
				}
				w.Write([]byte(`{"ConfigurationRecordersStatus":[{"name":"default","recording":false}]}`))
				return true
			}
		}, "does not record", 3},
		{"no permission", func(s *standIn, _ *Job) {
			s.meddle = func(operation, _ string, w http.ResponseWriter) bool {
				return operation == "DescribeConfigurationRecorders" && reject(w, "AccessDeniedException", "not authorized")
			}
		}, "AccessDeniedException", 2},
		{"a run of that name", func(s *standIn, _ *Job) { s.has("fakesmith-test-7") }, "there are rules of a run test already, 1 of them", 4},
		{"a journal of that name", func(_ *standIn, j *Job) {
			if err := os.WriteFile(j.Journal, nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}, "is there already", 4},
		{"an exception where the suite would put one", func(s *standIn, j *Job) {
			s.has("encrypted")
			j.Fixtures = &conformance.Fixtures{Facts: []endpoint.Fixture{{Fact: "compliance", Value: "NON_COMPLIANT",
				Of: map[string]string{"ConfigRuleName": "encrypted", "ResourceType": "AWS::EC2::Volume", "ResourceId": "vol-1"}}}}
		}, "AWS::EC2::Volume vol-1 of the rule encrypted has an exception already", 5},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStandIn()
				j := s.job(t, few)
				c.set(s, j)
				before := s.rules()
				outcome, err := j.Apply(t.Context())
				if err == nil || !strings.Contains(err.Error(), c.want) || outcome.Report != nil || len(outcome.Leftovers) > 0 {
					t.Errorf("Apply() = %+v, %v, want %s", outcome, err, c.want)
				}
				if len(s.seen) != c.calls || !slices.Equal(s.rules(), before) || s.calls(putRule) > 0 {
					t.Errorf("%d calls were made, want %d", len(s.seen), c.calls)
				}
			})
		})
	}
}

// TestEndpoints shows where an account is, and that what stands in AWS's place is
// known, so that a journal can say it.
func TestEndpoints(t *testing.T) {
	for _, c := range []struct{ env, flag, region, endpoint, override string }{
		{"", "", "eu-west-1", "https://config.eu-west-1.amazonaws.com", ""},
		{"", "", "cn-north-1", "https://config.cn-north-1.amazonaws.com.cn", ""},
		{"", "http://127.0.0.1:4599", "eu-west-1", "http://127.0.0.1:4599", "http://127.0.0.1:4599"},
		{"http://127.0.0.1:4600", "", "eu-west-1", "http://127.0.0.1:4600", "http://127.0.0.1:4600"},
		{"http://127.0.0.1:4600", "http://127.0.0.1:4599", "eu-west-1", "http://127.0.0.1:4599", "http://127.0.0.1:4599"},
	} {
		t.Setenv("AWS_ENDPOINT_URL", c.env)
		a, err := Open(t.Context(), Access{Region: c.region, Endpoint: c.flag, Rate: 1})
		if err != nil || a.Endpoint != c.endpoint || a.Override != c.override {
			t.Errorf("Open(%+v) = %+v, %v", c, a, err)
		}
	}
	if _, err := Open(t.Context(), Access{Rate: 1}); err == nil || !strings.Contains(err.Error(), "write -region") {
		t.Errorf("without a region, Open() = %v", err)
	}
}

// TestObserve shows that a run which only observes changes nothing, and needs
// no journal.
func TestObserve(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStandIn()
		s.has("encrypted")
		j := s.job(t, "^(unknown-operation|describe-unknown-rule|omitted-members)$")
		j.Observe = true
		outcome, err := j.Apply(t.Context())
		if err != nil || outcome.Report == nil || len(outcome.Leftovers) > 0 {
			t.Fatalf("Apply() = %+v, %v", outcome, err)
		}
		for _, c := range s.seen {
			if op := j.API.Operation(c.operation); op != nil && changes(op) {
				t.Errorf("%s %s was called", c.operation, c.body)
			}
		}
		for _, c := range outcome.Report.Clauses {
			if c.Outcome == report.Fail {
				t.Errorf("%s is violated", c.ID)
			}
		}
		if _, err := os.Stat(j.Journal); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("there is a journal: %v", err)
		}
	})
}

// after returns a meddler that begins once a rule was made, and counts.
func after(rules int, meddle func(operation, body string, w http.ResponseWriter) bool) func(string, string, http.ResponseWriter) bool {
	made := 0
	return func(operation, body string, w http.ResponseWriter) bool {
		if operation == putRule {
			made++
		}
		return made > rules && meddle(operation, body, w)
	}
}

// TestSurprises shows what becomes of a run to which something happens.
func TestSurprises(t *testing.T) {
	t.Run("an interrupt", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newStandIn()
			ctx, interrupt := context.WithCancelCause(t.Context())
			s.meddle = after(3, func(string, string, http.ResponseWriter) bool {
				interrupt(errors.New("interrupted"))
				return false
			})
			outcome, err := s.job(t, few).Apply(ctx)
			if err != nil || outcome.Cut == nil || outcome.Report == nil || len(outcome.Leftovers) > 0 || len(s.rules()) > 0 {
				t.Errorf("Apply() = %+v, %v; there are %v", outcome, err, s.rules())
			}
		})
	})
	t.Run("credentials expire", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newStandIn()
			s.meddle = after(3, func(operation, _ string, w http.ResponseWriter) bool {
				return operation != putRule && reject(w, "ExpiredTokenException", "The security token included in the request is expired")
			})
			j := s.job(t, few)
			outcome, err := j.Apply(t.Context())
			if err != nil || outcome.Cut == nil || !strings.Contains(outcome.Cut.Error(), "credentials have expired") {
				t.Errorf("Apply() = %+v, %v", outcome, err)
			}
			for _, c := range outcome.Report.Clauses {
				if c.Outcome == report.Fail {
					t.Errorf("%s is violated for want of credentials", c.ID)
				}
			}
			reported := ""
			for _, l := range outcome.Leftovers {
				reported += l.String() + "\n"
			}
			for _, rule := range s.rules() {
				if !strings.Contains(reported, rule) {
					t.Errorf("%s is left behind, and not reported in\n%s", rule, reported)
				}
			}
			if !strings.Contains(reported, "ExpiredToken") || len(s.rules()) == 0 {
				t.Errorf("there are %v, and the report is\n%s", s.rules(), reported)
			}
			// With new credentials a sweep removes it.
			s.meddle = nil
			c := &Cleaning{Access: j.Access, AccountID: theAccount, Wait: j.Wait, Grace: j.Grace, Log: t.Output()}
			if err := c.Read(j.Journal); err != nil {
				t.Fatal(err)
			}
			swept, left, err := c.Do(t.Context())
			if err != nil || len(left) > 0 || len(s.rules()) > 0 || swept.Rules == 0 {
				t.Errorf("Do() = %+v, %v, %v; there are %v", swept, left, err, s.rules())
			}
		})
	})
	t.Run("somebody else deletes the rules", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newStandIn()
			n := 0
			s.meddle = func(operation, _ string, w http.ResponseWriter) bool {
				if n++; n%7 == 0 {
					s.Reset(remediation.State{})
				}
				return false
			}
			outcome, err := s.job(t, few).Apply(t.Context())
			if err != nil || len(outcome.Leftovers) > 0 || len(s.rules()) > 0 {
				t.Errorf("Apply() = %+v, %v; there are %v", outcome, err, s.rules())
			}
		})
	})
	t.Run("a minute of throttling", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newStandIn()
			var from time.Time
			throttle := func(_, _ string, w http.ResponseWriter) bool {
				if from.IsZero() {
					from = time.Now()
				}
				return time.Since(from) < time.Minute && reject(w, "ThrottlingException", "Rate exceeded")
			}
			s.meddle = after(2, throttle)
			outcome, err := s.job(t, few).Apply(t.Context())
			if err != nil || outcome.Cut != nil || len(outcome.Leftovers) > 0 || len(s.rules()) > 0 {
				t.Errorf("Apply() = %+v, %v; there are %v", outcome, err, s.rules())
			}
			for _, c := range outcome.Report.Clauses {
				if c.Outcome != report.Pass && c.Outcome != report.Observed {
					t.Errorf("%s is %s: %s", c.ID, c.Outcome, c.Reason)
				}
			}
		})
	})
	t.Run("throttling from the first call on", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newStandIn()
			began := time.Now()
			s.meddle = func(operation, _ string, w http.ResponseWriter) bool {
				return operation != "GetCallerIdentity" && time.Since(began) < time.Minute && reject(w, "ThrottlingException", "Rate exceeded")
			}
			outcome, err := s.job(t, few).Apply(t.Context())
			if err != nil || outcome.Cut != nil || len(outcome.Leftovers) > 0 {
				t.Errorf("Apply() = %+v, %v", outcome, err)
			}
		})
	})
	t.Run("no permission to delete", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newStandIn()
			s.meddle = func(operation, _ string, w http.ResponseWriter) bool {
				return operation == deleteRule && reject(w, "AccessDeniedException", "not authorized to delete")
			}
			outcome, err := s.job(t, few).Apply(t.Context())
			if err != nil || len(outcome.Leftovers) != len(s.rules()) || len(s.rules()) == 0 {
				t.Fatalf("Apply() = %+v, %v; there are %v", outcome, err, s.rules())
			}
			for i, l := range outcome.Leftovers {
				if !strings.Contains(l.What, "fakesmith-test-") || !strings.Contains(l.Why, "not authorized to delete") {
					t.Errorf("leftover %d is %v", i, l)
				}
			}
		})
	})
	t.Run("the time is up", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newStandIn()
			j := s.job(t, "^(upsert|omitted-members|delete-.*)$")
			j.MaxTime = 2 * time.Minute
			began := time.Now()
			outcome, err := j.Apply(t.Context())
			if err != nil || !errors.Is(outcome.Cut, errTime) || len(outcome.Leftovers) > 0 || len(s.rules()) > 0 {
				t.Errorf("Apply() = %+v, %v; there are %v", outcome, err, s.rules())
			}
			if took := time.Since(began); took > 4*time.Minute {
				t.Errorf("it took %v", took)
			}
		})
	})
	t.Run("the calls are spent", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newStandIn()
			j := s.job(t, "^(upsert|omitted-members|delete-.*)$")
			j.MaxCalls = 150
			outcome, err := j.Apply(t.Context())
			if err != nil || !errors.Is(outcome.Cut, errSpent) || len(outcome.Leftovers) > 0 || len(s.rules()) > 0 || outcome.Calls > 150 {
				t.Errorf("Apply() = %+v, %v; there are %v", outcome, err, s.rules())
			}
		})
	})
}

// TestSkippedTakesNoTime shows that a run does not wait for lagging reads before
// it finds out that there is an operation, when nothing else is to be checked.
func TestSkippedTakesNoTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j := newStandIn().job(t, "^one-per-key$")
		began := time.Now()
		outcome, err := j.Apply(t.Context())
		if err != nil || outcome.Cut != nil || outcome.Report.Clauses[0].Outcome != report.Skip {
			t.Fatalf("Apply() = %+v, %v", outcome, err)
		}
		if took := time.Since(began); took > time.Minute {
			t.Errorf("it took %s", took)
		}
	})
}
