package endpoint

import (
	"context"
	"time"
)

// A Timekeeper is the time by which the suite waits. A simulated one tells how
// long a run takes without anybody waiting.
type Timekeeper interface {
	// Now returns the time.
	Now() time.Time
	// Sleep returns after some time, or with an error if the context ends first.
	Sleep(ctx context.Context, d time.Duration) error
}
