package replay

import (
	"context"
	"fmt"
	"net/http"
	"reflect"
	"slices"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/conformance/recording"
	"github.com/fakesmith/fakesmith/internal/redact"
	"github.com/fakesmith/fakesmith/model"
)

// A reply is one that was read.
type reply struct {
	ok   bool
	code string
	// out is what it holds, without members that the contract does not know. It is
	// nil if nothing is to be concluded from it.
	out value.Object
	// gone reports that the reply did not come from the operation at all.
	gone bool
}

// reader reads replies, as the suite does.
func reader(ctx context.Context, contract *effect.Contract) *wire.Conn {
	return wire.New(ctx, contract.Set, endpoint.Target{})
}

// read checks a reply by itself: its envelope, types and members. What is newer
// than the contract is reported.
func (r *replayer) read(found *Exchange, e *recording.Exchange, op *model.Operation) *reply {
	hidden := e.Secrets()
	if e.Problem != "" {
		found.say(hidden, Report, "not checked: %s", e.Problem)
		return &reply{gone: true}
	}
	if e.Body == nil {
		found.say(hidden, Report, "only the status is checked: the body of the reply was not recorded")
		return &reply{ok: e.Status < 300, code: unknownCode}
	}
	answer := &wire.Answer{Status: e.Status, Header: r.header(e, hidden), Body: []byte(hidden.Text(string(e.Body)))}
	v, twice, err := value.ReadJSON(e.Body)
	out, isObject := v.(value.Object)
	if err == nil && isObject {
		for _, name := range twice {
			found.say(hidden, Fail, "%s: each member once; it stands there twice", name)
		}
		out = masked(out, hidden).(value.Object)
		if op != nil && op.Output != "" && e.Status < 300 {
			t := tidier{r, found, hidden}
			t.tidy(out, r.api.Shape(op.Output), "")
			strict := value.Clone(out)
			t.newerValues(strict, r.api.Shape(op.Output), "")
			answer.Body = value.Encode(strict)
		} else {
			answer.Body = value.Encode(out)
		}
	}
	read := r.conn.Read(op, answer)
	switch {
	case read.Missing != "":
		found.say(hidden, Report, "not checked: no answer of the operation: %s", read.Missing)
		return &reply{gone: true}
	case slices.Contains(frontEnd, read.Code):
		found.say(hidden, Report, "%s comes from what stands before the service", read.Code)
		return &reply{code: read.Code}
	}
	for _, fault := range read.Faults {
		found.say(hidden, Fail, "expected %s; got %s (%s)", fault.Expected, fault.Got, fault.Rule)
	}
	return &reply{ok: read.Ok(), code: read.Code, out: out}
}

// unknownCode stands for the code of an error that was not recorded.
const unknownCode = "?"

// header returns the header of a reply. Where only some fields are known, those
// that every reply has are taken to have been there.
func (r *replayer) header(e *recording.Exchange, hidden redact.Secrets) http.Header {
	h := http.Header{}
	for name, values := range e.Header {
		for _, v := range values {
			h.Add(name, hidden.Text(v))
		}
	}
	if !e.HeaderWhole {
		if h.Get("Content-Type") == "" {
			h.Set("Content-Type", wire.ContentType(r.api))
		}
		if h.Get("X-Amzn-RequestId") == "" {
			h.Set("X-Amzn-RequestId", "not-recorded")
		}
	}
	return h
}

// masked returns a value in which other characters stand for secrets: as many, so
// that texts stay as long as they are.
func masked(v any, hidden redact.Secrets) any {
	switch v := v.(type) {
	case value.Object:
		out := make(value.Object, len(v))
		for name, e := range v {
			out[hidden.Text(name)] = masked(e, hidden)
		}
		return out
	case []any:
		for i := range v {
			v[i] = masked(v[i], hidden)
		}
	case string:
		return hidden.Text(hidden.Mask(v)) // what is escaped once more is masked by no mask
	}
	return v
}

// A tidier takes out of a reply what the contract can't know, and puts in what it
// requires and the service withholds.
type tidier struct {
	*replayer
	found  *Exchange
	hidden redact.Secrets
}

func (t *tidier) tidy(v any, shape *model.Shape, at string) {
	switch v := v.(type) {
	case value.Object:
		if shape.Kind == model.Structure {
			t.members(v, shape, at)
		} else if shape.Kind == model.Map {
			for name, e := range v {
				t.tidy(e, t.api.Shape(shape.Elem), value.Join(at, name))
			}
		}
	case []any:
		if shape.Kind == model.List {
			for i, e := range v {
				t.tidy(e, t.api.Shape(shape.Elem), value.Element(at, i))
			}
		}
	}
}

func (t *tidier) members(o value.Object, shape *model.Shape, at string) {
	for _, name := range value.SortedNames(o) {
		m := shape.Member(name)
		if m == nil {
			if wire.Misspelled(name, shape) != "" {
				continue // the strict checks fail it
			}
			t.found.say(t.hidden, Report, "%s: %s does not know it; it may be newer than the contract", value.Join(at, name), shape.Name)
			delete(o, name)
			continue
		}
		t.tidy(o[name], t.api.Shape(m.Shape), value.Join(at, name))
	}
	for _, d := range differences(t.rows, shape.Name) {
		m := shape.Member(d.member)
		if m == nil {
			continue
		}
		switch v, there := o[d.member]; {
		case d.word == withheld && m.Required && !there:
			o[d.member] = ""
			t.found.say(t.hidden, Pass, "%s is required and not there: %s", value.Join(at, d.member), d)
		case d.word == defaulted && v == "" && slices.Contains(d.values, any("")):
			delete(o, d.member)
			t.found.say(t.hidden, Pass, "%s is empty: %s", value.Join(at, d.member), d)
		}
	}
}

// newerValues puts a value that the contract knows in the place of each that it
// does not.
func (t *tidier) newerValues(v any, shape *model.Shape, at string) any {
	switch v := v.(type) {
	case value.Object:
		for _, name := range value.SortedNames(v) {
			inner := shape.Elem
			if shape.Kind == model.Structure {
				m := shape.Member(name)
				if m == nil {
					continue
				}
				inner = m.Shape
			} else if shape.Kind != model.Map {
				return v
			}
			v[name] = t.newerValues(v[name], t.api.Shape(inner), value.Join(at, name))
		}
	case []any:
		if shape.Kind != model.List {
			return v
		}
		for i := range v {
			v[i] = t.newerValues(v[i], t.api.Shape(shape.Elem), value.Element(at, i))
		}
	case string:
		known := func(e model.EnumValue) bool { return wire.PlainName(e.Value) == wire.PlainName(v) }
		if shape.Kind == model.Enum && len(shape.Enum) > 0 && !slices.ContainsFunc(shape.Enum, known) {
			t.found.say(t.hidden, Report, "%s: %s has no value %s; it may be newer than the contract", at, shape.Name, value.Brief([]byte(v), 100))
			return shape.Enum[0].Value
		}
	}
	return v
}

// String says which difference is permitted, and by what.
func (d difference) String() string {
	return fmt.Sprintf("permitted, %s (%s)", d.word, d.source)
}

// holds reports whether a value is one that the difference permits.
func (d difference) holds(v any) bool {
	return len(d.values) == 0 || slices.ContainsFunc(d.values, func(want any) bool { return reflect.DeepEqual(want, v) })
}
