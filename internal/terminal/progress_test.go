package terminal

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
)

// TestProgressWithoutATerminal shows that a long run writes a line now and then, and a
// short one, and one that is hidden, none.
func TestProgressWithoutATerminal(t *testing.T) {
	for _, tt := range []struct {
		name   string
		step   time.Duration
		hidden bool
		want   string
	}{
		{"short", time.Second, false, ""},
		{"long", 25 * time.Second, false, "1 of 4 checked, 1 calls, now upsert\n2 of 4 checked, 3 calls, now expiry\n3 of 4 checked, 5 calls, now removal\n"},
		{"hidden", 25 * time.Second, true, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			p := NewProgress(&out)
			now := p.told
			p.now = func() time.Time { now = now.Add(tt.step); return now }
			if tt.hidden {
				p.Hide()
			}
			for i, clause := range []string{"validation", "upsert", "expiry", "removal"} {
				p.Show(i, 4, clause)
				p.Called()
				if i == 3 {
					p.Called()
				}
			}
			p.End()
			p.Called()
			if got := out.String(); got != tt.want {
				t.Errorf("a run of %v between any two calls writes\n%s\nwant\n%s", tt.step, got, tt.want)
			}
		})
	}
}

// TestProgressOnATerminal shows that a terminal has a bar with what is done, and what
// else is written in lines of its own.
func TestProgressOnATerminal(t *testing.T) {
	master, terminal, err := pty.Open()
	if err != nil {
		t.Skipf("NOT SHOWN: there is no pseudo-terminal: %v", err)
	}
	defer master.Close()
	if err := pty.Setsize(master, &pty.Winsize{Rows: 40, Cols: 100}); err != nil {
		t.Fatal(err)
	}
	p := NewProgress(terminal)
	p.Show(0, 3, "")
	p.Beside(func() { fmt.Fprintln(terminal, "one fails") })
	p.Show(3, 3, "")
	p.Waiting(2*time.Second, "for nothing")
	p.End()
	terminal.Close()
	screen, _ := io.ReadAll(master) // Linux ends it with an error
	for _, want := range []string{"(0/3)", "\r\x1b[Kone fails\r\n", "waiting 2s for nothing\r\n"} {
		if !strings.Contains(string(screen), want) {
			t.Errorf("the terminal lacks %q:\n%q", want, screen)
		}
	}
	if Width(&bytes.Buffer{}) != 0 || Is(&bytes.Buffer{}) {
		t.Error("a buffer is a terminal")
	}
}
