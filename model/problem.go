package model

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A Pos is a place in a document. Lines and columns count from 1; a column
// counts bytes, as the go command's do.
type Pos struct {
	File         string
	Line, Column int
}

// String returns the position as file:line:column, without the parts that
// are unknown.
func (p Pos) String() string {
	switch {
	case p.Line == 0:
		return p.File
	case p.Column == 0:
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// A Problem is a mistake in a document.
type Problem struct {
	Pos Pos
	// Where names the place in the document's own terms,
	// e.g. "PutRemediationExceptions: clause expiry".
	Where string
	// What says what is wrong.
	What string
	// Fix says what would be right. It may be empty.
	Fix string
}

// String returns the problem in one line:
// file:line:column: where: what is wrong; what would be right.
func (p Problem) String() string {
	var b strings.Builder
	for _, s := range []string{p.Pos.String(), p.Where} {
		if s != "" {
			b.WriteString(s)
			b.WriteString(": ")
		}
	}
	b.WriteString(p.What)
	if p.Fix != "" {
		b.WriteString("; ")
		b.WriteString(p.Fix)
	}
	return b.String()
}

// Problems are all the mistakes in a document. As an error it prints one
// problem to a line.
type Problems []Problem

func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

// Add notes a mistake.
func (ps *Problems) Add(pos Pos, where, what, fix string) {
	*ps = append(*ps, Problem{Pos: pos, Where: where, What: what, Fix: fix})
}

// Err returns the problems in the order of their places, each once, or nil if
// there are none.
func (ps Problems) Err() error {
	if len(ps) == 0 {
		return nil
	}
	return ps.Sorted()
}

// Sorted returns the problems in the order of their places, each once.
func (ps Problems) Sorted() Problems {
	sorted := slices.Clone(ps)
	slices.SortStableFunc(sorted, func(a, b Problem) int {
		return cmp.Or(
			cmp.Compare(a.Pos.File, b.Pos.File),
			cmp.Compare(a.Pos.Line, b.Pos.Line),
			cmp.Compare(a.Pos.Column, b.Pos.Column),
		)
	})
	return slices.Compact(sorted)
}
