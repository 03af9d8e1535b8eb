package eventual

import (
	"slices"
	"time"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
)

// lagBounds are the upper bounds of a histogram's bins.
var lagBounds = []time.Duration{
	0, 100 * time.Millisecond, 250 * time.Millisecond, 500 * time.Millisecond, time.Second, 2 * time.Second, 5 * time.Second,
	10 * time.Second, 20 * time.Second, 30 * time.Second, time.Minute, 2 * time.Minute, 5 * time.Minute,
}

// Lags are the times that it took until reads returned writes, as a histogram.
// A lag is zero if the first read did.
type Lags struct {
	all  int
	bins []int
	most time.Duration
}

// note counts a lag.
func (l *Lags) note(lag time.Duration) {
	if l.bins == nil {
		l.bins = make([]int, len(lagBounds)+1)
	}
	i, _ := slices.BinarySearch(lagBounds, lag)
	l.bins[i]++
	l.all++
	l.most = max(l.most, lag)
}

// Report returns the histogram up to the last bin that counts anything.
func (l *Lags) Report() []endpoint.LagBin {
	var all []endpoint.LagBin
	for i, n := range l.bins {
		upTo := "more"
		if i < len(lagBounds) {
			upTo = lagBounds[i].String()
		}
		all = append(all, endpoint.LagBin{UpTo: upTo, Count: n})
	}
	for len(all) > 0 && all[len(all)-1].Count == 0 {
		all = all[:len(all)-1]
	}
	return all
}

// settling returns how long after a write a read is taken to know of it if it
// shows nothing either way: somewhat longer than it has ever taken, or a tenth
// of what is tolerated while little is known.
func (l *Lags) settling(tolerated time.Duration) time.Duration {
	if l.all < 5 {
		return max(tolerated/10, min(2*l.most, tolerated))
	}
	return min(tolerated/100+l.most+l.most/2, tolerated)
}
