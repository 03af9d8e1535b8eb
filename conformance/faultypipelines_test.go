package conformance_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/internal/sample"
	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/frontend"
)

// faultyPipelines are faulty servers of pipelines and apps. Of the clauses about tokens,
// about definitions and names, about what is described, about keys that the service makes,
// about states and about updates, each fails the ones that
// stand beside it, and no others. The first is not faulty.
var faultyPipelines = []faultyServer{
	{"", nil},
	{"a repeated request is done again", []string{"create-token", "create-token-other", "delete-token", "delete-token-other", "app-token", "app-token-other"}},
	{"a repeated request is answered with nothing", []string{"create-token", "create-token-other", "app-token", "app-token-other"}},
	{"a repeated request changes the time", []string{"create-token"}},
	{"tokens are those of everybody", []string{"create-token", "create-token-gone", "app-token", "app-token-gone"}},
	{"tokens outlive what they created", []string{"create-token-gone", "app-token-gone"}},
	{"any request with the token is the same", []string{"create-token-other", "delete-token-other", "app-token-other"}},
	{"only names are compared", []string{"create-token-other"}},
	{"another request with the token is done", []string{"create-token-other", "delete-token-other", "app-token-other"}},
	{"a token is forgotten once another request had it", []string{"create-token-other", "delete-token-other", "app-token-other"}},
	{"keys of deleted apps are given again", []string{"app-arn", "delete-app-lifecycle"}},
	{"the word in a key is short", []string{"app-arn"}},
	{"no key is told", []string{"app-arn", "app-token", "app-token-other", "app-token-gone", "describe-app-absent", "app-lifecycle", "app-lifecycle-period", "delete-app-lifecycle"}},
	{"the key of another app is told", []string{"app-arn", "app-token", "app-token-other", "app-token-gone", "describe-app-absent", "app-lifecycle", "delete-app-lifecycle"}},
	{"new apps are updated", []string{"app-lifecycle", "app-lifecycle-period"}},
	{"apps are created for ever", []string{"app-lifecycle", "app-lifecycle-period"}},
	{"after a day, apps are created again", []string{"app-lifecycle"}},
	{"apps are deleted for ever", []string{"delete-app-lifecycle", "describe-app-absent", "app-token-gone"}},
	{"any text is a definition", []string{"create-definition-form"}},
	{"the display name is the ARN", []string{"create-display-name", "create-token", "create-token-other", "create-token-gone", "delete-token", "delete-token-other", "describe-absent"}},
	{"definitions are not described", []string{"create-token", "create-token-other", "create-token-gone", "delete-token", "delete-token-other", "describe-absent", "update-given", "update-omitted"}},
	{"what is not there is described with nothing", []string{"describe-absent"}},
	{"what is not there is described by its name", []string{"create-definition", "create-definition-one", "create-definition-form", "describe-absent", "create-token-other", "create-token-gone", "delete-token", "delete-token-other", "update-absent"}},
	{"an update of what is not there creates it", []string{"update-absent"}},
	{"an update of what is not there is accepted", []string{"update-absent"}},
	{"no update is accepted", []string{"update-absent", "update-given", "update-omitted", "update-modified", "update-output"}},
	{"an update changes nothing", []string{"update-given", "update-omitted", "update-modified"}},
	{"an update does not change the role", []string{"update-given"}},
	{"an update does not change the display name", []string{"update-given", "update-omitted"}},
	{"an update without a role takes it away", []string{"update-given"}},
	{"an update clears what it leaves out", []string{"update-omitted"}},
	{"an update clears the description, unless it is given", []string{"update-omitted"}},
	{"an update changes the others as well", []string{"update-given"}},
	{"an update is a new creation", []string{"update-given"}},
	{"an update has no time", []string{"update-modified"}},
	{"an update returns nothing", []string{"update-output"}},
	{"an update returns the name", []string{"update-output"}},
}

// pipelines returns the third contract.
func pipelines() (*model.API, error) {
	api, _, err := frontend.Open("../model/pipelines/sagemaker.json", "../model/pipelines/contract.json")
	return api, err
}

// TestFaultyPipelines shows that each property that only the third contract needs rejects
// a server, and that a server passes what its defect has nothing to do with.
func TestFaultyPipelines(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	api, err := pipelines()
	if err != nil {
		t.Fatal(err)
	}
	const run = "-token|^describe-|^app-arn|-lifecycle|^create-d|^update-"
	for i, s := range faultyPipelines {
		t.Run(strings.ReplaceAll("server "+s.defect, " ", "-"), func(t *testing.T) {
			t.Parallel()
			target := conformance.Target{Transport: newPipelines(s.defect), Profile: conformance.Profile(api), Exact: true}
			if _, err := conformance.Discover(t.Context(), &target); err != nil {
				t.Fatal(err)
			}
			rep, err := conformance.Check(t.Context(), api, target, conformance.Options{Seed: seed, Checks: 8, Shrink: time.Nanosecond, Run: regexp.MustCompile(failing(i, run, s.fails))})
			if err != nil {
				t.Fatal(err)
			}
			if want := len(s.fails); len(rep.Clauses) != 23 && (sample.Of(i) || len(rep.Clauses) != want) {
				t.Errorf("%d clauses are about tokens, definitions and names, what is described, keys that are made, states and updates, want 23, or in the sample %d that fail", len(rep.Clauses), want)
			}
			wants(t, rep, func(c report.Clause) report.Outcome {
				if slices.Contains(s.fails, c.ID) {
					return report.Fail
				}
				return report.Pass
			})
		})
	}
}

// TestAnotherErrorForWhatIsAbsent shows that a target which has another error for what is
// not there fails the clauses about that error, and no others.
func TestAnotherErrorForWhatIsAbsent(t *testing.T) {
	t.Parallel()
	api, err := pipelines()
	if err != nil {
		t.Fatal(err)
	}
	target := conformance.Target{Transport: newPipelines("what is not there breaks a constraint")}
	rep, err := conformance.Check(t.Context(), api, target, conformance.Options{Seed: seed, Checks: 8, Shrink: time.Nanosecond, Run: regexp.MustCompile("^(isolation|create-upsert|create-token|delete-(removal|token)|(describe|delete)-absent|D[a-z]*Pipeline.PipelineName.maxLength)$")})
	if err != nil {
		t.Fatal(err)
	}
	if len(rep.Clauses) != 9 {
		t.Errorf("%d clauses are checked, want 9", len(rep.Clauses))
	}
	wants(t, rep, func(c report.Clause) report.Outcome {
		switch {
		case strings.HasSuffix(c.ID, "-absent"):
			return report.Fail
		case strings.HasSuffix(c.ID, "maxLength"):
			return report.Skip // nothing tells a limit from what is not there
		}
		return report.Pass
	})
}
