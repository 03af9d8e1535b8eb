package matrix

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

// A trueRecord is what is recorded of the true fake under one fault profile.
type trueRecord struct {
	Faults  string  `json:"faults"`
	Seeds   int     `json:"seeds"`
	Calls   int     `json:"calls"`
	Hours   float64 `json:"hours"`
	Checked int     `json:"checked"`
}

// A mutantsRecord is what is recorded of mutants under one fault profile.
type mutantsRecord struct {
	Faults  string `json:"faults"`
	Every   int    `json:"every"` // if it is a sample
	Mutants []struct {
		ID         string `json:"id"`
		Killed     bool   `json:"killed"`
		Equivalent string `json:"equivalent"`
		Why        string `json:"why"`
	} `json:"mutants"`
}

const pageHead = `# Effectiveness under faults

The suite checks fakes under [fault profiles](fault-profiles.md) as it checks an account of AWS: without control endpoints, with one resource for each rule, with reads that
lag, and with the tolerances for AWS. This page is generated from the records of runs by ` + "`make faultprofiles`" + ` and ` + "`make faultmutants`" + `.

## The correct fake

A suite that fails where nothing is wrong is worse than none. The correct fake was checked against all clauses with each of these seeds, and none failed. With every second
seed the choices of the contract were asserted as well.

| fault profile | seeds | calls | simulated hours | clauses checked, at least |
|---|---:|---:|---:|---:|
`

// WritePage writes the page on the effectiveness of the suite under fault profiles,
// from the record of the true fake and those of mutants, as markdown. The excuses
// are arguments why mutants can't be detected there, where the suite itself reports
// no reason.
func WritePage(w io.Writer, excuses []Excuse, truth []byte, mutants ...[]byte) error {
	var truths []trueRecord
	if err := json.Unmarshal(truth, &truths); err != nil {
		return fmt.Errorf("the record of the true fake: %w", err)
	}
	var b strings.Builder
	b.WriteString(pageHead)
	for _, s := range truths {
		fmt.Fprintf(&b, "| %s | %d | %d | %.0f | %d |\n", s.Faults, s.Seeds, s.Calls, s.Hours, s.Checked)
	}
	records := make([]mutantsRecord, len(mutants))
	for i := range mutants {
		if err := json.Unmarshal(mutants[i], &records[i]); err != nil {
			return fmt.Errorf("record %d of mutants: %w", i+1, err)
		}
	}
	order := func(r mutantsRecord) int {
		return slices.IndexFunc(truths, func(t trueRecord) bool { return t.Faults == r.Faults })
	}
	slices.SortStableFunc(records, func(a, b mutantsRecord) int { return order(a) - order(b) })
	b.WriteString(`
## Mutants

Each mutant of the contract is a fake with one defect. Without faults, and with control endpoints, the suite rejects every one that a client can tell from the correct fake.
Here it can't set up everything that is needed to see a defect; the defects that it can set up for, it has to detect. A mutant counts as killed if a clause fails and the
failure is confirmed.

| fault profile | mutants | killed | share | equivalent | not detectable | missed |
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

// A hindrance is why a mutant can't be detected, as far as the suite reports it.
type hindrance struct {
	// reported is a part of the reason that the suite reports for the clause.
	reported string
	// means is the explanation for the page.
	means string
}

// What a check needs that is not available without control endpoints, or where answers
// may be late.
const (
	manyKeys = "it takes several compliant or noncompliant resources of one rule; without a Lambda function a rule has one, the account"
	aToken   = "PutEvaluations takes a token that AWS Config gives only to the Lambda function of a rule"
	aClock   = "it takes a clock that can be set: what takes time is checked while the suite waits, only as closely as the tolerances permit, and in no other way"
	aDelay   = "how long it takes is not documented, so that an answer which is late, or comes after a change, may be right"
	aFault   = "it can't be distinguished from what the faults do to a correct service"
)

// hindrances are the reasons why a defect can't be detected. The first that matches
// counts.
var hindrances = []hindrance{
	{"ResultToken is not", aToken},
	{"keys in one", manyKeys},
	{"only one key", manyKeys},
	{"facts about one", manyKeys},
	{"can be told apart here", manyKeys},
	{"can be distinguished here", manyKeys},
	{"no two keys that are alike", manyKeys},
	{"the clock can't be set", aClock},
	{"a clock that can be set", aClock},
	{"documented", aDelay},
	{"no document says", aDelay},
	{"a target that answers at once", aDelay},
	{"met a fault", aFault},
	{"took too long to be within one interval", aFault},
	{"it failed once, and not again", "it was seen once and not confirmed: both reads would have to come from one replica"},
	{"where the clause names", "it is rejected with another error than the clause names, which is reported: only an exact check fails it"},
	{"with a CreatedBy could be created", "it takes a rule that belongs to another service, which callers can't put"},
	{"compliance can't be set for such a key", "it takes the compliance of another resource than the account, which PutExternalEvaluation does not set"},
}

// missed is the reason of mutants for which nothing else accounts.
const missed = "missed: the clause was checked, and the defect not met"

// reason returns why a mutant survived.
func reason(excuses []Excuse, id, why string) string {
	for _, e := range excuses {
		if e.ID == id {
			return e.Why
		}
	}
	for _, s := range hindrances {
		if strings.Contains(why, s.reported) {
			return s.means
		}
	}
	return missed
}

// count writes the row of one fault profile.
func (r *mutantsRecord) count(b *strings.Builder, excuses []Excuse) {
	killed, equivalent, unexplained := 0, 0, 0
	for _, m := range r.Mutants {
		switch {
		case m.Killed:
			killed++
		case m.Equivalent != "":
			equivalent++
		case reason(excuses, m.ID, m.Why) == missed:
			unexplained++
		}
	}
	n, profile := len(r.Mutants), r.Faults
	if r.Every > 0 {
		profile += fmt.Sprintf(", each %dth mutant", r.Every)
	}
	fmt.Fprintf(b, "| %s | %d | %d | %.1f %% | %d | %d | %d |\n", profile, n, killed, 100*float64(killed)/float64(n), equivalent, n-killed-equivalent-unexplained, unexplained)
}

// survivors writes which mutants were not killed, by reason.
func (r *mutantsRecord) survivors(b *strings.Builder, excuses []Excuse) {
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
	fmt.Fprintf(b, "\n### Not killed under %s\n\n| reason | mutants | which |\n|---|---:|---|\n", r.Faults)
	for _, why := range reasons {
		fmt.Fprintf(b, "| %s | %d | %s |\n", why, len(by[why]), strings.Join(by[why], ", "))
	}
}
