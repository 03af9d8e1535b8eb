package report

import "github.com/fakesmith/fakesmith/conformance/shard"

// A Shard says which part of a run a report is of, and what the reports of all
// parts have in common.
type Shard struct {
	shard.Shard
	// Clauses and Checks are how many the whole run has.
	Clauses int `json:"clauses"`
	Checks  int `json:"checks"`
	// Contract is the digest of the contract, and Settings that of what else
	// decides on cases and outcomes.
	Contract string `json:"contract"`
	Settings string `json:"settings"`
	// Replies are what the replies of this shard have shown of the rules that hold
	// for all replies, whichever shard reports these rules.
	Replies []Replies `json:"replies,omitempty"`
	// Broken are the results of such rules that replies of this shard have broken,
	// and another shard reports.
	Broken []Clause `json:"broken,omitempty"`
}

// Replies are what the replies of a shard have shown of a rule.
type Replies struct {
	// ID is that of the clause.
	ID string `json:"id"`
	// Count is how many replies the rule was applied to.
	Count int `json:"count"`
	// Broken reports that some of them break it.
	Broken bool `json:"broken,omitempty"`
}
