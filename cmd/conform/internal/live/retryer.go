package live

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws/retry"
)

// attempts is how often the SDK makes a call that is throttled or fails: its
// delays of up to twenty seconds outlast more than a minute of throttling.
const attempts = 12

// A retryer is the SDK's adaptive one: the more an account throttles, the less
// it is asked.
type retryer struct{ *retry.AdaptiveMode }

func newRetryer() *retryer {
	return &retryer{retry.NewAdaptiveMode(func(o *retry.AdaptiveModeOptions) {
		o.FailOnNoAttemptTokens = true
		o.StandardOptions = append(o.StandardOptions, func(o *retry.StandardOptions) { o.MaxAttempts = attempts })
	})}
}

// GetAttemptToken waits until an attempt may be made. The SDK would wait as long
// as it reckons, and that may be less than a clock can tell: in a bubble of
// synctest, for ever.
func (r *retryer) GetAttemptToken(ctx context.Context) (func(error) error, error) {
	for {
		release, err := r.AdaptiveMode.GetAttemptToken(ctx)
		if err == nil {
			return release, nil
		}
		if err := sleep(ctx, 50*time.Millisecond); err != nil {
			return nil, err
		}
	}
}

// Wait implements [endpoint.Retrier] with the delays of the SDK.
func (r *retryer) Wait(ctx context.Context, _ string, attempt int, why error) error {
	delay, err := r.RetryDelay(attempt, why)
	if err != nil {
		return err
	}
	return sleep(ctx, delay)
}
