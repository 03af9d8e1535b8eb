package terminal

import (
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/fakesmith/fakesmith/internal/printable"
	"github.com/schollz/progressbar/v3"
)

// aLine is how often a progress writes a line where there is no terminal.
const aLine = time.Minute

// A Progress shows on a terminal how far a long run is, what it is at, how many calls
// were made, and how long it will take, in a line that is written over. On
// anything else it writes that in a line now and then. What is waited for is a
// line of its own on both.
type Progress struct {
	out   io.Writer
	w     io.Writer // nil for anything but a terminal
	width int
	now   func() time.Time

	mu       sync.Mutex // guards what follows: properties call from several goroutines
	bar      *progressbar.ProgressBar
	done, of int
	at       string // what the run is at, or ""
	calls    int
	told     time.Time // when the last line was written; zero if none is to be
	over     bool
}

// NewProgress returns the progress of a run that begins now.
func NewProgress(w io.Writer) *Progress {
	p := &Progress{out: w, now: time.Now}
	if Is(w) {
		p.w, p.width = printable.Unwrap(w), Width(w)
	} else {
		p.told = p.now()
	}
	return p
}

// Hide has nothing shown of how far the run is, because it would be in the way of what
// else is written.
func (p *Progress) Hide() { p.w, p.told = nil, time.Time{} }

// Show says how much is done, and what comes next, if that has a name.
func (p *Progress) Show(done, of int, next string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done, p.of, p.at = done, of, next
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

// Waiting says what the run waits for, in a line that stays.
func (p *Progress) Waiting(d time.Duration, why string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	line := "waiting "
	if d > 0 {
		line += d.Round(time.Second).String() + " "
	}
	if line += why + "\n"; p.at != "" {
		line = p.at + ": " + line
	}
	if p.bar == nil {
		fmt.Fprint(p.out, line)
		return
	}
	p.beside(func() { fmt.Fprint(p.w, line) })
}

// Beside calls what writes something else to the terminal.
func (p *Progress) Beside(write func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.beside(write)
}

func (p *Progress) beside(write func()) {
	if p.bar == nil || p.over {
		write()
		return
	}
	fmt.Fprint(p.w, "\r\033[K")
	write()
	_ = p.bar.RenderBlank()
}

// Called says that one more call was made.
func (p *Progress) Called() {
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
func (p *Progress) tell() {
	now := p.now()
	if p.told.IsZero() || now.Sub(p.told) < aLine || p.of == 0 {
		return
	}
	p.told = now
	line := fmt.Sprintf("%d of %d checked", p.done, p.of)
	if p.calls > 0 {
		line += fmt.Sprintf(", %d calls", p.calls)
	}
	if p.at != "" {
		line += ", now " + printable.Text(p.at)
	}
	fmt.Fprintln(p.out, line)
}

// describe says what stands beside the bar, as far as there is room.
func (p *Progress) describe() {
	text := p.at
	if p.calls > 0 {
		text = fmt.Sprintf("%d calls, %s", p.calls, p.at)
	}
	if runes := []rune(text); p.width > 0 {
		text = string(runes[:min(len(runes), max(p.width-60, 10))])
	}
	p.bar.Describe(printable.Text(text))
}

// End ends the progress: what is called from now on is no part of the run.
func (p *Progress) End() {
	p.Clear()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.told = time.Time{}
}

// Clear takes the line away.
func (p *Progress) Clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bar != nil && !p.over {
		p.over = true
		_ = p.bar.Exit()
		fmt.Fprint(p.w, "\r\033[K")
	}
}
