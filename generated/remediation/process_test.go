package remediation_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/generated/remediation"
)

const (
	nonCompliant = remediation.ComplianceTypeNonCompliant
	compliant    = remediation.ComplianceTypeCompliant
	succeeds     = remediation.RemediationOutcomeTypeSucceeded
	fails        = remediation.RemediationOutcomeTypeFailed
)

// A process is a fake whose rule has a configuration.
type process struct {
	*remediation.Fake
	t *testing.T
}

// newProcess returns a fake with a rule that remediates, automatically or not, and with
// buckets that break it.
func newProcess(t *testing.T, automatic bool, buckets ...string) process {
	p := process{newFake(buckets...), t}
	p.configure(automatic, 0, 0)
	return p
}

// configure puts the configuration of the rule. Numbers that are 0 are left out.
func (p process) configure(automatic bool, attempts int32, seconds int64) {
	p.t.Helper()
	one := remediation.RemediationConfiguration{ConfigRuleName: "encrypted", TargetType: remediation.RemediationTargetTypeSSMDocument, TargetID: "Encrypt", Automatic: &automatic}
	if attempts > 0 {
		one.MaximumAutomaticAttempts = &attempts
	}
	if seconds > 0 {
		one.RetryAttemptSeconds = &seconds
	}
	if _, err := p.PutRemediationConfigurations(p.t.Context(), &remediation.PutRemediationConfigurationsInput{RemediationConfigurations: []remediation.RemediationConfiguration{one}}); err != nil {
		p.t.Fatal(err)
	}
}

func (p process) choose(profile remediation.Profile) process {
	p.t.Helper()
	if err := p.SetProfile(profile); err != nil {
		p.t.Fatal(err)
	}
	return p
}

func (p process) outcome(bucket string, value remediation.RemediationOutcomeType, seconds int32) {
	p.t.Helper()
	if err := p.SetRemediationOutcome("encrypted", "AWS::S3::Bucket", bucket, value, seconds); err != nil {
		p.t.Fatal(err)
	}
}

func (p process) evaluate(bucket string, value remediation.ComplianceType) {
	p.t.Helper()
	if err := p.SetCompliance("encrypted", "AWS::S3::Bucket", bucket, value); err != nil {
		p.t.Fatal(err)
	}
}

// exempt puts an exception, which expires after d unless that is 0.
func (p process) exempt(bucket string, d time.Duration) {
	p.t.Helper()
	in := remediation.PutRemediationExceptionsInput{ConfigRuleName: "encrypted", ResourceKeys: keys(bucket), Message: new("mine")}
	if d > 0 {
		in.ExpirationTime = new(fake.NewTime(p.Clock.Now().Add(d)))
	}
	if out, err := p.PutRemediationExceptions(p.t.Context(), &in); err != nil || len(out.FailedBatches) > 0 {
		p.t.Fatal(out, err)
	}
}

func (p process) clear(bucket string) {
	p.t.Helper()
	if _, err := p.DeleteRemediationExceptions(p.t.Context(), &remediation.DeleteRemediationExceptionsInput{ConfigRuleName: "encrypted", ResourceKeys: keys(bucket)}); err != nil {
		p.t.Fatal(err)
	}
}

func (p process) start(buckets ...string) []string {
	p.t.Helper()
	in := remediation.StartRemediationExecutionInput{ConfigRuleName: "encrypted"}
	for _, b := range buckets {
		in.ResourceKeys = append(in.ResourceKeys, remediation.ResourceKey{ResourceType: remediation.ResourceTypeAWSS3Bucket, ResourceID: b})
	}
	out, err := p.StartRemediationExecution(p.t.Context(), &in)
	if err != nil {
		p.t.Fatal(err)
	}
	var failed []string
	for _, k := range out.FailedItems {
		failed = append(failed, k.ResourceID)
	}
	return failed
}

// log returns the executions, each as a line.
func (p process) log() string {
	var b strings.Builder
	for _, e := range p.Executions() {
		fmt.Fprintf(&b, "%s %s %s/%s %d %s %s", e.ResourceID, e.Trigger, e.ActedOn, e.Found, e.Attempts, e.State, e.Began.Sub(start))
		if !e.Ended.IsZero() {
			fmt.Fprintf(&b, "-%s", e.Ended.Sub(start))
		}
		if e.Exception != nil {
			fmt.Fprintf(&b, " exception %q", *e.Exception.Message)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// status returns the latest execution of a bucket as the API shows it.
func (p process) status(bucket string) string {
	p.t.Helper()
	out, err := p.DescribeRemediationExecutionStatus(p.t.Context(), &remediation.DescribeRemediationExecutionStatusInput{
		ConfigRuleName: "encrypted", ResourceKeys: []remediation.ResourceKey{{ResourceType: remediation.ResourceTypeAWSS3Bucket, ResourceID: bucket}},
	})
	if err != nil {
		p.t.Fatal(err)
	}
	if len(out.RemediationExecutionStatuses) == 0 {
		return ""
	}
	s := out.RemediationExecutionStatuses[0]
	return fmt.Sprintf("%s %s-%s", *s.State, s.InvocationTime.Sub(start), s.LastUpdatedTime.Sub(start))
}

// exceptions returns the exceptions that there are, each as a line.
func (p process) exceptions() string {
	var b strings.Builder
	for _, e := range p.State().RemediationExceptions {
		fmt.Fprintf(&b, "%s %q", e.ResourceID, *e.Message)
		if e.ExpirationTime != nil {
			fmt.Fprintf(&b, " until %s", e.ExpirationTime.Sub(start))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func (p process) expect(what, got, want string) {
	p.t.Helper()
	if diff := cmp.Diff(strings.TrimSpace(strings.ReplaceAll(want, "\t", "")), strings.TrimSpace(got)); diff != "" {
		p.t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

const tooOften = `"The automatic remediation of the resource has failed too often."`

// TestAutomatic has the service remediate what is found to break the rule, once.
func TestAutomatic(t *testing.T) {
	p := newProcess(t, true)
	p.outcome("a", succeeds, 30)
	p.evaluate("b", compliant)
	p.evaluate("a", nonCompliant)
	p.evaluate("c", nonCompliant)
	p.expect("at once", p.status("a"), "QUEUED 0s-0s")
	p.expect("at once", p.status("c"), "SUCCEEDED 0s-0s")
	p.Clock.Advance(time.Second)
	p.expect("then", p.status("a"), "IN_PROGRESS 0s-0s")
	p.Clock.Advance(time.Hour)
	p.expect("at last", p.status("a"), "SUCCEEDED 0s-30s")
	// After a success there is no other, until the resource is found to break it again.
	p.evaluate("c", nonCompliant)
	p.expect("executions", p.log(), `
		a automatic NON_COMPLIANT/NON_COMPLIANT 1 SUCCEEDED 0s-30s
		c automatic NON_COMPLIANT/NON_COMPLIANT 1 SUCCEEDED 0s-0s
		c automatic NON_COMPLIANT/NON_COMPLIANT 1 SUCCEEDED 1h0m1s-1h0m1s`)
}

// TestAutomaticIsPut has the service remediate, in the order of the keys, what broke the
// rule before its configuration was automatic.
func TestAutomaticIsPut(t *testing.T) {
	p := newProcess(t, false, "b", "a")
	p.Clock.Advance(time.Hour)
	p.expect("manual", p.log(), "")
	p.configure(true, 0, 0)
	p.expect("automatic", p.log(), `
		a automatic NON_COMPLIANT/NON_COMPLIANT 1 SUCCEEDED 1h0m0s-1h0m0s
		b automatic NON_COMPLIANT/NON_COMPLIANT 1 SUCCEEDED 1h0m0s-1h0m0s`)
}

// TestDecidedMeanwhile has a resource be found to break the rule while it is remediated.
func TestDecidedMeanwhile(t *testing.T) {
	p := newProcess(t, true)
	p.outcome("a", succeeds, 30)
	p.evaluate("a", nonCompliant)
	p.Clock.Advance(10 * time.Second)
	p.evaluate("a", nonCompliant)
	p.Clock.Advance(time.Hour)
	p.expect("executions", p.log(), `
		a automatic NON_COMPLIANT/NON_COMPLIANT 1 SUCCEEDED 0s-30s
		a automatic NON_COMPLIANT/NON_COMPLIANT 1 SUCCEEDED 30s-1m0s`)
}

// TestExceptionBlocks has an exception keep the service from remediating, until it is
// deleted or expires, at that instant.
func TestExceptionBlocks(t *testing.T) {
	p := newProcess(t, false, "deleted", "expires", "other", "replaced")
	p.exempt("deleted", 0)
	p.exempt("expires", time.Minute)
	p.exempt("replaced", time.Hour)
	p.configure(true, 0, 0)
	p.Clock.Advance(30 * time.Second)
	p.exempt("replaced", time.Minute)
	p.expect("blocked", p.log(), "other automatic NON_COMPLIANT/NON_COMPLIANT 1 SUCCEEDED 0s-0s")
	p.Clock.Advance(10 * time.Second)
	p.clear("deleted")
	p.Clock.Advance(time.Hour)
	p.expect("cleared", p.log(), `
		other automatic NON_COMPLIANT/NON_COMPLIANT 1 SUCCEEDED 0s-0s
		deleted automatic NON_COMPLIANT/NON_COMPLIANT 1 SUCCEEDED 40s-40s
		expires automatic NON_COMPLIANT/NON_COMPLIANT 1 SUCCEEDED 1m0s-1m0s
		replaced automatic NON_COMPLIANT/NON_COMPLIANT 1 SUCCEEDED 1m30s-1m30s`)
}

// TestRetries has remediations fail: often enough within the window, and then too slowly.
func TestRetries(t *testing.T) {
	p := newProcess(t, true)
	p.outcome("a", fails, 15)
	p.evaluate("a", nonCompliant)
	p.Clock.Advance(time.Hour)
	p.expect("five within 60 seconds", p.log(), `a automatic NON_COMPLIANT/NON_COMPLIANT 5 FAILED 0s-1m15s`)
	p.expect("exceptions", p.exceptions(), "a "+tooOften)
	p.expect("status", p.status("a"), "FAILED 1m0s-1m15s")
	// It is cleared, and all begins anew.
	p.outcome("a", fails, 0)
	p.clear("a")
	p.expect("exceptions", p.exceptions(), "a "+tooOften)

	slow := newProcess(t, true)
	slow.configure(true, 3, 29)
	slow.outcome("a", fails, 15)
	slow.evaluate("a", nonCompliant)
	slow.Clock.Advance(time.Hour)
	slow.expect("two within 29 seconds", slow.log(), "a automatic NON_COMPLIANT/NON_COMPLIANT 241 QUEUED 0s")
	slow.expect("exceptions", slow.exceptions(), "")
	slow.expect("status", slow.status("a"), "QUEUED 1h0m0s-1h0m0s")
	slow.outcome("a", succeeds, 0)
	slow.Clock.Advance(15 * time.Second)
	slow.expect("succeeds once", slow.log(), "a automatic NON_COMPLIANT/NON_COMPLIANT 242 SUCCEEDED 0s-1h0m15s")
}

// TestExhaustedUnlessExempt has the caller's exception stay as it is when remediations
// have failed too often.
func TestExhaustedUnlessExempt(t *testing.T) {
	p := newProcess(t, true)
	p.configure(true, 1, 1)
	p.outcome("a", fails, 30)
	p.evaluate("a", nonCompliant)
	p.exempt("a", time.Minute)
	p.Clock.Advance(30 * time.Second)
	p.expect("mine", p.exceptions(), `a "mine" until 1m0s`)
	p.Clock.Advance(time.Hour)
	p.expect("theirs", p.exceptions(), "a "+tooOften)
	p.expect("executions", p.log(), `
		a automatic NON_COMPLIANT/NON_COMPLIANT 1 FAILED 0s-30s exception "mine"
		a automatic NON_COMPLIANT/NON_COMPLIANT 1 FAILED 1m0s-1m30s`)
}

// TestEndsBeforeItExpires has a remediation fail at the instant at which an exception
// expires: it fails while that is there yet.
func TestEndsBeforeItExpires(t *testing.T) {
	p := newProcess(t, true)
	p.configure(true, 1, 1)
	p.outcome("a", fails, 30)
	p.evaluate("a", nonCompliant)
	p.exempt("a", 30*time.Second)
	p.Clock.Advance(30 * time.Second)
	p.expect("none is put", p.exceptions(), "")
	p.expect("executions", p.log(), `
		a automatic NON_COMPLIANT/NON_COMPLIANT 1 FAILED 0s-30s exception "mine"
		a automatic NON_COMPLIANT/NON_COMPLIANT 1 QUEUED 30s`)
}

// TestManualFails has the service remediate what somebody has tried in vain.
func TestManualFails(t *testing.T) {
	p := newProcess(t, false, "a")
	p.outcome("a", fails, 30)
	p.start("a")
	p.configure(true, 0, 0)
	p.outcome("a", succeeds, 10)
	p.Clock.Advance(time.Minute)
	p.expect("executions", p.log(), `
		a manual NON_COMPLIANT/NON_COMPLIANT 1 FAILED 0s-30s
		a automatic NON_COMPLIANT/NON_COMPLIANT 1 SUCCEEDED 30s-40s`)
}

// TestSkipStopsAtTheHour has attempts fail until the snapshot shows that none is needed.
func TestSkipStopsAtTheHour(t *testing.T) {
	p := newProcess(t, true).choose(remediation.Profile{AutomaticPeriod: remediation.ChoiceHourly})
	p.outcome("a", fails, 40)
	p.evaluate("a", nonCompliant)
	p.Clock.Advance(time.Hour + 30*time.Minute)
	p.evaluate("a", compliant)
	p.Clock.Advance(24 * time.Hour)
	p.expect("executions", p.log(), "a automatic NON_COMPLIANT/NON_COMPLIANT 91 FAILED 1h0m0s-2h0m40s")
}

// TestChoices shows what each choice of the automatic clauses does.
func TestChoices(t *testing.T) {
	t.Run("expires", func(t *testing.T) {
		p := newProcess(t, true).choose(remediation.Profile{AutomaticExpires: remediation.ChoiceADay})
		p.outcome("a", fails, 0)
		p.evaluate("a", nonCompliant)
		p.expect("exceptions", p.exceptions(), "a "+tooOften+" until 24h0m0s")
		p.Clock.Advance(48*time.Hour - time.Nanosecond)
		p.expect("executions", p.log(), `
			a automatic NON_COMPLIANT/NON_COMPLIANT 5 FAILED 0s-0s
			a automatic NON_COMPLIANT/NON_COMPLIANT 5 FAILED 24h0m0s-24h0m0s`)
	})
	t.Run("message", func(t *testing.T) {
		p := newProcess(t, true).choose(remediation.Profile{AutomaticMessage: remediation.ChoiceAbsent})
		p.outcome("a", fails, 0)
		p.evaluate("a", nonCompliant)
		if got := p.State().RemediationExceptions; len(got) != 1 || got[0].Message != nil {
			t.Errorf("the exceptions are %+v, want one without a message", got)
		}
	})
	t.Run("during", func(t *testing.T) {
		p := newProcess(t, true, "m").choose(remediation.Profile{AutomaticDuring: remediation.ChoiceStopped})
		for _, b := range []string{"a", "m"} {
			p.outcome(b, succeeds, 30)
		}
		p.Clock.Advance(time.Hour)
		p.configure(false, 0, 0)
		p.start("m")
		p.configure(true, 0, 0)
		p.evaluate("a", nonCompliant)
		p.Clock.Advance(10 * time.Second)
		p.exempt("a", 0)
		p.exempt("m", 0)
		p.expect("stopped", p.status("a"), "FAILED 1h0m0s-1h0m10s")
		p.Clock.Advance(time.Hour)
		p.expect("executions", p.log(), `
			m automatic NON_COMPLIANT/NON_COMPLIANT 1 SUCCEEDED 0s-0s exception "mine"
			m manual NON_COMPLIANT/NON_COMPLIANT 1 SUCCEEDED 1h0m0s-1h0m30s
			a automatic NON_COMPLIANT/NON_COMPLIANT 1 FAILED 1h0m0s-1h0m10s exception "mine"`)
	})
	t.Run("manual", func(t *testing.T) {
		p := newProcess(t, false, "a", "b")
		p.exempt("a", 0)
		if failed := p.start("a", "b"); len(failed) > 0 {
			t.Errorf("%v are not started", failed)
		}
		p.choose(remediation.Profile{StartExcepted: remediation.ChoiceFailedBatch})
		if failed := p.start("a", "b"); !cmp.Equal(failed, []string{"a"}) {
			t.Errorf("%v are not started, want a", failed)
		}
	})
	t.Run("success", func(t *testing.T) {
		p := newProcess(t, true).choose(remediation.Profile{ExecutionSuccess: remediation.ChoiceSet})
		p.outcome("a", succeeds, 30)
		p.outcome("b", fails, 30)
		p.evaluate("a", nonCompliant)
		p.evaluate("b", nonCompliant)
		p.Clock.Advance(time.Minute)
		got := map[string]remediation.ComplianceType{}
		for _, c := range p.State().Compliance {
			got[c.ResourceID] = c.ComplianceType
		}
		if diff := cmp.Diff(map[string]remediation.ComplianceType{"a": compliant, "b": nonCompliant}, got); diff != "" {
			t.Errorf("compliance (-want +got):\n%s", diff)
		}
	})
}

// TestHourly has the service act on what was so at the last full hour.
func TestHourly(t *testing.T) {
	p := newProcess(t, true).choose(remediation.Profile{AutomaticPeriod: remediation.ChoiceHourly})
	p.Clock.Advance(30 * time.Minute)
	p.evaluate("a", nonCompliant)
	p.evaluate("b", nonCompliant)
	p.evaluate("b", compliant)
	p.evaluate("later", nonCompliant)
	p.exempt("later", 40*time.Minute)
	p.Clock.Advance(29 * time.Minute)
	p.expect("before", p.log(), "")
	p.Clock.Advance(2 * time.Minute)
	p.expect("at the hour", p.log(), "a automatic NON_COMPLIANT/NON_COMPLIANT 1 SUCCEEDED 1h0m0s-1h0m0s")
	// What complies by now is remediated all the same when its exception expires.
	p.evaluate("later", compliant)
	p.Clock.Advance(20 * time.Minute)
	p.expect("stale", p.log(), `
		a automatic NON_COMPLIANT/NON_COMPLIANT 1 SUCCEEDED 1h0m0s-1h0m0s
		later automatic NON_COMPLIANT/COMPLIANT 1 SUCCEEDED 1h10m0s-1h10m0s`)
	p.Clock.Advance(24 * time.Hour)
	if n := len(p.Executions()); n != 2 {
		t.Errorf("a day later there are %d executions:\n%s", n, p.log())
	}
}

// TestOnRemediation has a function decide how executions end.
func TestOnRemediation(t *testing.T) {
	p := newProcess(t, true)
	var asked []string
	p.OnRemediation(func(e remediation.Execution) remediation.ExecutionResult {
		asked = append(asked, fmt.Sprintf("%s %d", e.ResourceID, e.Attempts))
		if e.Attempts < 3 {
			return remediation.ExecutionResult{Outcome: fails, Takes: time.Minute}
		}
		return remediation.ExecutionResult{Takes: time.Second, Compliance: compliant}
	})
	p.evaluate("a", nonCompliant)
	if !cmp.Equal(asked, []string{"a 1"}) {
		t.Errorf("within the call, the function was asked %q, want the first attempt", asked)
	}
	p.Clock.Advance(time.Hour)
	p.expect("executions", p.log(), "a automatic NON_COMPLIANT/NON_COMPLIANT 3 SUCCEEDED 0s-2m1s")
	if got := p.State().Compliance; len(got) != 1 || got[0].ComplianceType != compliant {
		t.Errorf("the compliance is %+v, want COMPLIANT", got)
	}
	if !cmp.Equal(asked, []string{"a 1", "a 2", "a 3"}) {
		t.Errorf("the function was asked %q, want each attempt once", asked)
	}
	// That nothing has changed is no new finding, or it would go on for ever.
	p.OnRemediation(func(remediation.Execution) remediation.ExecutionResult {
		return remediation.ExecutionResult{Compliance: nonCompliant}
	})
	p.evaluate("b", nonCompliant)
	p.expect("status", p.status("b"), "SUCCEEDED 1h0m0s-1h0m0s")
	p.OnRemediation(nil)
	p.outcome("c", succeeds, 5)
	p.evaluate("c", nonCompliant)
	p.expect("by the fact", p.status("c"), "QUEUED 1h0m0s-1h0m0s")
}
