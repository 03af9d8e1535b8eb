package wire

import (
	"context"
	"math/rand/v2"
	"time"
)

// backoff is the suite's own Retrier: it waits twice as long each time, up to
// twenty seconds, and as long again by chance.
type backoff struct{ sleep func(time.Duration) error }

func (b backoff) Wait(_ context.Context, _ string, attempt int, _ error) error {
	most := 20 * time.Second
	if attempt < 9 {
		most = min(most, 100*time.Millisecond<<(attempt-1))
	}
	return b.sleep(most/2 + rand.N(most/2))
}

// pause waits, unless the context ends first.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C:
		return nil
	}
}
