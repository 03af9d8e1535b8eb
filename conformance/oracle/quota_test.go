package oracle_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/conformance/mutate"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/internal/sample"
	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/frontend"
	"golang.org/x/tools/txtar"
)

// limitedShelf returns a small contract after which there may be so many books.
func limitedShelf(t *testing.T, most int) *model.API {
	t.Helper()
	archive, err := txtar.ParseFile("../testdata/shelf.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var document string
	var operations []string
	quota := fmt.Sprintf(`"clauses": [{"id": "full", "kind": "quota", "provenance": "documented", "most": %d, "choice": "error:FullException", "description": "There may be so many.", "source": "s"},`, most)
	for _, f := range archive.Files {
		switch name, data := f.Name, string(f.Data); name {
		case "model.json":
			document = strings.NewReplacer(
				`"errors": [{"target": "ex#ExistsException"}]`, `"errors": [{"target": "ex#ExistsException"}, {"target": "ex#FullException"}]`,
				`"ex#MissingException": {`, `"ex#FullException": {"type": "structure", "members": {}, "traits": {"smithy.api#error": "client"}}, "ex#MissingException": {`).Replace(data)
		case "PutBook.json":
			data = strings.Replace(data, `"clauses": [`, quota, 1)
			fallthrough
		default:
			operations = append(operations, fmt.Sprintf("%q: %s", strings.TrimSuffix(name, ".json"), data))
		}
	}
	contract := fmt.Sprintf(`{"package": "shelf", "scope": "contract", "protocol-clauses": "awsJson1_1", "entities": {"Book": {"key": ["Name"]}}, "operations": {%s}}`, strings.Join(operations, ", "))
	api, _, err := frontend.Read(frontend.File{Name: "model.json", Data: []byte(document)}, &frontend.File{Name: "contract.json", Data: []byte(contract)})
	if err != nil {
		t.Fatal(err)
	}
	return api
}

// wantNoFailure expects no clause to fail of a target that does all that its contract says.
// Those with some ids have to be skipped because they take more than a quota permits, and
// if there are none, no clause is.
func wantNoFailure(t *testing.T, rep *report.Report, skipped ...string) {
	t.Helper()
	for _, c := range slices.Concat(rep.Clauses, rep.Checks) {
		byQuota := c.Outcome == report.Skip && strings.Contains(c.Reason, "by the clause")
		switch {
		case c.Kind == "validation/text": // the oracle has no texts
		case c.Outcome == report.Fail:
			t.Errorf("%s fails: %s\n%s", c.ID, c.Reason, c.Counterexample.Text())
		case slices.Contains(skipped, c.ID) && !byQuota, byQuota && skipped == nil:
			t.Errorf("%s: %s %s", c.ID, c.Outcome, c.Reason)
		case c.ID == "upsert" && skipped == nil && c.Cases < 8:
			t.Errorf("%s: %d cases; those before have left no room for more", c.ID, c.Cases)
		}
	}
}

// TestQuotaLeavesRoom shows that the suite does not fill an account, and then fail a target
// because it is full. What takes more than a quota permits is skipped.
func TestQuotaLeavesRoom(t *testing.T) {
	t.Parallel()
	for most, skipped := range map[int][]string{
		1:  {"pages", "order", "get-absent"},
		2:  {"order"},
		5:  nil,
		10: nil,
		30: nil,
	} {
		if !sample.OneIn(5, most) && most > 1 {
			continue
		}
		t.Run(fmt.Sprint(most), func(t *testing.T) {
			t.Parallel()
			api := limitedShelf(t, most)
			wantNoFailure(t, checkAll(t, api, newServed(api, nil), 8, ""), skipped...)
		})
	}
}

// TestFewMayBeTogether is the same where quotas count what belongs to one resource.
func TestFewMayBeTogether(t *testing.T) {
	t.Parallel()
	const tags, labels = `"most": 50, "choice": "error:TooManyTagsError"`, `"most": 10, "choice": "error:ParameterVersionLabelLimitExceeded"`
	for most, skipped := range map[int][]string{
		1: {"label-version"},
		2: nil,
	} {
		t.Run(fmt.Sprint(most), func(t *testing.T) {
			t.Parallel()
			few := func(clause string) string {
				return fmt.Sprintf(`"most": %d,%s`, most, clause[strings.Index(clause, ",")+1:])
			}
			api := altered(t, tags, few(tags), labels, few(labels))
			wantNoFailure(t, checkAll(t, api, newServed(api, nil), 6, "^((un)?tag|label|history)-|^random$"), skipped...)
		})
	}
}

// rulesAPI returns the small contract of listeners, with other text in it.
func rulesAPI(t *testing.T, changes ...string) (*model.API, error) {
	t.Helper()
	archive, err := txtar.ParseFile("../testdata/listeners.txtar")
	if err != nil {
		t.Fatal(err)
	}
	edited := strings.NewReplacer(changes...)
	api, _, err := frontend.Read(frontend.File{Name: "model.json", Data: []byte(edited.Replace(string(archive.Files[0].Data)))},
		&frontend.File{Name: "contract.json", Data: []byte(edited.Replace(string(archive.Files[1].Data)))})
	return api, err
}

// perListener is the quota of rules in that contract.
const perListener = `"most": 3, "choice": "error:TooManyRulesException", "per": ["Listener"]`

// TestQuotasByMembers shows that quotas which count what has the same values in some
// members pass a service that keeps them, and fail each that counts in another way.
func TestQuotasByMembers(t *testing.T) {
	t.Parallel()
	for name, per := range map[string]string{
		"in the key":  perListener,
		"listed":      `"most": 3, "choice": "error:TooManyRulesException"`,
		"all":         strings.Replace(perListener, `"Listener"`, "", 1),
		"two members": strings.Replace(perListener, `"Listener"`, `"Group", "Listener"`, 1),
		"and all": perListener + `},
			{"id": "rule-all", "kind": "quota", "provenance": "documented", "description": "There may be so many rules.", "source": "s", "most": 8, "per": [], "choice": "error:TooManyRulesException"`,
	} {
		t.Run(strings.ReplaceAll(name, " ", "-"), func(t *testing.T) {
			t.Parallel()
			api, err := rulesAPI(t, perListener, per)
			if err != nil {
				t.Fatal(err)
			}
			wantNoFailure(t, checkAll(t, api, newServed(api, nil), 4, "^(key|rule)-(upsert|quota|all|removal|id)$|^random$"))
			for _, m := range mutate.Mutants(api) {
				if m.Kind != "quota" || m.Defect != nil {
					continue
				}
				if got := outcomes(t, api, newServed(m.API(), nil), true, m.Clause, seed)[m.Clause]; got != report.Fail {
					t.Errorf("%s (%s): %s", m.ID, m.Breaks, got)
				}
			}
		})
	}
}

// TestQuotaByWhatMayMove shows that a quota by a member that is not in the key is rejected
// where it is not known how a resource counts that gets another one.
func TestQuotaByWhatMayMove(t *testing.T) {
	const keys = `"most": 2, "per": ["Listener"]`
	for _, tt := range []struct{ name, change, to, want string }{
		{"left out", keys, `"most": 2, "per": ["Text"]`, "Text may be left out, as Text of the input; name a member that each put has"},
		{"made", keys, `"most": 2, "per": ["KeyId"]`, "nothing in the input provides KeyId"},
		{"moved", perListener, strings.Replace(perListener, "Listener", "Text", 1), "PutRule may give a Rule another Text, and nothing says how it counts then"},
	} {
		if _, err := rulesAPI(t, tt.change, tt.to); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: the problems are\n%v\nwant one with\n%s", tt.name, err, tt.want)
		}
	}
}
