package oracle_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

const bucket = "AWS::S3::Bucket"

// configured is a step that gives a rule a configuration by which it is remediated.
func configured(rule, more string) step {
	return step{call: "PutRemediationConfigurations", want: "{}", input: `{'RemediationConfigurations': [{'ConfigRuleName': '` + rule + `', 'TargetType': 'SSM_DOCUMENT', 'TargetId': 'Doc'` + more + `}]}`}
}

// found is a step in which a bucket's compliance is found.
func found(rule, id, value string) step {
	return step{call: "fact", input: `{'of': ['` + rule + `', '` + bucket + `', '` + id + `'], 'value': '` + value + `'}`}
}

// ends is a step that decides how the remediation of a bucket ends, and after how long.
func ends(rule, id, value string, seconds int) step {
	return step{call: "fact", input: fmt.Sprintf(`{'fact': 'remediation-outcome', 'of': ['%s', '%s', '%s'], 'value': '%s', 'seconds': %d}`, rule, bucket, id, value, seconds)}
}

func buckets(ids ...string) string {
	var list []string
	for _, id := range ids {
		list = append(list, `{'resourceId':'`+id+`','resourceType':'`+bucket+`'}`)
	}
	return "[" + strings.Join(list, ",") + "]"
}

func start(rule, want string, ids ...string) step {
	return step{call: "StartRemediationExecution", input: `{'ConfigRuleName': '` + rule + `', 'ResourceKeys': ` + buckets(ids...) + `}`, want: want}
}

func status(rule string, rows ...string) step {
	return step{call: "DescribeRemediationExecutionStatus", input: `{'ConfigRuleName': '` + rule + `'}`, want: `{'RemediationExecutionStatuses':[` + strings.Join(rows, ",") + `]}`}
}

// execution is an execution as it is shown that began and ended some seconds after the
// epoch: one with a negative end has not.
func execution(id, state string, began, ended int) string {
	at := func(seconds int) string { return fmt.Sprint(epoch.Unix() + int64(seconds)) }
	step, updated, since, stop, message := state, began, `'StartTime':`+at(began)+",", "", ""
	if ended < 0 {
		step = "PENDING"
	} else {
		updated, stop = ended, `,'StopTime':`+at(ended)
	}
	if state == "QUEUED" {
		since = ""
	}
	if state == "FAILED" {
		message = `'ErrorMessage':'It failed.',`
	}
	return `{'InvocationTime':` + at(began) + `,'LastUpdatedTime':` + at(updated) + `,'ResourceKey':{'resourceId':'` + id + `','resourceType':'` + bucket + `'},'State':'` + state +
		`','StepDetails':[{` + message + `'Name':'Doc',` + since + `'State':'` + step + `'` + stop + `}]}`
}

func notStarted(why string, ids ...string) string {
	return `{'FailedItems':` + buckets(ids...) + `,'FailureMessage':'This fails for the reason: ` + why + `'}`
}

const started = `{'FailedItems':[]}`

func TestProcess(t *testing.T) {
	remove := step{call: "DeleteRemediationConfiguration", input: `{'ConfigRuleName': 'r'}`, want: "{}"}
	refused := remove
	refused.want = "RemediationInProgressException"
	none := step{call: "DescribeRemediationExecutionStatus", input: `{'ConfigRuleName': 'r'}`, want: "NoSuchRemediationConfigurationException"}
	begin := func(steps ...step) []step {
		return append([]step{rule("r"), configured("r", ""), found("r", "a", "NON_COMPLIANT"), found("r", "b", "NON_COMPLIANT")}, steps...)
	}
	at := func(seconds int) time.Duration { return time.Duration(seconds) * time.Second }
	play(t, []script{
		{"it ends at once", nil, begin(status("r"), start("r", started, "a", "b"), status("r", execution("a", "SUCCEEDED", 0, 0), execution("b", "SUCCEEDED", 0, 0)))},
		{"it takes a while", nil, begin(
			ends("r", "a", "SUCCEEDED", 10), ends("r", "b", "FAILED", 20), start("r", started, "a", "b"),
			status("r", execution("a", "QUEUED", 0, -1), execution("b", "QUEUED", 0, -1)),
			status("r", execution("a", "IN_PROGRESS", 0, -1), execution("b", "IN_PROGRESS", 0, -1)).then(at(9)),
			status("r", execution("a", "SUCCEEDED", 0, 10), execution("b", "IN_PROGRESS", 0, -1)).then(at(10)),
			status("r", execution("a", "SUCCEEDED", 0, 10), execution("b", "FAILED", 0, 20)).then(at(1000)),
		)},
		{"how it ends is read as it begins", nil, begin(
			ends("r", "a", "FAILED", 10), start("r", started, "a"), ends("r", "a", "SUCCEEDED", 0),
			status("r", execution("a", "FAILED", 0, 10)).then(at(10)),
			start("r", started, "a").then(at(11)), status("r", execution("a", "SUCCEEDED", 11, 11)).then(at(11)),
		)},
		{"one at a time", nil, begin(
			ends("r", "a", "SUCCEEDED", 10), start("r", started, "a"), start("r", notStarted("busy", "a"), "a", "b").then(at(1)),
			status("r", execution("a", "IN_PROGRESS", 0, -1), execution("b", "SUCCEEDED", 1, 1)).then(at(1)),
			start("r", started, "a").then(at(10)), status("r", execution("a", "QUEUED", 10, -1), execution("b", "SUCCEEDED", 1, 1)).then(at(10)),
		)},
		{"or an error for all", map[string]string{"start-busy": "error:" + invalid}, begin(
			ends("r", "a", "SUCCEEDED", 10), start("r", started, "a"), start("r", invalid, "a", "b"), status("r", execution("a", "QUEUED", 0, -1)),
		)},
		{"what is compliant", nil, begin(found("r", "c", "COMPLIANT"), start("r", notStarted("needless", "c"), "c", "a", "x"),
			status("r", execution("a", "SUCCEEDED", 0, 0), execution("x", "SUCCEEDED", 0, 0)))},
		{"or it starts", map[string]string{"start-compliant": "started", "start-unevaluated": "failed-batch"}, begin(found("r", "c", "COMPLIANT"),
			start("r", notStarted("needless", "x"), "c", "x"), status("r", execution("c", "SUCCEEDED", 0, 0)))},
		{"a configuration in use", nil, begin(
			ends("r", "a", "SUCCEEDED", 10), start("r", started, "a"), refused, refused.then(at(9)), remove.then(at(10)),
			none, configured("r", ""), status("r"),
		)},
		{"executions may be kept", map[string]string{"configuration-executions": "kept"}, begin(start("r", started, "a"), remove, configured("r", ""), status("r", execution("a", "SUCCEEDED", 0, 0)))},
		{"nothing is configured", nil, []step{rule("r"), none, start("r", "NoSuchRemediationConfigurationException", "a")}},
	})
}
