package live

import (
	"fmt"
	"slices"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/endpoint"
)

// A reach is what a sweep may delete: the rules of one run or of all, with their
// exceptions, and the exceptions that the user lists in a fixtures file. What a
// journal names beside that is not deleted, for a journal is a file that anybody
// may have edited.
type reach struct {
	run      RunID // "" is every run
	fixtures *conformance.Fixtures
}

// rule reports whether a rule may be deleted.
func (r reach) rule(name string) bool {
	if r.run == "" {
		return RunOf(name) != ""
	}
	return r.run.Owns(name)
}

// exception reports whether an exception of a rule may be deleted.
func (r reach) exception(rule string, key exception) bool {
	return r.rule(rule) || lists(r.fixtures, rule, key)
}

// exceeds returns why what an entry of a journal names must not be deleted, or
// "".
func (r reach) exceeds(e entry) string {
	name := e.subject()
	switch {
	case name == "" || r.rule(name):
		return ""
	case e.Creates == "rule" || len(e.Keys) == 0:
		return fmt.Sprintf("it names the rule %q, which is not of the run %s", brief(name), r.run)
	}
	for _, k := range e.Keys {
		if !lists(r.fixtures, name, k) {
			return fmt.Sprintf("it names the exception of %q %q of the rule %q, which is neither of the run %s nor in a file given with -fixtures",
				brief(k.ResourceType), brief(k.ResourceID), brief(name), r.run)
		}
	}
	return ""
}

// lists reports whether a fixtures file names a resource for a rule.
func lists(fixtures *conformance.Fixtures, rule string, key exception) bool {
	return fixtures != nil && slices.ContainsFunc(fixtures.Facts, func(f endpoint.Fixture) bool {
		return f.Of["ConfigRuleName"] == rule && f.Of["ResourceType"] == key.ResourceType && f.Of["ResourceId"] == key.ResourceID
	})
}
