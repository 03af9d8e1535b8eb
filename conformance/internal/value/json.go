package value

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/fakesmith/fakesmith/conformance/internal/excerpt"
	"github.com/fakesmith/fakesmith/internal/plainjson"
)

// maxRepeated is how many repeated members of a document are named.
const maxRepeated = 10

// ReadJSON reads one JSON value. repeated has the paths of the members that an object
// has twice.
func ReadJSON(data []byte) (value any, repeated []string, err error) {
	if !utf8.Valid(data) {
		return nil, nil, errors.New("it is not UTF-8")
	}
	if !json.Valid(data) {
		var v any
		if err := json.Unmarshal(data, &v); err != nil {
			return nil, nil, fmt.Errorf("it is not JSON: %w", err)
		}
		return nil, nil, errors.New("it is not JSON")
	}
	r := jsonReader{rest: data}
	if value, err = r.value("", 0); err != nil {
		return nil, nil, err
	}
	return value, r.repeated, nil
}

// A jsonReader reads what is known to be JSON, so that it need not look at more than
// where a value begins and ends. It notes the members that are repeated.
type jsonReader struct {
	rest     []byte
	repeated []string
}

// value reads the next value, which stands at a path and at a depth.
func (r *jsonReader) value(at string, depth int) (any, error) {
	first := r.next()
	if (first == '[' || first == '{') && depth == excerpt.Deepest {
		return nil, errors.New("it is nested too deeply")
	}
	switch first {
	case '[':
		return r.list(at, depth)
	case '{':
		return r.object(at, depth)
	case '"':
		return r.text()
	case 't':
		r.rest = r.rest[len("true"):]
		return true, nil
	case 'f':
		r.rest = r.rest[len("false"):]
		return false, nil
	case 'n':
		r.rest = r.rest[len("null"):]
		return nil, nil
	}
	end := bytes.IndexAny(r.rest, ",]} \t\r\n")
	if end < 0 {
		end = len(r.rest)
	}
	number := json.Number(r.rest[:end])
	r.rest = r.rest[end:]
	return number, nil
}

// list reads the list that begins here.
func (r *jsonReader) list(at string, depth int) (any, error) {
	list := []any{}
	for i := 0; r.more(']'); i++ {
		v, err := r.value(Element(at, i), depth+1)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, nil
}

// object reads the object that begins here.
func (r *jsonReader) object(at string, depth int) (any, error) {
	o := Object{}
	for r.more('}') {
		name, err := r.text()
		if err != nil {
			return nil, err
		}
		path := Join(at, name)
		if _, there := o[name]; there && len(r.repeated) < maxRepeated {
			r.repeated = append(r.repeated, path)
		}
		r.next()
		r.rest = r.rest[len(":"):]
		if o[name], err = r.value(path, depth+1); err != nil {
			return nil, err
		}
	}
	return o, nil
}

// more passes the bracket or comma before an element, and reports whether there is
// one. If not, it passes the end as well.
func (r *jsonReader) more(end byte) bool {
	if r.next() != end {
		r.rest = r.rest[1:]
	}
	if r.next() != end {
		return true
	}
	r.rest = r.rest[1:]
	return false
}

// next passes white space, and returns the byte after it.
func (r *jsonReader) next() byte {
	r.rest = bytes.TrimLeft(r.rest, " \t\r\n")
	return r.rest[0]
}

// text reads the string that begins here.
func (r *jsonReader) text() (text string, err error) {
	r.next()
	end := 1
	for r.rest[end] != '"' {
		if r.rest[end] == '\\' {
			end++
		}
		end++
	}
	literal := r.rest[:end+1]
	r.rest = r.rest[end+1:]
	if !bytes.ContainsRune(literal, '\\') {
		return string(literal[1:end]), nil
	}
	err = json.Unmarshal(literal, &text)
	return text, err
}

// Encode returns the JSON of a value, without the escapes that HTML needs.
func Encode(v any) []byte {
	text, err := plainjson.Marshal(v)
	if err != nil {
		// Requests are built of maps, slices, strings, numbers and booleans.
		panic(err)
	}
	return text
}
