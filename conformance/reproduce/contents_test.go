package reproduce

import (
	"fmt"
	"testing"

	"github.com/fakesmith/fakesmith/internal/sample"
)

// TestContents shows that a success which is not as it was is compared with what the
// contract wants: it is wrong as long as it differs in what callers have put, right
// if it does not, and nothing can be told by a part of a list.
func TestContents(t *testing.T) {
	t.Parallel()
	answer := func(more string, names ...string) string {
		rows := ""
		for i, name := range names {
			if i > 0 {
				rows += ","
			}
			rows += fmt.Sprintf(`{"ConfigRuleName":"%s","ConfigRuleId":"id-%d","Description":"a, b"}`, name, i)
		}
		return `{"ConfigRules":[` + rows + `]` + more + `}`
	}
	trace := asked(Step{Call: "DescribeConfigRules", Status: 200, Body: []byte("{}"), Answer: []byte(answer("", "wrong"))})
	trace.Want = &Contents{Answer: []byte(answer("", "right")), Members: []string{"ConfigRuleName", "Description", "Scope"}, Next: "NextToken"}
	part := trace
	part.Want = &Contents{Answer: trace.Want.Answer, Members: trace.Want.Members, Next: "NextToken", Part: true}
	for _, form := range tried(Curl, Boto3, Go) { // the AWS CLI is in a script with the same end as curl
		t.Run(form, func(t *testing.T) {
			t.Parallel()
			for i, tt := range []struct {
				trace Trace
				is    string
				want  int
			}{
				{trace, answer("", "wrong"), 1},
				{trace, answer("", "right"), 0},
				{part, answer(""), 2},
				{trace, answer(`,"Own":7`, "right"), 0},
				{trace, answer("", "another"), 1},
				{trace, answer("", "right", "right"), 1},
				{trace, answer(""), 1},
				{trace, answer(`,"NextToken":"t"`), 2},
				{part, answer("", "right"), 0},
			} {
				if (form == CLI || form == Boto3) && i > 2 && !sample.Whole() {
					break // of each outcome one: these take long to start
				}
				status, out := runForm(t, form, Forms(tt.trace)[form], t.TempDir(), replayed(t, func(int) Step {
					return Step{Call: "DescribeConfigRules", Status: 200, Answer: []byte(tt.is)}
				}))
				want := tt.want
				if want == 2 {
					want = untold(t, form, out)
				}
				if status != want {
					t.Errorf("%s: the exit status is %d, want %d\n%.2000s", tt.is, status, want, out)
				}
			}
		})
	}
}
