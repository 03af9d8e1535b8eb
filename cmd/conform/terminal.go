package main

import (
	"io"
	"os"

	"github.com/fakesmith/fakesmith/internal/printable"
	"golang.org/x/term"
)

// escaping returns a writer for all that a command prints, through which nothing
// steers a terminal, whoever said it. What has colours of its own escapes by
// itself what others said, and goes to the writer below: see [printable.Unwrap].
func escaping(w io.Writer) io.Writer { return printable.NewWriter(w) }

// isTerminal reports whether somebody looks at what is written.
func isTerminal(w io.Writer) bool {
	file, ok := printable.Unwrap(w).(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// width returns how many columns a terminal has, and 0 for anything else.
func width(w io.Writer) int {
	if file, ok := printable.Unwrap(w).(*os.File); ok {
		if columns, _, err := term.GetSize(int(file.Fd())); err == nil {
			return columns
		}
	}
	return 0
}
