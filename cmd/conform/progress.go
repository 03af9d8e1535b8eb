package main

import (
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/fakesmith/fakesmith/cmd/conform/internal/tap"
	"github.com/fakesmith/fakesmith/internal/printable"
	"github.com/schollz/progressbar/v3"
)

// aLine is how often a progress writes a line where there is no terminal.
const aLine = time.Minute

// A progress shows on a terminal which clause is being checked, how many calls
// were made, and how long it will take, in a line that is written over. On
// anything else it writes that in a line now and then. What is waited for is a
// line of its own on both.
type progress struct {
	out   io.Writer
	w     io.Writer // nil for anything but a terminal
	width int
	now   func() time.Time

	mu       sync.Mutex // guards what follows: properties call from several goroutines
	bar      *progressbar.ProgressBar
	done, of int
	clause   string
	calls    int
	told     time.Time // when the last line was written; zero if none is to be
	over     bool
}

func newProgress(w io.Writer) *progress {
	p := &progress{out: w, now: time.Now}
	if isTerminal(w) {
		p.w, p.width = printable.Unwrap(w), width(w)
	} else {
		p.told = p.now()
	}
	return p
}

// listening returns a transport that counts the calls for a progress, and that
// writes them to trace, if that is not nil: a bar would be in its way.
func (p *progress) listening(next http.RoundTripper, trace io.Writer) http.RoundTripper {
	if trace != nil {
		p.w, p.told = nil, time.Time{}
	}
	return &tap.Tap{Next: next, Trace: trace, Called: func(int) { p.called() }}
}

// show says which clause is checked next.
func (p *progress) show(done, of int, clause string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done, p.of, p.clause = done, of, clause
	if p.w == nil {
		p.tell()
		return
	}
	if p.bar == nil {
		p.bar = progressbar.NewOptions(of,
			progressbar.OptionSetWriter(p.w),
			progressbar.OptionSetWidth(min(20, max(p.width-70, 5))),
			progressbar.OptionSetPredictTime(true),
			progressbar.OptionSetElapsedTime(true),
			progressbar.OptionShowCount(),
			progressbar.OptionShowDescriptionAtLineEnd(),
			progressbar.OptionThrottle(100*time.Millisecond),
			progressbar.OptionClearOnFinish(),
			progressbar.OptionUseANSICodes(true),
			progressbar.OptionSetRenderBlankState(true),
			progressbar.OptionSetTheme(progressbar.Theme{Saucer: "━", SaucerPadding: "┄", BarStart: "", BarEnd: ""}),
		)
	}
	p.describe()
	_ = p.bar.Set(done)
}

// waiting says what the suite waits for, in a line that stays.
func (p *progress) waiting(d time.Duration, why string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	line := "waiting "
	if d > 0 {
		line += d.Round(time.Second).String() + " "
	}
	if line += why + "\n"; p.clause != "" {
		line = p.clause + ": " + line
	}
	if p.w == nil || p.bar == nil || p.over {
		fmt.Fprint(p.out, line)
		return
	}
	fmt.Fprint(p.w, "\r\033[K"+line)
	_ = p.bar.RenderBlank()
}

// called says that one more call was made.
func (p *progress) called() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.calls++
	if p.w == nil {
		p.tell()
	}
	if p.bar != nil && !p.over {
		p.describe()
		_ = p.bar.Add(0)
	}
}

// tell writes how far the run is, if it is time for that.
func (p *progress) tell() {
	now := p.now()
	if p.told.IsZero() || now.Sub(p.told) < aLine || p.of == 0 {
		return
	}
	p.told = now
	fmt.Fprintf(p.out, "%d of %d checked, %d calls, now %s\n", p.done, p.of, p.calls, printable.Text(p.clause))
}

// describe says what stands beside the bar, as far as there is room.
func (p *progress) describe() {
	text := p.clause
	if p.calls > 0 {
		text = fmt.Sprintf("%d calls, %s", p.calls, p.clause)
	}
	if runes := []rune(text); p.width > 0 {
		text = string(runes[:min(len(runes), max(p.width-60, 10))])
	}
	p.bar.Describe(printable.Text(text))
}

// end ends the progress: what is called from now on is no check.
func (p *progress) end() {
	p.clear()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.told = time.Time{}
}

// clear takes the line away.
func (p *progress) clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bar != nil && !p.over {
		p.over = true
		_ = p.bar.Exit()
		fmt.Fprint(p.w, "\r\033[K")
	}
}
