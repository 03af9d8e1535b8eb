// Package terminal is about the one to which somebody looks: whether there is any, how
// wide it is, and how far a long run has come.
package terminal

import (
	"io"
	"os"

	"github.com/fakesmith/fakesmith/internal/printable"
	"golang.org/x/term"
)

// Is reports whether somebody looks at what is written.
func Is(w io.Writer) bool {
	file, ok := printable.Unwrap(w).(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// Width returns how many columns a terminal has, and 0 for anything else.
func Width(w io.Writer) int {
	if file, ok := printable.Unwrap(w).(*os.File); ok {
		if columns, _, err := term.GetSize(int(file.Fd())); err == nil {
			return columns
		}
	}
	return 0
}
