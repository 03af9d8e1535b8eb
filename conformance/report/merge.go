package report

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/shard"
)

// A Named is a report with a name for errors, such as that of its file.
type Named struct {
	Name string
	*Report
}

// Merge makes one report of those of all shards of a run: the report of the run if
// it had not been divided, but for what depends on time. An error says what is wrong
// with every report that is not of the same run as the first.
func Merge(reports []Named) (*Report, error) {
	var clauses, checks []shard.Part[Clause]
	byName := map[string]*Report{}
	for _, r := range reports {
		part := shard.Part[Clause]{Name: r.Name, Elements: r.Clauses}
		if r.Shard != nil {
			part.Shard = r.Shard.Shard
		}
		clauses = append(clauses, part)
		byName[r.Name] = r.Report
	}
	clauses, err := shard.Order(clauses)
	if err := errors.Join(err, alike(reports)); err != nil {
		return nil, err
	}
	ordered := make([]*Report, len(clauses))
	for i, part := range clauses {
		ordered[i] = byName[part.Name]
		part.Elements = ordered[i].Checks
		checks = append(checks, part)
	}
	first := ordered[0]
	merged := &Report{Target: first.Target, Model: first.Model, Seed: first.Seed, Setup: mergedSetup(ordered), Tolerances: first.Tolerances}
	if merged.Clauses, err = joined("clauses", clauses, 0, first.Shard.Clauses); err != nil {
		return nil, err
	}
	if merged.Checks, err = joined("checks", checks, first.Shard.Clauses, first.Shard.Checks); err != nil {
		return nil, err
	}
	merged.addReplies(ordered)
	merged.addRuns(ordered)
	merged.Complete()
	return merged, nil
}

// alike returns what tells that reports are not of one run.
func alike(reports []Named) error {
	var problems []error
	first := reports[0]
	for _, r := range reports[1:] {
		differs := func(what, is, was string) {
			if is != was {
				problems = append(problems, fmt.Errorf("%s: it is of another run than %s: %s is %s, and %s there", r.Name, first.Name, what, is, was))
			}
		}
		if r.Shard == nil || first.Shard == nil {
			continue // which is an error already
		}
		if !loopback(r.Target) || !loopback(first.Target) {
			differs("the target", r.Target, first.Target) // but each machine has a loopback interface of its own
		}
		differs("the model", r.Model, first.Model)
		differs("the contract", r.Shard.Contract, first.Shard.Contract)
		differs("the seed", fmt.Sprint(r.Seed), fmt.Sprint(first.Seed))
		differs("the number of clauses and checks", fmt.Sprint(r.Shard.Clauses, "+", r.Shard.Checks), fmt.Sprint(first.Shard.Clauses, "+", first.Shard.Checks))
		differs("the digest of the settings (-run, -checks, -exhaustive, -profile, -divergences, -tolerances)", r.Shard.Settings, first.Shard.Settings)
	}
	return errors.Join(problems...)
}

// loopback reports whether a target is one that only its own machine reaches.
func loopback(target string) bool {
	u, err := url.Parse(target)
	if err != nil {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}

// joined joins the shards of a list of results, which has to have a length.
func joined(what string, parts []shard.Part[Clause], offset, want int) ([]Clause, error) {
	all, err := shard.Join(parts, offset)
	if err != nil {
		return nil, err
	}
	if len(all) != want {
		return nil, fmt.Errorf("the reports have %d %s, and the run %d", len(all), what, want)
	}
	seen := map[string]bool{}
	for _, c := range all {
		if seen[c.ID] {
			return nil, fmt.Errorf("%s is in several reports", c.ID)
		}
		seen[c.ID] = true
	}
	return all, nil
}

// addReplies makes the results of the rules about replies those of all replies. What
// the shard that checks a rule has found counts first, and else what another found.
func (r *Report) addReplies(shards []*Report) {
	for i := range r.Clauses {
		c := &r.Clauses[i]
		count, ruled := 0, false
		for n, of := range shards {
			for _, seen := range of.Shard.Replies {
				if seen.ID == c.ID {
					count += seen.Count
					ruled = ruled || seen.Broken && (shard.Shard{Index: n, Of: len(shards)}).Has(i)
				}
			}
		}
		if count == 0 {
			continue // it is no rule about replies
		}
		if c.Cases > 0 {
			c.Cases = count
		}
		for _, of := range shards {
			for _, broken := range of.Shard.Broken {
				if broken.ID == c.ID && !ruled {
					broken.Cases, ruled = c.Cases, true
					*c = broken
				}
			}
		}
	}
}

// addRuns adds up what the runs of the shards have in numbers.
func (r *Report) addRuns(shards []*Report) {
	var end time.Time
	retries := endpoint.Retries{}
	for _, of := range shards {
		if r.Started.IsZero() || of.Started.Before(r.Started) {
			r.Started = of.Started
		}
		if done := of.Started.Add(time.Duration(of.Seconds * float64(time.Second))); done.After(end) {
			end = done
		}
		r.Calls += of.Calls
		for _, wrong := range of.Unexpected {
			if !slices.Contains(r.Unexpected, wrong) {
				r.Unexpected = append(r.Unexpected, wrong)
			}
		}
		if of.Ended != "" {
			ended := fmt.Sprintf("shard %v: %s", of.Shard.Shard, of.Ended)
			r.Ended = strings.TrimPrefix(r.Ended+"; "+ended, "; ")
		}
		if of.Retries != nil {
			retries = added(retries, *of.Retries)
		}
		for i, bin := range of.Lag { // the bins of all reports are the same, as far as they go
			if i == len(r.Lag) {
				r.Lag = append(r.Lag, endpoint.LagBin{UpTo: bin.UpTo})
			}
			r.Lag[i].Count += bin.Count
		}
		r.Skew = cmp.Or(r.Skew, of.Skew)
	}
	r.Seconds = end.Sub(r.Started).Seconds()
	if retries != (endpoint.Retries{}) {
		r.Retries = &retries
	}
}

// added returns the sums of what was counted.
func added(a, b endpoint.Retries) endpoint.Retries {
	return endpoint.Retries{
		Throttled: a.Throttled + b.Throttled, Faults: a.Faults + b.Faults, Busy: a.Busy + b.Busy,
		Polls: a.Polls + b.Polls, Abandoned: a.Abandoned + b.Abandoned, Withheld: a.Withheld + b.Withheld,
	}
}

// mergedSetup returns how all shards set up facts: as the first did, with what any
// could not set up.
func mergedSetup(shards []*Report) *Setup {
	if shards[0].Setup == nil {
		return nil
	}
	all := *shards[0].Setup
	all.Lacks, all.Left = nil, nil
	for _, of := range shards {
		if of.Setup != nil {
			all.Lacks = append(all.Lacks, of.Setup.Lacks...)
			all.Left = append(all.Left, of.Setup.Left...)
		}
	}
	for _, list := range []*[]string{&all.Lacks, &all.Left} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	return &all
}
