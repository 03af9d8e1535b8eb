package remediation

import (
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/fake"
)

// TestAgendaIsBounded has what blocks a remediation be put, and the resource be evaluated,
// again and again while the clock stands still, and then while it goes on. What becomes due
// does not pile up.
func TestAgendaIsBounded(t *testing.T) {
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	f := New(State{
		ConfigRules:               []ConfigRule{{ConfigRuleName: new("encrypted")}},
		RemediationConfigurations: []RemediationConfiguration{{ConfigRuleName: "encrypted", TargetType: RemediationTargetTypeSSMDocument, TargetID: "Encrypt", Automatic: new(true)}},
		Compliance:                []ResourceCompliance{{ConfigRuleName: "encrypted", ResourceType: "AWS::S3::Bucket", ResourceID: "a", ComplianceType: ComplianceTypeNonCompliant}},
		RemediationExceptions:     []RemediationException{{ConfigRuleName: "encrypted", ResourceType: "AWS::S3::Bucket", ResourceID: "a", ExpirationTime: new(fake.NewTime(start.Add(time.Hour)))}},
	})
	f.Clock.Set(start)
	exempt := func(after time.Duration) {
		t.Helper()
		out, err := f.PutRemediationExceptions(t.Context(), &PutRemediationExceptionsInput{
			ConfigRuleName: "encrypted", ExpirationTime: new(fake.NewTime(f.Clock.Now().Add(after))),
			ResourceKeys: []RemediationExceptionResourceKey{{ResourceType: new("AWS::S3::Bucket"), ResourceID: new("a")}},
		})
		if err != nil || len(out.FailedBatches) > 0 {
			t.Fatal(out, err)
		}
	}
	expect := func(what string) {
		t.Helper()
		if n := f.here().agenda.Len(); n > 1 {
			t.Errorf("after %s, %d things become due, want that the exception expires", what, n)
		}
	}
	expect("a state is loaded")
	for range 100 {
		if err := f.SetCompliance("encrypted", "AWS::S3::Bucket", "a", ComplianceTypeNonCompliant); err != nil {
			t.Fatal(err)
		}
	}
	expect("100 evaluations")
	for i := range 100 {
		exempt(time.Hour + time.Duration(i)*time.Second)
	}
	expect("100 exceptions at one time")
	for range 100 {
		f.Clock.Advance(time.Minute)
		exempt(2 * time.Hour)
	}
	expect("100 exceptions, one a minute")
	if n := len(f.Executions()); n != 0 {
		t.Errorf("%d remediations have begun, want none while there is an exception", n)
	}
	f.Clock.Advance(2 * time.Hour)
	if all := f.Executions(); len(all) != 1 || !all[0].Began.Equal(f.Clock.Now()) {
		t.Errorf("when the last exception has expired, the remediations are %+v, want one that begins then", all)
	}
}
