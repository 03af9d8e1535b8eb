package oracle_test

import (
	"strings"
	"testing"
	"time"
)

func TestProcessStarts(t *testing.T) {
	const automatic = `, 'Automatic': true`
	seconds := func(n int) time.Duration { return time.Duration(n) * time.Second }
	ready := func(more string, steps ...step) []step {
		return append([]step{rule("r"), configured("r", more)}, steps...)
	}
	exception := func(more, want string, ids ...string) step {
		return step{call: "PutRemediationExceptions", want: want, input: `{'ConfigRuleName': 'r', 'ResourceKeys': ` + exceptedKeys(ids...) + more + `}`}
	}
	clear := func(ids ...string) step {
		return step{call: "DeleteRemediationExceptions", want: none, input: `{'ConfigRuleName': 'r', 'ResourceKeys': ` + exceptedKeys(ids...) + `}`}
	}
	excepted := func(id, more string) string {
		return `{'ConfigRuleName':'r',` + more + `'ResourceId':'` + id + `','ResourceType':'` + bucket + `'}`
	}
	const put = `'Message':'It failed.',`
	findings := func(rows string) step {
		return step{call: "GetComplianceDetailsByConfigRule", input: `{'ConfigRuleName': 'r'}`, want: `{'EvaluationResults':[` + rows + `]}`}
	}
	play(t, []script{
		{"what is noncompliant is remediated", nil, ready(automatic,
			found("r", "a", "NON_COMPLIANT"), found("r", "c", "COMPLIANT"), fact("r", "x", "NON_COMPLIANT"),
			status("r", execution("a", "SUCCEEDED", 0, 0)),
			// After a success, it takes another finding.
			status("r", execution("a", "SUCCEEDED", 0, 0)).then(seconds(60)),
			found("r", "a", "NON_COMPLIANT").then(seconds(70)), status("r", execution("a", "SUCCEEDED", 70, 70)).then(seconds(80)),
		)},
		{"nothing is by itself that is not automatic", nil, ready("",
			found("r", "a", "NON_COMPLIANT"), status("r"), configured("r", automatic).then(seconds(5)), status("r", execution("a", "SUCCEEDED", 5, 5)).then(seconds(9)),
		)},
		{"one at a time", nil, ready(automatic,
			ends("r", "a", "SUCCEEDED", 10), found("r", "a", "NON_COMPLIANT"), found("r", "a", "NON_COMPLIANT").then(seconds(4)),
			status("r", execution("a", "IN_PROGRESS", 0, -1)).then(seconds(9)), status("r", execution("a", "QUEUED", 10, -1)).then(seconds(10)),
			status("r", execution("a", "SUCCEEDED", 10, 20)).then(seconds(1000)),
		)},
		{"a success that was started by hand is an answer", nil, ready("",
			found("r", "a", "NON_COMPLIANT"), start("r", started, "a"), configured("r", automatic).then(seconds(5)), status("r", execution("a", "SUCCEEDED", 0, 0)).then(seconds(9)),
		)},
		{"an exception blocks it until it is cleared", nil, ready("",
			found("r", "a", "NON_COMPLIANT"), found("r", "b", "NON_COMPLIANT"), exception("", none, "a"), configured("r", automatic),
			status("r", execution("b", "SUCCEEDED", 0, 0)), clear("a").then(seconds(5)),
			status("r", execution("b", "SUCCEEDED", 0, 0), execution("a", "SUCCEEDED", 5, 5)).then(seconds(9)),
		)},
		{"or until it expires", nil, ready("",
			found("r", "a", "NON_COMPLIANT"), exception(`, 'ExpirationTime': 1900000010`, none, "a"), configured("r", automatic),
			status("r").then(seconds(9)), status("r", execution("a", "SUCCEEDED", 10, 10)).then(seconds(500)),
		)},
		{"one that goes on finishes", nil, ready(automatic,
			ends("r", "a", "FAILED", 10), found("r", "a", "NON_COMPLIANT"), exception("", none, "a").then(seconds(3)),
			status("r", execution("a", "IN_PROGRESS", 0, -1)).then(seconds(9)), status("r", execution("a", "FAILED", 0, 10)).then(seconds(500)),
		)},
		{"or is stopped", map[string]string{"automatic-during": "stopped"}, ready(automatic,
			ends("r", "a", "SUCCEEDED", 10), found("r", "a", "NON_COMPLIANT"), exception("", none, "a").then(seconds(3)),
			status("r", execution("a", "FAILED", 0, 3)).then(seconds(9)),
		)},
		{"what is started by hand is not blocked", nil, ready("", found("r", "a", "NON_COMPLIANT"), exception("", none, "a"), start("r", started, "a"))},
		{"or it is", map[string]string{"start-excepted": "failed-batch"}, ready("", found("r", "a", "NON_COMPLIANT"), exception("", none, "a"), start("r", notStarted("blocked", "a"), "a"))},
		{"failures are retried, and end with an exception", nil, ready(automatic+`, 'MaximumAutomaticAttempts': 3, 'RetryAttemptSeconds': 20`,
			ends("r", "a", "FAILED", 10), found("r", "a", "NON_COMPLIANT"), list("r", "", exceptions()).then(seconds(29)),
			status("r", execution("a", "IN_PROGRESS", 20, -1)).then(seconds(29)),
			list("r", "", exceptions(excepted("a", put))).then(seconds(30)), status("r", execution("a", "FAILED", 20, 30)).then(seconds(500)),
			// Once that is cleared, it goes on, and they are counted anew.
			clear("a").then(seconds(600)), list("r", "", exceptions()).then(seconds(629)), list("r", "", exceptions(excepted("a", put))).then(seconds(630)),
		)},
		{"by default, five within a minute", nil, ready(automatic,
			ends("r", "a", "FAILED", 15), found("r", "a", "NON_COMPLIANT"), list("r", "", exceptions()).then(seconds(74)), list("r", "", exceptions(excepted("a", put))).then(seconds(75)),
		)},
		{"failures too far apart are retried for ever", nil, ready(automatic,
			ends("r", "a", "FAILED", 16), found("r", "a", "NON_COMPLIANT"), status("r", execution("a", "IN_PROGRESS", 160000, -1)).then(seconds(160001)),
			list("r", "", exceptions()).then(seconds(160001)),
			status("r", execution("a", "IN_PROGRESS", 320000000, -1)).then(seconds(320000001)), // ten years later
		)},
		{"it fails until it succeeds", nil, ready(automatic,
			ends("r", "a", "FAILED", 10), found("r", "a", "NON_COMPLIANT"), ends("r", "a", "SUCCEEDED", 10).then(seconds(25)),
			status("r", execution("a", "SUCCEEDED", 30, 40)).then(seconds(500)), list("r", "", exceptions()).then(seconds(500)),
		)},
		{"failures of what is started by hand are not", nil, ready(`, 'MaximumAutomaticAttempts': 1`,
			ends("r", "a", "FAILED", 0), found("r", "a", "NON_COMPLIANT"), start("r", started, "a"), list("r", "", exceptions()),
		)},
		{"an exception that says nothing, for a day", map[string]string{"automatic-message": "absent", "automatic-expires": "a-day"}, ready(automatic,
			ends("r", "a", "FAILED", 0), found("r", "a", "NON_COMPLIANT"), list("r", "", exceptions(excepted("a", `'ExpirationTime':1900086400,`))),
			ends("r", "a", "SUCCEEDED", 0), list("r", "", exceptions()).then(24*time.Hour), status("r", execution("a", "SUCCEEDED", 86400, 86400)).then(25*time.Hour),
		)},
		{"at full hours, by what was known then", map[string]string{"automatic-period": "hourly"}, ready(automatic,
			// The epoch is 13 minutes and 20 seconds before an hour is full.
			found("r", "a", "NON_COMPLIANT"), found("r", "b", "NON_COMPLIANT"), status("r").then(seconds(799)), found("r", "b", "COMPLIANT").then(seconds(799)),
			status("r", execution("a", "SUCCEEDED", 800, 800)).then(seconds(801)),
			// What has changed since is remediated all the same.
			found("r", "c", "NON_COMPLIANT").then(seconds(900)), configured("r", "").then(seconds(901)), found("r", "c", "COMPLIANT").then(seconds(4500)),
			configured("r", automatic).then(seconds(4501)), status("r", execution("a", "SUCCEEDED", 800, 800), execution("c", "SUCCEEDED", 4501, 4501)).then(seconds(4502)),
		)},
		{"a success that was started by hand is no answer to what was not known then", map[string]string{"automatic-period": "hourly"}, ready(automatic,
			found("r", "a", "NON_COMPLIANT"), start("r", started, "a"), status("r", execution("a", "SUCCEEDED", 0, 0)).then(seconds(799)),
			status("r", execution("a", "SUCCEEDED", 800, 800)).then(seconds(9000)),
		)},
		{"a success changes nothing", nil, ready(automatic, found("r", "a", "NON_COMPLIANT"), findings(result("a", "NON_COMPLIANT")))},
		{"or what is known", map[string]string{"execution-success": "set"}, ready(automatic, found("r", "a", "NON_COMPLIANT"), findings(result("a", "COMPLIANT")))},
	})
}

// result is a finding as it is shown.
func result(id, value string) string {
	return `{'ComplianceType':'` + value + `','EvaluationResultIdentifier':{'EvaluationResultQualifier':{'ConfigRuleName':'r','ResourceId':'` + id + `','ResourceType':'` + bucket + `'}}}`
}

// exceptedKeys returns a list of keys of buckets as exceptions have them.
func exceptedKeys(ids ...string) string {
	return strings.NewReplacer("resourceId", "ResourceId", "resourceType", "ResourceType").Replace(buckets(ids...))
}
