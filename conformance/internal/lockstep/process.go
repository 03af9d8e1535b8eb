package lockstep

import (
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// automate draws the members of an entity that have a service start processes by itself,
// and that say how often. What a service then does, and when, is known only of one that is
// meant to be exact: no other is told to.
func (c *domain) automate(d die, op *model.Operation, resource value.Object) {
	for i := range c.API.Operations {
		start := &c.API.Operations[i]
		process := start.Clause("process")
		if process == nil || process.Rule.(model.Process).By != op.Effect.Of {
			continue
		}
		for _, clause := range start.Clauses {
			switch rule := clause.Rule.(type) {
			case model.ProcessStarts:
				resource[rule.Flag] = c.Target.Exact && d(2) == 0
			case model.ProcessRetries:
				if c.Target.Exact && d(2) == 0 {
					resource[rule.Most] = value.Integer(from(d, []int{1, 2, 3}))
					resource[rule.Within] = value.Integer(from(d, []int{1, 10, 30, 100}))
				}
			}
		}
	}
}

// automated returns the members of an entity that have a service start processes by
// itself, and give them up after the first that fails, or nil.
func (tr *trace) automated(entity string) value.Object {
	if !tr.Exact() {
		return nil
	}
	more := value.Object(nil)
	for i := range tr.API.Operations {
		start := &tr.API.Operations[i]
		process := start.Clause("process")
		if process == nil || process.Rule.(model.Process).By != entity {
			continue
		}
		for _, clause := range start.Clauses {
			switch rule := clause.Rule.(type) {
			case model.ProcessStarts:
				more = value.With(more, value.Object{rule.Flag: true})
			case model.ProcessRetries:
				more = value.With(more, value.Object{rule.Most: value.Integer(1)})
			}
		}
	}
	return more
}

// startSome starts a few processes, so that there are lists of them from the beginning.
func (tr *trace) startSome(c *domain, d die) {
	for i := range tr.API.Operations {
		op := &tr.API.Operations[i]
		if op.Clause("process") == nil || !predictable(tr.Session, op) || tr.Missing[op.Name] != "" || d(3) == 0 {
			continue
		}
		about := tr.ResourceOf(op)
		given := c.key(d, about.Partition)
		for range 10 {
			var resources []value.Object
			for range 2 {
				resources = append(resources, value.With(c.key(d, about.Key), given))
			}
			in := tr.Input(op, resources...)
			if value.KeyOf(resources[0], about.Key) != value.KeyOf(resources[1], about.Key) && possible(tr, op, resources) {
				tr.call(c.scopes[0], op, in)
				break
			}
		}
	}
}

// possible reports whether resources can have their keys.
func possible(tr *trace, op *model.Operation, resources []value.Object) bool {
	about := tr.ResourceOf(op)
	for _, resource := range resources {
		for _, name := range about.Key {
			if !tr.Fits(resource[name], tr.API.Shape(about.Shape.Member(name).Shape)) {
				return false
			}
		}
	}
	return true
}

// predictable reports whether it is known what comes of an operation: how far a process is
// that it starts, nobody knows of a service that need not be quick.
func predictable(s *testcase.Session, op *model.Operation) bool {
	return s.Target.Exact || op.Clause("process") == nil
}

// pauses are how long a trace lets time pass.
func (tr *trace) pauses() []time.Duration {
	all := []time.Duration{time.Second, time.Millisecond, 499 * time.Millisecond, 10 * time.Second, time.Minute}
	for i := range tr.API.Operations {
		if tr.API.Operations[i].Clause("process/period") != nil {
			return append(all, 10*time.Second, 30*time.Minute, time.Hour)
		}
	}
	return all
}
