package trace

import (
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/fakesmith/fakesmith/model/sources"
)

// WriteMarkdown writes the matrix as the page TRACEABILITY.md at the root of the
// module, with links to the lines of the fake.
func (m *Matrix) WriteMarkdown(w io.Writer) error {
	p := &page{}
	p.b.WriteString("# Traceability matrix\n\n")
	fmt.Fprintf(&p.b, "Each clause of the contract with its source, the lines of the generated fake that implement it, the checks of the suite, what became of its mutants, "+
		"and when it was last observed in a service other than this project's fake. All of it is computed, from %s at %s", code(m.Model), code(m.Contract))
	if m.sourced() {
		p.b.WriteString(": `make trace` writes this page, and `go run ./cmd/conform trace` prints it")
	}
	p.b.WriteString(".\n\n")
	fmt.Fprintf(&p.b, "%s\n\n%s\n", escape(m.sum()), escape(m.measured()))
	for _, g := range m.groups(false) {
		p.table(g.title(), "clause", "description", "provenance and choice", "fake", "checks", "mutants", "last observed")
		for i := range g.rows {
			p.clause(&g.rows[i])
		}
		if len(g.limits) > 0 {
			p.limits(g.limits)
		}
	}
	p.table("All clauses together", "check")
	for _, property := range m.Whole {
		p.row(escape(property))
	}
	for _, s := range m.Sections {
		p.table(s.Title, "sentence", "in our words", "clauses that cover it", "what no clause covers, and why")
		p.items(s.Sentences)
	}
	if m.sourced() {
		p.table("What the documents leave open", "question", "in our words", "clauses that choose", "what no clause covers, and why")
		p.items(m.Unspecified)
	}
	_, err := io.WriteString(w, p.b.String())
	return err
}

type page struct{ b strings.Builder }

// table begins a table under a title.
func (p *page) table(title string, columns ...string) {
	fmt.Fprintf(&p.b, "\n## %s\n\n", escape(title))
	p.row(columns...)
	p.b.WriteString(strings.Repeat("|---", len(columns)) + "|\n")
}

func (p *page) row(cells ...string) {
	p.b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
}

func (p *page) clause(r *Row) {
	provenance := string(r.Provenance)
	if r.Choice != "" {
		provenance += ": " + code(r.Choice)
	}
	for _, c := range r.others() {
		provenance += "<br>or " + code(c)
	}
	places := make([]string, len(r.Code))
	for i, at := range r.Code {
		places[i] = fmt.Sprintf("[%s:%d](%s#L%[2]d)", path.Base(at.File), at.Line, at.File)
	}
	p.row(
		code(r.ID)+"<br>"+r.Kind,
		escape(r.Description)+"<br><sub>"+escape(r.Source)+"</sub>",
		provenance,
		strings.Join(places, "<br>"),
		checks(r),
		r.Mutants.String(),
		escape(r.Observed.String()),
	)
}

// limits writes the constraints of an operation in one row.
func (p *page) limits(rows []Row) {
	var files []string
	for _, c := range filesOf(rows) {
		files = append(files, fmt.Sprintf("[%s](%s): %s", path.Base(c.file), c.file, c.count()))
	}
	p.row(
		fmt.Sprintf("%d of %s<br>%s", len(rows), code(rows[0].Operation+".*"), rows[0].Kind),
		"The limits of the schemas.<br><sub>API model</sub>",
		string(rows[0].Provenance),
		strings.Join(files, "<br>"),
		checks(&rows[0]),
		countAll(rows).String(),
		escape(lastOf(rows).String()),
	)
}

func checks(r *Row) string { return escape(strings.Join(r.Properties, "; ")) }

func (p *page) items(items []sources.Item) {
	for _, item := range items {
		clauses := shorten(item.Clauses)
		for i, c := range clauses {
			if !strings.Contains(c, " ") {
				clauses[i] = code(c)
			}
		}
		p.row(item.ID, escape(item.Description), strings.Join(clauses, ", "), escape(item.But))
	}
}

// code returns text in a code span of a table's cell.
func code(text string) string { return "`" + strings.ReplaceAll(text, "|", `\|`) + "`" }

var escapes = strings.NewReplacer(`\`, `\\`, "|", `\|`, "*", `\*`, "_", `\_`, "<", "&lt;", "[", `\[`, "`", "\\`")

// escape returns text that Markdown shows as it is.
func escape(text string) string { return escapes.Replace(text) }
