package replay

import (
	"fmt"

	"github.com/fakesmith/fakesmith/conformance/internal/excerpt"
	"github.com/fakesmith/fakesmith/internal/redact"
)

// An Outcome is what became of an exchange, the worst last.
type Outcome string

// The outcomes of exchanges.
const (
	// Pass: the reply is one that the contract expects, or differs from it in a way
	// that is known of the service.
	Pass Outcome = "pass"
	// Report: the reply is permitted, and somebody should look at it, or it could
	// not be checked.
	Report Outcome = "report"
	// Fail: the reply is not permitted.
	Fail Outcome = "fail"
)

// A Finding is something to be said of an exchange.
type Finding struct {
	Outcome Outcome
	Text    string
}

// An Exchange is what became of one.
type Exchange struct {
	// Place says where the exchange stands, Operation what was called.
	Place, Operation string
	Status           int
	Findings         []Finding
}

// Outcome returns the worst of the findings.
func (e *Exchange) Outcome() Outcome {
	worst := Pass
	for _, f := range e.Findings {
		switch f.Outcome {
		case Fail:
			return Fail
		case Report:
			worst = Report
		}
	}
	return worst
}

// A Result is what became of a recording.
type Result struct {
	Exchanges []Exchange
	// Pairs is how many times what was put was compared with what was read, and
	// Others how many exchanges with other services were left out.
	Pairs, Others int
}

// Count returns how many exchanges have an outcome.
func (r *Result) Count(outcome Outcome) int {
	n := 0
	for i := range r.Exchanges {
		if r.Exchanges[i].Outcome() == outcome {
			n++
		}
	}
	return n
}

// mostFindings is how many findings an exchange may have. A listing may have the
// same fault in each of its rows.
const mostFindings = 20

// say adds a finding, unless it is there already. Secrets are taken out of it
// before it is cut, for half a secret is found no more.
func (e *Exchange) say(hidden redact.Secrets, outcome Outcome, format string, args ...any) {
	const mostText = 1 << 10
	f := Finding{outcome, excerpt.Text(hidden.Text(fmt.Sprintf(format, args...)), mostText)}
	for _, other := range e.Findings {
		if other == f {
			return
		}
	}
	if len(e.Findings) < mostFindings {
		e.Findings = append(e.Findings, f)
	} else if outcome == Fail && e.Outcome() != Fail {
		e.Findings[mostFindings-1] = f
	}
}
