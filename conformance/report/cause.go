package report

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/excerpt"
)

// A Cause is a wrong answer that failures share: one defect of the target that
// several clauses show.
type Cause struct {
	// Summary says what the target does wrong, without names and values.
	Summary string `json:"summary"`
	// Operation is the one that is answered wrong. It is empty if no single
	// operation is.
	Operation string `json:"operation,omitempty"`
	// Clauses are the ids of the clauses and checks that fail for this reason, in
	// the order of the report.
	Clauses []string `json:"clauses"`
}

// Text returns the cause in a line, with the number of clauses.
func (c *Cause) Text() string { return c.Summary + ": " + Counted(len(c.Clauses), "clause") }

// CausesOf groups failures by their causes: those that most clauses share come
// first, and among equals they are in the order of their summaries. Known
// divergences are left out.
//
// A failure has a single cause. If its first wrong answer is wrong in several
// ways, the one that most failures share is taken, because a case that shows
// two defects says less about either than the cases that show one.
func CausesOf(clauses []Clause) []Cause {
	type failed struct {
		id     string
		faults []fault
	}
	var failures []failed
	shared := map[fault]int{}
	for i := range clauses {
		c := &clauses[i]
		if c.Outcome != Fail || c.Divergence != nil {
			continue
		}
		f := failed{c.ID, faultsOf(c)}
		failures = append(failures, f)
		for _, one := range f.faults {
			shared[one]++
		}
	}
	byFault := map[fault]*Cause{}
	for _, f := range failures {
		most := slices.MinFunc(f.faults, func(a, b fault) int {
			return cmp.Or(shared[b]-shared[a], cmp.Compare(a.text(), b.text()))
		})
		if byFault[most] == nil {
			byFault[most] = &Cause{Summary: most.text(), Operation: most.operation}
		}
		byFault[most].Clauses = append(byFault[most].Clauses, f.id)
	}
	var causes []Cause
	for _, c := range byFault {
		causes = append(causes, *c)
	}
	slices.SortFunc(causes, func(a, b Cause) int {
		return cmp.Or(len(b.Clauses)-len(a.Clauses), cmp.Compare(a.Summary, b.Summary), cmp.Compare(a.Operation, b.Operation))
	})
	return causes
}

// A fault is a way in which an answer of an operation is wrong, without the
// names and values of the case that shows it.
type fault struct{ operation, what string }

// text returns the fault as the summary of a cause.
func (f fault) text() string {
	if f.operation == "" {
		return f.what
	}
	return f.operation + " " + f.what
}

// faultsOf returns in which ways the first wrong answer of a failed clause is
// wrong: at least one.
func faultsOf(c *Clause) []fault {
	found := c.Counterexample
	if found == nil || len(found.Steps) == 0 {
		return []fault{{c.Operation, "fails: " + abstract(cmp.Or(c.Reason, c.Description))}}
	}
	if strings.HasPrefix(found.Steps[0].Call, "client ") {
		return []fault{{"", "Calls made at the same time are answered as in no order one after the other"}}
	}
	s := &found.Steps[found.firstWrong()]
	named := func(what ...string) (all []fault) {
		for _, one := range what {
			all = append(all, fault{excerpt.Ends(s.Call, excerpt.MostWords), excerpt.Ends(one, excerpt.MostWords)})
		}
		return all
	}
	if choice, is := strings.CutPrefix(s.Expected, "the choice "); is {
		// How the other choice looks is no fault of its own.
		return named(fmt.Sprintf("makes %s instead of %s", abstract(s.Got), choice))
	}
	if what := s.rejection(); what != "" {
		return named(what)
	}
	if what := s.contents(); len(what) > 0 {
		return named(slices.Sorted(maps.Keys(what))...)
	}
	if s.Differs != "" && (s.Got == s.got() || s.Expected == "") {
		return named("is answered wrong: " + abstract(s.Differs))
	}
	return named(fmt.Sprintf("is answered wrong: expected %s, got %s", abstract(s.Expected), abstract(s.got())))
}

var (
	// answerPattern matches what a step says it got if that is an answer as such:
	// its status, and the code of an error.
	answerPattern = regexp.MustCompile(`^(\d{3})(?: ([^\s:<{]+):)?`)
	// codesPattern matches what is expected of a request that is to be rejected.
	codesPattern = regexp.MustCompile(`^[A-Z][A-Za-z0-9.]*( or [A-Z][A-Za-z0-9.]*)*$`)
	// withinPattern matches what stands behind the detail of an answer: the
	// answer as a whole.
	withinPattern = regexp.MustCompile(`(?s), in \d{3} .*$`)
)

// got returns what was wrong about the answer, without the rest of it.
func (s *Step) got() string { return withinPattern.ReplaceAllString(s.Got, "") }

// rejection says what is wrong about an answer that is no success, or that should
// have been none. It returns "" if the fault is not that.
func (s *Step) rejection() string {
	if s.Status == 0 && strings.HasPrefix(s.Got, "no answer") {
		return "does not answer"
	}
	var codes []string
	if codesPattern.MatchString(s.Expected) {
		codes = strings.Split(s.Expected, " or ")
	}
	_, rejected := strings.CutPrefix(s.Differs, "the call is rejected with ")
	if s.Status < 400 {
		switch {
		case codes != nil && s.Status > 0:
			return "accepts a request that it must reject with " + s.Expected
		case s.Differs == "the call succeeds" && s.Expected == "":
			return "accepts a request that it must reject"
		}
		return ""
	}
	code := ""
	if m := answerPattern.FindStringSubmatch(strings.TrimPrefix(s.Got, s.got()+", in ")); m != nil {
		code = m[2]
	}
	if slices.Contains(codes, code) {
		return ""
	}
	// A detail of the answer, such as a header, is another fault than its code.
	whole := s.Got == s.got() || s.got() == code
	answer := fmt.Sprintf("answers %d %s", s.Status, cmp.Or(code, "without an error code"))
	switch {
	case s.Status >= 500 && whole:
		return answer
	case codes != nil:
		return answer + " instead of " + s.Expected
	case s.Expected == "success", s.Expected == "" && rejected, listed(s.Expected), s.Expected == "anything but "+code:
		return answer + " to a valid request"
	}
	return ""
}

// listed reports whether what is expected is a list of resources.
func listed(expected string) bool { return countedPattern.MatchString(expected) }

var (
	quotedPattern = regexp.MustCompile("\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`")
	jsonPattern   = regexp.MustCompile(`(?s)[{\[].*[}\]]`)
	numberPattern = regexp.MustCompile(`[^\s,;:()]*\d[^\s,;:()]*`)
)

// abstract returns a text without what differs from case to case: JSON, quoted
// texts, and words with digits in them. The message of an error is left out.
func abstract(text string) string {
	if m := answerPattern.FindString(text); m != "" {
		return cmp.Or(strings.TrimSuffix(m, ":"), text)
	}
	text = jsonPattern.ReplaceAllString(text, "…")
	text = quotedPattern.ReplaceAllString(text, "…")
	text = numberPattern.ReplaceAllString(text, "…")
	return cmp.Or(strings.Join(strings.Fields(text), " "), "nothing")
}
