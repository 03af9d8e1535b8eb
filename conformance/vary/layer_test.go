package vary_test

import (
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/conformance/vary"
	"github.com/fakesmith/fakesmith/internal/sample"
)

// TestPagesLoseNothing checks that the variants of pages and of their order show
// each row once, however they do it. The sample has every other one.
func TestPagesLoseNothing(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	rows := func(t *testing.T, m vary.Mixture, s step, into string) (all []string, pages int) {
		t.Helper()
		transport := implement(t, m)
		for _, s := range filled() {
			send(t, transport, s, io.Discard)
		}
		for pages < 1000 { // or there is no end
			page := send(t, transport, s, io.Discard)
			pages++
			list, _ := page[into].([]any)
			for _, row := range list {
				text, err := json.Marshal(row)
				if err != nil {
					t.Fatal(err)
				}
				all = append(all, ids.ReplaceAllString(string(text), "$1"))
			}
			token, more := page["NextToken"]
			if !more {
				break
			}
			var in map[string]any
			if err := json.Unmarshal([]byte(s.body), &in); err != nil {
				t.Fatal(err)
			}
			in["NextToken"] = token
			text, err := json.Marshal(in)
			if err != nil {
				t.Fatal(err)
			}
			s.body = string(text)
		}
		slices.Sort(all)
		return all, pages
	}
	for _, list := range []struct {
		into string
		step
	}{
		{"ConfigRules", step{"DescribeConfigRules", `{}`}},
		{"RemediationExceptions", step{"DescribeRemediationExceptions", `{"ConfigRuleName":"r00","Limit":7}`}},
		{"EvaluationResults", step{"GetComplianceDetailsByConfigRule", `{"ConfigRuleName":"r00"}`}},
		{"EvaluationResults", step{"GetComplianceDetailsByResource", `{"ResourceType":"T","ResourceId":"shared"}`}},
		{"ComplianceByResources", step{"DescribeComplianceByResource", `{}`}},
		{"ComplianceByConfigRules", step{"DescribeComplianceByConfigRule", `{}`}},
		{"ConfigRulesEvaluationStatus", step{"DescribeConfigRuleEvaluationStatus", `{"Limit":7}`}},
	} {
		into, s := list.into, list.step
		plain, pagesOfPlain := rows(t, nil, s, into)
		if len(plain) < 30 {
			t.Fatalf("%s shows %d rows, want 30 or more", s.operation, len(plain))
		}
		for i, v := range vary.Variants(read(t, contracts[0])) {
			if !sample.OneIn(2, i) {
				continue
			}
			if !strings.HasPrefix(v.ID, "pages/"+s.operation) && !strings.HasPrefix(v.ID, "order/"+s.operation) {
				continue
			}
			got, pages := rows(t, vary.Mixture{v}, s, into)
			if !slices.Equal(got, plain) {
				t.Errorf("%s shows %d rows on %d pages, want the same %d once", v.ID, len(got), pages, len(plain))
			}
			if more := strings.HasPrefix(v.ID, "pages/"); more && pages < pagesOfPlain || !more && pages != pagesOfPlain {
				t.Errorf("%s makes %d pages of what is on %d", v.ID, pages, pagesOfPlain)
			}
		}
	}
}

// TestTreatedMembers shows what becomes of a member in each treatment.
func TestTreatedMembers(t *testing.T) {
	sample.SkipRace(t)
	rule := func(more string) step {
		return step{"PutConfigRule", `{"ConfigRule":{"ConfigRuleName":"a","Source":{"Owner":"CUSTOM_LAMBDA","SourceIdentifier":"arn:B"` + more + `}}`}
	}
	const detailed = `,"SourceDetails":[{"EventSource":"aws.config"},{"MessageType":"ScheduledNotification"}]},"MaximumExecutionFrequency":"One_Hour"`
	for _, c := range []struct {
		name   string
		member vary.Member
		put    step
		want   string
	}{
		{"supplied", vary.Member{Path: "Description", Treatment: vary.Supplied, Value: json.RawMessage(`"s"`)}, rule(`}`),
			`{"Description":"s","Source":{"Owner":"CUSTOM_LAMBDA","SourceIdentifier":"arn:B"}}`},
		{"put, and not supplied", vary.Member{Path: "Description", Treatment: vary.Supplied, Value: json.RawMessage(`"s"`)}, rule(`},"Description":"p"`),
			`{"Description":"p","Source":{"Owner":"CUSTOM_LAMBDA","SourceIdentifier":"arn:B"}}`},
		{"defaulted, and nowhere to be", vary.Member{Path: "Scope.TagKey", Treatment: vary.Defaulted, Value: json.RawMessage(`"s"`)}, rule(`}`),
			`{"Source":{"Owner":"CUSTOM_LAMBDA","SourceIdentifier":"arn:B"}}`},
		{"withheld", vary.Member{Path: "Source.SourceDetails[].EventSource", Treatment: vary.Withheld}, rule(detailed),
			`{"MaximumExecutionFrequency":"One_Hour","Source":{"Owner":"CUSTOM_LAMBDA","SourceDetails":[{},{"MessageType":"ScheduledNotification"}],"SourceIdentifier":"arn:B"}}`},
		{"moved", vary.Member{Path: "MaximumExecutionFrequency", Treatment: vary.Moved, To: "Source.SourceDetails[].MaximumExecutionFrequency"}, rule(detailed),
			`{"Source":{"Owner":"CUSTOM_LAMBDA","SourceDetails":[{"EventSource":"aws.config","MaximumExecutionFrequency":"One_Hour"},{"MaximumExecutionFrequency":"One_Hour","MessageType":"ScheduledNotification"}],"SourceIdentifier":"arn:B"}}`},
		{"moved nowhere", vary.Member{Path: "MaximumExecutionFrequency", Treatment: vary.Moved, To: "Source.SourceDetails[].MaximumExecutionFrequency"}, rule(`},"MaximumExecutionFrequency":"One_Hour"`),
			`{"MaximumExecutionFrequency":"One_Hour","Source":{"Owner":"CUSTOM_LAMBDA","SourceIdentifier":"arn:B"}}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.member.Shape = "ConfigRule"
			all := vary.Variants(read(t, contracts[0]), c.member)
			i := slices.IndexFunc(all, func(v vary.Variant) bool {
				return strings.HasPrefix(v.ID, "member/ConfigRule."+string(c.member.Path)+"/")
			})
			all[i].Choices = map[string]string{
				"rule-function-details": "accepted", "rule-frequency": "stays", "rule-frequency-triggers": "accepted", "rule-detail-frequency": "absent",
			}
			transport := implement(t, vary.Mixture{all[i]})
			send(t, transport, c.put, io.Discard)
			shown := send(t, transport, step{"DescribeConfigRules", `{}`}, io.Discard)["ConfigRules"].([]any)[0].(map[string]any)
			maps.DeleteFunc(shown, func(name string, _ any) bool {
				return name != "Source" && name != "Description" && name != "MaximumExecutionFrequency"
			})
			if got, err := json.Marshal(shown); err != nil || string(got) != c.want {
				t.Errorf("the rule is shown as %s, %v\nwant %s", got, err, c.want)
			}
		})
	}
}
