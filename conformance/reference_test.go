package conformance_test

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// account is the state of one account in one region.
type account struct {
	*reference
	number, region string

	rules          []rule
	configurations []configuration
	exceptions     []exception
	dead           []exception // those that have expired, for who does not let go of them
	findings       []finding
	executions     []*execution
	outcomes       map[resourceID]outcome
	// went is until when executions have gone on, looked when it was looked last at an
	// hour what was found, seen what was found then, and changed when something was found
	// last.
	went, looked, changed time.Time
	seen                  []finding
	started               map[string]time.Time // by rule
}

type rule struct {
	seq   int
	name  string
	value node
	// modeless reports that a missing mode is no mode at all.
	modeless bool
}

// values returns the members of a rule, none if there is no rule.
func (r *rule) values() node {
	if r == nil {
		return nil
	}
	return r.value
}

type exception struct {
	seq            int
	rule, kind, id string
	message        *string
	until          *json.Number
}

type finding struct {
	seq                   int
	rule, kind, id, value string
	annotation            any
	ordered               any
	at                    time.Time
	put                   bool // by an operation of the API
	told                  int  // when it was found, from when others were
	was                   bool // it was NON_COMPLIANT before
}

func text(in node, name string) string {
	s, _ := in[name].(string)
	return s
}

func (a *account) next() int {
	a.seq++
	return a.seq
}

func (a *account) rule(name string) *rule {
	for i := range a.rules {
		if a.rules[i].name == name {
			return &a.rules[i]
		}
	}
	return nil
}

func (a *account) compliance(rule, kind, id string) string {
	for _, f := range a.findings {
		if f.rule == rule && f.kind == kind && f.id == id && !(f.put && a.has("findings have no effect")) {
			return f.value
		}
	}
	return "INSUFFICIENT_DATA"
}

// learn records a finding, and replaces an earlier one.
func (a *account) learn(f finding) {
	f.told, a.changed = a.next(), f.at
	a.findings = slices.DeleteFunc(a.findings, func(g finding) bool {
		same := g.rule == f.rule && g.kind == f.kind && (g.id == f.id || a.has("a rule has one finding of a type"))
		if same {
			f.seq, f.was = g.seq, g.was || g.value == "NON_COMPLIANT"
		}
		if same && a.has("the time of the first finding stays") {
			f.at = g.at
		}
		return same && !a.has("findings pile up")
	})
	if f.value == "INSUFFICIENT_DATA" {
		return
	}
	if f.seq == 0 {
		f.seq = a.next()
	}
	a.findings = append(a.findings, f)
	slices.SortFunc(a.findings, func(x, y finding) int { return x.seq - y.seq })
	if a.has("exceptions go when compliance comes") && f.value != "NON_COMPLIANT" {
		a.exceptions = slices.DeleteFunc(a.exceptions, func(e exception) bool { return e.rule == f.rule && e.kind == f.kind && e.id == f.id })
	}
}

// seconds returns a time on the wire as a time.
func seconds(n json.Number) time.Time {
	f, _ := n.Float64()
	return time.UnixMilli(int64(math.Round(f * 1000)))
}

func stamp(t time.Time) json.Number {
	return json.Number(strconv.FormatFloat(float64(t.UnixMilli())/1000, 'f', -1, 64))
}

// expire drops the exceptions whose time has come.
func (a *account) expire() {
	if a.has("exceptions never expire") {
		return
	}
	a.exceptions = slices.DeleteFunc(a.exceptions, func(e exception) bool {
		if e.until == nil {
			return false
		}
		end := seconds(*e.until)
		if a.has("an exception outlives its time by a moment") {
			return a.time().After(end)
		}
		if a.has("an exception outlives its time by a second") {
			end = end.Add(time.Second)
		}
		if a.has("exceptions expire a second early") {
			end = end.Add(-time.Second)
		}
		if a.time().Before(end) {
			return false
		}
		a.dead = append(a.dead, e)
		return true
	})
}

type key struct{ kind, id string }

// keys reads resource keys; whole is false if one of them lacks a member.
func keys(in node) (all []key, whole bool) {
	whole = true
	for _, e := range toList(in["ResourceKeys"]) {
		k := key{text(e.(node), "ResourceType"), text(e.(node), "ResourceId")}
		whole = whole && k.kind != "" && k.id != ""
		all = append(all, k)
	}
	return all, whole
}

func (a *account) putExceptions(in node) (node, *failure) {
	name := text(in, "ConfigRuleName")
	ks, whole := keys(in)
	if a.has("only the first key counts") {
		ks = ks[:1]
	}
	if a.has("key by id") {
		for i := range ks {
			ks[i].kind = "AWS::Any"
		}
	}
	if a.has("keys are trimmed and lowered") {
		for i := range ks {
			ks[i] = key{strings.ToLower(strings.TrimSpace(ks[i].kind)), strings.ToLower(strings.TrimSpace(ks[i].id))}
		}
	}
	if !whole && !a.has("keys may lack a member") {
		if a.has("what is rejected is half done") {
			a.storeWhole(name, ks)
		}
		return nil, fails("InvalidParameterValueException", "A key lacks its type or its id.")
	}
	if a.rule(name) == nil && !a.has("rules need not exist") && !a.has("rules need not exist, and there is no guard") {
		return nil, fails("NoSuchConfigRuleException", "The ConfigRule '%s' provided in the request is invalid.", name)
	}
	if by := text(a.rule(name).values(), "CreatedBy"); by != "" && !a.has("linked rules accept exceptions") {
		if a.has("linked rules lack permissions") {
			return nil, fails("InsufficientPermissionsException", "The rule is not yours.")
		}
		return nil, fails("AccessDeniedException", "The rule is not yours.")
	}
	if a.has("a configuration is needed") && a.configuration(name) == nil {
		return nil, fails("NoSuchRemediationConfigurationException", "There is none.")
	}
	var until *json.Number
	if n, ok := in["ExpirationTime"].(json.Number); ok {
		if !seconds(n).After(a.time()) && !a.has("past times are accepted") && !a.has("past times live on") {
			return nil, fails("InvalidParameterValueException", "The time is past.")
		}
		if a.has("past times live on") && !seconds(n).After(a.time()) {
			n = stamp(a.time().Add(time.Hour))
		}
		if a.has("whole seconds") {
			n = stamp(seconds(n).Truncate(time.Second))
		}
		until = &n
	}
	a.expire()
	seen := map[key]bool{}
	var rejected []any
	var stored []exception
	for _, k := range ks {
		if seen[k] && !a.has("twice is two") && !a.has("twice makes two rows") {
			if a.has("twice is rejected") {
				return nil, fails("InvalidParameterValueException", "A key stands there twice.")
			}
			continue
		}
		seen[k] = true
		e := exception{rule: name, kind: k.kind, id: k.id, until: until}
		if m, ok := in["Message"].(string); ok {
			e.message = &m
		}
		value := a.compliance(name, k.kind, k.id)
		if a.has("odd types are rejected") && value == "INSUFFICIENT_DATA" && !strings.Contains(k.kind, "::") {
			return nil, fails("InvalidParameterValueException", "There is no such type.")
		}
		if !a.passes(value) {
			rejected = append(rejected, a.showException(e))
			continue
		}
		stored = append(stored, e)
	}
	if a.has("all or nothing") && len(rejected) > 0 {
		stored = nil
	}
	if a.has("rejections are errors") && len(rejected) > 0 && len(stored) == 0 {
		return nil, fails("InvalidParameterValueException", "not non-compliant")
	}
	for _, e := range stored {
		a.store(e)
	}
	if a.has("rejected silently") {
		rejected = nil
	}
	out := node{"FailedBatches": a.group(rejected, "The resource is not NON_COMPLIANT with the rule.", 25)}
	return out, nil
}

// passes reports whether the guard accepts a resource.
func (a *account) passes(value string) bool {
	switch {
	case a.has("no guard"), a.has("rules need not exist, and there is no guard"), a.has("compliant passes") && value == "COMPLIANT",
		a.has("not applicable passes") && value == "NOT_APPLICABLE", a.has("the unknown passes") && value == "INSUFFICIENT_DATA":
		return true
	case a.has("nothing passes"):
		return false
	}
	return value == "NON_COMPLIANT"
}

// group puts items that failed into batches.
func (a *account) group(items []any, why string, most int) []any {
	batches := []any{}
	if a.has("batches are too large") {
		most = len(items) + 1
	}
	if a.has("failures lack a reason") {
		why = ""
	}
	if a.has("each failure has a batch of its own") {
		most = 1
	}
	if a.has("a failure is reported twice") && len(items) > 0 {
		items = append(items, items[0])
	}
	if a.has("failures lack their message") {
		for _, e := range items {
			delete(e.(node), "Message")
		}
	}
	for part := range slices.Chunk(items, most) {
		if a.has("a failure is lost") && len(part) > 1 {
			part = part[1:]
		}
		batches = append(batches, node{"FailureMessage": why, "FailedItems": part})
	}
	return batches
}

func (a *account) store(e exception) {
	if x := a.execution(resourceID{e.rule, e.kind, e.id}); x != nil && !x.over && x.automatic && a.has("exceptions stop executions") {
		x.over, x.outcome, x.ends = true, "FAILED", a.time()
	}
	for i, old := range a.exceptions {
		if old.rule == e.rule && a.same(key{old.kind, old.id}, key{e.kind, e.id}) {
			if a.has("the first put counts") {
				return
			}
			if a.has("a put merges") || a.has("a message is kept") {
				if e.message == nil {
					e.message = old.message
				}
				if e.until == nil && a.has("a put merges") {
					e.until = old.until
				}
			}
			e.seq = old.seq
			if a.has("puts pile up") || a.has("twice makes two rows") {
				break
			}
			a.exceptions[i] = e
			return
		}
	}
	if a.has("what has expired comes back") && e.message == nil {
		e.message = a.expiredMessage(e)
	}
	if a.has("times are lost") {
		e.until = nil
	}
	if a.has("messages are cut") && e.message != nil && len(*e.message) > 100 {
		cut := (*e.message)[:1]
		e.message = &cut
	}
	e.seq = a.next()
	a.exceptions = append(a.exceptions, e)
}

func (a *account) showException(e exception) node {
	out := node{"ConfigRuleName": e.rule, "ResourceType": e.kind, "ResourceId": e.id}
	if e.message != nil {
		out["Message"] = *e.message
	}
	if e.until != nil {
		out["ExpirationTime"] = *e.until
	}
	return out
}

func (a *account) deleteExceptions(in node) (node, *failure) {
	a.expire()
	name := text(in, "ConfigRuleName")
	ks, whole := keys(in)
	if !whole && !a.has("keys may lack a member") {
		return nil, fails("InvalidParameterValueException", "A key lacks its type or its id.")
	}
	if a.has("a deletion needs the rule") && a.rule(name) == nil {
		return nil, fails("NoSuchConfigRuleException", "No such rule.")
	}
	if a.has("a deletion ends at the first key") {
		ks = ks[:1]
	}
	seen := map[key]bool{}
	var absent []any
	found := 0
	before := slices.Clone(a.exceptions)
	for _, k := range ks {
		if seen[k] && !a.has("a key twice is absent once") {
			if a.has("twice is rejected") {
				return nil, fails("InvalidParameterValueException", "A key stands there twice.")
			}
			continue
		}
		seen[k] = true
		n := len(a.exceptions)
		a.exceptions = slices.DeleteFunc(a.exceptions, func(e exception) bool {
			if a.has("a deletion takes what begins alike") && strings.HasPrefix(e.rule, name) && e.kind == k.kind && e.id == k.id {
				return true
			}
			if a.has("a deletion takes the type") {
				return e.rule == name && e.kind == k.kind
			}
			if a.has("a deletion reaches other rules") && e.kind == k.kind && e.id == k.id {
				return true
			}
			return e.rule == name && (e.kind == k.kind && e.id == k.id || a.has("a deletion takes all"))
		})
		if len(a.exceptions) == n && a.has("what has expired can be deleted") && len(a.expired(name, k)) > 0 {
			found++
			continue
		}
		if len(a.exceptions) == n {
			if a.has("absent keys are reported by their id") && slices.ContainsFunc(absent, func(e any) bool { return text(e.(node), "ResourceId") == k.id }) {
				continue
			}
			absent = append(absent, node{"ResourceType": k.kind, "ResourceId": k.id})
			continue
		}
		found++
	}
	if a.has("deletions delete nothing") {
		a.exceptions = before
	}
	none := fails("NoSuchRemediationExceptionException", "There is no such exception.")
	switch {
	case found == 0 && a.has("deleting what is absent is fine"):
		absent = nil
	case found == 0:
		return nil, none
	case len(absent) > 0 && a.has("some absent, none deleted"):
		a.exceptions = before
		return nil, none
	case len(absent) > 0 && a.has("some absent, rest deleted, error"):
		return nil, none
	case a.has("absent keys are not reported"):
		absent = nil
	}
	return node{"FailedBatches": a.group(absent, "There is no exception for this resource.", 100)}, nil
}
