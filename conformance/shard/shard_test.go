package shard_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/conformance/shard"
)

func TestSet(t *testing.T) {
	for _, test := range []struct{ text, want, complaint string }{
		{"0/1", "0/1", ""},
		{"6/7", "6/7", ""},
		{"7/7", "", "the first of 7 shards is 0/7, and the last 6/7"},
		{"0/0", "", "no shards of 0"},
		{"-1/7", "", "a shard is I/N"},
		{"1", "", "a shard is I/N"},
		{"1/7/3", "", "a shard is I/N"},
		{"1/99999999999999999999", "", "a shard is I/N"},
	} {
		var s shard.Shard
		err := s.Set(test.text)
		if test.complaint == "" && (err != nil || s.String() != test.want) {
			t.Errorf("Set(%q) = %v, %v, want %s", test.text, s, err, test.want)
		}
		if test.complaint != "" && (err == nil || !strings.Contains(err.Error(), test.complaint) || s.Parts()) {
			t.Errorf("Set(%q) = %v, %v, want an error with %q", test.text, s, err, test.complaint)
		}
	}
}

// divided returns the shards of the numbers from an offset to another.
func divided(from, to, of int) []shard.Part[int] {
	var parts []shard.Part[int]
	for i := range of {
		p := shard.Part[int]{Name: string(rune('a' + i)), Shard: shard.Shard{Index: i, Of: of}}
		for n := from; n < to; n++ {
			if p.Has(n) {
				p.Elements = append(p.Elements, n)
			}
		}
		parts = append(parts, p)
	}
	return parts
}

// TestShardsAreTheWhole joins the shards of lists of all short lengths.
func TestShardsAreTheWhole(t *testing.T) {
	for of := 1; of < 9; of++ {
		for from := range 10 {
			for to := from; to < from+20; to++ {
				parts := divided(from, to, of)
				slices.Reverse(parts)
				ordered, err := shard.Order(parts)
				if err != nil {
					t.Fatal(err)
				}
				got, err := shard.Join(ordered, from)
				if err != nil || len(got) != to-from {
					t.Fatalf("Join of %d shards of %d to %d = %v, %v", of, from, to, got, err)
				}
				for i, n := range got {
					if n != from+i {
						t.Fatalf("Join of %d shards of %d to %d = %v", of, from, to, got)
					}
				}
			}
		}
	}
	if whole := (shard.Shard{}); !whole.Has(3) || whole.Parts() {
		t.Errorf("the zero value is not the whole")
	}
}

func TestOrderRejectsWhatIsNotTheWhole(t *testing.T) {
	three, two := divided(0, 9, 3), divided(0, 9, 2)
	for _, test := range []struct {
		parts []shard.Part[int]
		want  string
	}{
		{three[:1], "these shards are missing: 1/3, 2/3"},
		{[]shard.Part[int]{three[0], three[1], three[2], three[1]}, "b: it is shard 1/3, as b is"},
		{[]shard.Part[int]{three[0], three[1], two[1]}, "b: it is shard 1/2, and there are shards of 3"},
		{[]shard.Part[int]{{Name: "whole"}, three[0]}, "whole: it is no shard"},
		{[]shard.Part[int]{{Name: "odd", Shard: shard.Shard{Index: 3, Of: 3}}}, "odd: there is no shard 3 of 3"},
		{[]shard.Part[int]{{Name: "odd", Shard: shard.Shard{Index: -1, Of: 3}}}, "odd: there is no shard -1 of 3"},
		{[]shard.Part[int]{{Name: "odd", Shard: shard.Shard{Index: 1, Of: 1e9}}}, "odd: there is no shard 1 of 1000000000"},
	} {
		if _, err := shard.Order(test.parts); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("Order = %v, want an error with %q", err, test.want)
		}
	}
}

func TestJoinRejectsShardsOfAnotherList(t *testing.T) {
	parts := divided(0, 9, 3)
	parts[1].Elements = parts[1].Elements[:1]
	if all, err := shard.Join(parts, 0); err == nil || !strings.Contains(err.Error(), "b: it has 1 elements, too few for shard 1/3") {
		t.Errorf("Join = %v, %v, want an error", all, err)
	}
}
