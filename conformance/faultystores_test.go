package conformance_test

import (
	"context"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/internal/sample"
)

// faultyStores are faulty servers of Parameter Store, by what is wrong with them. Of the
// clauses that those of one group fail, each fails the ones that stand beside it, and no
// others.
var faultyStores = []struct {
	cases   int
	servers []faultyServer
}{
	// What names there are.
	{8, []faultyServer{
		{"names have one level more", []string{"put-levels"}},
		{"names have any number of levels", []string{"put-levels"}},
		{"names have any signs", []string{"put-name"}},
		{"no names are reserved", []string{"put-reserved"}},
		{"reserved names in large letters are free", []string{"put-reserved"}},
	}},

	// What a put does to what exists.
	{8, []faultyServer{
		{"parameters are always overwritten", []string{"put-existing"}},
		{"what is there already stays silently", []string{"put-existing"}},
		{"parameters are never overwritten", []string{"put-upsert", "put-existing", "put-type-needed", "put-type-stays", "put-type-kept", "put-omitted"}},
		{"a type is never needed", []string{"put-type-needed"}},
		{"a type is always needed", []string{"put-type-needed", "put-type-kept"}},
		{"types can be changed", []string{"put-type-stays"}},
		{"types that are left out are StringList", []string{"put-type-kept"}},
		{"descriptions that are left out are cleared", []string{"put-omitted"}},
		{"the first put counts", []string{"put-upsert", "put-existing"}},
	}},

	// What values are allowed.
	{8, []faultyServer{
		{"any data type is accepted", []string{"put-data-types"}},
		{"there is no default data type", []string{"put-data-type"}},
		{"patterns mean nothing", []string{"put-allowed"}},
		{"a pattern that is none is accepted", []string{"put-allowed"}},
		{"a mismatch is a constraint", []string{"put-allowed"}},
	}},

	// Tiers, and what a put returns.
	{8, []faultyServer{
		{"a tier has room for one byte more", []string{"put-tiers"}},
		{"a tier has room for one byte less", []string{"put-tiers"}},
		{"tiers have any room", []string{"put-tiers"}},
		{"no tier is chosen", []string{"put-tiers"}},
		{"chosen tiers fall again", []string{"put-tiers"}},
		{"the largest tier is chosen", []string{"put-tiers"}},
		{"there is no default tier", []string{"put-tier-lowered", "put-tier", "put-output"}},
		{"a tier that is left out is Standard", []string{"put-tier-lowered"}},
		{"tiers can be lowered", []string{"put-tier-lowered"}},
		{"a put returns the version before", []string{"put-output"}},
		{"a put returns the tier that was asked for", []string{"put-output"}},
		{"a put returns nothing", []string{"put-output"}},
	}},

	// Policies.
	{8, []faultyServer{
		{"policies may be any text", []string{"put-policies-json"}},
		{"there are policies of any type", []string{"put-policies"}},
		{"attributes are not read", []string{"put-policies"}},
		{"an empty policy has no type", []string{"put-policies", "put-expiration", "describe-policies", "history-policies"}},
		{"two expirations will do", []string{"put-expiration-once"}},
		{"there may be one policy more", []string{"put-policies-most"}},
		{"what is past may come", []string{"put-expiration-past"}},
		{"nothing expires", []string{"put-expiration"}},
		{"time is read without its offset", []string{"put-expiration"}},
		{"policies are for any tier", []string{"put-policies-tier"}},
		{"no tier is chosen for policies", []string{"put-policies-tier"}},
		{"an update clears policies", []string{"put-expiration", "put-policies-kept", "describe-policies", "history-policies"}},
		{"policies are not shown", []string{"put-policies-kept", "describe-policies", "history-policies"}},
		{"policies are shown as objects", []string{"put-policies-kept", "describe-policies", "history-policies"}},
		{"policies are finished at once", []string{"put-policies-kept", "describe-policies", "history-policies"}},
	}},

	// Versions, what is kept of them, and what the service sets.
	{8, []faultyServer{
		{"versions begin with 0", []string{"put-version"}},
		{"versions do not count", []string{"put-version", "put-history", "put-labelled"}},
		{"versions count in twos", []string{"put-version"}},
		{"the time of the first put stays", []string{"put-modified"}},
		{"an ARN has two slashes", []string{"put-arn"}},
		{"all versions have the newest value", []string{"put-history"}},
		{"only the newest version is kept", []string{"put-history", "put-labelled"}},
		{"the newest version is dropped", []string{"put-history", "put-labelled"}},
		{"one version more is kept", []string{"put-history", "put-labelled"}},
		{"one version less is kept", []string{"put-history", "put-labelled"}},
		{"a label keeps no version", []string{"put-labelled"}},
		{"any label keeps all versions", []string{"put-labelled"}},
	}},

	// Whose the parameters are.
	{4, []faultyServer{
		{"all regions share their parameters", []string{"isolation", "put-arn"}},
	}},

	// Labels.
	{8, []faultyServer{
		{"labels need no parameter", []string{"label-parameter"}},
		{"labels stand on the newest version", []string{"label-version", "label-quota", "history-labels"}},
		{"labels stand on any number", []string{"label-version"}},
		{"labels do not move", []string{"label-version", "label-quota"}},
		{"a label does not say where it stands", []string{"label-version", "label-quota", "history-labels"}},
		{"any label will do", []string{"label-form"}},
		{"no labels are reserved", []string{"label-form"}},
		{"labels may begin with AWS", []string{"label-form"}},
		{"a bad label is an error", []string{"label-form"}},
		{"a bad label is attached all the same", []string{"label-form"}},
		{"bad labels are dropped silently", []string{"label-form"}},
		{"a version has one label more", []string{"label-quota"}},
		{"a version has one label less", []string{"label-quota"}},
		{"a version has any number of labels", []string{"label-quota"}},
		{"labels of all versions count", []string{"label-quota"}},
		{"labels are shown on all versions", []string{"label-version", "label-quota", "history-labels"}},
		{"labels are not shown", []string{"label-version", "label-form", "label-quota", "history-labels"}},
		{"nothing has no history", []string{"history-parameter"}},
	}},

	// What one gets, and what a name selects.
	{8, []faultyServer{
		{"what is absent is empty", []string{"get-absent"}},
		{"a version that is not there is no parameter", []string{"get-version", "get-label"}},
		{"versions are not selected", []string{"get-version", "get-label", "get-several-version", "get-several-label"}},
		{"a version that is not there is the newest", []string{"get-version", "get-label", "get-several-version", "get-several-label"}},
		{"a selected version has the newest value", []string{"get-version", "get-label", "get-several-version", "get-several-label"}},
		{"a selector is not returned", []string{"get-version", "get-label", "get-several-version", "get-several-label"}},
		{"labels select nothing", []string{"get-label", "get-several-label"}},
		{"a label selects the newest version", []string{"get-label", "get-several-label"}},
		{"names are no filter", []string{"get-several-names", "get-several-absent", "get-several-version", "get-several-label"}},
		{"an absent name is an error", []string{"get-several-absent", "get-several-named", "get-several-version", "get-several-label"}},
		{"all names are told as absent", []string{"get-several-named", "get-several-version"}},
		{"absent names are not told", []string{"get-several-named", "get-several-version", "get-several-label"}},
	}},

	// Secrets.
	{10, []faultyServer{
		{"secrets are plain", []string{"get-sealed", "get-several-sealed", "by-path-sealed", "history-sealed"}},
		{"secrets stay sealed", []string{"get-sealed", "get-several-sealed", "by-path-sealed", "history-sealed"}},
	}},

	// Hierarchies, criteria and pages.
	{40, []faultyServer{
		{"paths are beginnings", []string{"by-path-levels", "describe-filters"}},
		{"all levels are returned", []string{"by-path-levels", "describe-filters"}},
		{"one level is returned", []string{"by-path-levels", "by-path-filters", "describe-filters"}},
		{"by path there are all keys", []string{"by-path-filters"}},
		{"labels are a key", []string{"describe-filters"}},
		{"criteria select nothing", []string{"by-path-filters", "describe-filters"}},
		{"by path labels are no key", []string{"by-path-filters"}},
		{"a label of any parameter selects", []string{"by-path-filters"}},
		{"only the first criterion selects", []string{"by-path-filters", "describe-filters"}},
		{"only the first value selects", []string{"by-path-filters", "describe-filters"}},
		{"a bad key selects nothing", []string{"by-path-filters", "describe-filters"}},
		{"a bad option is Equals", []string{"by-path-filters", "describe-filters"}},
		{"options mean nothing", []string{"by-path-filters", "describe-filters"}},
		{"data types are no key, and tiers are compared whole", []string{"describe-filters"}},
	}},
	{8, []faultyServer{
		{"pages have any size", []string{"by-path-pages", "describe-pages", "history-pages"}},
		{"listings have any size", []string{"describe-pages"}},
		{"the default size is another", []string{"describe-pages"}},
		{"there is one page only", []string{"by-path-pages", "describe-pages", "history-pages"}},
		{"bad tokens are the first page", []string{"by-path-pages", "describe-pages", "history-pages"}},
	}},

	// Tags.
	{8, []faultyServer{
		{"tags of a put are lost", []string{"put-tags", "put-tags-overwrite"}},
		{"only the first tag of a put counts", []string{"put-tags", "put-tags-overwrite"}},
		{"tags and overwriting go together", []string{"put-tags-overwrite"}},
		{"tags of any type", []string{"tag-types", "untag-types", "tags-types"}},
		{"tags need no parameter", []string{"tag-parameter", "untag-parameter", "tags-parameter"}},
		{"no tags are reserved", []string{"tag-reserved"}},
		{"tags may begin with AWS", []string{"tag-reserved"}},
		{"only the first tag counts", []string{"tag-upsert", "tag-each", "tag-types", "tag-quota", "tag-reserved", "untag-removal", "untag-each", "untag-absent", "tag-parameter", "untag-types", "untag-parameter"}},
		{"tags are not removed", []string{"tag-quota", "untag-removal", "untag-each", "untag-absent", "untag-types", "untag-parameter"}},
		{"tags are not replaced", []string{"tag-upsert", "tag-quota"}},
		{"there may be one tag more", []string{"tag-quota"}},
		{"there may be one tag less", []string{"tag-quota"}},
		{"there may be any number of tags", []string{"tag-quota"}},
		{"tags that are replaced count twice", []string{"tag-quota"}},
		{"only tags that are there are removed", []string{"untag-absent"}},
		{"only the first tag is removed", []string{"untag-removal", "untag-each", "untag-absent", "untag-types", "untag-parameter"}},
	}},

	// Deletions.
	{8, []faultyServer{
		{"nothing is deleted", []string{"delete-removal", "delete-absent", "delete-tags", "delete-several-each", "delete-several-removal", "delete-several-tags"}},
		{"a deletion takes what begins alike", []string{"delete-removal", "delete-several-removal", "delete-tags", "delete-several-tags"}},
		{"deleting what is absent is fine", []string{"delete-absent"}},
		{"tags outlive their parameter", []string{"delete-tags", "delete-several-tags"}},
		{"only the first name is deleted", []string{"delete-several-each", "delete-several-removal", "delete-several-named"}},
		{"what was deleted is not told", []string{"delete-several-named"}},
		{"what was not deleted is not told", []string{"delete-several-named"}},
		{"all names are told as deleted", []string{"delete-several-named"}},
	}},
}

// checkStore checks the reference server of Parameter Store with a defect, or with none if
// that is empty. run selects clauses, all of them if it is empty.
func checkStore(ctx context.Context, defect string, profiled bool, run string, cases int) (*conformance.Report, error) {
	api, err := parameterStore()
	if err != nil {
		return nil, err
	}
	server, err := newStore(defect)
	if err != nil {
		return nil, err
	}
	target := conformance.Target{Transport: server}
	if profiled {
		target.Profile, target.Exact = conformance.Profile(api), true
	}
	if _, err := conformance.Discover(ctx, &target); err != nil {
		return nil, err
	}
	options := conformance.Options{Seed: seed, Checks: cases, Shrink: time.Nanosecond}
	if run != "" {
		options.Run = regexp.MustCompile(run)
	}
	return conformance.Check(ctx, api, target, options)
}

// among returns a pattern for some clauses.
func among(ids []string) string {
	quoted := make([]string, len(ids))
	for i, id := range ids {
		quoted[i] = regexp.QuoteMeta(id)
	}
	return "^(" + strings.Join(quoted, "|") + ")$"
}

// failedBy returns the clauses that faulty servers fail, each once.
func failedBy(servers []faultyServer) []string {
	var all []string
	for _, s := range servers {
		all = append(all, s.fails...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// TestReferenceStorePasses shows that every clause of the second contract that can be
// checked is, and passes.
func TestReferenceStorePasses(t *testing.T) {
	t.Parallel()
	// No member of a request is a time, and no data type that is allowed is as long as one
	// may be.
	unchecked := []string{"timestamp-forms", "PutParameter.DataType.maxLength"}
	rep, err := checkStore(t.Context(), "", true, os.Getenv("CLAUSES"), sample.Cases(4, 1))
	if err != nil {
		t.Fatal(err)
	}
	wants(t, rep, func(c report.Clause) report.Outcome {
		if slices.Contains(unchecked, c.ID) {
			return report.Skip
		}
		return report.Pass
	})
	t.Logf("%d clauses, %d calls, %.2f s", len(rep.Clauses), rep.Calls, rep.Seconds)
}

// TestFaultyStores shows that each property that only the second contract needs rejects a
// server, and that a server passes what its defect has nothing to do with.
func TestFaultyStores(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	api, err := parameterStore()
	if err != nil {
		t.Fatal(err)
	}
	isTried, i := sampledFaults(api), 0
	for _, group := range faultyStores {
		for _, s := range group.servers {
			tried := slices.DeleteFunc(slices.Clone(s.fails), func(id string) bool { return !isTried(id) })
			if i++; sample.Of(i) {
				tried = failedBy(group.servers)
			}
			if len(tried) == 0 {
				continue
			}
			t.Run(strings.ReplaceAll(s.defect, " ", "-"), func(t *testing.T) {
				t.Parallel()
				rep, err := checkStore(t.Context(), s.defect, true, among(tried), group.cases)
				if err != nil {
					t.Fatal(err)
				}
				wants(t, rep, func(c report.Clause) report.Outcome {
					if slices.Contains(s.fails, c.ID) {
						return report.Fail
					}
					return report.Pass
				})
				for _, id := range tried {
					if !slices.ContainsFunc(rep.Clauses, func(c report.Clause) bool { return c.ID == id }) {
						t.Errorf("there is no clause %s", id)
					}
				}
			})
		}
	}
}
