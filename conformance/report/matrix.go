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

// An Entrant is a column of a matrix: a report, with a name for its target.
type Entrant struct {
	Name string
	*Report
}

// A Matrix is a table of clauses by targets, in which the clauses come first for
// which the targets disagree.
type Matrix struct {
	Entrants []Entrant
	Parts    []MatrixPart
}

// A MatrixPart is a group of clauses: those for which the targets disagree, for
// instance.
type MatrixPart struct {
	Title string
	Rows  []MatrixRow
}

// A MatrixRow is a clause with its outcome at each target.
type MatrixRow struct {
	ID, Operation, Description string
	Cells                      []MatrixCell
}

// A MatrixCell is the outcome of a clause at a target.
type MatrixCell struct {
	// Outcome is empty if the report has no such clause.
	Outcome Outcome
	// Text is the outcome, or the choice where there is one.
	Text string
}

// NewMatrix makes a matrix of reports.
func NewMatrix(entrants []Entrant) (*Matrix, error) {
	if len(entrants) == 0 {
		return nil, errors.New("there are no reports")
	}
	differ := MatrixPart{Title: "Where they disagree"}
	unknown := MatrixPart{Title: "Where not all could be checked"}
	agree := MatrixPart{Title: "Where they agree"}
	cells := make([]map[string]MatrixCell, len(entrants))
	entrants = slices.Clone(entrants)
	for i, e := range entrants {
		entrants[i] = Entrant{Name: printable.Text(e.Name), Report: presentable(e.Report)}
		cells[i] = cellsOf(entrants[i].Report)
	}
	seen := map[string]bool{}
	for _, e := range entrants {
		for _, c := range e.all() {
			if seen[c.ID] {
				continue
			}
			seen[c.ID] = true
			row := MatrixRow{ID: c.ID, Operation: cmp.Or(c.Operation, "every operation"), Description: c.Description}
			for _, found := range cells {
				cell, checked := found[c.ID]
				if !checked {
					cell.Text = "not checked"
				}
				row.Cells = append(row.Cells, cell)
			}
			switch distinct := row.distinct(); {
			case len(distinct) > 1:
				differ.Rows = append(differ.Rows, row)
			case slices.ContainsFunc(row.Cells, func(c MatrixCell) bool { return !c.known() }):
				unknown.Rows = append(unknown.Rows, row)
			default:
				agree.Rows = append(agree.Rows, row)
			}
		}
	}
	m := &Matrix{Entrants: entrants}
	for _, p := range []MatrixPart{differ, unknown, agree} {
		if len(p.Rows) > 0 {
			m.Parts = append(m.Parts, p)
		}
	}
	return m, nil
}

// cellsOf returns the cells of a report by clause id. Of several clauses with
// one id, the first counts.
func cellsOf(r *Report) map[string]MatrixCell {
	cells := map[string]MatrixCell{}
	for _, c := range r.all() {
		if _, again := cells[c.ID]; !again {
			cells[c.ID] = cellOf(c)
		}
	}
	return cells
}

// cellOf returns the cell of a clause: the choice that was seen, or the outcome.
func cellOf(c Clause) MatrixCell {
	if c.Observed != "" && (c.Outcome == Observed || c.Outcome == Pass) {
		return MatrixCell{c.Outcome, c.Observed}
	}
	return MatrixCell{c.Outcome, string(c.Outcome)}
}

// known reports whether the clause could be checked.
func (c MatrixCell) known() bool {
	return c.Outcome == Pass || c.Outcome == Fail || c.Outcome == Observed
}

// distinct returns the different results of the row.
func (r *MatrixRow) distinct() []string {
	var all []string
	for _, c := range r.Cells {
		text := c.Text
		if text == "as-said" {
			text = string(Pass) // its profile does not ask for it
		}
		if c.known() && !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	return all
}

// Tally returns the number of clauses by outcome, the worst outcome first.
func (e Entrant) Tally() []int {
	var all []int
	for _, v := range outcomes {
		all = append(all, e.Count(v))
	}
	return all
}

// WriteMarkdown writes the matrix as tables of Markdown.
func (m *Matrix) WriteMarkdown(w io.Writer) error {
	var b strings.Builder
	b.WriteString("# Comparison matrix\n\n| target | " + strings.Join(words(outcomes), " | ") + " | checked at |\n|---|" + strings.Repeat("---:|", len(outcomes)) + "---|\n")
	for _, e := range m.Entrants {
		fmt.Fprintf(&b, "| %s |", cellText(e.Name))
		for _, n := range e.Tally() {
			fmt.Fprintf(&b, " %d |", n)
		}
		fmt.Fprintf(&b, " %s, %s |\n", cellText(e.Target), e.Started.UTC().Format("2006-01-02"))
	}
	for _, p := range m.Parts {
		fmt.Fprintf(&b, "\n## %s (%d)\n\n| clause | of |", p.Title, len(p.Rows))
		for _, e := range m.Entrants {
			fmt.Fprintf(&b, " %s |", cellText(e.Name))
		}
		b.WriteString("\n|---|---|" + strings.Repeat("---|", len(m.Entrants)) + "\n")
		for _, r := range p.Rows {
			fmt.Fprintf(&b, "| `%s` | %s |", r.ID, cellText(r.Operation))
			for _, c := range r.Cells {
				text := cellText(c.Text)
				if c.Outcome != "" {
					text = symbol(c.Outcome) + " " + text
				}
				fmt.Fprintf(&b, " %s |", text)
			}
			b.WriteByte('\n')
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// cellText escapes a text for a table in Markdown.
func cellText(text string) string {
	return strings.NewReplacer("|", `\|`, "\n", " ", "<", "&lt;", "&", "&amp;").Replace(text)
}

// WriteHTML writes the matrix as one page that loads nothing.
func (m *Matrix) WriteHTML(w io.Writer) error {
	css, err := pages.ReadFile("page.css")
	if err != nil {
		return err
	}
	t, err := template.New("matrix.html").Funcs(template.FuncMap{"sign": symbol, "soft": soft}).ParseFS(pages, "matrix.html")
	if err != nil {
		return err
	}
	return t.Execute(w, struct {
		*Matrix
		Outcomes []Outcome
		Style    template.CSS
	}{m, outcomes, template.CSS(css)})
}
