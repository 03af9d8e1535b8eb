package main

import (
	"io"
	"net/http"

	"github.com/fakesmith/fakesmith/cmd/conform/internal/tap"
	"github.com/fakesmith/fakesmith/internal/printable"
	"github.com/fakesmith/fakesmith/internal/terminal"
)

// escaping returns a writer for all that a command prints, through which nothing
// steers a terminal, whoever said it. What has colours of its own escapes by
// itself what others said, and goes to the writer below: see [printable.Unwrap].
func escaping(w io.Writer) io.Writer { return printable.NewWriter(w) }

// listening returns a transport that counts the calls for a progress, and that
// writes them to trace, if that is not nil: a bar would be in its way.
func listening(p *terminal.Progress, next http.RoundTripper, trace io.Writer) http.RoundTripper {
	if trace != nil {
		p.Hide()
	}
	return &tap.Tap{Next: next, Trace: trace, Called: func(int) { p.Called() }}
}
