package run

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/conformance/shard"
	"github.com/fakesmith/fakesmith/model"
)

// A part is what one shard does of a run. Each clause is checked by one shard, with
// the cases that it has in a run by itself. What clauses share, every shard has:
//
//   - A choice that a clause leaves decides what later clauses expect. So every
//     shard checks those clauses, and reports only its own.
//   - A rule about replies holds for all replies of a run. So every shard reports
//     what its own replies have shown.
type part struct {
	*Suite
	shard.Shard
	clauses, checks int
	// own are the ids of the clauses that the shard reports.
	own map[string]bool
	// replies are what the shard's replies have shown of each rule about them, and
	// foreign the results of rules that are broken here, and checked elsewhere.
	replies []report.Replies
	foreign []report.Clause
}

// divide returns the part of the selected clauses that the options ask for. A place
// in the list is one in the order of the contract, so that reports can be joined
// without it.
func (s *Suite) divide(selected, whole []model.Placed) (*part, error) {
	p := &part{Suite: s, Shard: s.Options.Shard, clauses: len(selected), checks: len(whole), own: map[string]bool{}}
	if p.Shard != (shard.Shard{}) && (p.Index < 0 || p.Index >= p.Of) {
		return nil, fmt.Errorf("there is no shard %d of %d", p.Index, p.Of)
	}
	place := 0
	for _, list := range [][]model.Placed{s.selected(s.API.AllClauses()), whole} {
		for _, c := range list {
			p.own[c.Clause.ID] = p.Has(place)
			place++
		}
	}
	return p, nil
}

// has reports whether the shard reports a clause.
func (p *part) has(c *model.Clause) bool { return p.own[c.ID] }

// only returns those of some clauses that the shard reports.
func (p *part) only(clauses []model.Placed) []model.Placed {
	var own []model.Placed
	for _, c := range clauses {
		if p.has(c.Clause) {
			own = append(own, c)
		}
	}
	return own
}

// probed is called when the target has been probed, as every shard does: replies
// so far count for the first.
func (p *part) probed() {
	if p.Index > 0 {
		p.count(nil)
	}
}

// counted returns how many replies each rule was applied to.
func (p *part) counted() map[string]int {
	before := map[string]int{}
	for rule, f := range p.Findings {
		before[rule] = f.Replies
	}
	return before
}

// count sets how many replies each rule was applied to.
func (p *part) count(replies map[string]int) {
	for rule, f := range p.Findings {
		f.Replies = replies[rule]
	}
}

// pass does what a shard has to do about a clause that another shard reports.
func (p *part) pass(c model.Placed) {
	if _, is := c.Clause.Rule.(model.Reply); is {
		p.watch(c, nil)
		return
	}
	if !c.Clause.Open() || p.Target.Profile[c.Clause.ID] != "" {
		return
	}
	before := p.counted()
	p.check(c)
	p.count(before)
}

// watch notes what the replies of the shard have shown about a clause, if it is a
// rule about them. checked is its result, nil if another shard checks it.
func (p *part) watch(c model.Placed, checked *report.Clause) {
	rule, is := c.Clause.Rule.(model.Reply)
	if !is || !p.Parts() {
		return
	}
	found := cmp.Or(p.Findings[rule.Name], &testcase.Finding{})
	broken := found.Worst != nil || checked != nil && checked.Counterexample != nil
	p.replies = append(p.replies, report.Replies{ID: c.Clause.ID, Count: found.Replies, Broken: broken})
	if broken && checked == nil {
		rep := p.blank(c)
		p.decide(&rep, c.Clause, &testcase.Result{Cases: found.Replies, Failure: found.Worst})
		p.foreign = append(p.foreign, rep)
	}
}

// describe returns what a report says of the shard, nil if it is the whole.
func (p *part) describe() *report.Shard {
	if !p.Parts() {
		return nil
	}
	return &report.Shard{Shard: p.Shard, Clauses: p.clauses, Checks: p.checks, Contract: p.API.Digest(), Settings: p.settings()}
}

// settings returns a digest of the settings that all shards of a run have in common.
func (p *part) settings() string {
	o, t := &p.Options, &p.Target
	pattern := ""
	if o.Run != nil {
		pattern = o.Run.String()
	}
	text, err := json.Marshal([]any{pattern, o.Checks, o.Exhaustive, o.Costly, t.Profile, t.Divergences, t.Tolerances})
	if err != nil {
		panic(err) // they are plain data
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:6])
}

// complete adds to what a report says of the shard what its replies have shown.
func (p *part) complete(to *report.Shard) {
	if to != nil {
		to.Replies, to.Broken = p.replies, p.foreign
	}
}

// errUnseeded is the error of a shard whose cases are not those of the others.
var errUnseeded = errors.New("a shard takes a seed, the same for all shards")
