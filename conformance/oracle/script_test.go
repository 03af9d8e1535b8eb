package oracle_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/conformance/oracle"
	"github.com/fakesmith/fakesmith/generated/remediationtest"
)

// home is who calls in these tests, epoch is when they begin.
var (
	home  = oracle.Scope{Account: "123456789012", Region: "us-east-1"}
	epoch = time.Unix(1_900_000_000, 0)
)

// A step of a script is a call with what is to come of it: the text of an
// outcome, in which ' stands for ".
type step struct {
	at    time.Duration
	call  string
	input string
	want  string
}

// A script is a file, shown at work: the choices that the service makes, and
// what it answers then.
type script struct {
	name    string
	profile map[string]string
	steps   []step
}

func quoted(s string) string { return strings.ReplaceAll(s, "'", `"`) }

// object reads the JSON of an input.
func object(t *testing.T, text string) map[string]any {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(quoted(text)))
	d.UseNumber()
	o := map[string]any{}
	if err := d.Decode(&o); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return o
}

// play plays scripts. A call of "fact" sets the fact of a key, as in
// {'of': ['r', 'T', 'a'], 'value': 'COMPLIANT'}.
func play(t *testing.T, scripts []script) {
	t.Helper()
	for _, s := range scripts {
		t.Run(s.name, func(t *testing.T) {
			o := oracle.New(&remediationtest.Contract, s.profile)
			for i, step := range s.steps {
				in := object(t, step.input)
				if step.call == "fact" {
					of := in["of"].([]any)
					name, with := "compliance", map[string]int64(nil)
					if other, is := in["fact"].(string); is {
						name = other
					}
					if n, is := in["seconds"].(json.Number); is {
						seconds, _ := n.Int64()
						with = map[string]int64{"Seconds": seconds}
					}
					o.SetFact(home, epoch.Add(step.at), name, map[string]string{
						"ConfigRuleName": of[0].(string), "ResourceType": of[1].(string), "ResourceId": of[2].(string),
					}, in["value"].(string), with)
					continue
				}
				out := o.Call(home, epoch.Add(step.at), step.call, in)
				if got, want := out.String(), quoted(step.want); got != want {
					t.Errorf("step %d, %s(%s)\n got %s\nwant %s", i+1, step.call, step.input, got, want)
				}
				if out.Output != nil {
					if err := o.Agree(out, oracle.Reply{Output: out.Output}); err != nil {
						t.Errorf("step %d: the oracle does not agree with itself: %v", i+1, err)
					}
				}
			}
		})
	}
}

// rule, fact and so on are steps that many scripts take.
func rule(name string) step {
	return step{call: "PutConfigRule", input: `{'ConfigRule': {'ConfigRuleName': '` + name + `', 'Source': {'Owner': 'AWS', 'SourceIdentifier': 'AWS_CONFIG_PROCESS_CHECK'}}}`, want: "{}"}
}

func fact(rule, id, value string) step {
	return step{call: "fact", input: `{'of': ['` + rule + `', 'T', '` + id + `'], 'value': '` + value + `'}`}
}

// keys returns a list of keys of one type.
func keys(ids ...string) string {
	var list []string
	for _, id := range ids {
		list = append(list, `{'ResourceType': 'T', 'ResourceId': '`+id+`'}`)
	}
	return "[" + strings.Join(list, ", ") + "]"
}

func put(rule, more, want string, ids ...string) step {
	return step{call: "PutRemediationExceptions", input: `{'ConfigRuleName': '` + rule + `', 'ResourceKeys': ` + keys(ids...) + more + `}`, want: want}
}

func remove(rule, want string, ids ...string) step {
	return step{call: "DeleteRemediationExceptions", input: `{'ConfigRuleName': '` + rule + `', 'ResourceKeys': ` + keys(ids...) + `}`, want: want}
}

func list(rule, more, want string) step {
	return step{call: "DescribeRemediationExceptions", input: `{'ConfigRuleName': '` + rule + `'` + more + `}`, want: want}
}

// then returns a step that is taken later.
func (s step) then(at time.Duration) step {
	s.at = at
	return s
}

// shown is an exception as it is shown.
func shown(rule, id, more string) string {
	return `{'ConfigRuleName':'` + rule + `',` + more + `'ResourceId':'` + id + `','ResourceType':'T'}`
}

func exceptions(rows ...string) string {
	return `{'RemediationExceptions':[` + strings.Join(rows, ",") + `]}`
}

func failed(items, why string) string {
	return `{'FailedBatches':[{'FailedItems':[` + items + `],'FailureMessage':'This fails for the reason: ` + why + `'}]}`
}

const none = `{'FailedBatches':[]}`
