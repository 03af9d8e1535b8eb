package faults

import (
	"hash/fnv"
	"math/rand/v2"
	"time"
)

// luck is what is drawn for a call. Each purpose has numbers of its own, which
// depend on the seed, the call and the purpose alone: to switch one fault off
// leaves all others as they were.
type luck struct {
	seed, call uint64
}

// of returns the numbers for one purpose.
func (l luck) of(purpose string) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(purpose))
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

// strikes draws whether somepurpose happens that happens to a share of calls.
func (l luck) strikes(purpose string, share float64) bool {
	return share > 0 && l.of(purpose).Float64() < share
}

// upTo draws a length of time. The short ones are more likely: half of them are
// less than a quarter of the longest.
func (l luck) upTo(purpose string, most time.Duration) time.Duration {
	u := l.of(purpose).Float64()
	return time.Duration(u * u * float64(most))
}
