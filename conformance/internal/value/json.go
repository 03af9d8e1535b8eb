package value

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/fakesmith/fakesmith/conformance/internal/excerpt"
)

// mostTwice is how many members are named that an object has twice.
const mostTwice = 10

// ReadJSON reads one JSON value, a token at a time, and names the members
// that an object has twice.
func ReadJSON(data []byte) (value any, twice []string, err error) {
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
	return value, r.twice, nil
}

type jsonReader struct {
	d     *json.Decoder
	twice []string
}

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
		within := Join(at, name)
		if _, there := o[name]; there && len(r.twice) < mostTwice {
			r.twice = append(r.twice, within)
		}
		if o[name], err = r.value(within, depth+1); err != nil {
			return nil, err
		}
	}
	_, err = r.d.Token()
	return o, err
}

// Join returns the way to a member of the value at a place. Ways are made for
// every value of a response, and names may be as long as the response itself: a
// long way gets no longer.
func Join(at, name string) string {
	if at == "" {
		return name
	}
	if len(at) > excerpt.MostShown {
		return at
	}
	return at + "." + name
}

// Element returns the way to an element of the list at a place.
func Element(at string, i int) string {
	if len(at) > excerpt.MostShown {
		return at
	}
	return fmt.Sprintf("%s[%d]", at, i)
}
