package live

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/configservice/types"
	"github.com/aws/smithy-go"

	"github.com/fakesmith/fakesmith/conformance"
)

// A Sweep removes what runs have left behind: first what a journal names, then
// whatever else bears the name of a run. Of each rule the exceptions go first,
// then the rule; and in the end it is waited until all are gone.
//
// It deletes nothing outside its [reach], whatever a journal or the account
// names.
type Sweep struct {
	Account *Account
	// Run is whose rules are swept; "" is every run's.
	Run RunID
	// Fixtures lists the exceptions that may be deleted beside those of the rules of
	// the run. It may be nil.
	Fixtures *conformance.Fixtures
	// DryRun only says what there is to be swept.
	DryRun bool
	// Wait is how long rules may take to be gone.
	Wait time.Duration
	// Grace is how long after it was sent a request may still take effect that
	// nobody saw answered.
	Grace time.Duration
	// Lag is how long it may take until reads show what was created.
	Lag time.Duration
	// Log receives what is done.
	Log io.Writer

	owed  *debts          // what the journal names; nil where there is none
	tried map[string]bool // rules that were deleted, or would be
	// busy says of rules why they were not deleted, and kept why the exceptions
	// of some were not.
	busy, kept map[string]string
	// alien are rules with the name of a run that no run has made.
	alien map[string]bool
	// Rules and Exceptions are how many were deleted.
	Rules, Exceptions int
}

// looks is how many times in a row the account has to show nothing until it is
// believed that nothing is left.
const looks = 3

// A Leftover is what a sweep could not remove.
type Leftover struct {
	What string
	Why  string
}

// String says what is left.
func (l Leftover) String() string { return l.What + ": " + l.Why }

// Do sweeps. An error means that what is left is unknown.
func (s *Sweep) Do(ctx context.Context) ([]Leftover, error) {
	s.tried, s.alien, s.busy, s.kept = map[string]bool{}, map[string]bool{}, map[string]string{}, map[string]string{}
	began, named := time.Now(), s.owed != nil
	if !named {
		s.owed = newDebts()
	}
	shown := s.shownFrom(began, named)
	last := s.owed.last()
	s.owed = s.owed.withOpen()
	// Where even this can't be asked, nothing can be swept.
	if _, err := s.look(ctx); err != nil {
		return s.unswept(), fmt.Errorf("can't determine what is left: %w", err)
	}
	if err := s.settle(ctx, last); err != nil {
		return s.unswept(), err
	}
	for _, rule := range s.owed.names() {
		if s.alien[rule] {
			continue
		}
		s.clear(ctx, rule)
		if s.owed.rules[rule] {
			s.delete(ctx, rule)
		}
	}
	return s.search(ctx, shown, named)
}

// shownFrom returns from when on reads show all that the run has created. What
// a journal names is known; without one, a run may have ended a moment ago, and
// its last request may be under way yet.
func (s *Sweep) shownFrom(began time.Time, named bool) time.Time {
	if !named {
		return began.Add(s.Grace + s.Lag)
	}
	shown := earlier(s.owed.latest, began).Add(s.Lag)
	if last := s.owed.last(); !last.IsZero() {
		shown = later(shown, earlier(last, began).Add(s.Grace+s.Lag))
	}
	return shown
}

// settle waits until a request that was under way when its run was killed has
// arrived, or never will. That it was made in the future can't be.
func (s *Sweep) settle(ctx context.Context, last time.Time) error {
	wait := time.Until(earlier(last, time.Now()).Add(s.Grace))
	if last.IsZero() || wait <= 0 || s.DryRun {
		return nil
	}
	s.say("waiting %s: until the last request that was not answered is %s old", round(wait), s.Grace)
	return sleep(ctx, wait)
}

// search finds the rules of the run, or of all runs, by their names, sweeps
// them, and waits until there are none. That there are none is believed once
// several looks have shown none, the last of them when reads show all that was
// created.
//
// Without a journal nothing is deleted before: exceptions that are not shown
// yet would outlive their rule.
func (s *Sweep) search(ctx context.Context, shown time.Time, named bool) ([]Leftover, error) {
	deadline := later(time.Now(), shown).Add(s.Wait)
	empty := 0
	for wait := time.Second; ; {
		found, err := s.look(ctx)
		if err != nil {
			return append(s.unswept(), s.left(nil)...), fmt.Errorf("can't determine what is left: %w", err)
		}
		early := time.Until(shown)
		if named || early <= 0 || s.DryRun {
			s.remove(ctx, found)
		}
		for _, rule := range sortedKeys(s.kept) {
			s.clear(ctx, rule) // reads may have shown what was deleted
		}
		some := len(found)+len(s.kept) > 0
		if empty++; some {
			empty = 0
		}
		switch {
		case some && (s.DryRun || time.Now().After(deadline)), ctx.Err() != nil, empty >= looks && early <= 0:
			return s.left(found), context.Cause(ctx)
		case empty > 0:
			wait = max(time.Second, early/time.Duration(max(1, looks-empty)))
			if empty == 1 && early > time.Second {
				s.say("waiting %s: reads may not yet return what was created last", round(early))
			}
		case !named && early > 0:
			wait = early
			s.say("waiting %s: reads may not yet return all that belongs to %s", round(early), count(len(found), "rule", "rules"))
		case len(found) == 0:
			s.say("waiting until the exceptions of %s gone", count(len(s.kept), "rule are", "rules are"))
			wait = min(2*wait, 15*time.Second)
		default:
			s.say("waiting until %s gone", count(len(found), "rule is", "rules are"))
			wait = min(2*wait, 15*time.Second)
		}
		if err := sleep(ctx, wait); err != nil {
			return s.left(found), err
		}
	}
}

// remove deletes rules that were found, but for those that are on their way.
func (s *Sweep) remove(ctx context.Context, found []types.ConfigRule) {
	for _, rule := range found {
		name := aws.ToString(rule.ConfigRuleName)
		if s.tried[name] && s.busy[name] == "" && strings.HasPrefix(string(rule.ConfigRuleState), "DELETING") {
			continue
		}
		s.clear(ctx, name)
		s.delete(ctx, name)
	}
}

// unswept returns what the journal names, and nobody has seen deleted.
func (s *Sweep) unswept() []Leftover {
	var all []Leftover
	for _, rule := range s.owed.names() {
		if (!s.tried[rule] || s.busy[rule] != "") && !s.alien[rule] {
			all = append(all, Leftover{"rule " + rule, "it is in the journal, and its deletion was not confirmed"})
		}
	}
	return all
}

// left returns what could not be removed: the rules that were found last, and
// exceptions with which something went wrong.
func (s *Sweep) left(found []types.ConfigRule) []Leftover {
	var all []Leftover
	for _, rule := range found {
		name := aws.ToString(rule.ConfigRuleName)
		why := s.busy[name]
		switch {
		case s.DryRun:
			why = "it would be removed"
		case why == "":
			why = fmt.Sprintf("it is %s, and not gone after %s", rule.ConfigRuleState, round(s.Wait))
		}
		all = append(all, Leftover{"rule " + name, why})
	}
	for name := range s.alien {
		if s.owed.rules[name] {
			all = append(all, Leftover{"rule " + name, "it is in the journal, but it is not a process check, and runs create no other rules"})
		}
	}
	for name, why := range s.kept {
		all = append(all, Leftover{"exceptions of the rule " + name, why})
	}
	slices.SortFunc(all, func(a, b Leftover) int { return byLength(a.What, b.What) })
	return all
}

func (s *Sweep) say(format string, args ...any) { fmt.Fprintf(s.Log, format+"\n", args...) }

// codeOf returns the code of an error that the account answered, or "".
func codeOf(err error) string {
	if answer, ok := errors.AsType[smithy.APIError](err); ok {
		return answer.ErrorCode()
	}
	return ""
}

// sleep waits, unless the context ends first.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C:
		return nil
	}
}

// round makes a duration fit to be read.
func round(d time.Duration) time.Duration {
	if d > time.Second {
		return d.Round(time.Second)
	}
	return d.Round(10 * time.Millisecond)
}

// count says how many there are of something.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// earlier and later return one of two times.
func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
