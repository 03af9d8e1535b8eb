package mutate

import "github.com/fakesmith/fakesmith/model"

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
	{"process/unended", "dropped", "what a process is done by is deleted while it goes on", dropped},
	{"process/unended", "any", "nothing is deleted while any process goes on", nil},
	{"process/unended", "ever", "nothing is deleted for which there was a process", nil},
}
