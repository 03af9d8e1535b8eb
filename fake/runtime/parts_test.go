package runtime

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/fakesmith/fakesmith/fake"
)

func TestCursorKnowsItsTokens(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		mine := NewCursor("List", "account", rapid.String().Draw(t, "rule"))
		place := rapid.Uint64Min(1).Draw(t, "place")
		token := mine.Token(place)
		if got, kind := mine.After(&token); got != place || kind != Own {
			t.Fatalf("After(%s) = %d, %v", token, got, kind)
		}
		if got, kind := NewCursor("Other").Read(token); got != place || kind != Foreign {
			t.Fatalf("another list's Read(%s) = %d, %v", token, got, kind)
		}
		// No token with a character changed is anybody's.
		i := rapid.IntRange(0, len(token)-1).Draw(t, "i")
		c := rapid.SampledFrom([]byte("ABCabc019-_=+ \n\"")).Draw(t, "c")
		if broken := token[:i] + string(c) + token[i+1:]; broken != token {
			if got, kind := mine.Read(broken); kind != Garbage || got != 0 {
				t.Fatalf("Read(%s) = %d, %v, with character %d broken", broken, got, kind, i)
			}
		}
	})
	c := NewCursor("ab", "c")
	for _, garbage := range []string{"x", " ", "null", strings.Repeat("A", 32), strings.Repeat("A", 1000), c.Token(7) + "\n"} {
		if _, kind := c.After(&garbage); kind != Garbage {
			t.Errorf("After(%q) = %v", garbage, kind)
		}
	}
	if _, kind := c.After(nil); kind != None {
		t.Errorf("After(nil) = %v", kind)
	}
	if _, kind := c.After(new("")); kind != Empty {
		t.Errorf("After of nothing = %v", kind)
	}
	if c.Token(0) != "" || c.OptionalToken(0) != nil || *c.OptionalToken(3) != c.Token(3) {
		t.Error("there is a token for what follows the end")
	}
	if NewCursor("ab", "c") == NewCursor("a", "bc") || NewCursor("a") == NewCursor("a", "") {
		t.Error("words run into each other")
	}
}

func TestFailuresAreGroupedByReason(t *testing.T) {
	var f Failures[int, string]
	if f.Len() != 0 || f.Reason() != "" || f.Batches(3) != nil {
		t.Error("nothing failed, and something is reported")
	}
	for i := range 7 {
		f.Add(i, "late", fmt.Sprint(i))
	}
	f.Add(3, "late", "again")
	f.Add(10, "lost", "10")
	f.Add(11, "late", "11")
	want := []Batch[string]{{"late", []string{"0", "1", "2"}}, {"late", []string{"3", "4", "5"}}, {"late", []string{"6", "11"}}, {"lost", []string{"10"}}}
	if got := f.Batches(3); !reflect.DeepEqual(got, want) {
		t.Errorf("Batches(3) = %v, want %v", got, want)
	}
	if f.Len() != 9 || f.Reason() != "late" {
		t.Errorf("Len = %d, Reason = %s", f.Len(), f.Reason())
	}
	var all Failures[int, string]
	all.Add(10, "gone", "10")
	all.Join(&f)
	want = []Batch[string]{{"gone", []string{"10"}}, {"late", []string{"0", "1", "2", "3", "4", "5", "6", "11"}}}
	if got := all.Batches(9); !reflect.DeepEqual(got, want) {
		t.Errorf("joined, they are %v, want %v", got, want)
	}
}

func TestSummarize(t *testing.T) {
	type finding struct{ what, result string }
	findings := []finding{{"a", "good"}, {"b", "odd"}, {"a", "bad"}, {"a", "bad"}, {"c", "good"}, {"b", "odd"}, {"c", "good"}, {"a", "good"}}
	values := func(yield func(uint64, *finding) bool) {
		for i := range findings {
			if !yield(uint64(i+1), &findings[i]) {
				return
			}
		}
	}
	groups := Summarize(values, func(f *finding) string { return f.what }, func(f *finding) string { return f.result }, []string{"bad", "good"}, "unknown")
	var got []string
	for place, g := range groups {
		got = append(got, fmt.Sprint(place, g.First.what, g.Value, g.Count))
	}
	if want := "[1abad2 2bunknown0 5cgood2]"; strings.ReplaceAll(fmt.Sprint(got), " ", "") != strings.ReplaceAll(want, " ", "") {
		t.Errorf("groups are %v, want %v", got, want)
	}
	page := PageOf(After(Where(groups, func(s *Summary[finding, string]) bool { return s.Value != "unknown" }), 1), 5, nil)
	if len(page.Items) != 1 || page.Items[0].First.what != "c" {
		t.Errorf("the page after the first is %v", page)
	}
}

func TestWordsDiffer(t *testing.T) {
	var words Words
	seen := map[string]bool{}
	for n := range 20000 {
		w := words.Next([]string{"rule", "rule", "other"}[n%3])
		if seen[w] || len(w) != 6 || strings.Trim(w, "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
			t.Fatalf("word %d is %q, which was given out or is none", n, w)
		}
		seen[w] = true
	}
	// In whatever order others are named, a name gets the same words.
	var again, apart Words
	again.Next("other")
	if a, b := again.Next("rule"), apart.Next("rule"); a != b {
		t.Errorf("the first words of a name are %q and %q, want the same", a, b)
	}
	// Words of another form differ as well.
	for range 2000 {
		if w := words.Spelled("AB01", 20, "app"); seen[w] || len(w) != 20 || strings.Trim(w, "AB01") != "" {
			t.Fatalf("a word of twenty A, B, 0 and 1 is %q, which was given out or is none", w)
		} else {
			seen[w] = true
		}
	}
	if Fold(" \tRule A ") != "rule a" {
		t.Errorf("Fold = %q", Fold(" \tRule A "))
	}
}

func TestCopiesShareNothing(t *testing.T) {
	n := 1
	p := Copy(&n)
	*p = 2
	q := ClonePtr(&n, func(v int) int { return v + 10 })
	if n != 1 || *q != 11 || Copy[int](nil) != nil || ClonePtr(nil, func(v int) int { return v }) != nil {
		t.Error("copies of pointers are wrong")
	}
	if Value(&n) != 1 || Value[int](nil) != 0 {
		t.Error("Value is wrong")
	}
	if got := Convert[kindOf](new("K")); *got != "K" || Convert[kindOf, string](nil) != nil {
		t.Error("Convert is wrong")
	}
	double := func(v int) int { return 2 * v }
	if got := CloneList([]int{1, 2}, double); !reflect.DeepEqual(got, []int{2, 4}) || CloneList(nil, double) != nil || CloneList([]int{}, double) == nil {
		t.Error("CloneList is wrong")
	}
	if got := CloneMap(map[string]int{"a": 1}, double); got["a"] != 2 || CloneMap(nil, double) != nil {
		t.Error("CloneMap is wrong")
	}
}

func TestStore(t *testing.T) {
	s := NewStore(func() *int { return new(int) }, func(n *int) bool { return *n != 0 })
	other := fake.Scope{Account: "111122223333", Region: "eu-west-1"}
	*s.In(fake.DefaultScope) = 5
	if got := *s.In(fake.DefaultScope); got != 5 {
		t.Errorf("a scope has %d, want what was just written there", got)
	}
	if got := *s.In(other); got != 0 {
		t.Errorf("another scope has %d, want what an empty one has", got)
	}
	if got := *s.In(fake.DefaultScope); got != 5 {
		t.Errorf("a scope has %d, want what was written there", got)
	}
	*s.In(other) = 6
	for i := range 100 {
		s.In(fake.Scope{Account: "444455556666", Region: strconv.Itoa(i)})
	}
	if n := len(s.All()); n != 2 || *s.In(other) != 6 {
		t.Errorf("%d scopes are kept after two were written and 100 read, and one has %d; want 2 and 6", n, *s.In(other))
	}
	// What is written last is not forgotten.
	*s.In(fake.Scope{Account: "444455556666", Region: "last"}) = 7
	if n := len(s.All()); n != 3 {
		t.Errorf("%d scopes are kept, want 3", n)
	}
}

func TestMarshalWritesValidUTF8(t *testing.T) {
	text := Marshal(&sample{Name: "a\xffb", Tags: map[string]string{"\xff": "\xfe"}})
	if want := `{"Name":"a` + "\ufffd" + `b","Tags":{"` + "\ufffd\":\"\ufffd" + `"}}`; string(text) != want {
		t.Errorf("Marshal = %s, want %s", text, want)
	}
}
