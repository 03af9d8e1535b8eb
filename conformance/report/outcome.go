package report

// An Outcome is the result of checking one clause.
type Outcome string

// The outcomes.
const (
	// Pass: every case agreed with the clause.
	Pass Outcome = "pass"
	// Fail: a case did not; there is a counterexample.
	Fail Outcome = "fail"
	// Observed: the clause leaves a choice, and this is the one seen.
	Observed Outcome = "observed"
	// Skip: the clause could not be checked here, for the reason given.
	Skip Outcome = "skip"
	// Unsupported: the target does not implement an operation that the clause
	// needs.
	Unsupported Outcome = "unsupported"
)

// outcomes are all outcomes, the worst first.
var outcomes = []Outcome{
	Fail, Unsupported, Skip, Observed, Pass,
}

// words returns outcomes as texts.
func words(outcomes []Outcome) []string {
	var all []string
	for _, o := range outcomes {
		all = append(all, string(o))
	}
	return all
}

// symbol returns a one-character symbol for an outcome.
func symbol(o Outcome) string {
	switch o {
	case Pass:
		return "✓"
	case Fail:
		return "✗"
	case Observed:
		return "○"
	case Unsupported:
		return "⊘"
	}
	return "·"
}
