package oracle

import (
	"iter"
	"maps"
	"slices"
	"time"

	"github.com/fakesmith/fakesmith/model"
)

// An Oracle knows what a service has been told so far, and from that what it
// must answer. It is used by one goroutine at a time.
type Oracle struct {
	// Slack is by how much times may differ that the service need not keep or
	// know exactly. It is a second from [New].
	Slack time.Duration
	// Lenient reports that the service need not do what the fake does where documents
	// leave room and no clause has choices: facts need not be shown whose values may
	// vanish, what is asked for twice may be shown twice, a failed item may lack what
	// is not required, a fact may be shown with members that are not modelled, and rows
	// that change while pages are read may move them.
	Lenient bool

	api    *model.API
	chosen map[string]string
	// partitions has the resources of each account and region, in the order in which
	// they came. A slice that stands here is never written to.
	partitions map[Scope][]resource
	// requests are those that had an idempotency token, in each scope. Neither the map
	// that stands here nor what is in it is ever written to.
	requests map[Scope][]repeatable
	// births counts the resources that there ever were, and writes what was kept or
	// dropped.
	births, writes int
	// tokens are the page tokens that were seen, the newest last.
	tokens []token
	// last is when it was looked last what processes have done, in each scope. The map
	// that stands here is never written to.
	last map[Scope]time.Time
	// snapshots are what was known in each scope when it was looked last. The map that
	// stands here is never written to.
	snapshots map[Scope]snapshot
	contract  *contract
	// words are the words of the service's own making that were seen. The map
	// that stands here is never written to.
	words map[symbol]string
}

// A Scope is an account in a region.
type Scope struct {
	Account, Region string
}

// New returns the oracle of a service of which nothing is known. The profile
// says which choice the service makes in the clauses that leave one, by the id
// of the clause; for all others the model's own choice counts.
func New(api *model.API, profile map[string]string) *Oracle {
	return &Oracle{Slack: time.Second, api: api, chosen: profile, contract: contractOf(api)}
}

// Another returns the oracle of another service with the same contract, of which
// nothing is known. It is [New], but for what was looked up of the contract already.
func (o *Oracle) Another(profile map[string]string) *Oracle {
	return &Oracle{Slack: time.Second, api: o.api, chosen: profile, contract: o.contract}
}

// Clone returns an oracle that knows the same, and goes its own way from here.
func (o *Oracle) Clone() *Oracle {
	c := *o
	c.partitions = maps.Clone(o.partitions)
	c.tokens = slices.Clip(o.tokens)
	return &c
}

// choice returns what the service does where a clause leaves a choice.
func (o *Oracle) choice(c *model.Clause) string {
	if choice, known := o.chosen[c.ID]; known && len(c.Choices) > 0 {
		return choice
	}
	return c.Choice
}

// Call returns what is to come of a call, and takes it for done.
func (o *Oracle) Call(as Scope, now time.Time, operation string, input map[string]any) Outcome {
	op := o.api.Operation(operation)
	if op == nil {
		return Outcome{Codes: []string{o.unknownOperation()}}
	}
	c := o.newCall(op, as, now)
	c.in = input
	for _, stage := range o.stages() {
		var out Outcome
		switch stage {
		case model.Serialization:
			out.Codes = c.read()
		case model.Constraints:
			out.Codes = c.invalid()
		case model.Service:
			out = c.serve()
		}
		if len(out.Codes) > 0 || stage == model.Service {
			return out
		}
	}
	return Outcome{open: true}
}

// A call is one call while it is being answered.
type call struct {
	*Oracle
	op    *model.Operation
	as    Scope
	now   time.Time
	in    object
	about model.Resource
	// clauses are those of the operation that are no constraints: few of many.
	clauses []*model.Clause
	// made is the key that the service has made of what the call has put.
	made any
	// resources are those of the scope, as they are to be after the call.
	resources []resource
}

// newCall returns a call of an operation without an input.
func (o *Oracle) newCall(op *model.Operation, as Scope, now time.Time) *call {
	return &call{Oracle: o, op: op, as: as, now: now, about: o.api.Resource(op.Effect.Of), clauses: o.contract.meanings[op]}
}

// serve returns what is to come of a call that breaks no constraint.
func (c *call) serve() Outcome {
	home := c.home(c.as)
	c.resources = c.partitions[home]
	c.advance()
	c.mature()
	c.expire(c.now)
	out, again := c.again()
	if !again {
		out = c.done()
	}
	if out.open {
		return out
	}
	c.advance()
	if c.partitions == nil {
		c.partitions = map[Scope][]resource{}
	}
	c.partitions[home] = c.resources
	return out
}

// done returns what is to come of a call that no earlier one was like.
func (c *call) done() Outcome {
	switch c.op.Effect.Verb {
	case model.Puts, model.Sets:
		return c.write()
	case model.Updates:
		return c.update()
	case model.Deletes:
		return c.remove()
	case model.Lists, model.Reads:
		return c.list()
	case model.Gets:
		return c.get()
	}
	return Outcome{open: true}
}

// objections returns the errors with which the service may reject a request
// as a whole. Where there are several, nothing says which one it reports.
func (c *call) objections() []string {
	return slices.Concat(
		c.duplicates(), c.incomplete(), c.unknown(), c.theirs(), c.unneeded(), c.used(), c.unended(), c.hindered(), c.unallowed(), c.unformed(), c.reserved(), c.uncombined(), c.past(),
		c.overfull(), c.soon(), c.unlabelled(), c.attachedBeside(), c.tooDeep(),
		c.lacking(), c.neither(), c.pageBesideKeys(), c.badToken(),
	)
}

// rules returns the clauses of the call's operation that have rules of one
// type, which is not that of constraints.
func rules[R model.Rule](c *call) iter.Seq2[*model.Clause, R] { return among[R](c.clauses) }

// among returns those of some clauses that have rules of one type.
func among[R model.Rule](clauses []*model.Clause) iter.Seq2[*model.Clause, R] {
	return func(yield func(*model.Clause, R) bool) {
		for _, clause := range clauses {
			if rule, ok := clause.Rule.(R); ok && !yield(clause, rule) {
				return
			}
		}
	}
}

func rulesOf[R model.Rule](op *model.Operation) iter.Seq2[*model.Clause, R] {
	return func(yield func(*model.Clause, R) bool) {
		for i := range op.Clauses {
			if rule, ok := op.Clauses[i].Rule.(R); ok && !yield(&op.Clauses[i], rule) {
				return
			}
		}
	}
}

// rule returns the first of them, or nil.
func rule[R model.Rule](c *call) (*model.Clause, R) {
	for clause, r := range rules[R](c) {
		return clause, r
	}
	var none R
	return nil, none
}

// errorOf returns the error that a clause's choice is, as a list that is empty
// if it is none.
func (o *Oracle) errorOf(c *model.Clause) []string {
	if code := model.ErrorOf(o.choice(c)); code != "" {
		return []string{code}
	}
	return nil
}
