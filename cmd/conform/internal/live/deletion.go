package live

import (
	"context"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/aws-sdk-go-v2/service/configservice/types"
)

// reach returns what the sweep may delete.
func (s *Sweep) reach() reach { return reach{s.Run, s.Fixtures} }

// delete deletes a rule. That it is gone already is as good; that something is
// going on with it is a reason to ask again.
func (s *Sweep) delete(ctx context.Context, rule string) {
	if !s.reach().rule(rule) {
		s.busy[rule] = "it is not of the run"
		return
	}
	if s.DryRun {
		return
	}
	s.tried[rule] = true
	_, err := s.Account.rules.DeleteConfigRule(ctx, &configservice.DeleteConfigRuleInput{ConfigRuleName: &rule})
	if codeOf(err) == "ResourceInUseException" && s.unconfigure(ctx, rule) {
		_, err = s.Account.rules.DeleteConfigRule(ctx, &configservice.DeleteConfigRuleInput{ConfigRuleName: &rule})
	}
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

// unconfigure deletes the remediation configuration of a rule, which keeps the rule from
// being deleted, and reports whether there was one. While a remediation goes on it stays,
// and is a reason to ask again.
func (s *Sweep) unconfigure(ctx context.Context, rule string) bool {
	_, err := s.Account.rules.DeleteRemediationConfiguration(ctx, &configservice.DeleteRemediationConfigurationInput{ConfigRuleName: &rule})
	if err == nil {
		s.say("deleted the remediation configuration of the rule %s", rule)
	}
	return err == nil
}

// clear deletes the exceptions of a rule: those that are shown, and those that
// the journal names besides, for a listing may lag behind. Of a rule that is
// not the run's, only those of the journal that the user lists.
func (s *Sweep) clear(ctx context.Context, rule string) {
	owed, within := s.owed.exceptions[rule], s.reach()
	ours := within.rule(rule)
	for again := range 5 {
		shown, err := s.exceptions(ctx, rule)
		if err != nil && codeOf(err) != "NoSuchConfigRuleException" {
			s.kept[rule] = err.Error()
			return
		}
		var listed, unlisted []exception
		for _, k := range shown {
			if ours || owed[k] && within.exception(rule, k) {
				listed = append(listed, k)
			}
		}
		for k := range owed {
			if again == 0 && !slices.Contains(shown, k) && within.exception(rule, k) {
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
	s.kept[rule] = "reads still return its exceptions after they were deleted"
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
