package conformance_test

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"time"
)

// An execution is a remediation of a resource.
type execution struct {
	seq            int
	rule, kind, id string
	began, ends    time.Time
	outcome        string
	document       string
	waits, over    bool
	// automatic reports that nobody has asked for it, failures are when it and those
	// before it have failed that were begun one after the other.
	automatic bool
	failures  []time.Time
	// number tells when it began, and answered is that of the last that succeeded.
	number, answered int
}

// An outcome is how the remediation of a resource ends.
type outcome struct {
	value   string
	seconds int64
}

// A resourceID says which resource of which rule is meant.
type resourceID struct{ rule, kind, id string }

func (e *execution) of() resourceID { return resourceID{e.rule, e.kind, e.id} }

func (a *account) execution(of resourceID) *execution {
	for _, e := range a.executions {
		if e.of() == of {
			return e
		}
	}
	return nil
}

// goOn does what was to be done by now, in the order of the instants.
func (a *account) goOn() {
	now := a.time()
	if a.looked.IsZero() {
		a.looked, a.seen = now.Truncate(time.Hour), slices.Clone(a.findings)
	}
	for {
		at := now
		for _, e := range a.executions {
			if !e.over && e.ends.Before(at) {
				at = e.ends
			}
		}
		for _, e := range a.exceptions {
			if e.until != nil && seconds(*e.until).After(a.went) && seconds(*e.until).Before(at) {
				at = seconds(*e.until)
			}
		}
		if look := a.looked.Add(time.Hour); a.has("findings are looked at every hour") && look.Before(at) {
			if at = look; a.changed.Before(a.looked) {
				a.looked = now.Truncate(time.Hour)
				continue
			}
		}
		a.happens(at)
		if a.went = at; !at.Before(now) && !slices.ContainsFunc(a.executions, func(e *execution) bool { return !e.over && !e.ends.After(now) }) {
			return
		}
	}
}

// happens does what is due at an instant: executions end, and others begin.
func (a *account) happens(at time.Time) {
	failed := map[resourceID]bool{}
	for _, e := range a.executions {
		if !e.over && !e.ends.After(at) {
			a.end(e, at, failed)
		}
	}
	if hour := at.Truncate(time.Hour); hour.After(a.looked) {
		a.looked, a.seen = hour, slices.Clone(a.findings)
	}
	findings := a.findings
	if a.has("findings are looked at every hour") {
		findings = a.seen
	}
	for _, f := range slices.Clone(findings) {
		of := resourceID{f.rule, f.kind, f.id}
		if a.due(of, f, at) {
			a.begin(of, at, true, failed[of])
		}
	}
}

// due reports whether AWS Config is to begin an execution by itself.
func (a *account) due(of resourceID, f finding, at time.Time) bool {
	c := a.configuration(of.rule)
	noncompliant := f.value == "NON_COMPLIANT" || f.was && a.has("findings are never forgotten")
	automatic := c != nil && (c.value["Automatic"] == true || a.has("all remediation is automatic"))
	if !noncompliant || !automatic || !a.doc.knows(of.kind) || a.has("nothing is remediated by itself") {
		return false
	}
	if a.excepted(of, at) && !a.has("exceptions block nothing") {
		return false
	}
	e := a.execution(of)
	switch {
	case e == nil:
		return true
	case !e.over, e.outcome == "FAILED" && e.automatic && a.has("failures are not retried"):
		return false
	}
	return f.told > e.answered || a.has("successes are repeated") && at.Sub(e.ends) > time.Minute
}

// excepted reports whether there is an exception for a resource.
func (a *account) excepted(of resourceID, at time.Time) bool {
	return slices.ContainsFunc(a.exceptions, func(e exception) bool {
		rule := e.rule == of.rule || a.has("exceptions of any rule block")
		return rule && e.kind == of.kind && e.id == of.id && (e.until == nil || at.Before(seconds(*e.until)))
	})
}

// begin begins an execution.
func (a *account) begin(of resourceID, at time.Time, automatic, again bool) {
	o, decided := a.outcomes[of]
	if !decided || a.has("every execution succeeds") {
		o.value = "SUCCEEDED"
	}
	if a.has("executions end at once") {
		o.seconds = 0
	}
	e := &execution{rule: of.rule, kind: of.kind, id: of.id, began: at, ends: at.Add(time.Duration(o.seconds) * time.Second), outcome: o.value, waits: true, automatic: automatic, number: a.next()}
	if a.has("executions end a second late") {
		e.ends = e.ends.Add(time.Second)
	}
	if c := a.configuration(of.rule); c != nil {
		e.document = text(c.value, "TargetId")
	}
	for i, old := range a.executions {
		if old.of() == of {
			e.seq, e.answered = old.seq, old.answered
			if again || a.has("failures are counted for ever") {
				e.failures = old.failures
			}
			a.executions[i] = e
			return
		}
	}
	e.seq = a.next()
	a.executions = append(a.executions, e)
}

// end ends an execution. When too many have failed, AWS Config makes an exception.
func (a *account) end(e *execution, at time.Time, failed map[resourceID]bool) {
	e.over = true
	if e.outcome != "FAILED" {
		e.answered = e.number
		if a.has("a success is a finding") {
			a.learn(finding{rule: e.rule, kind: e.kind, id: e.id, value: "COMPLIANT", at: at})
		}
		return
	}
	if !e.automatic {
		return
	}
	failed[e.of()] = true
	e.failures = append(slices.Clip(e.failures), e.ends)
	most, within := a.limit(e, "MaximumAutomaticAttempts", 5), a.limit(e, "RetryAttemptSeconds", 60)
	if a.has("one failure more is needed") {
		most++
	}
	n := len(e.failures)
	if n < most || e.failures[n-1].Sub(e.failures[n-most]) > time.Duration(within)*time.Second && !a.has("all failures count") || a.excepted(e.of(), at) {
		return
	}
	if a.has("nothing is put after failures") {
		return
	}
	put := exception{seq: a.next(), rule: e.rule, kind: e.kind, id: e.id}
	if a.has("the exception is for another resource") {
		put.id += "x"
	}
	if message := "It failed too often."; !a.has("exceptions of the service say nothing") {
		put.message = &message
	}
	if until := stamp(at.Add(24 * time.Hour)); a.has("exceptions of the service last a day") {
		put.until = &until
	}
	a.exceptions = append(a.exceptions, put)
}

// limit returns a number of the configuration of a rule, or its default.
func (a *account) limit(e *execution, name string, otherwise int) int {
	if c := a.configuration(e.rule); c != nil {
		if n, given := c.value[name].(json.Number); given {
			i, _ := strconv.Atoi(string(n))
			return i
		}
	}
	return otherwise
}

func (a *account) startExecutions(in node) (node, *failure) {
	name := text(in, "ConfigRuleName")
	if a.configuration(name) == nil && !a.has("executions need no configuration") {
		return nil, fails("NoSuchRemediationConfigurationException", "There is none.")
	}
	seen := map[resourceID]bool{}
	var begun []resourceID
	items, why := []any{}, ""
	for _, k := range toList(in["ResourceKeys"]) {
		of := resourceID{name, text(k.(node), "resourceType"), text(k.(node), "resourceId")}
		if seen[of] && a.has("twice is rejected") {
			return nil, fails("InvalidParameterValueException", "A key stands there twice.")
		}
		if seen[of] {
			continue
		}
		seen[of] = true
		compliance := a.compliance(of.rule, of.kind, of.id)
		e := a.execution(of)
		busy := e != nil && !e.over && !a.has("what goes on is started again")
		for _, other := range a.executions {
			busy = busy || a.has("one execution at a time") && other.rule == name && !other.over
		}
		switch {
		case busy:
			why = cmp.Or(why, "It goes on.")
		case compliance == "COMPLIANT" && !a.has("what complies is remediated"):
			why = cmp.Or(why, "It is compliant.")
		case compliance == "INSUFFICIENT_DATA" && a.has("what is unknown is not remediated"):
			why = cmp.Or(why, "Nothing is known of it.")
		case a.excepted(of, a.time()) && a.has("exceptions block starts"):
			why = cmp.Or(why, "There is an exception.")
		default:
			begun = append(begun, of)
			continue
		}
		items = append(items, clone(k.(node)))
	}
	if a.has("only the first execution starts") && len(begun) > 1 {
		begun = begun[:1]
	}
	for _, of := range begun {
		a.begin(of, a.time(), false, false)
	}
	if a.has("failures lack a reason") {
		why = ""
	}
	if a.has("a failure is lost") && len(items) > 1 {
		items = items[1:]
	}
	out := node{"FailedItems": items}
	if why != "" {
		out["FailureMessage"] = why
	}
	return out, nil
}

// show returns an execution as it is returned.
func (a *account) showExecution(e *execution) node {
	step := node{"Name": e.document, "State": "PENDING"}
	out := node{
		"ResourceKey": node{"resourceType": e.kind, "resourceId": e.id}, "State": "QUEUED",
		"InvocationTime": stamp(e.began), "LastUpdatedTime": stamp(e.began), "StepDetails": []any{step},
	}
	if a.time().After(e.began) {
		out["State"], step["StartTime"] = "IN_PROGRESS", stamp(e.began)
	}
	if e.over {
		out["State"], out["LastUpdatedTime"] = e.outcome, stamp(e.ends)
		step["State"], step["StartTime"], step["StopTime"] = e.outcome, stamp(e.began), stamp(e.ends)
	}
	if e.over && e.outcome == "FAILED" && !a.has("steps fail without a reason") {
		step["ErrorMessage"] = "It failed."
	}
	if a.has("executions have no steps") {
		delete(out, "StepDetails")
	}
	return out
}

func (a *account) describeExecutions(in node) (node, *failure) {
	name := text(in, "ConfigRuleName")
	if a.configuration(name) == nil && !a.has("executions need no configuration") {
		return nil, fails("NoSuchRemediationConfigurationException", "There is none.")
	}
	var wanted []resourceID
	for _, k := range toList(in["ResourceKeys"]) {
		of := resourceID{name, text(k.(node), "resourceType"), text(k.(node), "resourceId")}
		if wanted = append(wanted, of); a.execution(of) == nil && a.has("an absent key is an error") {
			return nil, fails("InvalidParameterValueException", "absent")
		}
	}
	var found []item
	for _, e := range a.executions {
		selected := len(wanted) == 0 || slices.Contains(wanted, e.of()) || a.has("keys are no filter")
		if e.rule == name && selected && !(e.over && a.has("what has ended is not returned")) {
			found = append(found, item{seq: e.seq, value: a.showExecution(e)})
		}
	}
	return a.page("RemediationExecutionStatuses", found, in, 100, name)
}

// inProgress reports whether an execution of a rule has not ended.
func (a *account) inProgress(rule string) bool {
	return slices.ContainsFunc(a.executions, func(e *execution) bool { return e.rule == rule && !e.over })
}
