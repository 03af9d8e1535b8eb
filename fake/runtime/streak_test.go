package runtime

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// TestStreak counts failures within a window whose length, to the nanosecond, matters.
func TestStreak(t *testing.T) {
	begin := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		seconds []float64
		most    int
		within  time.Duration
		want    bool
	}{
		{nil, 1, time.Hour, false},
		{nil, 0, time.Hour, false},
		{[]float64{0}, 0, 0, true},
		{[]float64{0}, -1, -time.Second, true},
		{[]float64{0}, 1, 0, true},
		{[]float64{0, 30, 60}, 3, time.Minute, true},
		{[]float64{0, 30, 60}, 3, time.Minute - 1, false},
		{[]float64{0, 30, 60}, 4, time.Hour, false},
		{[]float64{0, 100, 130, 160}, 3, time.Minute, true},
		{[]float64{0, 30, 200}, 3, time.Minute, false},
		{[]float64{5, 5, 5}, 3, 0, true},
	} {
		var s Streak
		for _, at := range tt.seconds {
			s.Failed(begin.Add(time.Duration(at*float64(time.Second))), tt.most)
		}
		if got := s.Exhausted(tt.most, tt.within); got != tt.want {
			t.Errorf("after failures at %v, Exhausted(%d, %s) = %t, want %t", tt.seconds, tt.most, tt.within, got, tt.want)
		}
	}
	var long Streak
	for i := range 10_000 {
		long.Failed(begin.Add(time.Duration(i)*time.Minute), 5)
	}
	if n := len(long.failed); n > 2*streakKept {
		t.Errorf("%d instants are kept", n)
	}
}

// TestSkip makes attempts one by one, and again with what need not be made skipped: after
// either, as many have failed, the last at the same instant, and the streak becomes
// exhausted at the same attempt if it does.
func TestSkip(t *testing.T) {
	begin := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	skippedAny := false
	for seed := range uint64(3000) {
		random := rand.New(rand.NewPCG(seed, 2))
		most, within := 1+random.IntN(6), time.Duration(random.IntN(8))*time.Second
		takes := time.Duration(1+random.IntN(4)) * time.Second
		until := begin.Add(time.Duration(random.IntN(200)) * time.Second)
		var before []time.Time
		at := begin.Add(-time.Minute)
		for range random.IntN(8) {
			at = at.Add(time.Duration(1+random.IntN(3)) * time.Second)
			before = append(before, at)
		}
		play := func(skip bool) (made, failed int, last time.Time, exhausted bool) {
			var s Streak
			at := begin
			for _, b := range before {
				s.Failed(b, most)
				at = b
			}
			for {
				if skip {
					n := s.Skip(until, takes, most, within)
					failed += n
					at = at.Add(time.Duration(n) * takes)
					skippedAny = skippedAny || n > 0
				}
				if at = at.Add(takes); at.After(until) {
					return made, failed, at, false
				}
				made++
				failed++
				s.Failed(at, most)
				if s.Exhausted(most, within) {
					return made, failed, at, true
				}
			}
		}
		_, failed, last, exhausted := play(false)
		made, gotFailed, gotLast, gotExhausted := play(true)
		if gotFailed != failed || !gotLast.Equal(last) || gotExhausted != exhausted {
			t.Fatalf("seed %d: with Skip, %d failed, the last at %s, exhausted %t; want %d, %s, %t", seed, gotFailed, gotLast, gotExhausted, failed, last, exhausted)
		}
		if !exhausted && made > 2*most+2 {
			t.Errorf("seed %d: %d attempts were made one by one, though %d would have done", seed, made, most)
		}
	}
	if !skippedAny {
		t.Error("nothing was ever skipped")
	}
}

// TestSkipIsBounded skips a year.
func TestSkipIsBounded(t *testing.T) {
	begin := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	var s Streak
	s.Failed(begin, 2)
	year := begin.AddDate(1, 0, 0)
	if n, want := s.Skip(year, time.Second, 2, 0), int(year.Sub(begin)/time.Second)-1; n != want {
		t.Errorf("Skip of a year = %d, want %d", n, want)
	}
	if n := len(s.failed); n > 2*streakKept {
		t.Errorf("%d instants are kept", n)
	}
	if last := s.failed[len(s.failed)-1]; !last.Equal(year.Add(-time.Second)) {
		t.Errorf("the last failed at %s", last)
	}
}

func TestLog(t *testing.T) {
	l := Log[int]{Most: 3}
	same := func(n int) int { return n }
	for i := range 8 {
		if n := l.Add(i * 10); n != i {
			t.Errorf("Add = %d, want %d", n, i)
		}
		first := max(0, i-2)
		for n := range i + 1 {
			switch got := l.At(n); {
			case n < first && got != nil:
				t.Errorf("after %d, At(%d) = %d, want nil", i, n, *got)
			case n >= first && (got == nil || *got != n*10):
				t.Errorf("after %d, At(%d) = %v, want %d", i, n, got, n*10)
			}
		}
		var want []int
		for n := first; n <= i; n++ {
			want = append(want, n*10)
		}
		if got := l.All(same); !slices.Equal(got, want) {
			t.Errorf("after %d, All() = %v, want %v", i, got, want)
		}
	}
	if l.At(-1) != nil || l.At(8) != nil {
		t.Error("there is an entry that was not added")
	}
}
