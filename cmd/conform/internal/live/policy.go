package live

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// A policy is a document of AWS IAM.
type policy struct {
	Version   string
	Statement []statement
}

type statement struct {
	Sid      string
	Effect   string
	Action   []string
	Resource string
}

// scoped are the actions of AWS Config that can be granted for rules alone. All
// others that are asked for here have no types of resources, and are granted
// for "*": of the two on exceptions the service authorization reference says
// so. That the others are as here is a guess, and one on the safe side: that
// an action can't be granted for rules would show as AccessDeniedException.
var scoped = []string{putRule, deleteRule}

// asked are the operations that the command itself asks for, whatever the
// suite does.
var asked = []string{"DescribeConfigurationRecorders", "DescribeConfigurationRecorderStatus", "DescribeConfigRules", "DescribeRemediationExceptions"}

// cleaning are the operations by which the command cleans up.
var cleaning = []string{deleteRule, deleteExceptions}

// Policy returns the least that a caller must be allowed so that a run can do
// what it did in the rehearsal, as a policy document. An account "" is any.
func (r *Rehearsal) Policy(service, region, account string, observe bool) []byte {
	actions := slices.Concat(sortedKeys(r.Calls), asked)
	if !observe {
		actions = append(actions, cleaning...)
	}
	actions = slices.DeleteFunc(actions, func(op string) bool { return op == "NoSuchOperation" })
	slices.Sort(actions)
	var anywhere, onRules []string
	for _, op := range slices.Compact(actions) {
		if slices.Contains(scoped, op) {
			onRules = append(onRules, service+":"+op)
		} else {
			anywhere = append(anywhere, service+":"+op)
		}
	}
	p := policy{Version: "2012-10-17", Statement: []statement{
		{"WhoIsAsking", "Allow", []string{"sts:GetCallerIdentity"}, "*"},
		{"WhatCanOnlyBeGrantedForAll", "Allow", anywhere, "*"},
	}}
	if len(onRules) > 0 {
		// The ARN of a rule has an id that AWS Config makes up, and not the name:
		// it can't be limited to the rules of a run.
		p.Statement = append(p.Statement, statement{"RulesOfThisAccount", "Allow", onRules,
			fmt.Sprintf("arn:%s:%s:%s:%s:config-rule/*", partition(region), service, region, cmp.Or(account, "*"))})
	}
	text, err := json.MarshalIndent(p, "", "  ")
	if err != nil {
		panic(err) // it is made of texts
	}
	return append(text, '\n')
}

// partition returns the part of AWS that a region is in, as ARNs have it.
func partition(region string) string {
	switch {
	case strings.HasPrefix(region, "cn-"):
		return "aws-cn"
	case strings.HasPrefix(region, "us-gov-"):
		return "aws-us-gov"
	}
	return "aws"
}
