package runtime

import (
	"fmt"
	"testing"

	"github.com/fakesmith/fakesmith/fake"
)

// A pair is a structure of optional strings.
type pair struct{ a, b *string }

func (v *pair) DecodeJSON(d *Decoder) bool {
	*v = pair{}
	if !d.Object() {
		return false
	}
	for d.Member() {
		switch string(d.Name()) {
		case "a":
			v.a = d.OptionalString()
		case "b":
			v.b = d.OptionalString()
		default:
			d.Unknown()
		}
	}
	return true
}

// TestAllocations bounds how often memory is asked for, which is much of what a call
// costs and the same on every machine.
func TestAllocations(t *testing.T) {
	body := []byte(`[{"a":"first","b":"same"}`)
	for i := range 99 {
		body = fmt.Appendf(body, `,{"a":"name-%017d","b":"same"}`, i)
	}
	body = append(body, ']')
	table := newRows()
	for i := range 1000 {
		table.Put(row{part: "a", key: fmt.Sprint(i)})
	}
	again := row{part: "a", key: "500"}
	var e Encoder
	for _, test := range []struct {
		what string
		most float64
		do   func()
	}{
		// Each would take 400 if each string and each pointer were one.
		{"reading a list of 100 pairs", 40, func() {
			d := newDecoder(body)
			defer d.release()
			if list := Structs[pair](d); len(list) != 100 || d.end() != nil {
				t.Fatalf("Structs() = %d pairs, %v", len(list), d.err)
			}
		}},
		{"replacing a value", 0, func() { table.Put(again) }},
		{"finding a value", 0, func() { table.Get("a", "700") }},
		{"writing", 0, func() {
			e.Reset()
			e.ObjStart()
			e.FieldStart("name")
			e.Str("value \n")
			e.FieldStart("at")
			e.Time(fake.Time{})
			e.ObjEnd()
		}},
	} {
		test.do() // fills pools
		if got := testing.AllocsPerRun(100, test.do); got > test.most {
			t.Errorf("%s takes %v allocations, want at most %v", test.what, got, test.most)
		}
	}
}

// TestListsShareNoMore shows that what is read of one document stays as it was when
// another is read.
func TestListsShareNoMore(t *testing.T) {
	read := func(n int) []pair {
		var body []byte
		for i := range 100 {
			body = fmt.Appendf(body, `,{"a":"%d of %d","b":"\u00e9%d"}`, i, n, n)
		}
		body[0] = '['
		body = append(body, ']')
		d := newDecoder(body)
		defer d.release()
		list := Structs[pair](d)
		clear(body) // as a buffer that is used again
		return list
	}
	var lists [][]pair
	for n := range 5 {
		lists = append(lists, read(n))
	}
	for n, list := range lists {
		for i, v := range list {
			if wantA, wantB := fmt.Sprintf("%d of %d", i, n), fmt.Sprintf("é%d", n); *v.a != wantA || *v.b != wantB {
				t.Fatalf("pair %d of list %d = %q, %q; want %q, %q", i, n, *v.a, *v.b, wantA, wantB)
			}
		}
	}
}
