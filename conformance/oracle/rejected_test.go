package oracle_test

import (
	"strings"
	"testing"
)

// TestWhatIsNotSupported shows that clauses are rejected, with a reason, which could not be
// held to: no fake could keep them, or no property judge them.
func TestWhatIsNotSupported(t *testing.T) {
	const rule = `{"id": "rule-upsert",`
	const list = `"ListRules": {"lists": "Rule", "in": "Rules", "clauses": [`
	clause := func(id, kind, more string) string {
		return `{"id": "` + id + `", "kind": "` + kind + `", "provenance": "documented", "description": "So.", "source": "s", ` + more + `}, `
	}
	for _, tt := range []struct{ name, change, to, want string }{
		{"moved to another form", rule, clause("moved", "members/moved", `"member": "Since", "to": "Made", "choice": "moved"`) + rule,
			"PutRule: clause moved: to: Since travels in the form epoch-seconds, and Made in the form date-time"},
		{"needs what it lists", list + "]", list + strings.TrimSuffix(clause("own", "reference", `"entity": "Rule", "from": {"Listener": "Group", "Name": "Group"}, "choice": "error:MissingException"`), ", ") + "]",
			"ListRules: clause own: entity: ListRules lists what there is of Rule"},
	} {
		t.Run(strings.ReplaceAll(tt.name, " ", "-"), func(t *testing.T) {
			_, err := rulesAPI(t, tt.change, tt.to, `"ex#RuleKey":`, `"ex#Made": {"type": "timestamp", "traits": {"smithy.api#timestampFormat": "date-time"}}, "ex#RuleKey":`,
				`"Group": {"target": "ex#Name", "traits": {"smithy.api#required": {}}}, "Name": {"target": "ex#Name", "traits": {"smithy.api#required": {}}}, "Text"`,
				`"Group": {"target": "ex#Name", "traits": {"smithy.api#required": {}}}, "Name": {"target": "ex#Name", "traits": {"smithy.api#required": {}}}, "Made": {"target": "ex#Made"}, "Since": {"target": "smithy.api#Timestamp"}, "Text"`)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("the problems are\n%v\nwant one with\n%s", err, tt.want)
			}
		})
	}
}
