package live

import (
	"errors"
	"testing"
	"time"
)

// TestDelaysOutlastThrottling shows that a minute of throttling never exhausts the
// attempts at a call, however the delays are drawn, and that no delay is long.
func TestDelaysOutlastThrottling(t *testing.T) {
	for range 500 {
		whole := time.Duration(0)
		for attempt := 1; attempt < attempts; attempt++ {
			delay, err := newRetryer().RetryDelay(attempt, errors.New("throttled"))
			if err != nil || delay > 20*time.Second {
				t.Fatalf("RetryDelay(%d) = %v, %v, want 20 seconds at most", attempt, delay, err)
			}
			whole += delay
		}
		if whole <= time.Minute {
			t.Fatalf("%d attempts are made within %v, want more than a minute", attempts, whole)
		}
	}
}
