package faults

import "time"

// A bucket holds as many calls as may be made at once, and fills again at the
// rate at which they may be made.
type bucket struct {
	Throttling
	left float64
	at   time.Time
}

// take takes one call out of the bucket, if there is one.
func (b *bucket) take(now time.Time) bool {
	if b.Rate <= 0 {
		return true
	}
	if since := now.Sub(b.at); since > 0 {
		b.left = min(float64(b.Burst), b.left+since.Seconds()*b.Rate)
	}
	b.at = now
	if b.left < 1 {
		return false
	}
	b.left--
	return true
}

// throttled reports whether a call is one too many.
func (in *Injector) throttled() bool {
	t := in.profile.Throttling
	if t.Every > 0 && t.closed(in.passing.at.Sub(in.began), in.seed) {
		return true
	}
	return !in.bucket.take(in.passing.at)
}

// closed reports whether nobody is let through so long after the beginning. The
// time is drawn for each stretch of Every by itself.
func (t *Throttling) closed(since time.Duration, seed uint64) bool {
	if since < 0 {
		return false
	}
	stretch := since / t.Every
	shut := time.Duration(luck{seed, uint64(stretch)}.of("closed").Float64() * float64(t.Every-t.For))
	at := since - stretch*t.Every
	return at >= shut && at < shut+t.For
}
