package value

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
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
	r := jsonReader{rest: data}
	value, err = r.value(0)
	if err == nil && (r.next() != 0 || len(r.rest) > 0) {
		err = errNotJSON
	}
	switch {
	case err == nil:
		return value, r.repeated, nil
	case err == errNotJSON || !json.Valid(data):
		// encoding/json says what is wrong, and where.
		var v any
		if err := json.Unmarshal(data, &v); err != nil {
			return nil, nil, fmt.Errorf("it is not JSON: %w", err)
		}
		return nil, nil, errNotJSON
	}
	return nil, nil, err
}

// errNotJSON reports that a text is not JSON. [ReadJSON] says more.
var errNotJSON = errors.New("it is not JSON")

// A jsonReader reads JSON in one pass. It notes the members that are repeated.
type jsonReader struct {
	rest     []byte
	repeated []string
	// way leads to the value that is read: the names of members and the indices
	// of elements.
	way []step
}

// A step leads from an object to a member, or from a list to an element.
type step struct {
	name  string
	index int // -1 for a member
}

// value reads the next value, which stands at a depth.
func (r *jsonReader) value(depth int) (any, error) {
	first := r.next()
	if (first == '[' || first == '{') && depth == excerpt.Deepest {
		return nil, errors.New("it is nested too deeply")
	}
	switch first {
	case '[':
		return r.list(depth)
	case '{':
		return r.object(depth)
	case '"':
		return r.text()
	case 't':
		return true, r.word("true")
	case 'f':
		return false, r.word("false")
	case 'n':
		return nil, r.word("null")
	}
	return r.number()
}

// word reads a word.
func (r *jsonReader) word(word string) error {
	if len(r.rest) < len(word) || string(r.rest[:len(word)]) != word {
		return errNotJSON
	}
	r.rest = r.rest[len(word):]
	return nil
}

// number reads a number.
func (r *jsonReader) number() (any, error) {
	end := 0
	for end < len(r.rest) && (r.rest[end]-'0' < 10 || strings.IndexByte("+-.eE", r.rest[end]) >= 0) {
		end++
	}
	literal := r.rest[:end]
	if !isNumber(literal) {
		return nil, errNotJSON
	}
	r.rest = r.rest[end:]
	return json.Number(literal), nil
}

// isNumber reports whether a text is a number in JSON.
func isNumber(text []byte) bool {
	digits := func() bool {
		n := 0
		for n < len(text) && text[n]-'0' < 10 {
			n++
		}
		text = text[n:]
		return n > 0
	}
	if len(text) > 0 && text[0] == '-' {
		text = text[1:]
	}
	if len(text) > 0 && text[0] == '0' {
		text = text[1:]
	} else if !digits() {
		return false
	}
	if len(text) > 0 && text[0] == '.' {
		text = text[1:]
		if !digits() {
			return false
		}
	}
	if len(text) > 0 && text[0]|0x20 == 'e' {
		text = text[1:]
		if len(text) > 0 && (text[0] == '+' || text[0] == '-') {
			text = text[1:]
		}
		return digits() && len(text) == 0
	}
	return len(text) == 0
}

// list reads the list that begins here.
func (r *jsonReader) list(depth int) (any, error) {
	list := []any{}
	r.rest = r.rest[1:]
	r.way = append(r.way, step{})
	last := len(r.way) - 1
	for i := 0; ; i++ {
		if more, err := r.more(']', i == 0); !more {
			r.way = r.way[:last]
			return list, err
		}
		r.way[last].index = i
		v, err := r.value(depth + 1)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
}

// object reads the object that begins here.
func (r *jsonReader) object(depth int) (any, error) {
	o := Object{}
	r.rest = r.rest[1:]
	r.way = append(r.way, step{index: -1})
	last := len(r.way) - 1
	for first := true; ; first = false {
		if more, err := r.more('}', first); !more {
			r.way = r.way[:last]
			return o, err
		}
		if r.next() != '"' {
			return nil, errNotJSON
		}
		name, err := r.text()
		if err != nil {
			return nil, err
		}
		r.way[last].name = name
		if _, there := o[name]; there && len(r.repeated) < maxRepeated {
			r.repeated = append(r.repeated, r.path())
		}
		if r.next() != ':' {
			return nil, errNotJSON
		}
		r.rest = r.rest[1:]
		if o[name], err = r.value(depth + 1); err != nil {
			return nil, err
		}
	}
}

// path returns the path of the value that is read.
func (r *jsonReader) path() string {
	at := ""
	for _, s := range r.way {
		if s.index < 0 {
			at = Join(at, s.name)
		} else {
			at = Element(at, s.index)
		}
	}
	return at
}

// more passes the comma before an element that is not the first, and reports whether
// there is an element. If not, it passes the end.
func (r *jsonReader) more(end byte, first bool) (bool, error) {
	switch next := r.next(); {
	case next == end:
		r.rest = r.rest[1:]
		return false, nil
	case first:
		return true, nil
	case next != ',':
		return false, errNotJSON
	}
	r.rest = r.rest[1:]
	return true, nil
}

// next passes white space, and returns the byte after it, or 0 at the end.
func (r *jsonReader) next() byte {
	for i, c := range r.rest {
		if c != ' ' && c != '\n' && c != '\t' && c != '\r' {
			r.rest = r.rest[i:]
			return c
		}
	}
	r.rest = nil
	return 0
}

// text reads the string that begins here.
func (r *jsonReader) text() (string, error) {
	escaped := false
	for end := 1; end < len(r.rest); end++ {
		switch c := r.rest[end]; {
		case c == '\\':
			escaped = true
			end++
		case c < ' ':
			return "", errNotJSON
		case c == '"':
			literal := r.rest[:end+1]
			r.rest = r.rest[end+1:]
			if !escaped {
				return string(literal[1:end]), nil
			}
			var text string
			if json.Unmarshal(literal, &text) != nil {
				return "", errNotJSON
			}
			return text, nil
		}
	}
	return "", errNotJSON
}

// Encode returns the JSON of a value, without the escapes that HTML needs. Members
// are in the order of their names.
func Encode(v any) []byte { return appendJSON(make([]byte, 0, 256), v) }

// appendJSON appends the JSON of a value, as encoding/json writes it. Requests are
// built of maps, slices, strings, numbers and booleans.
func appendJSON(to []byte, v any) []byte {
	switch v := v.(type) {
	case string:
		if !plain(v) {
			break
		}
		return append(append(append(to, '"'), v...), '"')
	case json.Number:
		if !isNumber([]byte(v)) {
			break
		}
		return append(to, v...)
	case bool:
		return strconv.AppendBool(to, v)
	case Object:
		if v == nil {
			break
		}
		to = append(to, '{')
		var few [16]string
		names := few[:0]
		for name := range v {
			names = append(names, name)
		}
		slices.Sort(names)
		for i, name := range names {
			if i > 0 {
				to = append(to, ',')
			}
			to = append(appendJSON(to, name), ':')
			to = appendJSON(to, v[name])
		}
		return append(to, '}')
	case []any:
		if v == nil {
			break
		}
		to = append(to, '[')
		for i, elem := range v {
			if i > 0 {
				to = append(to, ',')
			}
			to = appendJSON(to, elem)
		}
		return append(to, ']')
	}
	text, err := plainjson.Marshal(v)
	if err != nil {
		panic(err)
	}
	return append(to, text...)
}

// plain reports whether nothing is escaped in a text.
func plain(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}
