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

// A progress shows on a terminal which clause is being judged, how many calls
// were made, and how long it will take, in a line that is written over. On
// anything else it shows nothing.
type progress struct {
	w     io.Writer // nil for anything but a terminal
	width int

	mu     sync.Mutex // guards what follows: laws call from several goroutines
	bar    *progressbar.ProgressBar
	clause string
	calls  int
	over   bool
}

func newProgress(w io.Writer) *progress {
	if !isTerminal(w) {
		return &progress{}
	}
	return &progress{w: printable.Unwrap(w), width: width(w)}
}

// listening returns a transport that counts the calls for a progress, and that
// writes them to trace, if that is not nil: a bar would be in its way.
func (p *progress) listening(next http.RoundTripper, trace io.Writer) http.RoundTripper {
	if trace != nil {
		p.w = nil
	}
	return &tap.Tap{Next: next, Trace: trace, Called: p.called}
}

// show says which clause is judged next.
func (p *progress) show(done, of int, clause string) {
	if p.w == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
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
	p.clause = clause
	p.describe()
	_ = p.bar.Set(done)
}

// called says how many calls were made.
func (p *progress) called(calls int) {
	if p.w == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.calls = calls
	if p.bar != nil && !p.over {
		p.describe()
		_ = p.bar.Add(0)
	}
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

// clear takes the line away.
func (p *progress) clear() {
	if p.w == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bar != nil && !p.over {
		p.over = true
		_ = p.bar.Exit()
		fmt.Fprint(p.w, "\r\033[K")
	}
}
