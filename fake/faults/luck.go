package faults

import (
	"hash/fnv"
	"math/rand/v2"
	"time"
)

// luck is what chance brings a call. Each thing that is drawn has numbers of its
// own, which depend on the seed, the call and the thing alone: to switch one
// thing off leaves all others as they were.
type luck struct {
	seed, call uint64
}

// of returns the numbers for one thing.
func (l luck) of(thing string) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(thing))
	return rand.New(rand.NewPCG(scrambled(l.seed^h.Sum64()), scrambled(l.call+l.seed)))
}

// scrambled spreads numbers that differ little, such as those of calls, all over
// the range. It is the finalizer of SplitMix64.
func scrambled(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// strikes draws whether something happens that happens to a share of calls.
func (l luck) strikes(thing string, share float64) bool {
	return share > 0 && l.of(thing).Float64() < share
}

// upTo draws a length of time. The short ones are more likely: half of them are
// less than a quarter of the longest.
func (l luck) upTo(thing string, most time.Duration) time.Duration {
	u := l.of(thing).Float64()
	return time.Duration(u * u * float64(most))
}
