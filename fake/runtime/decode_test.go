package runtime

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/fake"
)

// sample has a member of each type, written as the generator would.
type sample struct {
	Name   string
	Note   *string
	Ready  *bool
	Count  *int32
	Size   *int64
	Ratio  *float32
	Weight *float64
	At     *fake.Time
	Data   []byte
	Kind   *kindOf
	Inner  *sample
	List   []sample
	Names  []string
	Kinds  []kindOf
	Tags   map[string]string
	Grid   [][]int32
}

type kindOf string

func (v *sample) DecodeJSON(d *Decoder) bool {
	*v = sample{}
	if !d.Object() {
		return false
	}
	var hasName bool
	for d.Member() {
		switch string(d.Name()) {
		case "Name":
			v.Name, hasName = d.String()
		case "Note":
			v.Note = d.OptionalString()
		case "Ready":
			v.Ready = Optional(d.Bool())
		case "Count":
			v.Count = Optional(d.Int32())
		case "Size":
			v.Size = Optional(d.Int64())
		case "Ratio":
			v.Ratio = Optional(d.Float32())
		case "Weight":
			v.Weight = Optional(d.Float64())
		case "At":
			v.At = Optional(d.Time())
		case "Data":
			v.Data = d.Blob()
		case "Kind":
			v.Kind = OptionalEnum[kindOf](d.String())
		case "Inner":
			v.Inner = Struct[sample](d)
		case "List":
			v.List = Structs[sample](d)
		case "Names":
			v.Names = List(d, (*Decoder).String)
		case "Kinds":
			v.Kinds = Enums[kindOf](d)
		case "Tags":
			v.Tags = Map(d, (*Decoder).String)
		case "Grid":
			v.Grid = List(d, func(d *Decoder) ([]int32, bool) {
				row := List(d, (*Decoder).Int32)
				return row, row != nil
			})
		default:
			d.Unknown()
		}
	}
	if !hasName {
		d.Missing("name")
	}
	return true
}

func TestDecode(t *testing.T) {
	for text, want := range map[string]sample{
		`{}`:                            {},
		`{"Name":"a","Note":"b"}`:       {Name: "a", Note: new("b")},
		`{"N\u0061me":"a"}`:             {Name: "a"},
		`{"name":"a"}`:                  {},
		`{"Name":"a","Name":"b"}`:       {Name: "b"},
		`{"Note":"a","Note":null}`:      {},
		`{"Ready":true}`:                {Ready: new(true)},
		`{"Ready":false }`:              {Ready: new(false)},
		`{"Count":-2147483648}`:         {Count: new(int32(math.MinInt32))},
		`{"Size":9007199254740993}`:     {Size: new(int64(9007199254740993))},
		`{"Size":-0}`:                   {Size: new(int64(0))},
		`{"Ratio":1e0}`:                 {Ratio: new(float32(1))},
		`{"Weight":"-Infinity"}`:        {Weight: new(math.Inf(-1))},
		`{"Weight":0.1}`:                {Weight: new(0.1)},
		`{"At":1.5}`:                    {At: new(fake.Time{Time: Unix(1).Add(500e6)})},
		`{"Data":"aGk="}`:               {Data: []byte("hi")},
		`{"Data":""}`:                   {Data: []byte{}},
		`{"Kind":"K"}`:                  {Kind: new(kindOf("K"))},
		`{"Inner":{"Name":"x"}}`:        {Inner: &sample{Name: "x"}},
		`{"Inner":null}`:                {},
		`{"List":[]}`:                   {List: []sample{}},
		`{"List":null}`:                 {},
		`{"List":[{"Name":"a"},{} ]}`:   {List: []sample{{Name: "a"}, {}}},
		`{"Names":["a","\t"]}`:          {Names: []string{"a", "\t"}},
		`{"Kinds":["K"]}`:               {Kinds: []kindOf{"K"}},
		`{"Tags":{"a":"b","\n":""}}`:    {Tags: map[string]string{"a": "b", "\n": ""}},
		`{"Tags":{}}`:                   {Tags: map[string]string{}},
		`{"Grid":[[1,2],[]]}`:           {Grid: [][]int32{{1, 2}, {}}},
		`{"X":{"Name":[{}]},"Name":""}`: {},
	} {
		var got sample
		if err := Unmarshal([]byte(text), &got); err != nil {
			t.Errorf("%s: %v", text, err)
		} else if !reflect.DeepEqual(got, want) {
			t.Errorf("%s is read as %+v, want %+v", text, got, want)
		}
	}
}

func TestDecodeRejects(t *testing.T) {
	for text, want := range map[string]string{
		`{"Name":1}`:                      "Name: expected a string, found a number",
		`{"Name":{}}`:                     "Name: expected a string, found an object",
		`{"Ready":"true"}`:                "Ready: expected a boolean, found a string",
		`{"Count":"1"}`:                   "Count: expected an integer, found a string",
		`{"Count":1.0}`:                   "Count: expected an integer, found 1.0",
		`{"Count":1e2}`:                   "Count: expected an integer, found 1e2",
		`{"Count":2147483648}`:            "does not fit into an integer of 32 bits",
		`{"Size":9223372036854775808}`:    "does not fit into an integer of 64 bits",
		`{"Ratio":1e39}`:                  "beyond the range",
		`{"Weight":"1"}`:                  "Weight: expected a number, found a string",
		`{"Weight":true}`:                 "Weight: expected a number, found a boolean",
		`{"At":"2020-01-01T00:00:00Z"}`:   "At: expected a timestamp as a number of seconds, found a string",
		`{"At":1e15}`:                     "beyond the years",
		`{"Data":"aGk"}`:                  "Data: a string is not base64",
		`{"Data":"_-=="}`:                 "Data: a string is not base64",
		`{"Data":[]}`:                     "Data: expected bytes as a string in base64, found a list",
		`{"Inner":[]}`:                    "Inner: expected an object, found a list",
		`{"Inner":{"Inner":{"Name":1}}}`:  "Inner.Inner.Name: expected",
		`{"List":{}}`:                     "List: expected a list, found an object",
		`{"List":[{},{"Name":true}]}`:     "List[1].Name: expected a string, found a boolean",
		`{"List":[null]}`:                 "List[0]: expected an element, found null",
		`{"Names":["a",1]}`:               "Names[1]: expected a string, found a number",
		`{"Names":["a" "b"]}`:             "expected ',' or ']' after a list's element",
		`{"Names":["a",]}`:                "expected a string, found ']'",
		`{"Tags":{"a":null}}`:             "Tags.a: expected a value, found null",
		`{"Tags":{"a":1}}`:                "Tags.a: expected a string, found a number",
		`{"Grid":[[1,"2"]]}`:              "Grid[0][1]: expected an integer, found a string",
		`{"Name":"a"`:                     "expected ',' or '}' after a member, found the end of the input",
		`{"Name":"a"} x`:                  "something follows the document",
		`{"Name" "a"}`:                    "expected ':' after a member's name",
		`{"X":{"a":[01]}}`:                "X: a number is not written as JSON writes numbers",
		`null`:                            "expected an object, found null",
		`[]`:                              "expected an object, found a list",
		``:                                "expected an object, found the end of the input",
		strings.Repeat(`{"Inner":`, 1001): "nests deeper than 1000 levels",
	} {
		var v sample
		err := Unmarshal([]byte(text), &v)
		if err == nil {
			t.Errorf("%.60s is read as %+v", text, v)
		} else if !errors.Is(err, SerializationException) || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60s: %v, want a SerializationException with %q", text, err, want)
		}
	}
}

// TestMissingHasAPath looks at required members that are absent within
// structures, lists, and lists of lists.
func TestMissingHasAPath(t *testing.T) {
	for text, want := range map[string]string{
		`{"Name":""}`:                         "[]",
		`{"Name":null}`:                       "[name]",
		`{"Name":"a","Inner":{}}`:             "[inner.name]",
		`{"Inner":{"List":[{"Name":""},{}]}}`: "[inner.list.2.member.name inner.name name]",
	} {
		d := newDecoder([]byte(text))
		var v sample
		v.DecodeJSON(d)
		var paths []string
		for _, m := range d.missing {
			paths = append(paths, m.Path)
		}
		if got := fmt.Sprint(paths); got != want || d.end() != nil {
			t.Errorf("%s: missing %s, %v, want %s", text, got, d.end(), want)
		}
		d.release()
	}
}

// TestNothingAfterAnError checks that a reader that goes on after an error
// comes to an end, and keeps the first.
func TestNothingAfterAnError(t *testing.T) {
	d := newDecoder([]byte(`{"Name":1,"Names":["a"`))
	defer d.release()
	var v sample
	v.DecodeJSON(d)
	if d.Object() || d.Array() || d.Member() || d.Elem() {
		t.Error("something is begun after an error")
	}
	if s, ok := d.String(); ok || s != "" {
		t.Errorf("String() = %q, %v after an error", s, ok)
	}
	if d.Blob() != nil {
		t.Error("Blob() is not nil after an error")
	}
	d.Unknown()
	d.Missing("name")
	if err := d.end(); err == nil || !strings.Contains(err.Error(), "Name: expected a string") {
		t.Errorf("the error is %v, want the first", err)
	}
}

// TestInternedStringsAreEqual reads many strings that share places among the
// interned.
func TestInternedStringsAreEqual(t *testing.T) {
	d := newDecoder(nil)
	defer d.release()
	for range 2 {
		for i := range 1000 {
			want := fmt.Sprintf("AWS::%d::%d", i%7, i)
			if got := d.intern([]byte(want)); got != want {
				t.Fatalf("intern(%q) = %q", want, got)
			}
		}
	}
	a, b := d.intern([]byte("same")), d.intern([]byte("same"))
	if a != b || testing.AllocsPerRun(10, func() { d.intern([]byte("same")) }) != 0 {
		t.Error("a string that was met just now is made again")
	}
}
