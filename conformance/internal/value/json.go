package value

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/fakesmith/fakesmith/conformance/internal/excerpt"
	"github.com/fakesmith/fakesmith/internal/plainjson"
)

// maxRepeated is how many repeated members of a document are named.
const maxRepeated = 10

// ReadJSON parses one JSON value, token by token. repeated has the paths of the
// members that an object has twice.
func ReadJSON(data []byte) (value any, repeated []string, err error) {
	if !utf8.Valid(data) {
		return nil, nil, errors.New("it is not UTF-8")
	}
	// A Decoder lets some mistakes pass between tokens, and whatever follows
	// the value; Valid does not.
	if !json.Valid(data) {
		var v any
		if err := json.Unmarshal(data, &v); err != nil {
			return nil, nil, fmt.Errorf("it is not JSON: %w", err)
		}
		return nil, nil, errors.New("it is not JSON")
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	r := jsonReader{d: d}
	if value, err = r.value("", 0); err != nil {
		return nil, nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, nil, errors.New("something follows the value")
	}
	return value, r.repeated, nil
}

// A jsonReader parses a value and notes the members that are repeated.
type jsonReader struct {
	d        *json.Decoder
	repeated []string
}

// value parses the next value, which stands at a path and at a depth.
func (r *jsonReader) value(at string, depth int) (any, error) {
	token, err := r.d.Token()
	if err != nil {
		return nil, err
	}
	delim, ok := token.(json.Delim)
	if !ok {
		return token, nil
	}
	if depth == excerpt.Deepest {
		return nil, errors.New("it is nested too deeply")
	}
	if delim == '[' {
		list := []any{}
		for i := 0; r.d.More(); i++ {
			v, err := r.value(Element(at, i), depth+1)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		_, err := r.d.Token()
		return list, err
	}
	o := Object{}
	for r.d.More() {
		token, err := r.d.Token()
		if err != nil {
			return nil, err
		}
		name, _ := token.(string)
		path := Join(at, name)
		if _, there := o[name]; there && len(r.repeated) < maxRepeated {
			r.repeated = append(r.repeated, path)
		}
		if o[name], err = r.value(path, depth+1); err != nil {
			return nil, err
		}
	}
	_, err = r.d.Token()
	return o, err
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
