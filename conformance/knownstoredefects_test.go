package conformance_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/internal/sample"
)

// A knownStoreDefect is a defect of the Parameter Store of moto 5.2.1, re-created in the
// reference server, and the clauses that have to fail.
type knownStoreDefect struct {
	text string
	faultyServer
}

var knownStoreDefects = []knownStoreDefect{
	{"PutParameter accepts what breaks a constraint.", faultyServer{"puts keep no constraint", []string{
		"PutParameter.Name.maxLength", "PutParameter.Description.maxLength", "PutParameter.KeyId.pattern",
		"PutParameter.Tags[].Key.minLength", "PutParameter.Tags[].Value.pattern",
	}}},
	{"DescribeParameters accepts what breaks a constraint.", faultyServer{"listings keep no constraint", []string{
		"DescribeParameters.Filters[].Key.enum", "DescribeParameters.Filters[].Values.maxItems", "DescribeParameters.MaxResults.maximum",
	}}},
	{"AddTagsToResource accepts what breaks a constraint.", faultyServer{"tags keep no constraint", []string{
		"AddTagsToResource.ResourceType.enum", "AddTagsToResource.Tags[].Key.maxLength", "AddTagsToResource.Tags[].Value.maxLength",
	}}},
	{"Reads and deletions of several accept what breaks a constraint.", faultyServer{"the rest keeps no constraint", []string{
		"GetParameters.Names.maxItems", "GetParametersByPath.Path.maxLength", "DeleteParameters.Names.minItems", "GetParameterHistory.MaxResults.minimum",
		"RemoveTagsFromResource.TagKeys[].pattern",
	}}},
	{"GetParameter, DeleteParameter and GetParameterHistory look for a name that is missing, blank or too long.", faultyServer{"any name is looked for", []string{
		"GetParameter.Name.required", "GetParameter.Name.minLength", "DeleteParameter.Name.required", "DeleteParameter.Name.maxLength",
		"GetParameterHistory.Name.required", "GetParameterHistory.Name.minLength",
	}}},
	{"A required member that is missing is a 500.", faultyServer{"a required member that is missing is a crash", []string{
		"PutParameter.Name.required", "PutParameter.Value.required", "GetParameters.Names.required", "GetParametersByPath.Path.required",
		"DeleteParameters.Names.required", "AddTagsToResource.ResourceId.required", "RemoveTagsFromResource.TagKeys.required",
	}}},
	{"A token that no page gave is a 500.", faultyServer{"a bad token is a crash", []string{"by-path-pages", "history-pages"}}},
	{"A body is read that is no JSON, is followed by something, or has a member of another type.", faultyServer{"whatever is sent is read", []string{
		"malformed-body", "trailing-bytes", "wrong-type",
	}}},
	{"An unknown operation is a 500.", faultyServer{"an unknown operation is a crash", []string{"unknown-operation"}}},
	{"A tier that there is not is accepted and returned.", faultyServer{"a tier that there is not is accepted", []string{"PutParameter.Tier.enum", "reply-bounds"}}},
	{"A page of DescribeParameters has more than MaxResults.", faultyServer{"listings have any size", []string{"describe-pages"}}},
	{"DescribeParameters has no key DataType, and does not compare tiers by BeginsWith.", faultyServer{"data types are no key, and tiers are compared whole", []string{"describe-filters"}}},
	{"GetParametersByPath accepts the keys that it does not have.", faultyServer{"by path there are all keys", []string{"by-path-filters"}}},
	{"The type of a parameter can be changed.", faultyServer{"types can be changed", []string{"put-type-stays"}}},
	{"A name may have any number of levels.", faultyServer{"names have any number of levels", []string{"put-levels"}}},
	{"An AllowedPattern that is no regular expression is accepted.", faultyServer{"a pattern that is none is accepted", []string{"put-allowed"}}},
	{"What GetParameter returns of a version lacks Selector.", faultyServer{"one that is got lacks a selector", []string{"get-version"}}},
	{"A parameter may have any number of tags.", faultyServer{"there may be any number of tags", []string{"tag-quota"}}},
	{"A policy that lacks an attribute is accepted.", faultyServer{"attributes are not read", []string{"put-policies"}}},
	{"Two policies that expire are accepted.", faultyServer{"two expirations will do", []string{"put-expiration-once"}}},
	{"The text and the type of a policy are listed as objects.", faultyServer{"policies are shown as objects", []string{"describe-policies", "history-policies"}}},
	{"A policy that is pending is listed as finished.", faultyServer{"policies are finished at once", []string{"describe-policies", "history-policies"}}},
}

// A checkedStoreDefect is the result of the suite for a known defect: of its clauses with
// the choices of the model as profile, and without a profile.
type checkedStoreDefect struct {
	knownStoreDefect
	held, free []report.Clause
	err        error
}

// checkedStoreDefects checks every known defect once for all tests.
var checkedStoreDefects = sync.OnceValue(func() []checkedStoreDefect {
	all := make([]checkedStoreDefect, len(knownStoreDefects))
	var done sync.WaitGroup
	for i, d := range knownStoreDefects {
		done.Go(func() {
			j := checkedStoreDefect{knownStoreDefect: d}
			held, err := checkStore(context.Background(), d.defect, true, among(d.fails), 12)
			if err == nil {
				j.held = held.Clauses
				held, err = checkStore(context.Background(), d.defect, false, among(d.fails), 12)
			}
			if err == nil {
				j.free = held.Clauses
			}
			j.err = err
			all[i] = j
		})
	}
	done.Wait()
	return all
})

// TestKnownStoreDefects shows that the suite rejects what moto does otherwise than its
// documents, by the clauses that it breaks, with a profile and without. With -v it prints
// the counterexamples.
func TestKnownStoreDefects(t *testing.T) {
	sample.SkipRace(t)
	for _, j := range checkedStoreDefects() {
		t.Run(strings.ReplaceAll(j.defect, " ", "-"), func(t *testing.T) {
			if j.err != nil {
				t.Fatal(j.err)
			}
			if len(j.held) != len(j.fails) || len(j.free) != len(j.fails) {
				t.Fatalf("%d and %d clauses are checked of %v", len(j.held), len(j.free), j.fails)
			}
			for _, c := range slices.Concat(j.held, j.free) {
				if c.Outcome != report.Fail {
					t.Errorf("%s: %s %s, want fail", c.ID, c.Outcome, c.Reason)
				}
				t.Logf("%s %s fails%s", j.text, c.ID, example(c))
			}
		})
	}
}

// storeDefectTable has the known defects of Parameter Store.
func storeDefectTable() string {
	var b strings.Builder
	b.WriteString("| defect | seen in | clauses | checks that fail |\n|---|---|---|---|\n")
	for _, j := range checkedStoreDefects() {
		var checks []string
		for _, c := range j.held {
			if c.Counterexample != nil && !slices.Contains(checks, c.Counterexample.Property) {
				checks = append(checks, c.Counterexample.Property)
			}
		}
		fmt.Fprintf(&b, "| %s | moto 5.2.1 | `%s` | %s |\n", j.text, strings.Join(j.fails, "`, `"), strings.Join(checks, " · "))
	}
	return b.String()
}
