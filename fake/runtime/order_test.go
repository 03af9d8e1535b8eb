package runtime

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// keysOf returns the keys of a page.
func keysOf(p Page[row]) []string {
	var keys []string
	for _, r := range p.Items {
		keys = append(keys, r.key)
	}
	return keys
}

func TestPagesByKeyLoseAndRepeatNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := newRows()
		for _, i := range rapid.Permutation([]int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}).Draw(t, "order") {
			table.Put(row{part: "p", key: fmt.Sprint("stay", i)})
			table.Put(row{part: "p", key: fmt.Sprint("go", i)})
		}
		limit := rapid.IntRange(1, 7).Draw(t, "limit")
		keep := func(r *row) bool { return !strings.HasSuffix(r.key, "5") }
		var seen []string
		after := ""
		for pages := 0; pages == 0 || after != ""; pages++ {
			page := PageByKey(table.Partition("p", 0), func(r *row) string { return r.key }, after, limit, keep)
			if len(page.Items) > limit || page.Next != 0 {
				t.Fatalf("the page is %v", page)
			}
			seen = append(seen, keysOf(page)...)
			table.Delete("p", fmt.Sprint("go", rapid.IntRange(0, 9).Draw(t, "gone")))
			table.Put(row{part: "p", key: fmt.Sprint("stay", rapid.IntRange(0, 9).Draw(t, "again")), text: 1})
			after = page.NextKey
		}
		if !slices.IsSorted(seen) || len(slices.Compact(slices.Clone(seen))) != len(seen) {
			t.Fatalf("they come as %v", seen)
		}
		seen = slices.DeleteFunc(seen, func(key string) bool { return strings.HasPrefix(key, "go") })
		if len(seen) != 9 {
			t.Fatalf("of those that stay, there are %v", seen)
		}
	})
}

func TestFullPageIsFollowedByAnother(t *testing.T) {
	table := newRows()
	for i := range 4 {
		table.Put(row{part: "p", key: fmt.Sprint(i)})
	}
	key := func(r *row) string { return r.key }
	byPlace, byKey := PageOf(table.Partition("p", 2), 2, nil), PageByKey(table.Partition("p", 0), key, "1", 2, nil)
	if byPlace.Mark() != (Mark{}) || byKey.Mark() != (Mark{}) {
		t.Errorf("the last pages go on at %v and %v", byPlace.Mark(), byKey.Mark())
	}
	byPlace.Announce(2)
	byKey.Announce(2)
	if byPlace.Mark() != (Mark{Place: 4}) || byKey.Mark() != (Mark{Key: "3"}) {
		t.Errorf("announced, they go on at %v and %v", byPlace.Mark(), byKey.Mark())
	}
	for _, empty := range []Page[row]{PageOf(table.Partition("p", 4), 2, nil), PageByKey(table.Partition("p", 0), key, "3", 2, nil)} {
		if empty.Announce(2); len(empty.Items) > 0 || empty.Mark() != (Mark{}) {
			t.Errorf("what follows is %v", empty)
		}
	}
}

func TestMarksAreRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		mine, other := NewCursor("List", "mine"), NewCursor("List", "other")
		m := Mark{Key: rapid.StringN(1, -1, -1).Draw(t, "key")}
		token := mine.MarkToken(m)
		if got, kind := mine.Mark(&token); got != m || kind != Own {
			t.Fatalf("Mark(%s) = %v, %v, want %v", token, got, kind, m)
		}
		if got, kind := other.Mark(&token); got != m || kind != Foreign {
			t.Fatalf("another list's Mark(%s) = %v, %v", token, got, kind)
		}
		if _, kind := mine.After(&token); kind != Garbage {
			t.Fatalf("After(%s) = %v", token, kind)
		}
		i := rapid.IntRange(0, len(token)-1).Draw(t, "i")
		c := rapid.SampledFrom([]byte("ABCabc019-_=+ .\n\"")).Draw(t, "c")
		if broken := token[:i] + string(c) + token[i+1:]; broken != token {
			if got, kind := mine.Mark(&broken); kind != Garbage || got != (Mark{}) {
				t.Fatalf("Mark(%s) = %v, %v, with character %d broken", broken, got, kind, i)
			}
		}
	})
	c := NewCursor("List")
	place := c.Token(7)
	if got, kind := c.Mark(&place); got != (Mark{Place: 7}) || kind != Own {
		t.Errorf("Mark of a place = %v, %v", got, kind)
	}
	for _, garbage := range []string{".", ".x", "..", "." + place, c.MarkToken(Mark{Key: "k"}) + "\n"} {
		if _, kind := c.Mark(&garbage); kind != Garbage {
			t.Errorf("Mark(%q) = %v", garbage, kind)
		}
	}
	if _, kind := c.Mark(nil); kind != None {
		t.Errorf("Mark(nil) = %v", kind)
	}
	if c.OptionalMarkToken(Mark{}) != nil || *c.OptionalMarkToken(Mark{Place: 7}) != place {
		t.Error("there is a token for what follows the end")
	}
}

func TestKeysThatBecomeTheSameKeepTheLastValue(t *testing.T) {
	folds := false
	table := newRows()
	table.Key = func(r *row) (string, string) {
		if folds {
			return Fold(r.part), Fold(r.key)
		}
		return r.part, r.key
	}
	for i, key := range []string{"a", "B", "A", "b ", "c"} {
		table.Put(row{part: "p", key: key, text: i})
	}
	table.Put(row{part: "P", key: "C", text: 9})
	table.Delete("p", "c")
	folds = true
	table.Rekey()
	if got := fmt.Sprint(keysOf(PageOf(table.Partition("p", 0), 9, nil)), table.Len()); got != "[A b  C] 3" {
		t.Errorf("there are %s", got)
	}
	if v := table.Get("p", "b"); v == nil || v.text != 3 {
		t.Errorf("b is %v", v)
	}
	if page := PageOf(table.Partition("p", 1), 9, nil); len(page.Items) != 2 {
		t.Errorf("after the first place there are %v", keysOf(page))
	}
	table.Put(row{part: "p", key: "d"})
	if page := PageOf(table.Partition("p", 6), 9, nil); fmt.Sprint(keysOf(page)) != "[d]" {
		t.Errorf("what is put then has a place among %v", keysOf(page))
	}
}

func TestPartitionsAreDeleted(t *testing.T) {
	table := newRows()
	for _, part := range []string{"a", "A", "b"} {
		table.Put(row{part: part, key: "1"})
		table.Put(row{part: part, key: "2"})
	}
	table.DeletePartitions(func(part string) bool { return Fold(part) == "a" })
	if table.Len() != 2 || table.Get("b", "1") == nil || table.Get("A", "1") != nil {
		t.Errorf("%d are left: %v", table.Len(), table.Values())
	}
}
