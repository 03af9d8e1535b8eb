package runtime

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/fake"
)

// kinds is a structure as it is generated, with a member of each kind.
type kinds struct {
	Text   *string
	Flag   *bool
	Tiny   *int32
	Count  *int32
	Big    *int64
	Ratio  *float32
	Weight *float64
	Data   []byte
	At     *fake.Time
	AtText *fake.Time
	Any    json.RawMessage
	Choice *choice
	Names  []string
	Gaps   []*string
	Lists  [][]string
	Table  map[string]int32
	Holes  map[string]*int32
	Inner  []kinds
	Hours  *int32 // 8 where it is absent
}

// choice is a union as it is generated.
type choice struct {
	Word  *string
	Inner *kinds
}

func (v *kinds) DecodeJSON(d *Decoder) bool {
	*v = kinds{}
	if !d.Object() {
		return false
	}
	for d.Member() {
		switch string(d.Name()) {
		case "Text":
			v.Text = d.OptionalString()
		case "Flag":
			v.Flag = Optional(d.Bool())
		case "Tiny":
			v.Tiny = Optional(d.Int8())
		case "Count":
			v.Count = Optional(d.Int32())
		case "Big":
			v.Big = Optional(d.Int64())
		case "Ratio":
			v.Ratio = Optional(d.Float32())
		case "Weight":
			v.Weight = Optional(d.Float64())
		case "Data":
			v.Data = d.Blob()
		case "At":
			v.At = Optional(d.Time())
		case "AtText":
			v.AtText = Optional(d.DateTime())
		case "Any":
			v.Any = d.Document()
		case "Choice":
			v.Choice = Struct[choice](d)
		case "Names":
			v.Names = List(d, (*Decoder).String)
		case "Gaps":
			v.Gaps = SparseList(d, (*Decoder).String)
		case "Lists":
			v.Lists = NullableList(d, func(d *Decoder) ([]string, bool) {
				list := List(d, (*Decoder).String)
				return list, list != nil
			})
		case "Table":
			v.Table = Map(d, (*Decoder).Int32)
		case "Holes":
			v.Holes = SparseMap(d, (*Decoder).Int32)
		case "Inner":
			v.Inner = Structs[kinds](d)
		case "Hours":
			v.Hours = Optional(d.Int32())
		default:
			d.Unknown()
		}
	}
	if v.Hours == nil {
		d := Default(`8`)
		v.Hours = Optional(d.Int32())
	}
	return true
}

func (v *choice) DecodeJSON(d *Decoder) bool {
	*v = choice{}
	if !d.Object() {
		return false
	}
	for d.Option() {
		switch string(d.Name()) {
		case "Word":
			v.Word = d.OptionalString()
		case "Inner":
			v.Inner = Struct[kinds](d)
		default:
			d.UnknownOption()
		}
	}
	return true
}

func (v *kinds) EncodeJSON(e *Encoder) {
	e.ObjStart()
	encode(e, "Text", v.Text, (*Encoder).Str)
	encode(e, "Flag", v.Flag, func(e *Encoder, v bool) { e.Bool(v) })
	encode(e, "Tiny", v.Tiny, func(e *Encoder, v int32) { e.Int32(v) })
	encode(e, "Count", v.Count, func(e *Encoder, v int32) { e.Int32(v) })
	encode(e, "Big", v.Big, func(e *Encoder, v int64) { e.Int64(v) })
	encode(e, "Ratio", v.Ratio, (*Encoder).Float32)
	encode(e, "Weight", v.Weight, (*Encoder).Float64)
	if v.Data != nil {
		e.FieldStart("Data")
		e.Base64(v.Data)
	}
	encode(e, "At", v.At, (*Encoder).Time)
	encode(e, "AtText", v.AtText, (*Encoder).DateTime)
	if v.Any != nil {
		e.FieldStart("Any")
		e.Document(v.Any)
	}
	if v.Choice != nil {
		e.FieldStart("Choice")
		v.Choice.EncodeJSON(e)
	}
	if v.Names != nil {
		e.FieldStart("Names")
		EncodeList(e, v.Names, (*Encoder).Str)
	}
	if v.Gaps != nil {
		e.FieldStart("Gaps")
		EncodeList(e, v.Gaps, WriteNullable((*Encoder).Str))
	}
	if v.Lists != nil {
		e.FieldStart("Lists")
		EncodeList(e, v.Lists, func(e *Encoder, v []string) {
			if v == nil {
				e.Null()
				return
			}
			EncodeList(e, v, (*Encoder).Str)
		})
	}
	if v.Table != nil {
		e.FieldStart("Table")
		EncodeMap(e, v.Table, func(e *Encoder, v int32) { e.Int32(v) })
	}
	if v.Holes != nil {
		e.FieldStart("Holes")
		EncodeMap(e, v.Holes, WriteNullable(func(e *Encoder, v int32) { e.Int32(v) }))
	}
	if v.Inner != nil {
		e.FieldStart("Inner")
		EncodeStructs(e, v.Inner)
	}
	encode(e, "Hours", v.Hours, func(e *Encoder, v int32) { e.Int32(v) })
	e.ObjEnd()
}

func (v *choice) EncodeJSON(e *Encoder) {
	e.ObjStart()
	encode(e, "Word", v.Word, (*Encoder).Str)
	if v.Inner != nil {
		e.FieldStart("Inner")
		v.Inner.EncodeJSON(e)
	}
	e.ObjEnd()
}

func encode[T any](e *Encoder, name string, v *T, write func(*Encoder, T)) {
	if v != nil {
		e.FieldStart(name)
		write(e, *v)
	}
}

// FuzzDecode holds that the decoder neither panics nor takes what is no JSON, and
// that what it reads is the same after it was written and read once more.
func FuzzDecode(f *testing.F) {
	for _, text := range corpus {
		f.Add([]byte(text))
	}
	for _, text := range kindsCorpus {
		f.Add([]byte(text))
	}
	f.Fuzz(checkKinds)
}

func checkKinds(t *testing.T, body []byte) {
	var v kinds
	err := Unmarshal(body, &v)
	if err != nil {
		if !errors.Is(err, SerializationException) {
			t.Errorf("%q: %v is no SerializationException", body, err)
		}
		if len(err.Error()) > 10_000 && len(err.Error()) > 4*len(body) {
			t.Errorf("%d bytes have an error of %d", len(body), len(err.Error()))
		}
		return
	}
	if !json.Valid(body) {
		t.Fatalf("%q is read, and is no JSON", body)
	}
	if independent := understands(body); independent != "" {
		t.Errorf("%q is read, though %s", body, independent)
	}
	written := Marshal(&v)
	if !json.Valid(written) {
		t.Fatalf("%q is written as %q, which is no JSON", body, written)
	}
	var again kinds
	if err := Unmarshal(written, &again); err != nil {
		t.Fatalf("%q is written as %q, which can't be read: %v", body, written, err)
	}
	if twice := Marshal(&again); !bytes.Equal(written, twice) {
		t.Errorf("%q is written as %q, and then as %q", body, written, twice)
	}
}

// understands reads a body with encoding/json, and says what of it the decoder
// must not have taken, or returns "".
func understands(body []byte) string {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var o map[string]any
	if d.Decode(&o) != nil || o == nil {
		return "it is no object"
	}
	if tiny, ok := o["Tiny"].(json.Number); ok {
		if n, err := tiny.Int64(); err != nil || n < math.MinInt8 || n > math.MaxInt8 {
			return "Tiny does not fit into 8 bits"
		}
	}
	if union, ok := o["Choice"].(map[string]any); ok {
		set := 0
		for name, member := range union {
			if name != "__type" && member != nil {
				set++
			}
		}
		if set != 1 {
			return "the union has not one member"
		}
	}
	if text, ok := o["AtText"].(string); ok && !strings.HasSuffix(text, "Z") {
		return "AtText has an offset"
	}
	for _, name := range []string{"Names", "Inner"} {
		list, _ := o[name].([]any)
		for _, e := range list {
			if e == nil {
				return name + " has a null"
			}
		}
	}
	return ""
}

var kindsCorpus = []string{
	`{"Text":"a\u00e9","Flag":true,"Tiny":-128,"Count":7,"Big":9007199254740993,"Ratio":1.5,"Weight":"NaN","Data":"aGk=","At":1.5e9,"AtText":"2026-01-31T12:00:00.25Z"}`,
	`{"Any":{"a":[1,null,"x"]},"Choice":{"Inner":{"Choice":{"Word":""}}},"Names":[],"Gaps":["a",null],"Lists":[null,[],["a"]],"Table":{"":1},"Holes":{"a":null,"b":2},"Inner":[{},{"Hours":0}]}`,
	`{"Choice":{}}`, `{"Choice":{"Word":null}}`, `{"Choice":{"__type":"x","Word":"a"}}`, `{"Choice":{"Word":"a","Word":"b"}}`, `{"Choice":{"Other":1}}`,
	`{"Tiny":128}`, `{"Names":[null]}`, `{"Table":{"a":null}}`, `{"Data":"aG\nk="}`, `{"Weight":"nan"}`, `{"At":"1"}`, `{"AtText":"2026-01-31T12:00:00+01:00"}`,
	`{"At":-62135596800}`, `{"At":253402300799.999}`, `{"Ratio":3.5e38}`, `{"Weight":5e-324}`, `{"Any":1e400}`, `{"Any":null}`, `{"Hours":null}`,
}
