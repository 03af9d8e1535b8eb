package runtime

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// TestAgendaIsInOrder adds things in any order, some while others are taken, and sees
// each of them once, no earlier than it is due, and sorted.
func TestAgendaIsInOrder(t *testing.T) {
	begin := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	order := func(a, b Due[int]) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.What, b.What), cmp.Compare(a.Key, b.Key))
	}
	for seed := range uint64(200) {
		random := rand.New(rand.NewPCG(seed, 1))
		a := Agenda[int]{Compare: cmp.Compare[int]}
		var want, got []Due[int]
		add := func(from time.Time) {
			due := Due[int]{At: from.Add(time.Duration(random.IntN(5)) * time.Second), What: random.IntN(3), Key: random.IntN(4)}
			a.Add(due)
			want = append(want, due)
		}
		for range random.IntN(40) {
			add(begin)
		}
		for now := begin; now.Before(begin.Add(12 * time.Second)); now = now.Add(time.Second) {
			for due, ok := a.Next(now); ok; due, ok = a.Next(now) {
				if due.At.After(now) {
					t.Fatalf("seed %d: at %s, Next returns what is due at %s", seed, now, due.At)
				}
				got = append(got, due)
				if random.IntN(4) == 0 && now.Before(begin.Add(6*time.Second)) {
					add(now.Add(time.Second))
				}
			}
			if n := len(want) - len(got); a.Len() != n {
				t.Fatalf("seed %d: Len() = %d, want %d", seed, a.Len(), n)
			}
		}
		if !slices.IsSortedFunc(got, order) {
			t.Errorf("seed %d: Next returns %v, which is not sorted", seed, got)
		}
		slices.SortFunc(want, order)
		slices.SortFunc(got, order)
		if !slices.Equal(got, want) {
			t.Errorf("seed %d: Next returned %v, want %v", seed, got, want)
		}
	}
}

// TestEmptyAgendaIsFree shows that a fake in which nothing becomes due pays nothing.
func TestEmptyAgendaIsFree(t *testing.T) {
	a := Agenda[[3]string]{}
	now := time.Now()
	if n := testing.AllocsPerRun(100, func() {
		if _, ok := a.Next(now); ok {
			t.Error("something is due")
		}
	}); n != 0 {
		t.Errorf("Next of an empty agenda allocates %v times", n)
	}
}
