package ledger

import (
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/fakesmith/fakesmith/model/sources"
)

// WriteMarkdown writes the ledger as the page that stands at the root of the
// module, with links to the lines of the fake.
func (l *Ledger) WriteMarkdown(w io.Writer) error {
	m := &markdown{}
	m.b.WriteString("# The ledger\n\n")
	fmt.Fprintf(&m.b, "Each clause of the contract with where it is from, the lines of the generated fake that do it, the laws that judge it, what became of its mutants, "+
		"and when it was last observed in a service that is not ours. All of it is computed, from %s at %s: `make ledger` writes this page, "+
		"and `go run ./cmd/conform ledger` prints it.\n\n", code(l.Model), code(l.Contract))
	fmt.Fprintf(&m.b, "%s\n\n%s\n", escape(l.sum()), escape(l.measured()))
	for _, g := range l.groups(false) {
		m.table(g.title(), "clause", "description", "ground and choice", "fake", "laws", "mutants", "last observed")
		for i := range g.rows {
			m.clause(&g.rows[i])
		}
		if len(g.limits) > 0 {
			m.limits(g.limits)
		}
	}
	m.table("All clauses together", "law")
	for _, law := range l.Whole {
		m.row(escape(law))
	}
	for _, s := range l.Sections {
		m.table(s.Title, "sentence", "in our words", "clauses that cover it", "what none covers, and why")
		m.items(s.Sentences)
	}
	m.table("What the documents leave open", "question", "in our words", "clauses that choose", "what none does, and why")
	m.items(l.Silences)
	_, err := io.WriteString(w, m.b.String())
	return err
}

type markdown struct{ b strings.Builder }

// table begins a table under a title.
func (m *markdown) table(title string, columns ...string) {
	fmt.Fprintf(&m.b, "\n## %s\n\n", escape(title))
	m.row(columns...)
	m.b.WriteString(strings.Repeat("|---", len(columns)) + "|\n")
}

func (m *markdown) row(cells ...string) {
	m.b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
}

func (m *markdown) clause(r *Row) {
	ground := string(r.Provenance)
	if r.Choice != "" {
		ground += ": " + code(r.Choice)
	}
	for _, c := range r.others() {
		ground += "<br>or " + code(c)
	}
	places := make([]string, len(r.Code))
	for i, p := range r.Code {
		places[i] = fmt.Sprintf("[%s:%d](%s#L%[2]d)", path.Base(p.File), p.Line, p.File)
	}
	m.row(
		code(r.ID)+"<br>"+r.Kind,
		escape(r.Description)+"<br><sub>"+escape(r.Source)+"</sub>",
		ground,
		strings.Join(places, "<br>"),
		lawList(r),
		r.Mutants.String(),
		escape(r.Observed.String()),
	)
}

// limits writes the constraints of an operation in one row.
func (m *markdown) limits(rows []Row) {
	var files []string
	for _, c := range filesOf(rows) {
		files = append(files, fmt.Sprintf("[%s](%s): %s", path.Base(c.file), c.file, c.count()))
	}
	m.row(
		fmt.Sprintf("%d of %s<br>%s", len(rows), code(rows[0].Operation+".*"), rows[0].Kind),
		"The limits of the schemas.<br><sub>API model</sub>",
		string(rows[0].Provenance),
		strings.Join(files, "<br>"),
		lawList(&rows[0]),
		countAll(rows).String(),
		escape(lastOf(rows).String()),
	)
}

func lawList(r *Row) string { return escape(strings.Join(r.Laws, "; ")) }

func (m *markdown) items(items []sources.Item) {
	for _, item := range items {
		clauses := shorten(item.Clauses)
		for i, c := range clauses {
			if !strings.Contains(c, " ") {
				clauses[i] = code(c)
			}
		}
		m.row(item.ID, escape(item.Description), strings.Join(clauses, ", "), escape(item.But))
	}
}

// code returns text in a code span of a table's cell.
func code(text string) string { return "`" + strings.ReplaceAll(text, "|", `\|`) + "`" }

var escapes = strings.NewReplacer(`\`, `\\`, "|", `\|`, "*", `\*`, "_", `\_`, "<", "&lt;", "[", `\[`, "`", "\\`")

// escape returns text that Markdown shows as it is.
func escape(text string) string { return escapes.Replace(text) }
