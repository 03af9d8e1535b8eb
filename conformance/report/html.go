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

//go:embed page.html page.css page.js league.html
var pages embed.FS

// WriteHTML writes a report as one page that needs nothing else: its style and
// its script stand in it, and it loads nothing. Without a script all of it can
// be read as well.
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
		"slug": reproduce.Slug, "sign": Symbol, "share": share, "soft": soft,
	}).ParseFS(pages, "page.html")
	if err != nil {
		return err
	}
	p := newPage(presentable(r))
	p.Style, p.Script = template.CSS(css), template.JS(js)
	return t.Execute(w, p)
}

// A page is what stands on the page.
type page struct {
	*Report
	Style                    template.CSS
	Script                   template.JS
	Headline, Duration, When string
	Counts                   []count
	Groups                   []groupView
	Violations               []violation
	Choices                  []choice
	Provenances, Kinds       []string
	Tolerated                []string
	Lags                     []lag
	Arranged                 []string
}

type (
	// A count is how many clauses have a outcome.
	count struct {
		Outcome Outcome
		N, All  int
	}
	// A groupView is the clauses of an operation.
	groupView struct {
		Name    string
		Clauses []clauseView
	}
	clauseView struct {
		*Clause
		Note string
	}
	// A choice is what was seen where the documents are silent.
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

func newPage(r *Report) *page {
	p := &page{Report: r, When: r.Started.UTC().Format("2 January 2006, 15:04 MST")}
	p.Duration = (time.Duration(r.Seconds*1000) * time.Millisecond).Round(100 * time.Millisecond).String()
	total := len(r.Clauses) + len(r.Checks)
	for _, v := range outcomes {
		if n := r.Count(v); n > 0 {
			p.Counts = append(p.Counts, count{v, n, total})
		}
	}
	p.Headline = headline(r, total)
	for _, g := range groups(r) {
		view := groupView{Name: g.Name}
		for _, c := range g.Clauses {
			view.Clauses = append(view.Clauses, clauseView{c, note(c)})
			p.Provenances, p.Kinds = append(p.Provenances, c.Provenance), append(p.Kinds, c.Kind)
			if c.Outcome == Fail {
				p.Violations = append(p.Violations, newViolation(c))
			}
			if len(c.Choices) > 0 {
				p.Choices = append(p.Choices, newChoice(c))
			}
		}
		p.Groups = append(p.Groups, view)
	}
	p.Provenances, p.Kinds = distinct(p.Provenances), distinct(p.Kinds)
	p.surroundings()
	return p
}

// headline says in a sentence what was found.
func headline(r *Report, total int) string {
	switch n := r.Count(Fail); {
	case n == 1:
		return fmt.Sprintf("One of %d clauses is violated", total)
	case n > 1:
		return fmt.Sprintf("%d of %d clauses are violated", n, total)
	case r.Count(Pass)+r.Count(Observed) == 0:
		return "Nothing could be judged"
	case r.Count(Skip)+r.Count(Unsupported) > 0:
		return "All that could be tried holds"
	}
	return fmt.Sprintf("All %d clauses hold", total)
}

// note is what is to be said of a clause beside its outcome.
func note(c *Clause) string {
	if c.Outcome == Observed {
		return "observed: " + cmp.Or(c.Observed, "nothing")
	}
	if c.Divergence != nil {
		return strings.Trim("known to differ: "+c.Divergence.Reason+"; "+c.Reason, "; ")
	}
	return c.Reason
}

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

// surroundings fills in what holds of the run as a whole.
func (p *page) surroundings() {
	if t := p.Tolerances; t != nil {
		add := func(name string, value any) { p.Tolerated = append(p.Tolerated, fmt.Sprintf("%s: %v", name, value)) }
		add("Writes are visible within", t.Visible)
		add("What is deleted is gone within", t.Deleted)
		add("What has expired is gone within", t.Expired)
		add("Throttling lasts at most", t.Throttled)
		add("Faults in a row that are forgiven", t.Faults)
		add("Short pages", map[bool]string{true: "allowed", false: "not allowed"}[t.ShortPages])
		add("Clocks differ by at most", t.Skew)
	}
	if p.Skew != nil {
		p.Arranged = append(p.Arranged, "The target's clock is ahead of ours "+p.Skew.String()+".")
	}
	if r := p.Retries; r != nil {
		for _, one := range []struct {
			n    int
			what string
		}{
			{r.Throttled, "answers that asked to be asked less often"}, {r.Faults, "calls without a whole answer"},
			{r.Busy, "calls refused while something was being deleted"}, {r.Polls, "reads that were asked again"},
			{r.Abandoned, "cases given up, for it is not known whether a write has happened"},
		} {
			if one.n > 0 {
				p.Arranged = append(p.Arranged, fmt.Sprintf("%d %s.", one.n, one.what))
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

// share returns a part of a whole as CSS has it.
func share(n, of int) string { return fmt.Sprintf("%.2f%%", 100*float64(n)/float64(max(of, 1))) }

// hump is where a long name may be broken.
var hump = regexp.MustCompile(`([a-z:])([A-Z])`)

// soft returns a text in which long names may be broken between their words.
func soft(text string) template.HTML {
	return template.HTML(hump.ReplaceAllString(template.HTMLEscapeString(text), "$1<wbr>$2"))
}

func distinct(texts []string) []string { return slices.Compact(slices.Sorted(slices.Values(texts))) }
