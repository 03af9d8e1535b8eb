package runtime

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/fakesmith/fakesmith/fake"
)

type row struct {
	part, key string
	text      int
	until     *fake.Time
}

func newRows() *Table[string, string, row] {
	return &Table[string, string, row]{
		Key:     func(r *row) (string, string) { return r.part, r.key },
		Expires: func(r *row) *fake.Time { return r.until },
	}
}

// A naiveTable is what a Table should be: a slice that is searched.
type naiveTable struct {
	rows []placedRow
	now  time.Time
	last uint64
}

type placedRow struct {
	place uint64
	row   row
}

func (n *naiveTable) at(now time.Time) {
	if now.Before(n.now) {
		n.rows = slices.DeleteFunc(n.rows, n.gone)
	}
	n.now = now
}

func (n *naiveTable) gone(r placedRow) bool {
	return r.row.until != nil && !n.now.Before(r.row.until.Time)
}

func (n *naiveTable) live() []placedRow {
	n.rows = slices.DeleteFunc(n.rows, n.gone)
	return n.rows
}

func (n *naiveTable) find(part, key string) int {
	return slices.IndexFunc(n.live(), func(r placedRow) bool { return r.row.part == part && r.row.key == key })
}

func (n *naiveTable) put(r row) {
	if i := n.find(r.part, r.key); i >= 0 {
		n.rows[i].row = r
		return
	}
	n.last++
	n.rows = append(n.rows, placedRow{n.last, r})
}

func (n *naiveTable) after(part string, place uint64) []placedRow {
	var all []placedRow
	for _, r := range n.live() {
		if r.place > place && (part == "*" || r.row.part == part) {
			all = append(all, r)
		}
	}
	return all
}

// many is how many rows more than fill two blocks.
const many = 300

// TestTableIsAsASearchedSlice runs a table and a naive one side by side.
func TestTableIsAsASearchedSlice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table, naive := newRows(), &naiveTable{}
		now := time.Unix(1000, 0)
		part := rapid.SampledFrom([]string{"p", "q", "r"})
		key := rapid.Custom(func(t *rapid.T) string { return fmt.Sprint(rapid.IntRange(0, 40).Draw(t, "key")) })
		check := func(t *rapid.T, got, want []placedRow, what string) {
			if !slices.Equal(got, want) {
				t.Fatalf("%s = %v, want %v", what, got, want)
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"put": func(t *rapid.T) {
				r := row{part: part.Draw(t, "part"), key: key.Draw(t, "key"), text: rapid.Int().Draw(t, "text")}
				if rapid.Bool().Draw(t, "expires") {
					r.until = &fake.Time{Time: now.Add(time.Duration(rapid.IntRange(-2, 5).Draw(t, "until")) * time.Second)}
				}
				table.Put(r)
				naive.put(r)
			},
			"putMany": func(t *rapid.T) {
				p := part.Draw(t, "part")
				// There are more than two blocks of them, of which some expire.
				for i := range many {
					r := row{part: p, key: fmt.Sprint("many", i)}
					if i%3 == 0 {
						r.until = &fake.Time{Time: now.Add(time.Duration(i%7) * time.Second)}
					}
					table.Put(r)
					naive.put(r)
				}
			},
			"deleteMany": func(t *rapid.T) {
				p := part.Draw(t, "part")
				first := rapid.IntRange(0, many/2).Draw(t, "first")
				gone := map[string]bool{}
				for i := first; i < first+many/2; i++ {
					gone[fmt.Sprint("many", i)] = true
					table.Delete(p, fmt.Sprint("many", i))
				}
				naive.rows = slices.DeleteFunc(naive.rows, func(r placedRow) bool { return r.row.part == p && gone[r.row.key] })
			},
			"get": func(t *rapid.T) {
				p, k := part.Draw(t, "part"), key.Draw(t, "key")
				got, at := table.Get(p, k), naive.find(p, k)
				if (got == nil) != (at < 0) || got != nil && *got != naive.rows[at].row {
					t.Fatalf("Get(%s, %s) = %v, want place %d of %v", p, k, got, at, naive.rows)
				}
			},
			"delete": func(t *rapid.T) {
				p, k := part.Draw(t, "part"), key.Draw(t, "key")
				got, at := table.Delete(p, k), naive.find(p, k)
				if got != (at >= 0) {
					t.Fatalf("Delete(%s, %s) = %v", p, k, got)
				}
				if at >= 0 {
					naive.rows = slices.Delete(naive.rows, at, at+1)
				}
			},
			"deletePartition": func(t *rapid.T) {
				p := part.Draw(t, "part")
				table.DeletePartition(p)
				naive.rows = slices.DeleteFunc(naive.rows, func(r placedRow) bool { return r.row.part == p })
			},
			"trim": func(t *rapid.T) {
				p := part.Draw(t, "part")
				most := rapid.OneOf(rapid.IntRange(1, 4), rapid.IntRange(1, many)).Draw(t, "most")
				table.Trim(p, most)
				over := len(naive.after(p, 0)) - most
				naive.rows = slices.DeleteFunc(naive.rows, func(r placedRow) bool {
					if r.row.part == p {
						over--
					}
					return r.row.part == p && over >= 0
				})
			},
			"deleteFunc": func(t *rapid.T) {
				k := key.Draw(t, "key")
				table.DeleteFunc(func(r *row) bool { return r.key == k })
				naive.rows = slices.DeleteFunc(naive.rows, func(r placedRow) bool { return r.row.key == k })
			},
			"deleteFuncMany": func(t *rapid.T) {
				last := rapid.StringMatching("[0-9]").Draw(t, "last")
				drop := func(r *row) bool { return strings.HasSuffix(r.key, last) }
				table.DeleteFunc(drop)
				naive.rows = slices.DeleteFunc(naive.rows, func(r placedRow) bool { return drop(&r.row) })
			},
			"time": func(t *rapid.T) {
				// Between two steps nobody looks, as somebody does after each action.
				for _, step := range rapid.SliceOfN(rapid.IntRange(-3, 4), 1, 3).Draw(t, "steps") {
					now = now.Add(time.Duration(step) * time.Second)
					table.At(now)
					naive.at(now)
				}
			},
			"page": func(t *rapid.T) {
				p := part.Draw(t, "part")
				after := rapid.Uint64Range(0, naive.last+1).Draw(t, "after")
				limit := rapid.IntRange(1, 10).Draw(t, "limit")
				page := PageOf(table.Partition(p, after), limit, nil)
				want := naive.after(p, after)
				next := uint64(0)
				if len(want) > limit {
					want = want[:limit]
					next = want[limit-1].place
				}
				if page.Next != next || len(page.Items) != len(want) {
					t.Fatalf("page after %d: %v, next %d, want %v, next %d", after, page.Items, page.Next, want, next)
				}
				for i := range want {
					if page.Items[i] != want[i].row {
						t.Fatalf("page after %d: %v, want %v", after, page.Items, want)
					}
				}
			},
			"all": func(t *rapid.T) {
				after := rapid.Uint64Range(0, naive.last+1).Draw(t, "after")
				var got []placedRow
				for place, r := range table.All(after) {
					got = append(got, placedRow{place, *r})
				}
				check(t, got, naive.after("*", after), fmt.Sprintf("All(%d)", after))
			},
			"": func(t *rapid.T) {
				var got []placedRow
				for place, r := range table.All(0) {
					got = append(got, placedRow{place, *r})
				}
				check(t, got, naive.after("*", 0), "All(0)")
				if table.Len() != len(got) {
					t.Fatalf("Len() = %d after all were met, want %d", table.Len(), len(got))
				}
				for p, part := range table.partitions {
					if part.dead > 32 && part.dead > part.length/2 || part.live() == 0 {
						t.Fatalf("partition %s has %d slots, %d of them dead", p, part.length, part.dead)
					}
				}
			},
		})
	})
}

// TestPagesLoseAndRepeatNothing walks through a partition while others are put
// and deleted.
func TestPagesLoseAndRepeatNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := newRows()
		for i := range 100 {
			table.Put(row{part: "p", key: fmt.Sprint("stay", i)})
			table.Put(row{part: "p", key: fmt.Sprint("go", i)})
		}
		seen := map[string]int{}
		for after, pages := uint64(0), 0; pages == 0 || after != 0; pages++ {
			page := PageOf(table.Partition("p", after), rapid.IntRange(1, 30).Draw(t, "limit"), nil)
			for _, r := range page.Items {
				seen[r.key]++
			}
			for range 20 {
				table.Delete("p", fmt.Sprint("go", rapid.IntRange(0, 99).Draw(t, "gone")))
				table.Put(row{part: "p", key: fmt.Sprint("stay", rapid.IntRange(0, 99).Draw(t, "again")), text: 1})
			}
			after = page.Next
		}
		for i := range 100 {
			if n := seen[fmt.Sprint("stay", i)]; n != 1 {
				t.Fatalf("stay%d was seen %d times", i, n)
			}
		}
	})
}

func TestWhatExpiredStaysGoneWhenTimeRunsBack(t *testing.T) {
	table := newRows()
	start := time.Unix(0, 0)
	table.At(start)
	table.Put(row{part: "p", key: "k", until: &fake.Time{Time: start.Add(time.Minute)}})
	table.At(start.Add(time.Minute - 1))
	if table.Get("p", "k") == nil {
		t.Error("gone before its time")
	}
	table.At(start.Add(time.Minute)) // nobody looks
	table.At(start)
	if table.Get("p", "k") != nil || table.Len() != 0 {
		t.Error("back from the dead")
	}
	// What was put after the clock went back lives until its own time.
	table.Put(row{part: "p", key: "k", until: &fake.Time{Time: start.Add(time.Second)}})
	if table.Get("p", "k") == nil {
		t.Error("a value put after time went back is gone")
	}
}

// TestPutsOfWhatExpiredTakeNoRoom puts one key again and again, each time after
// it has expired, while nobody reads.
func TestPutsOfWhatExpiredTakeNoRoom(t *testing.T) {
	table := newRows()
	start := time.Unix(0, 0)
	table.Put(row{part: "p", key: "stays"})
	for i := range 10_000 {
		now := start.Add(time.Duration(i) * time.Second)
		table.At(now)
		table.Put(row{part: "p", key: "k", text: i, until: &fake.Time{Time: now.Add(time.Second)}})
		for p, part := range table.partitions {
			if part.length > 100 {
				t.Fatalf("after %d puts of one key, partition %s has %d slots, %d of them dead", i+1, p, part.length, part.dead)
			}
		}
	}
	if got := table.Get("p", "k"); got == nil || got.text != 9_999 || table.Get("p", "stays") == nil || table.Len() != 2 {
		t.Errorf("after the puts there are %v", table.Values())
	}
}

func ExampleTable() {
	type exception struct{ Rule, Resource string }
	table := Table[string, string, exception]{
		Key: func(e *exception) (string, string) { return e.Rule, e.Resource },
	}
	for _, r := range []string{"a", "b", "c"} {
		table.Put(exception{"encrypted", r})
	}
	page := PageOf(table.Partition("encrypted", 0), 2, nil)
	fmt.Println(page.Items)
	table.Delete("encrypted", "a")
	page = PageOf(table.Partition("encrypted", page.Next), 2, nil)
	fmt.Println(page.Items, page.Next)
	// Output:
	// [{encrypted a} {encrypted b}]
	// [{encrypted c}] 0
}

func TestTableOrdered(t *testing.T) {
	type version struct {
		of     string
		number int64
	}
	table := Table[string, int64, version]{Key: func(v *version) (string, int64) { return v.of, v.number }}
	given := []version{{"a", 3}, {"b", 1}, {"a", 1}, {"c", 7}, {"b", 2}, {"a", 2}}
	want := []version{{"a", 1}, {"b", 1}, {"a", 2}, {"c", 7}, {"b", 2}, {"a", 3}}
	if got := table.Ordered(given, func(v *version) int64 { return v.number }); !slices.Equal(got, want) {
		t.Errorf("Ordered(%v) = %v, want %v", given, got, want)
	}
	if given[0].number != 3 {
		t.Error("Ordered changed what it was given")
	}
}
