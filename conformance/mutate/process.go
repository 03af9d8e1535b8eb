package mutate

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

var processMutations = []mutation{
	{"process", "unqueued", "what has just begun does not wait", one(rule(func(p *model.Process) { p.Queued = p.Running }))},
	{"process", "waiting", "what goes on still waits", one(rule(func(p *model.Process) { p.Running = p.Queued }))},
	{"process", "early", "it ends a second early", nil},
	{"process", "late", "it ends a moment late", nil},
	{"process", "at-once", "it ends at once, however long it is to take", nil},
	{"process", "stuck", "it never ends", nil},
	{"process", "succeeds", "it succeeds, whatever was decided", nil},
	{"process", "decided-late", "how it ends is read when it ends", nil},
	{"process", "elsewhere", "how it ends is read from wherever it is known about the same resource", where(func(s *site) bool {
		return len(s.api.Resource(s.clause.Rule.(model.Process).Outcome).Partition) > 0
	}, nil)},
	{"process", "untouched", "the time of the last change stays that of the beginning", nil},
	{"process", "moved", "the time of the beginning becomes that of the end", nil},
	{"process", "lost", "what has ended is not returned any more", nil},

	{"process/steps", "dropped", "no steps are returned", dropped},
	{"process/steps", "done", "a step has succeeded before it is done", one(rule(func(p *model.ProcessSteps) { p.Pending = p.Succeeded }))},
	{"process/steps", "never-done", "a step that has succeeded is still to be done", one(rule(func(p *model.ProcessSteps) { p.Succeeded = p.Pending }))},
	{"process/steps", "never-failed", "a step that has failed has succeeded", one(rule(func(p *model.ProcessSteps) { p.Failed = p.Succeeded }))},
	{"process/steps", "wordless", "a step that failed does not say why", nil},
	{"process/steps", "endless", "a step that is over has not stopped", nil},

	{"process/busy", "choice", "what has not ended is started again, or reported otherwise: %s", otherChoices},
	{"process/busy", "dropped", "what has not ended is started again", dropped},
	{"process/busy", "any", "nothing is started while another of the same place goes on", nil},
	{"process/busy", "ever", "nothing is started again, though it has ended", nil},

	{"process/needless", "choice", "what is said to need none is answered otherwise: %s", otherChoices},
	{"process/needless", "ignored", "%s counts for nothing", func(s *site) []change {
		values := s.clause.Rule.(model.ProcessNeedless).Values
		if len(values) < 2 || s.clause.Choice == "started" {
			return nil
		}
		return each(values, func(s *site, value string) {
			rule(func(n *model.ProcessNeedless) { n.Values = without(n.Values, value) })(s)
		})
	}},

	{"process/unended", "choice", "a deletion while a process goes on is answered otherwise: %s", otherChoices},
	{"process/unended", "any", "nothing is deleted while any process goes on", nil},
	{"process/unended", "ever", "nothing is deleted for which there was a process", nil},

	{"process/starts", "dropped", "the service starts nothing by itself", one(dropStarts)},
	{"process/starts", "value", "something is started with %s too", func(s *site) []change {
		rest := s.clause.Rule.(model.ProcessStarts)
		var others []string
		for _, value := range s.api.FactValues(s.api.Fact(rest.Fact)) {
			if !slices.Contains(rest.Values, value) {
				others = append(others, value)
			}
		}
		return each(others, func(s *site, value string) {
			rule(func(p *model.ProcessStarts) { p.Values = append(slices.Clip(p.Values), value) })(s)
		})
	}},
	{"process/starts", "unflagged", "something is started without the flag", nil},
	{"process/starts", "again", "something is started again after a success", nil},
	{"process/starts", "once", "nothing is started again, whatever is found out", nil},

	{"process/blocked", "dropped", "nothing blocks what the service starts", one(dropBlocked)},
	{"process/blocked", "expired", "what has expired still blocks", nil},
	{"process/blocked", "elsewhere", "what blocks the same resource elsewhere blocks it here", where(func(s *site) bool {
		return len(s.resource().Partition) > 0
	}, nil)},
	{"process/blocked", "ever", "what has been deleted still blocks", nil},

	{"process/during", "choice", "what goes on when it is blocked is otherwise: %s", otherChoices},

	{"process/manual", "choice", "what is blocked is started, or reported otherwise: %s", otherChoices},

	{"process/retries", "more", "one more may fail, where nothing says how many", one(rule(func(p *model.ProcessRetries) { p.DefaultMost++ }))},
	{"process/retries", "fewer", "one less may fail, where nothing says how many", one(rule(func(p *model.ProcessRetries) { p.DefaultMost-- }))},
	{"process/retries", "longer", "they count for longer, where nothing says how long", one(rule(func(p *model.ProcessRetries) { p.DefaultWithin *= 100 }))},
	{"process/retries", "shorter", "they count for a second less, where nothing says how long", one(rule(func(p *model.ProcessRetries) { p.DefaultWithin-- }))},
	{"process/retries", "most-more", "one more may fail than is said", nil},
	{"process/retries", "most-fewer", "one less may fail than is said", nil},
	{"process/retries", "window", "they count whenever they were", nil},
	{"process/retries", "moved", "they count for a second less than is said", nil},
	{"process/retries", "success", "what has succeeded is tried again", nil},
	{"process/retries", "never", "what has failed is not tried again", nil},

	{"process/exhausted", "dropped", "nothing is put, however often it fails", one(dropExhausted)},
	{"process/exhausted", "elsewhere", "what is put blocks another resource", nil},
	{"process/exhausted", "counted", "what has failed before that was cleared still counts", nil},

	{"process/message", "choice", "what is put has a text, or none: %s", otherChoices},

	{"process/expires", "choice", "what is put is there for another time: %s", otherChoices},

	{"process/snapshot", "stale", "what was found otherwise since still counts", nil},

	{"process/period", "choice", "it is looked at other times: %s", otherChoices},
	{"process/period", "never", "it is never looked again", under("hourly", defect)},
	{"process/period", "now", "what is found between two looks counts at once", under("hourly", defect)},

	{"process/success", "choice", "what is known of what was done is otherwise: %s", otherChoices},
}

// defect is the change of a defect.
func defect(*site) []change { return []change{{}} }

// dropClauses takes the clauses of some kinds out of an operation.
func dropClauses(s *site, kinds ...string) {
	s.op.Clauses = slices.DeleteFunc(s.op.Clauses, func(c model.Clause) bool { return slices.Contains(kinds, c.Kind) })
}

// dropStarts takes out of the contract that a service starts processes, with what is said
// about it.
func dropStarts(s *site) {
	dropBlocked(s)
	dropClauses(s, "process/starts", "process/retries", "process/snapshot", "process/period")
}

// dropBlocked takes out of the contract that something blocks processes, with what is said
// about it.
func dropBlocked(s *site) {
	dropExhausted(s)
	dropClauses(s, "process/blocked", "process/during", "process/manual")
}

// dropExhausted takes out of the contract that a service puts what blocks processes.
func dropExhausted(s *site) {
	dropClauses(s, "process/exhausted", "process/message", "process/expires")
}
