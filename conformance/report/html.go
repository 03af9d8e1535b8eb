package report

import (
	"cmp"
	"embed"
	"fmt"
	"html/template"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/conformance/reproduce"
)

//go:embed page.html page.css page.js matrix.html
var pages embed.FS

// WriteHTML writes a report as one HTML page that loads nothing: its style and
// script are inside it. Without scripts, all of it can still be read.
func WriteHTML(w io.Writer, r *Report) error {
	css, err := pages.ReadFile("page.css")
	if err != nil {
		return err
	}
	js, err := pages.ReadFile("page.js")
	if err != nil {
		return err
	}
	t, err := template.New("page.html").Funcs(template.FuncMap{
		"slug": reproduce.Slug, "sign": symbol, "share": share, "soft": soft,
	}).ParseFS(pages, "page.html")
	if err != nil {
		return err
	}
	p := newPage(presentable(r))
	p.Style, p.Script = template.CSS(css), template.JS(js)
	return t.Execute(w, p)
}

// A page is the data of the page.
type page struct {
	*Report
	Style                    template.CSS
	Script                   template.JS
	Headline, Duration, When string
	// Extent says how many clauses and checks there are.
	Extent             string
	Counts             []count
	Groups             []groupView
	Failed             []failure
	Choices            []choice
	Provenances, Kinds []string
	Tolerated          []string
	Lags               []lag
	Incidents          []string
}

type (
	// A count is how many clauses have an outcome.
	count struct {
		Outcome Outcome
		N, All  int
	}
	// A groupView is the clauses of an operation.
	groupView struct {
		Name    string
		Clauses []clauseView
	}
	// A clauseView is a clause with a note.
	clauseView struct {
		*Clause
		Note string
	}
	// A choice is the choice that was seen where the documentation leaves one.
	choice struct {
		ID, Description, Ours, Seen string
		Others                      []string
		Same                        bool
	}
	// A lag is a bar of the histogram.
	lag struct {
		UpTo  string
		Count int
		Share string
	}
)

// newPage returns the page of a report.
func newPage(r *Report) *page {
	p := &page{Report: r, When: r.Started.UTC().Format("2 January 2006, 15:04 MST")}
	p.Duration = (time.Duration(r.Seconds*1000) * time.Millisecond).Round(100 * time.Millisecond).String()
	total := len(r.Clauses) + len(r.Checks)
	for _, v := range outcomes {
		if n := r.Count(v); n > 0 {
			p.Counts = append(p.Counts, count{v, n, total})
		}
	}
	p.Headline, p.Extent = headline(r), r.extent()
	for _, g := range groups(r) {
		view := groupView{Name: g.Name}
		for _, c := range g.Clauses {
			view.Clauses = append(view.Clauses, clauseView{c, note(c)})
			p.Provenances, p.Kinds = append(p.Provenances, c.Provenance), append(p.Kinds, c.Kind)
			if c.Outcome == Fail {
				p.Failed = append(p.Failed, newFailure(c))
			}
			if len(c.Choices) > 0 {
				p.Choices = append(p.Choices, newChoice(c))
			}
		}
		p.Groups = append(p.Groups, view)
	}
	p.Provenances, p.Kinds = distinct(p.Provenances), distinct(p.Kinds)
	p.circumstances()
	return p
}

// headline returns the result of the run in a sentence.
func headline(r *Report) string {
	switch n := r.Count(Fail); {
	case n == 1:
		return "1 of " + r.extent() + " fails"
	case n > 1:
		return fmt.Sprintf("%d of %s fail", n, r.extent())
	case r.Count(Pass)+r.Count(Observed) == 0:
		return "No clause could be checked"
	case r.Count(Skip)+r.Count(Unsupported) > 0:
		return "All clauses that could be checked pass"
	}
	if len(r.Clauses)+len(r.Checks) == 1 {
		return "The " + r.extent() + " passes"
	}
	return fmt.Sprintf("All %s pass", r.extent())
}

// note returns what the report says of a clause besides its outcome.
func note(c *Clause) string {
	if c.Outcome == Observed {
		return "observed: " + cmp.Or(c.Observed, "nothing")
	}
	if c.Divergence != nil {
		return strings.Trim("known divergence: "+c.Divergence.Reason+"; "+c.Reason, "; ")
	}
	return c.Reason
}

// newChoice returns the choice that was seen for a clause.
func newChoice(c *Clause) choice {
	seen := c.Observed
	if seen == "" && c.Outcome == Pass {
		seen = c.Choice
	}
	return choice{
		ID: c.ID, Description: c.Description, Ours: c.Choice, Seen: seen, Same: seen == c.Choice,
		Others: slices.DeleteFunc(slices.Clone(c.Choices), func(one string) bool { return one == c.Choice || one == seen }),
	}
}

// circumstances fills in the tolerances, the lag and the incidents of the run.
func (p *page) circumstances() {
	if t := p.Tolerances; t != nil {
		add := func(name string, value any) { p.Tolerated = append(p.Tolerated, fmt.Sprintf("%s: %v", name, value)) }
		add("Writes are visible within", t.Visible)
		add("Deleted resources are gone within", t.Deleted)
		add("Expired resources are gone within", t.Expired)
		add("Throttling lasts at most", t.Throttled)
		add("Faults tolerated in a row", t.Faults)
		add("Short pages", map[bool]string{true: "allowed", false: "not allowed"}[t.ShortPages])
		add("Clocks differ by at most", t.Skew)
	}
	if p.Skew != nil {
		p.Incidents = append(p.Incidents, "The target's clock is ahead of ours by "+p.Skew.String()+".")
	}
	if r := p.Retries; r != nil {
		for _, one := range []struct {
			n    int
			what string
		}{
			{r.Throttled, "throttled calls"}, {r.Faults, "calls without a complete answer"},
			{r.Busy, "calls rejected during a deletion"}, {r.Polls, "reads repeated"},
			{r.Abandoned, "cases abandoned because the result of a write is unknown"},
		} {
			if one.n > 0 {
				p.Incidents = append(p.Incidents, fmt.Sprintf("%d %s.", one.n, one.what))
			}
		}
	}
	most := 0
	for _, bin := range p.Lag {
		most = max(most, bin.Count)
	}
	for _, bin := range p.Lag {
		p.Lags = append(p.Lags, lag{bin.UpTo, bin.Count, share(bin.Count, most)})
	}
}

// share returns a part of a whole as a percentage in CSS.
func share(n, of int) string { return fmt.Sprintf("%.2f%%", 100*float64(n)/float64(max(of, 1))) }

// hump matches where a long name may be broken.
var hump = regexp.MustCompile(`([a-z:])([A-Z])`)

// soft escapes a text and lets long names break between their words.
func soft(text string) template.HTML {
	return template.HTML(hump.ReplaceAllString(template.HTMLEscapeString(text), "$1<wbr>$2"))
}

// distinct returns the different texts, sorted.
func distinct(texts []string) []string { return slices.Compact(slices.Sorted(slices.Values(texts))) }
