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
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/aws-sdk-go-v2/service/configservice/types"
	"github.com/aws/smithy-go"
)

// A Sweep removes what runs have left behind: first what a journal names, then
// whatever else bears the name of a run. Of each rule the exceptions go first,
// then the rule; and in the end it is waited until all are gone.
type Sweep struct {
	Account *Account
	// Run is whose rules are swept; "" is every run's.
	Run RunID
	// DryRun only says what there is to be swept.
	DryRun bool
	// Wait is how long rules may take to be gone.
	Wait time.Duration
	// Grace is how long after it was sent a request may still take effect that
	// nobody saw answered.
	Grace time.Duration
	// Log is told what is done.
	Log io.Writer

	owed  *debts
	tried map[string]bool // rules that were deleted, or would be
	// busy says of rules why they were not deleted, and kept why the exceptions
	// of some were not.
	busy, kept map[string]string
	// Rules and Exceptions are how many were deleted.
	Rules, Exceptions int
}

// A Leftover is what a sweep could not remove.
type Leftover struct {
	What string
	Why  string
}

// String says what is left.
func (l Leftover) String() string { return l.What + ": " + l.Why }

// Do sweeps. An error means that it can't be told what is left.
func (s *Sweep) Do(ctx context.Context) ([]Leftover, error) {
	s.tried, s.busy, s.kept = map[string]bool{}, map[string]string{}, map[string]string{}
	if s.owed == nil {
		s.owed = newDebts()
	}
	// Where even this can't be asked, nothing can be swept.
	if _, err := s.find(ctx); err != nil {
		return s.unswept(), fmt.Errorf("it can't be told what is left: %w", err)
	}
	if err := s.settle(ctx); err != nil {
		return s.unswept(), err
	}
	for _, rule := range s.owed.names() {
		s.clear(ctx, rule)
		if s.owed.rules[rule] {
			s.delete(ctx, rule)
		}
	}
	return s.search(ctx)
}

// settle waits until a request that was under way when its run was killed has
// arrived, or never will.
func (s *Sweep) settle(ctx context.Context) error {
	last := s.owed.last()
	wait := time.Until(last.Add(s.Grace))
	if last.IsZero() || wait <= 0 || s.DryRun {
		return nil
	}
	s.say("waiting until the last request that was not answered is %s old", s.Grace)
	return sleep(ctx, wait)
}

// search finds the rules of the run, or of all runs, by their names, sweeps
// them, and waits until there are none.
func (s *Sweep) search(ctx context.Context) ([]Leftover, error) {
	deadline := time.Now().Add(s.Wait)
	for wait := time.Second; ; wait = min(2*wait, 15*time.Second) {
		found, err := s.find(ctx)
		if err != nil {
			return append(s.unswept(), s.left(nil)...), fmt.Errorf("it can't be told what is left: %w", err)
		}
		for _, rule := range found {
			name := aws.ToString(rule.ConfigRuleName)
			if s.tried[name] && s.busy[name] == "" && strings.HasPrefix(string(rule.ConfigRuleState), "DELETING") {
				continue // it is on its way
			}
			s.clear(ctx, name)
			s.delete(ctx, name)
		}
		if len(found) == 0 || s.DryRun || ctx.Err() != nil || time.Now().After(deadline) {
			return s.left(found), context.Cause(ctx)
		}
		s.say("waiting until %s gone", count(len(found), "rule is", "rules are"))
		if err := sleep(ctx, wait); err != nil {
			return s.left(found), err
		}
	}
}

// find returns the rules in the account that bear the name of a run.
func (s *Sweep) find(ctx context.Context) ([]types.ConfigRule, error) {
	var found []types.ConfigRule
	pages := configservice.NewDescribeConfigRulesPaginator(s.Account.rules, &configservice.DescribeConfigRulesInput{})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, rule := range page.ConfigRules {
			run := RunOf(aws.ToString(rule.ConfigRuleName))
			if run != "" && (s.Run == "" || run == s.Run) && isProcessCheck(rule) {
				found = append(found, rule)
			}
		}
	}
	return found, nil
}

// isProcessCheck reports whether a rule is of the only kind that a run makes, for
// somebody may call another one by such a name.
func isProcessCheck(rule types.ConfigRule) bool {
	return rule.Source == nil || rule.Source.SourceIdentifier == nil || strings.EqualFold(*rule.Source.SourceIdentifier, processCheck)
}

// unswept returns what the journal names, and nobody has seen deleted.
func (s *Sweep) unswept() []Leftover {
	var all []Leftover
	for _, rule := range s.owed.names() {
		if !s.tried[rule] || s.busy[rule] != "" {
			all = append(all, Leftover{"rule " + rule, "the journal names it, and it was not seen deleted"})
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
			why = "it would be swept"
		case why == "":
			why = fmt.Sprintf("it is %s, and not gone after %s", rule.ConfigRuleState, round(s.Wait))
		}
		all = append(all, Leftover{"rule " + name, why})
	}
	for name, why := range s.kept {
		all = append(all, Leftover{"exceptions of the rule " + name, why})
	}
	slices.SortFunc(all, func(a, b Leftover) int { return byLength(a.What, b.What) })
	return all
}

// delete deletes a rule. That it is gone already is as good; that something is
// going on with it is a reason to ask again.
func (s *Sweep) delete(ctx context.Context, rule string) {
	if s.DryRun {
		return
	}
	s.tried[rule] = true
	_, err := s.Account.rules.DeleteConfigRule(ctx, &configservice.DeleteConfigRuleInput{ConfigRuleName: &rule})
	switch code := codeOf(err); {
	case err == nil:
		s.Rules++
		delete(s.busy, rule)
		s.say("deleted the rule %s", rule)
	case code == "NoSuchConfigRuleException":
		delete(s.busy, rule)
	case code == "ResourceInUseException":
		s.busy[rule] = "AWS Config is busy with it"
	default:
		s.busy[rule] = err.Error()
	}
}

// clear deletes the exceptions of a rule: those that are shown, and those that
// the journal names besides, for a listing may lag behind. Of a rule that no
// run has made, only those of the journal.
func (s *Sweep) clear(ctx context.Context, rule string) {
	owed := s.owed.exceptions[rule]
	ours := RunOf(rule) != ""
	for again := range 5 {
		shown, err := s.exceptions(ctx, rule)
		if err != nil && codeOf(err) != "NoSuchConfigRuleException" {
			s.kept[rule] = err.Error()
			return
		}
		var listed, unlisted []exception
		for _, k := range shown {
			if ours || owed[k] {
				listed = append(listed, k)
			}
		}
		for k := range owed {
			if again == 0 && !slices.Contains(shown, k) {
				unlisted = append(unlisted, k)
			}
		}
		if len(listed)+len(unlisted) == 0 {
			delete(s.kept, rule)
			return
		}
		if s.DryRun {
			s.say("would delete %s of the rule %s", count(len(listed)+len(unlisted), "exception", "exceptions"), rule)
			return
		}
		if again > 0 && sleep(ctx, time.Duration(again)*time.Second) != nil {
			break
		}
		s.strike(ctx, rule, listed)
		s.strike(ctx, rule, unlisted)
	}
	s.kept[rule] = "its exceptions are still shown after they were deleted"
}

// exceptions returns the keys of the exceptions of a rule.
func (s *Sweep) exceptions(ctx context.Context, rule string) ([]exception, error) {
	var all []exception
	pages := configservice.NewDescribeRemediationExceptionsPaginator(s.Account.rules, &configservice.DescribeRemediationExceptionsInput{ConfigRuleName: &rule})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, e := range page.RemediationExceptions {
			all = append(all, exception{aws.ToString(e.ResourceType), aws.ToString(e.ResourceId)})
		}
	}
	return all, nil
}

// strike deletes exceptions, as many in a call as it takes. That they are not
// there is as good.
func (s *Sweep) strike(ctx context.Context, rule string, keys []exception) {
	for some := range slices.Chunk(keys, 100) {
		in := &configservice.DeleteRemediationExceptionsInput{ConfigRuleName: &rule}
		for _, k := range some {
			in.ResourceKeys = append(in.ResourceKeys, types.RemediationExceptionResourceKey{
				ResourceType: aws.String(k.ResourceType), ResourceId: aws.String(k.ResourceID),
			})
		}
		out, err := s.Account.rules.DeleteRemediationExceptions(ctx, in)
		switch codeOf(err) {
		case "":
			if err != nil {
				s.kept[rule] = err.Error()
				continue
			}
			n := len(some)
			for _, batch := range out.FailedBatches {
				n -= len(batch.FailedItems)
			}
			if s.Exceptions += max(n, 0); n > 0 {
				s.say("deleted %s of the rule %s", count(n, "exception", "exceptions"), rule)
			}
		case "NoSuchRemediationExceptionException", "NoSuchConfigRuleException":
		default:
			s.kept[rule] = err.Error()
		}
	}
}

func (s *Sweep) say(format string, args ...any) { fmt.Fprintf(s.Log, format+"\n", args...) }

// codeOf returns the code of an error that the account answered, or "".
func codeOf(err error) string {
	if told, ok := errors.AsType[smithy.APIError](err); ok {
		return told.ErrorCode()
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
