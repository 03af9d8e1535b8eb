package live

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/smithy-go"
)

// attempts is how often the SDK makes a call that is throttled or fails: the
// delays between them, of up to twenty seconds, outlast a minute of throttling.
const attempts = 12

// A retryer is the SDK's adaptive one: the more an account throttles, the less
// it is asked.
type retryer struct{ *retry.AdaptiveMode }

func newRetryer() *retryer {
	return &retryer{retry.NewAdaptiveMode(func(o *retry.AdaptiveModeOptions) {
		o.FailOnNoAttemptTokens = true
		o.StandardOptions = append(o.StandardOptions, func(o *retry.StandardOptions) {
			o.MaxAttempts = attempts
			o.Backoff = retry.BackoffDelayerFunc(backoff)
			o.Retryables = append(o.Retryables, retry.IsErrorRetryableFunc(isCut))
		})
	})}
}

// backoff returns how long to wait after an attempt, the first of which is 1. Each delay
// may be twice the one before, and is at least half of what it may be. The SDK's own may
// be next to nothing, and one time in ten they all together were over before a minute.
func backoff(attempt int, _ error) (time.Duration, error) {
	half := retry.DefaultMaxBackoff / 2
	if doublings := max(attempt-1, 0); doublings < 5 {
		half = time.Second << doublings / 2
	}
	return half + rand.N(half), nil
}

// isCut reports that a call may be made again whose response can't be read, as one that
// was cut off on the way. What the command calls by itself may be done twice.
func isCut(err error) aws.Ternary {
	var unreadable *smithy.DeserializationError
	if errors.As(err, &unreadable) {
		return aws.TrueTernary
	}
	return aws.UnknownTernary
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
