package live

import (
	"context"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/aws-sdk-go-v2/service/configservice/types"
)

// look returns the rules that there are of those that may be swept: the ones
// that a listing shows, and those that the journal names, each of which is asked
// for by its name, for a listing may lag behind.
func (s *Sweep) look(ctx context.Context) ([]types.ConfigRule, error) {
	found, err := s.find(ctx)
	if err != nil {
		return nil, err
	}
	for _, name := range sortedKeys(s.owed.rules) {
		if slices.ContainsFunc(found, func(rule types.ConfigRule) bool { return aws.ToString(rule.ConfigRuleName) == name }) {
			continue
		}
		out, err := s.Account.rules.DescribeConfigRules(ctx, &configservice.DescribeConfigRulesInput{ConfigRuleNames: []string{name}})
		switch {
		case codeOf(err) == "NoSuchConfigRuleException":
			continue
		case err != nil:
			return nil, err
		}
		found = append(found, s.sweepable(out.ConfigRules)...)
	}
	return found, nil
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
		found = append(found, s.sweepable(page.ConfigRules)...)
	}
	return found, nil
}

// sweepable returns those of some rules that a run may have made. Somebody may
// call a rule of another kind by such a name: that is noted.
func (s *Sweep) sweepable(rules []types.ConfigRule) []types.ConfigRule {
	var ours []types.ConfigRule
	for _, rule := range rules {
		name := aws.ToString(rule.ConfigRuleName)
		switch {
		case !s.reach().rule(name):
		case isProcessCheck(rule):
			ours = append(ours, rule)
		case s.alien != nil:
			s.alien[name] = true
		}
	}
	return ours
}

// isProcessCheck reports whether a rule is of the only kind that a run makes.
func isProcessCheck(rule types.ConfigRule) bool {
	return rule.Source == nil || rule.Source.SourceIdentifier == nil || strings.EqualFold(*rule.Source.SourceIdentifier, processCheck)
}
