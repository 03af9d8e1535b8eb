package matrix

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

// A season is what is recorded of the true fake under one weather.
type season struct {
	Weather string  `json:"weather"`
	Days    int     `json:"days"`
	Calls   int     `json:"calls"`
	Hours   float64 `json:"hours"`
	Judged  int     `json:"judged"`
}

// A weathered is what is recorded of mutants under one weather.
type weathered struct {
	Weather string `json:"weather"`
	Every   int    `json:"every"` // if it is a sample
	Mutants []struct {
		ID         string `json:"id"`
		Killed     bool   `json:"killed"`
		Equivalent string `json:"equivalent"`
		Why        string `json:"why"`
	} `json:"mutants"`
}

const pageHead = `# What the suite sees under weather

The suite is held against fakes that stand in [weather](fault-profiles.md), as it would be against an account of AWS: it has no powers, one resource for each rule, reads that
lag, and the tolerances that AWS is granted. All of this is made from the records of runs, by ` + "`make weather`" + ` and ` + "`make weathermutants`" + `.

## The true fake

A suite that accuses where nothing is wrong is worse than none. On each of these days the true fake was judged by all clauses, and none was violated. Every second day it
was held to its choices as well.

| weather | days | calls | hours there | clauses judged, at least |
|---|---:|---:|---:|---:|
`

// WritePage writes the page on what the suite sees under weather, from the record
// of the true fake and those of mutants, as markdown. The excuses are arguments
// why mutants are out of sight there of which the suite itself says nothing.
func WritePage(w io.Writer, excuses []Excuse, truth []byte, mutants ...[]byte) error {
	var seasons []season
	if err := json.Unmarshal(truth, &seasons); err != nil {
		return fmt.Errorf("the record of the true fake: %w", err)
	}
	var b strings.Builder
	b.WriteString(pageHead)
	for _, s := range seasons {
		fmt.Fprintf(&b, "| %s | %d | %d | %.0f | %d |\n", s.Weather, s.Days, s.Calls, s.Hours, s.Judged)
	}
	records := make([]weathered, len(mutants))
	for i := range mutants {
		if err := json.Unmarshal(mutants[i], &records[i]); err != nil {
			return fmt.Errorf("record %d of mutants: %w", i+1, err)
		}
	}
	b.WriteString(`
## Mutants

Each mutant of the contract is a fake with one defect. Without weather, and with powers, the suite rejects every one that a client can tell from the true fake. Here it can't
arrange all that it takes to see a defect; what it can arrange, it has to see. A mutant counts as killed if a clause is violated and the
violation is confirmed.

| weather | mutants | killed | share | not to be told by any client | out of sight | overlooked |
|---|---:|---:|---:|---:|---:|---:|
`)
	for i := range records {
		records[i].count(&b, excuses)
	}
	for i := range records {
		records[i].survivors(&b, excuses)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// sight says why a mutant could not be seen, as far as the suite said so.
type sight struct {
	// said is a part of what the suite says of the clause.
	said string
	// means is what it means, in words for people.
	means string
}

// What it takes that is not to be had without powers.
const (
	manyKeys = "it takes several resources that do or do not comply with one rule; without a Lambda function a rule has one, the account"
	aToken   = "PutEvaluations takes a token that AWS Config gives to the Lambda function of a rule, and to nobody else"
	aClock   = "it takes a clock that can be set: what expires while the suite waits is looked at, but not by more than is tolerated, and nothing else is tried on it"
)

// sights are the reasons why a defect is out of sight. The first that fits counts.
var sights = []sight{
	{"ResultToken is not", aToken},
	{"keys in one", manyKeys},
	{"can be told apart here", manyKeys},
	{"no two keys that are alike", manyKeys},
	{"the clock can't be set", aClock},
	{"it failed once, and not again", "it was seen, and not confirmed: that takes both readings to come from one replica, or other luck"},
}

// overlooked is what nothing accounts for.
const overlooked = "overlooked: the clause was judged, and the defect not met"

// reason returns why a mutant survived.
func reason(excuses []Excuse, id, why string) string {
	for _, e := range excuses {
		if e.ID == id {
			return e.Why
		}
	}
	for _, s := range sights {
		if strings.Contains(why, s.said) {
			return s.means
		}
	}
	return overlooked
}

// count writes the row of one weather.
func (r *weathered) count(b *strings.Builder, excuses []Excuse) {
	killed, equivalent, missed := 0, 0, 0
	for _, m := range r.Mutants {
		switch {
		case m.Killed:
			killed++
		case m.Equivalent != "":
			equivalent++
		case reason(excuses, m.ID, m.Why) == overlooked:
			missed++
		}
	}
	n, weather := len(r.Mutants), r.Weather
	if r.Every > 0 {
		weather += fmt.Sprintf(", each %dth mutant", r.Every)
	}
	fmt.Fprintf(b, "| %s | %d | %d | %.1f %% | %d | %d | %d |\n", weather, n, killed, 100*float64(killed)/float64(n), equivalent, n-killed-equivalent-missed, missed)
}

// survivors writes which mutants were not killed, by reason.
func (r *weathered) survivors(b *strings.Builder, excuses []Excuse) {
	by := map[string][]string{}
	var reasons []string
	for _, m := range r.Mutants {
		if m.Killed || m.Equivalent != "" {
			continue
		}
		why := reason(excuses, m.ID, m.Why)
		if by[why] == nil {
			reasons = append(reasons, why)
		}
		by[why] = append(by[why], "`"+m.ID+"`")
	}
	slices.SortFunc(reasons, func(a, b string) int { return len(by[b]) - len(by[a]) })
	fmt.Fprintf(b, "\n### Not killed under %s\n\n| why | mutants | which |\n|---|---:|---|\n", r.Weather)
	for _, why := range reasons {
		fmt.Fprintf(b, "| %s | %d | %s |\n", why, len(by[why]), strings.Join(by[why], ", "))
	}
}
