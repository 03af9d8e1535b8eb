package conformance_test

import (
	"context"
	"fmt"
	"log"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/recording"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/generated/remediation"
	"github.com/fakesmith/fakesmith/generated/remediationtest"
)

// Checks three clauses of a fake in the same process. The fake keeps the message
// that a put leaves out, which no document forbids: so the suite observes it,
// and a profile asserts it.
func ExampleCheck() {
	f := remediation.New(remediation.State{})
	if err := f.SetProfile(remediation.Profile{OmittedMembers: remediation.ChoiceKept}); err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	target := conformance.Target{Transport: fake.Transport(f)}
	if _, err := conformance.Discover(ctx, &target); err != nil {
		log.Fatal(err)
	}
	options := conformance.Options{Seed: 1, Run: regexp.MustCompile("^(upsert|omitted-members|expiry)$")}
	rep, err := conformance.Check(ctx, &remediationtest.Contract, target, options)
	if err != nil {
		log.Fatal(err)
	}
	for _, c := range rep.Clauses {
		fmt.Println(c.ID, c.Outcome)
	}
	fmt.Println(rep.Profile())

	target.Profile = map[string]string{"omitted-members": "cleared"}
	if rep, err = conformance.Check(ctx, &remediationtest.Contract, target, options); err != nil {
		log.Fatal(err)
	}
	fmt.Println(rep.Count(report.Pass), "pass,", rep.Count(report.Fail), "fail")
	// Output:
	// upsert pass
	// omitted-members observed
	// expiry pass
	// map[omitted-members:kept]
	// 2 pass, 1 fail
}

// Checks a server under go test, with a subtest for each clause.
func ExampleRun() {
	var t *testing.T // the argument of a test function

	conformance.Run(t, &remediationtest.Contract, conformance.Target{URL: "http://127.0.0.1:4599"})
}

// Checks a server against one clause, under go test.
func ExampleClause() {
	var t *testing.T // the argument of a test function

	conformance.Clause(t, &remediationtest.Contract, conformance.Target{URL: "http://127.0.0.1:4599"}, "expiry")
}

// Finds the choice in which two fakes differ.
func ExampleCompare() {
	other := remediation.New(remediation.State{})
	if err := other.SetProfile(remediation.Profile{OmittedMembers: remediation.ChoiceKept}); err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	targets := []conformance.Target{
		{URL: "http://one.example", Transport: fake.Transport(remediation.New(remediation.State{}))},
		{URL: "http://other.example", Transport: fake.Transport(other)},
	}
	for i := range targets {
		if _, err := conformance.Discover(ctx, &targets[i]); err != nil {
			log.Fatal(err)
		}
	}
	c, err := conformance.Compare(ctx, &remediationtest.Contract, targets, conformance.Options{Seed: 1, Run: regexp.MustCompile("^omitted-members$")})
	if err != nil {
		log.Fatal(err)
	}
	for _, clause := range c.Difference.Clauses {
		fmt.Printf("%s: %s\n", clause.ID, clause.Why)
	}
	fmt.Println("they differ in", c.Difference.Steps[len(c.Difference.Steps)-1].Call)
	// Output:
	// omitted-members: http://other.example does what the choice kept says
	// they differ in DescribeRemediationExceptions
}

// Discovers the powers that a fake offers by the control protocol.
func ExampleDiscover() {
	target := conformance.Target{Transport: fake.Transport(remediation.New(remediation.State{}))}
	found, err := conformance.Discover(context.Background(), &target)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(found, target.Clock != nil, target.Facts != nil, target.Reset != nil)
	// Output:
	// true true true true
}

// Asserts the choices of the model, as a generated fake makes them.
func ExampleProfile() {
	profile := conformance.Profile(&remediationtest.Contract)
	fmt.Println(profile["omitted-members"])

	target := conformance.Target{URL: "http://127.0.0.1:4599", Profile: profile}
	fmt.Println(target.Profile["rejected-keys"])
	// Output:
	// cleared
	// failed-batch
}

// Reads facts about resources that exist, for a target on which the suite must
// not create any.
func ExampleReadFixtures() {
	const document = `{"account": "123456789012", "facts": [
  {"fact": "compliance", "value": "NON_COMPLIANT",
   "of": {"ConfigRuleName": "encrypted", "ResourceType": "AWS::EC2::Volume", "ResourceId": "vol-1"}}]}`
	fixtures, err := conformance.ReadFixtures("fixtures.json", strings.NewReader(document), &remediationtest.Contract)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(fixtures.Facts[0].Of["ResourceId"], fixtures.Facts[0].Value)

	_, err = conformance.ReadFixtures("fixtures.json", strings.NewReader(`{"acount": "123456789012"}`), &remediationtest.Contract)
	fmt.Println(err)
	// Output:
	// vol-1 NON_COMPLIANT
	// fixtures.json:1:1: facts is missing; add "facts"
	// fixtures.json:1:2: unknown key "acount"; the keys here are facts, account, region
}

// Reads the clauses that are known to fail on an emulator. A clause that passes
// nevertheless is a failure, so that the list stays true.
func ExampleReadDivergences() {
	const document = `[{"clause": "omitted-members", "reason": "it keeps the message"}, {"clause": "upsert", "reason": "fixed long ago"}]`
	divergences, err := conformance.ReadDivergences("divergences.json", strings.NewReader(document))
	if err != nil {
		log.Fatal(err)
	}
	f := remediation.New(remediation.State{})
	if err := f.SetProfile(remediation.Profile{OmittedMembers: remediation.ChoiceKept}); err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	target := conformance.Target{
		Transport: fake.Transport(f), Divergences: divergences,
		Profile: conformance.Profile(&remediationtest.Contract),
	}
	if _, err := conformance.Discover(ctx, &target); err != nil {
		log.Fatal(err)
	}
	rep, err := conformance.Check(ctx, &remediationtest.Contract, target, conformance.Options{Seed: 1, Run: regexp.MustCompile("^(upsert|omitted-members)$")})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(rep.Count(report.Fail), "fail,", rep.Failures(), "not as listed")
	for _, wrong := range rep.Unexpected {
		fmt.Println(wrong)
	}
	// Output:
	// 1 fail, 1 not as listed
	// upsert: listed as a divergence, and it passes
}

// Checks a service that is eventually consistent: reads may lag, and calls may
// be throttled or fail, for as long as the tolerances say.
func ExampleCloudTolerances() {
	target := conformance.Target{URL: "http://127.0.0.1:4599", Tolerances: conformance.CloudTolerances()}
	fmt.Println(target.Tolerances.Visible, target.Tolerances.Faults)
	// Output:
	// 1m0s 6
}

// Checks what a client recorded: here a service returns another expiration than
// was put.
func ExampleReplay() {
	rec, err := recording.Read("recorded.json", strings.NewReader(`{
		"source": "a test run of ours", "basis": "wire", "recorded": "2026-08-01",
		"exchanges": [{
			"operation": "PutRemediationExceptions", "at": "2026-08-01T10:00:00Z",
			"request": {
				"ConfigRuleName": "encrypted", "ExpirationTime": 1893456000,
				"ResourceKeys": [{"ResourceType": "AWS::S3::Bucket", "ResourceId": "logs"}]
			},
			"status": 200, "headers": {"Content-Type": "application/x-amz-json-1.1"},
			"body": {"FailedBatches": []}
		}, {
			"operation": "DescribeRemediationExceptions", "at": "2026-08-01T10:05:00Z",
			"request": {"ConfigRuleName": "encrypted"},
			"status": 200, "headers": {"Content-Type": "application/x-amz-json-1.1"},
			"body": {"RemediationExceptions": [{
				"ConfigRuleName": "encrypted", "ResourceType": "AWS::S3::Bucket", "ResourceId": "logs", "ExpirationTime": 1893420000
			}]}
		}]
	}`), recording.DefaultMaxSize)
	if err != nil {
		log.Fatal(err)
	}
	result, err := conformance.Replay(context.Background(), &remediationtest.Contract, rec,
		conformance.ReplayOptions{Lag: time.Minute})
	if err != nil {
		log.Fatal(err)
	}
	for _, e := range result.Exchanges {
		fmt.Println(e.Operation, e.Outcome())
		for _, f := range e.Findings {
			fmt.Println(f.Text)
		}
	}
	// Output:
	// PutRemediationExceptions pass
	// DescribeRemediationExceptions fail
	// RemediationExceptions[0].ExpirationTime is 1893420000, and was put as 1893456000, by exchange 1 (PutRemediationExceptions)
}
