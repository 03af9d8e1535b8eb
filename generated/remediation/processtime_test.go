package remediation_test

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/generated/remediation"
)

// TestJumps plays random events twice: the time of one fake goes on by seconds, that of
// the other jumps from event to event. What has come of it is the same.
func TestJumps(t *testing.T) {
	choices := func(random *rand.Rand) remediation.Profile {
		pick := func(choices ...fake.Choice) fake.Choice { return choices[random.IntN(len(choices))] }
		return remediation.Profile{
			AutomaticDuring:  pick(remediation.ChoiceFinishes, remediation.ChoiceStopped),
			AutomaticExpires: pick(remediation.ChoiceNever, remediation.ChoiceADay),
			AutomaticPeriod:  pick(remediation.ChoiceAtEvaluation, remediation.ChoiceHourly),
			ExecutionSuccess: pick(remediation.ChoiceUnchanged, remediation.ChoiceSet),
		}
	}
	retried := 0
	for seed := range uint64(30) {
		random := rand.New(rand.NewPCG(seed, 3))
		profile := choices(random)
		slow, fast := newProcess(t, true).choose(profile), newProcess(t, true).choose(profile)
		buckets := []string{"a", "b", "c"}
		for range 12 {
			bucket, n := buckets[random.IntN(3)], random.IntN(10)
			value, seconds := remediation.RemediationOutcomeType(fails), int32(random.IntN(4)*20)
			if random.IntN(3) == 0 {
				value = succeeds
			}
			found := []remediation.ComplianceType{nonCompliant, nonCompliant, compliant}[random.IntN(3)]
			attempts, within, wait := int32(1+random.IntN(4)), int64(1+random.IntN(90)), time.Duration(random.IntN(5000))*time.Second
			expires, automatic := time.Duration(random.IntN(3))*time.Hour, random.IntN(4) > 0
			for _, p := range []process{slow, fast} {
				switch {
				case n < 3:
					p.evaluate(bucket, found)
				case n < 6:
					p.outcome(bucket, value, seconds)
				case n < 7:
					p.configure(automatic, attempts, within)
				case n < 9:
					in := remediation.PutRemediationExceptionsInput{ConfigRuleName: "encrypted", ResourceKeys: keys(bucket), Message: new("mine")}
					if expires > 0 {
						in.ExpirationTime = new(fake.NewTime(p.Clock.Now().Add(expires)))
					}
					p.PutRemediationExceptions(t.Context(), &in)
				default:
					p.DeleteRemediationExceptions(t.Context(), &remediation.DeleteRemediationExceptionsInput{ConfigRuleName: "encrypted", ResourceKeys: keys(bucket)})
				}
			}
			for range wait / time.Second {
				slow.Clock.Advance(time.Second)
				if _, err := slow.DescribeRemediationConfigurations(t.Context(), &remediation.DescribeRemediationConfigurationsInput{ConfigRuleNames: []string{}}); err != nil {
					t.Fatal(err)
				}
			}
			fast.Clock.Advance(wait)
		}
		if diff := cmp.Diff(slow.log(), fast.log()); diff != "" {
			t.Fatalf("seed %d: executions, by seconds and in jumps (-seconds +jumps):\n%s", seed, diff)
		}
		if diff := cmp.Diff(slow.State(), fast.State()); diff != "" {
			t.Fatalf("seed %d: state, by seconds and in jumps (-seconds +jumps):\n%s", seed, diff)
		}
		for _, e := range fast.Executions() {
			retried = max(retried, e.Attempts)
		}
	}
	if retried < 100 {
		t.Errorf("the longest chain has %d attempts, too few to show that many are skipped", retried)
	}
}

// TestInBubble has the time go on by itself, in a bubble.
func TestInBubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := process{remediation.New(remediation.State{ConfigRules: []remediation.ConfigRule{{ConfigRuleName: new("encrypted")}}}), t}
		p.configure(true, 0, 0)
		p.outcome("a", succeeds, 30)
		p.evaluate("a", nonCompliant)
		time.Sleep(29 * time.Second)
		if got := p.status("a"); !strings.HasPrefix(got, "IN_PROGRESS") {
			t.Errorf("after 29 seconds, the status is %s", got)
		}
		time.Sleep(time.Second)
		if got := p.status("a"); !strings.HasPrefix(got, "SUCCEEDED") {
			t.Errorf("after 30 seconds, the status is %s", got)
		}
	})
}

// TestStateIsTakenUp has a state be loaded with what had not ended, and what was to be
// started.
func TestStateIsTakenUp(t *testing.T) {
	p := newProcess(t, true, "done")
	p.outcome("a", succeeds, 30)
	p.evaluate("a", nonCompliant)
	p.outcome("later", fails, 0)
	p.exempt("done", 0)
	state := p.State()
	other := process{remediation.New(state), t}
	other.Clock.Set(start.Add(time.Hour))
	if err := other.Reset(state); err != nil {
		t.Fatal(err)
	}
	p.Clock.Advance(time.Hour)
	for _, b := range []string{"a", "done"} {
		if got, want := other.status(b), p.status(b); got != want || got == "" {
			t.Errorf("of the fake with the state, the status of %s is %s, want %s", b, got, want)
		}
	}
}

// TestFoundSince has a state be loaded in which a resource was found to break the rule
// after it was remediated.
func TestFoundSince(t *testing.T) {
	p := newProcess(t, true, "old", "new")
	p.configure(false, 0, 0)
	p.Clock.Advance(time.Minute)
	p.evaluate("new", nonCompliant)
	p.configure(true, 0, 0)
	state := p.State()
	state.RemediationExecutions = nil
	for _, b := range []string{"old", "new"} {
		state.RemediationExecutions = append(state.RemediationExecutions, remediation.RemediationExecution{
			ConfigRuleName: "encrypted", ResourceType: remediation.ResourceTypeAWSS3Bucket, ResourceID: b, State: new(remediation.RemediationExecutionStateSucceeded),
			InvocationTime: new(fake.NewTime(start)), LastUpdatedTime: new(fake.NewTime(start)),
		})
	}
	if err := p.Reset(state); err != nil {
		t.Fatal(err)
	}
	p.expect("executions", p.log(), "new automatic NON_COMPLIANT/NON_COMPLIANT 1 SUCCEEDED 1m0s-1m0s")
}

// TestNumbersBelowOne has configurations of a state have numbers that no put may have.
func TestNumbersBelowOne(t *testing.T) {
	for _, n := range []int32{0, -1} {
		p := newProcess(t, true)
		state := p.State()
		state.RemediationConfigurations[0].MaximumAutomaticAttempts, state.RemediationConfigurations[0].RetryAttemptSeconds = &n, new(int64(n))
		if err := p.Reset(state); err != nil {
			t.Fatal(err)
		}
		p.outcome("a", fails, 0)
		p.evaluate("a", nonCompliant)
		p.Clock.Advance(time.Hour)
		p.expect("executions", p.log(), "a automatic NON_COMPLIANT/NON_COMPLIANT 1 FAILED 0s-0s")
	}
}

// TestThousandsOfYears has a resource fail each day until the clock ends.
func TestThousandsOfYears(t *testing.T) {
	p := newProcess(t, true).choose(remediation.Profile{AutomaticExpires: remediation.ChoiceADay})
	p.outcome("a", fails, 10)
	p.evaluate("a", nonCompliant)
	p.Clock.Set(time.Date(9990, 1, 1, 0, 0, 0, 0, time.UTC))
	all := p.Executions()
	cycle := 24*time.Hour + 50*time.Second
	last := all[len(all)-1]
	// The seconds since the start are more than a Duration holds.
	if n := last.Began.Unix() - start.Unix(); n%int64(cycle/time.Second) != 0 || p.Clock.Now().Sub(last.Began) >= cycle {
		t.Errorf("the last execution is of %s, %d seconds after the first", last.Began, n)
	}
	if len(all) != 10_000 || all[1].Began.Sub(all[0].Began) != cycle {
		t.Errorf("there are %d executions, the first of %s and %s", len(all), all[0].Began, all[1].Began)
	}
}

// TestWhatAFunctionMustNotReturn has a function decide what is no outcome.
func TestWhatAFunctionMustNotReturn(t *testing.T) {
	p := newProcess(t, true)
	p.OnRemediation(func(remediation.Execution) remediation.ExecutionResult {
		return remediation.ExecutionResult{Outcome: "nonsense", Compliance: "nonsense", Takes: -time.Hour}
	})
	p.evaluate("a", nonCompliant)
	p.expect("status", p.status("a"), "SUCCEEDED 0s-0s")
	if err := p.Reset(p.State()); err != nil {
		t.Error(err)
	}
}

// TestExecutionsEndpoint reads the executions over HTTP.
func TestExecutionsEndpoint(t *testing.T) {
	p := newProcess(t, true)
	p.evaluate("a", nonCompliant)
	p.exempt("a", 0)
	resp, err := http.Get(fake.NewServer(t, p.Fake).URL + "/_fakesmith/executions")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	var got []map[string]any
	if err := json.Unmarshal(body, &got); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	want := []map[string]any{{
		"ConfigRuleName": "encrypted", "ResourceType": "AWS::S3::Bucket", "ResourceId": "a", "Trigger": "automatic", "ActedOn": "NON_COMPLIANT", "Found": "NON_COMPLIANT",
		"Attempts": 1.0, "State": "SUCCEEDED", "Began": "2030-01-01T00:00:00Z", "Ended": "2030-01-01T00:00:00Z",
		"Exception": map[string]any{"ConfigRuleName": "encrypted", "ResourceType": "AWS::S3::Bucket", "ResourceId": "a", "Message": "mine"},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("executions (-want +got):\n%s", diff)
	}
}

// TestLogIsBounded makes more executions than are remembered.
func TestLogIsBounded(t *testing.T) {
	p := newProcess(t, false, "a")
	for range 10_100 {
		p.start("a")
		p.Clock.Advance(time.Second)
	}
	all := p.Executions()
	if len(all) != 10_000 || all[0].Began.Sub(start) != 100*time.Second {
		t.Errorf("there are %d executions, the oldest of %s; want the newest 10,000", len(all), all[0].Began.Sub(start))
	}
}

// TestNothingGoesOn shows that a fake without executions allocates nothing for them.
func TestNothingGoesOn(t *testing.T) {
	f := newFake("a")
	if n := testing.AllocsPerRun(100, func() { f.Clock.Now(); f.Scope() }); n != 0 {
		t.Skip("the clock itself allocates")
	}
	in := &remediation.DescribeRemediationExceptionsInput{ConfigRuleName: "encrypted"}
	one := testing.AllocsPerRun(100, func() {
		if _, err := f.DescribeRemediationExceptions(t.Context(), in); err != nil {
			t.Error(err)
		}
	})
	p := newProcess(t, true, "a")
	p.outcome("a", succeeds, 1<<30)
	p.evaluate("a", nonCompliant)
	if other := testing.AllocsPerRun(100, func() {
		if _, err := p.DescribeRemediationExceptions(t.Context(), in); err != nil {
			t.Error(err)
		}
	}); other != one {
		t.Errorf("a call allocates %v times while something goes on, and %v times while nothing does", other, one)
	}
}

// failing returns a fake in which the service remediates buckets, and always fails.
func failing(b *testing.B, buckets int, seconds int32) *remediation.Fake {
	b.Helper()
	state := remediation.State{RemediationConfigurations: []remediation.RemediationConfiguration{
		{ConfigRuleName: "encrypted", TargetType: remediation.RemediationTargetTypeSSMDocument, TargetID: "Encrypt", Automatic: new(true)},
	}}
	for i := range buckets {
		id := fmt.Sprintf("bucket-%d", i)
		state.Compliance = append(state.Compliance, remediation.ResourceCompliance{ConfigRuleName: "encrypted", ResourceType: "AWS::S3::Bucket", ResourceID: id, ComplianceType: nonCompliant})
		state.RemediationOutcome = append(state.RemediationOutcome, remediation.RemediationOutcome{ConfigRuleName: "encrypted", ResourceType: "AWS::S3::Bucket", ResourceID: id, Outcome: fails, Seconds: &seconds})
	}
	f := remediation.New(remediation.State{})
	f.Clock.Set(start)
	if err := f.Reset(state); err != nil {
		b.Fatal(err)
	}
	return f
}

// jump has the clock of a fake jump by a year, and reports how many attempts that were.
func jump(b *testing.B, buckets int, seconds int32) {
	attempts := 0
	for b.Loop() {
		b.StopTimer()
		f := failing(b, buckets, seconds)
		b.StartTimer()
		f.Clock.Advance(365 * 24 * time.Hour)
		all := f.Executions()
		b.StopTimer()
		for _, e := range all {
			attempts += e.Attempts
		}
		b.StartTimer()
	}
	b.ReportMetric(float64(attempts)/float64(b.N), "attempts/op")
}

// BenchmarkYear has a million attempts fail within a year, of which the window never has
// as many as there may be.
func BenchmarkYear(b *testing.B) { jump(b, 1, 30) }

// BenchmarkMany has five attempts fail of each of very many buckets.
func BenchmarkMany(b *testing.B) { jump(b, 20_000, 10) }

// TestLoadedBeforeTheClockIsSet has a state be loaded in which something has to be
// remediated, and the clock be set back before anybody looks: what is done then is done by
// that clock, with the choices and the function that there are by then.
func TestLoadedBeforeTheClockIsSet(t *testing.T) {
	automatic := remediation.State{
		ConfigRules:               []remediation.ConfigRule{{ConfigRuleName: new("encrypted")}},
		RemediationConfigurations: []remediation.RemediationConfiguration{{ConfigRuleName: "encrypted", TargetType: remediation.RemediationTargetTypeSSMDocument, TargetID: "Encrypt", Automatic: new(true)}},
		Compliance:                []remediation.ResourceCompliance{{ConfigRuleName: "encrypted", ResourceType: "AWS::S3::Bucket", ResourceID: "a", ComplianceType: nonCompliant}},
		RemediationOutcome:        []remediation.RemediationOutcome{{ConfigRuleName: "encrypted", ResourceType: "AWS::S3::Bucket", ResourceID: "a", Outcome: fails, Seconds: new(int32(30))}},
	}
	past := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	p := process{remediation.New(automatic), t}
	expect := func(attempts int, began time.Time) {
		t.Helper()
		if all := p.Executions(); len(all) != 1 || all[0].Attempts != attempts || !all[0].Began.Equal(began) {
			t.Errorf("at %s the executions are %+v, want one with %d attempts that began at %s", p.Clock.Now(), all, attempts, began)
		}
	}
	p.Clock.Set(past)
	expect(1, past)
	p.Clock.Advance(40 * time.Second)
	expect(2, past)

	// A clock that goes on afterwards changes nothing of when the state was loaded.
	if err := p.Reset(automatic); err != nil {
		t.Fatal(err)
	}
	p.Clock.Advance(35 * time.Second)
	expect(2, past.Add(40*time.Second))

	p = process{remediation.New(automatic), t}
	p.OnRemediation(func(remediation.Execution) remediation.ExecutionResult {
		return remediation.ExecutionResult{Takes: time.Minute}
	})
	p.choose(remediation.Profile{ExecutionSuccess: remediation.ChoiceSet})
	p.Clock.Set(past)
	expect(1, past)
	p.Clock.Advance(time.Minute)
	if got := p.State().Compliance[0].ComplianceType; got != compliant {
		t.Errorf("the compliance is %s, want %s by the choice that was made after New", got, compliant)
	}
}
