package report

import (
	"cmp"
	"errors"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/internal/printable"
)

// An Entrant is a target of a matrix: a report, by the name that it is to have.
type Entrant struct {
	Name string
	*Report
}

// A League sets clauses against targets, where they disagree first.
type League struct {
	Entrants []Entrant
	Parts    []LeaguePart
}

// A LeaguePart is the clauses of which one thing can be said.
type LeaguePart struct {
	Title string
	Rows  []LeagueRow
}

// A LeagueRow is a clause, and what was found of it at each target.
type LeagueRow struct {
	ID, Operation, Description string
	Cells                      []LeagueCell
}

// A LeagueCell is what was found of a clause at a target.
type LeagueCell struct {
	// Outcome is empty if the report has no such clause.
	Outcome Outcome
	// Text is the outcome, or the choice where there is one.
	Text string
}

// NewLeague makes a matrix of reports.
func NewLeague(entrants []Entrant) (*League, error) {
	if len(entrants) == 0 {
		return nil, errors.New("there are no reports")
	}
	differ := LeaguePart{Title: "Where they disagree"}
	unknown := LeaguePart{Title: "Where not all could be judged"}
	agree := LeaguePart{Title: "Where they agree"}
	cells := make([]map[string]LeagueCell, len(entrants))
	entrants = slices.Clone(entrants)
	for i, e := range entrants {
		entrants[i] = Entrant{Name: printable.Text(e.Name), Report: presentable(e.Report)}
		cells[i] = cellsOf(entrants[i].Report)
	}
	seen := map[string]bool{}
	for _, e := range entrants {
		for _, c := range slices.Concat(e.Clauses, e.Checks) {
			if seen[c.ID] {
				continue
			}
			seen[c.ID] = true
			row := LeagueRow{ID: c.ID, Operation: cmp.Or(c.Operation, "every operation"), Description: c.Description}
			for _, found := range cells {
				cell, asked := found[c.ID]
				if !asked {
					cell.Text = "not asked"
				}
				row.Cells = append(row.Cells, cell)
			}
			switch said := row.said(); {
			case len(said) > 1:
				differ.Rows = append(differ.Rows, row)
			case slices.ContainsFunc(row.Cells, func(c LeagueCell) bool { return !c.told() }):
				unknown.Rows = append(unknown.Rows, row)
			default:
				agree.Rows = append(agree.Rows, row)
			}
		}
	}
	l := &League{Entrants: entrants}
	for _, p := range []LeaguePart{differ, unknown, agree} {
		if len(p.Rows) > 0 {
			l.Parts = append(l.Parts, p)
		}
	}
	return l, nil
}

// cellsOf returns what a report has found, by clause. Of several that have one id
// the first counts.
func cellsOf(r *Report) map[string]LeagueCell {
	cells := map[string]LeagueCell{}
	for _, c := range slices.Concat(r.Clauses, r.Checks) {
		if _, again := cells[c.ID]; !again {
			cells[c.ID] = cellOf(c)
		}
	}
	return cells
}

func cellOf(c Clause) LeagueCell {
	if c.Observed != "" && (c.Outcome == Observed || c.Outcome == Pass) {
		return LeagueCell{c.Outcome, c.Observed}
	}
	return LeagueCell{c.Outcome, string(c.Outcome)}
}

// told reports whether something was found out.
func (c LeagueCell) told() bool {
	return c.Outcome == Pass || c.Outcome == Fail || c.Outcome == Observed
}

// said returns the different things that were found out.
func (r *LeagueRow) said() []string {
	var all []string
	for _, c := range r.Cells {
		text := c.Text
		if text == "as-said" {
			text = string(Pass) // it was not held to it, and did it all the same
		}
		if c.told() && !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	return all
}

// Tally returns how many clauses of each outcome an entrant has, the worst first.
func (e Entrant) Tally() []int {
	var all []int
	for _, v := range outcomes {
		all = append(all, e.Count(v))
	}
	return all
}

// WriteMarkdown writes the matrix as tables of Markdown.
func (l *League) WriteMarkdown(w io.Writer) error {
	var b strings.Builder
	b.WriteString("# League\n\n| target | " + strings.Join(words(outcomes), " | ") + " | judged at |\n|---|" + strings.Repeat("---:|", len(outcomes)) + "---|\n")
	for _, e := range l.Entrants {
		fmt.Fprintf(&b, "| %s |", cellText(e.Name))
		for _, n := range e.Tally() {
			fmt.Fprintf(&b, " %d |", n)
		}
		fmt.Fprintf(&b, " %s, %s |\n", cellText(e.Target), e.Started.UTC().Format("2006-01-02"))
	}
	for _, p := range l.Parts {
		fmt.Fprintf(&b, "\n## %s (%d)\n\n| clause | of |", p.Title, len(p.Rows))
		for _, e := range l.Entrants {
			fmt.Fprintf(&b, " %s |", cellText(e.Name))
		}
		b.WriteString("\n|---|---|" + strings.Repeat("---|", len(l.Entrants)) + "\n")
		for _, r := range p.Rows {
			fmt.Fprintf(&b, "| `%s` | %s |", r.ID, cellText(r.Operation))
			for _, c := range r.Cells {
				text := cellText(c.Text)
				if c.Outcome != "" {
					text = Symbol(c.Outcome) + " " + text
				}
				fmt.Fprintf(&b, " %s |", text)
			}
			b.WriteByte('\n')
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// cellText returns a text as it stands in a table of Markdown.
func cellText(text string) string {
	return strings.NewReplacer("|", `\|`, "\n", " ", "<", "&lt;", "&", "&amp;").Replace(text)
}

// WriteHTML writes the matrix as one page that loads nothing.
func (l *League) WriteHTML(w io.Writer) error {
	css, err := pages.ReadFile("page.css")
	if err != nil {
		return err
	}
	t, err := template.New("league.html").Funcs(template.FuncMap{"sign": Symbol, "soft": soft}).ParseFS(pages, "league.html")
	if err != nil {
		return err
	}
	return t.Execute(w, struct {
		*League
		Outcomes []Outcome
		Style    template.CSS
	}{l, outcomes, template.CSS(css)})
}
