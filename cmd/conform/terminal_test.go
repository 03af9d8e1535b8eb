package main

import (
	"bytes"
	"context"
	"io"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/creack/pty"
	"github.com/fakesmith/fakesmith/generated/remediation"
)

// onTerminal runs the command with standard output and standard error on a
// terminal of a width, and returns all that appears there.
func onTerminal(t *testing.T, columns uint16, args ...string) (int, string) {
	t.Helper()
	master, terminal, err := pty.Open()
	if err != nil {
		t.Skipf("NOT SHOWN what appears on a terminal: there is none to be had: %v", err)
	}
	defer master.Close()
	if err := pty.Setsize(master, &pty.Winsize{Rows: 40, Cols: columns}); err != nil {
		t.Fatal(err)
	}
	seen := make(chan string)
	go func() {
		var b bytes.Buffer
		_, _ = io.Copy(&b, master) // ends with an error when the terminal is closed
		seen <- b.String()
	}()
	status := run(t.Context(), args, terminal, terminal)
	terminal.Close()
	return status, <-seen
}

var colourPattern = regexp.MustCompile("\x1b\\[[0-9;]*m")

// TestTerminal shows what appears on a terminal and nowhere else: a bar with the
// clause, the calls and the time left, and colours unless they are not wanted.
func TestTerminal(t *testing.T) {
	t.Setenv("TERM", "xterm")
	t.Setenv("NO_COLOR", "")
	profile := file(t, `{"omitted-members": "kept"}`)
	args := []string{"-profile", profile, "-run", "^(omitted-members|upsert|PutConfigRule.*)$", "-checks", "4", "-seed", "7"}
	status, screen := onTerminal(t, 100, args...)
	if status != exitFail {
		t.Fatalf("conform = %d\n%q", status, screen)
	}
	for _, want := range []string{
		`━`, `\(\d+/\d+\)`, `\d+ calls, \w+`, `\[\d+s:\d+s\]`, // the bar
		"\x1b\\[31m✗ omitted-members fails\x1b\\[", "\x1b\\[32m✓\x1b\\[", // colours
		"►", "step +call", // the first step that differs
	} {
		if !regexp.MustCompile(want).MatchString(screen) {
			t.Errorf("the terminal lacks %q:\n%q", want, screen)
		}
	}
	// The bar is taken away before the report is printed.
	_, text, _ := strings.Cut(screen, "checked against")
	if strings.Contains(text, "━") {
		t.Errorf("the bar is in the report:\n%q", text)
	}
	for line := range strings.SplitSeq(text, "\r\n") {
		line = colourPattern.ReplaceAllString(line, "")
		if n := len([]rune(line)); n > 100 && !strings.Contains(line, "run again:") && !strings.Contains(line, "want") && !strings.Contains(line, "got") && !strings.HasPrefix(strings.TrimSpace(line), "the contract") && !regexp.MustCompile(`^ +\d+\. `).MatchString(line) {
			t.Errorf("a line of %d characters on a terminal of 100: %s", n, line)
		}
	}

	t.Setenv("NO_COLOR", "1")
	if status, screen = onTerminal(t, 100, args...); status != exitFail || colourPattern.MatchString(screen) {
		t.Errorf("with NO_COLOR, conform = %d\n%q", status, screen)
	}
	t.Setenv("NO_COLOR", "")
	if status, stdout, stderr := conform(t.Context(), args...); status != exitFail || stderr != "" || strings.Contains(stdout, "\x1b") {
		t.Errorf("where it is piped, conform = %d\n%q\n%q", status, stdout, stderr)
	}
}

// TestQuiet shows that -q prints what fails, its causes first, and the summary
// alone.
func TestQuiet(t *testing.T) {
	profile := file(t, `{"omitted-members": "kept"}`)
	status, stdout, stderr := conform(t.Context(), "-profile", profile, "-run", "^(omitted-members|upsert)$", "-checks", "4", "-q")
	if status != exitFail || stderr != "" || strings.Contains(stdout, "✓") || strings.Contains(stdout, "checked against") ||
		!strings.HasPrefix(stdout, "\nCauses of the failures\n  ✗ DescribeRemediationExceptions makes the choice cleared instead of kept: 1 clause\n        omitted-members\n\n✗ omitted-members fails") || !strings.Contains(stdout, "2 clauses: 1 pass, 1 fail.") {
		t.Errorf("conform -q = %d\n%s%s", status, stdout, stderr)
	}
	status, stdout, _ = conform(t.Context(), "-run", "^upsert$", "-q")
	if status != exitPass || strings.Count(stdout, "\n") != 2 {
		t.Errorf("where all holds, conform -q = %d\n%s", status, stdout)
	}
}

// TestWireTrace shows that -v writes what goes over the wire, without who signs
// it, and that only standard error has it.
func TestWireTrace(t *testing.T) {
	status, stdout, stderr := conform(t.Context(), "-run", "^upsert$", "-checks", "1", "-v")
	if status != exitPass || strings.Contains(stdout, "X-Amz-Target") {
		t.Errorf("conform -v = %d\n%s", status, stdout)
	}
	for _, want := range []string{"> X-Amz-Target: StarlingDoveService.PutRemediationExceptions\n", "/_fakesmith/facts\n", "200 OK after ", "Credential=[redacted]/"} {
		if !strings.Contains(stderr, want) {
			t.Errorf("the trace lacks %q:\n%.2000s", want, stderr)
		}
	}
	if strings.Contains(stderr, "Credential=123456789012") {
		t.Error("the trace shows a credential")
	}
}

// TestHangingTerminal shows that the line is taken away after an interrupt too.
func TestHangingTerminal(t *testing.T) {
	server := httptest.NewServer(remediation.New(remediation.State{}))
	defer server.Close()
	master, terminal, err := pty.Open()
	if err != nil {
		t.Skip(err)
	}
	defer master.Close()
	seen := make(chan string)
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	go func() {
		var b bytes.Buffer
		for chunk := make([]byte, 4096); ; {
			n, err := master.Read(chunk)
			b.Write(chunk[:n])
			if bytes.Contains(b.Bytes(), []byte("┄")) {
				interrupt() // the line is there
			}
			if err != nil {
				break
			}
		}
		seen <- b.String()
	}()
	status := run(ctx, []string{"-endpoint", server.URL, "-checks", "5"}, terminal, terminal)
	terminal.Close()
	if screen := <-seen; status != exitError || !strings.Contains(screen, "the run is incomplete") || !strings.Contains(screen, "\r\x1b[K") {
		t.Errorf("conform = %d\n%q", status, screen[max(0, len(screen)-500):])
	}
}
