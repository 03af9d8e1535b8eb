package runtime_test

import (
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/runtime"
)

func TestEntries(t *testing.T) {
	for _, tt := range []struct {
		text string
		n    int
		ok   bool
	}{
		{"", 0, true},
		{"[]", 0, true},
		{"[{}]", 0, true},
		{" [ { } ]", 0, true},
		{`[{"a":1}]`, 1, true},
		{`[{},{}]`, 2, true},
		{"{}", 0, false},
		{"null", 0, false},
		{"[null]", 0, false},
		{"[1]", 0, false},
		{"[{}", 0, false},
		{"[{}] 1", 0, false},
	} {
		entries, ok := runtime.Entries(tt.text, "[{}]")
		if len(entries) != tt.n || ok != tt.ok {
			t.Errorf("Entries(%q) = %d entries, %t, want %d, %t", tt.text, len(entries), ok, tt.n, tt.ok)
		}
		if has := runtime.HasEntries(tt.text, "[{}]"); has != (tt.n > 0) {
			t.Errorf("HasEntries(%q) = %t", tt.text, has)
		}
	}
}

func TestEntry(t *testing.T) {
	entries, _ := runtime.Entries(`[{"a": {"b": "x"}, "n": 1, "c": ""}]`, "")
	e := entries[0]
	if got, want := e.JSON(), `{"a":{"b":"x"},"n":1,"c":""}`; got != want {
		t.Errorf("JSON() = %s, want %s", got, want)
	}
	for place, want := range map[string]string{"a.b": "x", "a": "", "a.b.c": "", "n": "", "c": "", "d": ""} {
		if got := e.Text(place); got != want {
			t.Errorf("Text(%q) = %q, want %q", place, got, want)
		}
	}
	if !e.Has("a.b") || !e.Has("a.b", "y", "x") || e.Has("a.b", "y") || e.Has("c") {
		t.Error("Has is wrong")
	}
}

func TestEntryTime(t *testing.T) {
	const ten = "2030-01-01T10:00:00Z"
	for text, want := range map[string]string{
		`[{"is":"end","at":"2030-01-01T10:00:00.000Z"}]`:                                        ten,
		`[{"is":"end","at":"2030-01-01T12:30:00+02:30"}]`:                                       ten,
		`[{"is":"end","at":"2030-01-01T10:00Z"}]`:                                               ten,
		`[{"is":"end","at":"2030-01-01T12:30:30+02:30:30"}]`:                                    ten,
		`[{"is":"end","at":"2030-01-02T10:00:00Z"},{"is":"end","at":"2030-01-01T10:00:00Z"}]`:   ten,
		`[{"is":"other","at":"2020-01-02T10:00:00Z"},{"is":"end","at":"2030-01-01T10:00:00Z"}]`: ten,
		`[{"is":"end","at":"2030-01-01"}]`:                                                      "",
		`[{"is":"end"}]`:                                                                        "",
		`no JSON`:                                                                               "",
		``:                                                                                      "",
	} {
		var at string
		if got := runtime.EntryTime(text, "[{}]", "is", "end", "at"); got != nil {
			at = got.UTC().Format(time.RFC3339)
		}
		if at != want {
			t.Errorf("EntryTime(%s) = %q, want %q", text, at, want)
		}
	}
}

// TestAdvance shows that each value that has expired is told of once, whatever was put
// before it was asked for, and however time runs.
func TestAdvance(t *testing.T) {
	type value struct {
		key string
		end *fake.Time
	}
	table := runtime.Table[struct{}, string, value]{
		Key:     func(v *value) (struct{}, string) { return struct{}{}, v.key },
		Expires: func(v *value) *fake.Time { return v.end },
	}
	at := func(s int) time.Time { return time.Unix(int64(s), 0) }
	put := func(key string, end int) { table.Put(value{key, &fake.Time{Time: at(end)}}) }
	expect := func(now int, keys ...string) {
		t.Helper()
		gone := map[string]bool{}
		for _, v := range table.Advance(at(now)) {
			gone[v.key] = true
		}
		for _, key := range keys {
			if !gone[key] {
				t.Errorf("at %d, %s is not gone", now, key)
			}
		}
		if len(gone) != len(keys) {
			t.Errorf("at %d, %v are gone, want %v", now, gone, keys)
		}
	}
	put("a", 10)
	table.Put(value{key: "never"})
	expect(9)
	expect(10, "a")
	expect(10)
	put("b", 30)
	put("c", 20)
	put("b", 40) // later than before
	expect(30, "c")
	put("d", 5) // it has expired already
	expect(1, "d")
	expect(40, "b")
	if n := table.Len(); n != 1 {
		t.Errorf("%d values are left, want 1", n)
	}
}
