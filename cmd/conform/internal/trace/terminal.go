package trace

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/fakesmith/fakesmith/model/sources"
)

// WriteTerminal writes the matrix for a terminal of that many columns, 100 if
// zero. The constraints of the schemas are summed up, unless all are asked for.
func (m *Matrix) WriteTerminal(w io.Writer, columns int, all bool) error {
	t := &terminal{width: cmp.Or(columns, 100)}
	fmt.Fprintf(&t.b, "%s, contract %s\n", m.Model, m.Contract)
	t.paragraph("", m.measured())
	for _, g := range m.groups(all) {
		fmt.Fprintf(&t.b, "\n%s\n", g.title())
		for i := range g.rows {
			t.row(&g.rows[i])
		}
		if len(g.limits) > 0 {
			t.limits(g.limits)
		}
	}
	t.title("All clauses together")
	for _, property := range m.Whole {
		t.field("check", property)
	}
	for _, s := range m.Sections {
		t.title(s.Title)
		t.items(s.Sentences)
	}
	if m.sourced() {
		t.title("What the documents leave open")
		t.items(m.Unspecified)
	}
	t.b.WriteByte('\n')
	t.paragraph("", m.sum())
	_, err := io.WriteString(w, t.b.String())
	return err
}

type terminal struct {
	b     strings.Builder
	width int
}

func (t *terminal) title(text string) { fmt.Fprintf(&t.b, "\n%s\n", text) }

// row prints a clause.
func (t *terminal) row(r *Row) {
	fmt.Fprintf(&t.b, "  %s (%s, %s)\n", r.ID, r.Kind, r.Provenance)
	t.paragraph("    ", r.Description)
	t.field("source", r.Source)
	if r.Choice != "" {
		t.field("choice", strings.Join(append([]string{r.Choice}, r.others()...), ", or "))
	}
	places := make([]string, len(r.Code))
	for i, p := range r.Code {
		places[i] = fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	t.field("code", strings.Join(places, " "))
	t.field("checks", strings.Join(r.Properties, "; "))
	t.field("mutants", r.Mutants.String())
	t.field("observed", r.Observed.String())
}

// limits prints the constraints of an operation in one.
func (t *terminal) limits(rows []Row) {
	fmt.Fprintf(&t.b, "  %d constraints of the schemas (%s, %s)\n", len(rows), rows[0].Kind, rows[0].Provenance)
	var files []string
	for _, c := range filesOf(rows) {
		files = append(files, fmt.Sprintf("%s (%s)", c.file, c.count()))
	}
	t.field("code", strings.Join(files, " "))
	t.field("checks", strings.Join(rows[0].Properties, "; "))
	t.field("mutants", countAll(rows).String())
	t.field("observed", lastOf(rows).String())
}

func (t *terminal) items(items []sources.Item) {
	for _, item := range items {
		t.paragraph("  ", item.ID+". "+item.Description)
		if len(item.Clauses) > 0 {
			t.field("clauses", strings.Join(shorten(item.Clauses), ", "))
		}
		if item.But != "" {
			t.field("but", item.But)
		}
	}
}

// field prints something about a clause beside its name.
func (t *terminal) field(name, text string) {
	t.lines(fmt.Sprintf("    %-9s", name), strings.Repeat(" ", 13), text)
}

func (t *terminal) paragraph(indent, text string) { t.lines(indent, indent, text) }

// lines prints text in lines that fit, after what begins the first and the
// others.
func (t *terminal) lines(first, others, text string) {
	line, begin := first, len(first)
	for word := range strings.FieldsSeq(text) {
		if len(line) > begin {
			if utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > t.width {
				t.b.WriteString(line + "\n")
				line, begin = others, len(others)
			} else {
				line += " "
			}
		}
		line += word
	}
	t.b.WriteString(strings.TrimRight(line, " ") + "\n")
}
