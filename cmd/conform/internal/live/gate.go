package live

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// A Gate lets requests through one after the other, and no faster than it is
// told. Each has its whole answer, which is bounded below, before the next one
// goes.
type Gate struct {
	next  http.RoundTripper
	pace  *rate.Limiter
	turn  chan struct{} // holds a token while nobody is inside
	mu    sync.Mutex    // guards the rest
	total int
	skew  time.Duration
}

// NewGate returns a gate before a transport, for so many calls a second.
func NewGate(next http.RoundTripper, perSecond float64) *Gate {
	g := &Gate{next: next, pace: rate.NewLimiter(rate.Limit(perSecond), 1), turn: make(chan struct{}, 1)}
	g.turn <- struct{}{}
	return g
}

// RoundTrip waits for its turn, and makes the request. A redirection is an
// answer like any other: nothing that is signed goes where nobody meant it to.
func (g *Gate) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := g.enter(req.Context()); err != nil {
		if req.Body != nil {
			_ = req.Body.Close()
		}
		return nil, err
	}
	defer func() { g.turn <- struct{}{} }()
	g.count()
	resp, err := g.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	g.compare(resp.Header.Get("Date"))
	body, err := io.ReadAll(resp.Body)
	_ = resp.Body.Close()
	resp.Body = io.NopCloser(&broken{bytes.NewReader(body), err})
	return resp, nil
}

// broken is an answer that ends in an error, if it did when it was read.
type broken struct {
	*bytes.Reader
	err error
}

func (b *broken) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if err == io.EOF && b.err != nil {
		err = b.err
	}
	return n, err
}

func (g *Gate) enter(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-g.turn:
	}
	// A request whose time would be up before its turn is not made to wait.
	if err := g.pace.Wait(ctx); err != nil {
		g.turn <- struct{}{}
		if cause := context.Cause(ctx); cause != nil {
			return cause
		}
		return err
	}
	return nil
}

func (g *Gate) count() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.total++
}

// Calls returns how many requests went through.
func (g *Gate) Calls() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.total
}

// compare takes note of how far the clock over there is from ours. The date of
// an answer has whole seconds; a difference of less than two may be none.
func (g *Gate) compare(date string) {
	there, err := http.ParseTime(date)
	if err != nil {
		return
	}
	skew := time.Until(there)
	if skew.Abs() < 2*time.Second {
		skew = 0
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.skew = skew
}

// Skew returns how far the clock over there is ahead of ours.
func (g *Gate) Skew() time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.skew
}
