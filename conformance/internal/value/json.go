package value

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/fakesmith/fakesmith/conformance/internal/excerpt"
)

// maxRepeated is how many repeated members of a document are named.
const maxRepeated = 10

// ReadJSON parses one JSON value. repeated has the paths of the members that an
// object has twice.
func ReadJSON(data []byte) (value any, repeated []string, err error) {
	if !utf8.Valid(data) {
		return nil, nil, errors.New("it is not UTF-8")
	}
	r := jsonReader{data: data}
	if value, err = r.whole(); err == errSyntax {
		var v any
		if is := json.Unmarshal(data, &v); is != nil {
			err = fmt.Errorf("it is not JSON: %w", is)
		}
	}
	if err != nil {
		return nil, nil, err
	}
	return value, r.repeated, nil
}

// errDeep is the error for JSON that is nested deeper than a report can show.
var errDeep = errors.New("it is nested too deeply")

// errSyntax is the error for what is no JSON. encoding/json says what is wrong.
var errSyntax = errors.New("it is not JSON")

// A jsonReader parses JSON, and notes the members that are repeated. Every answer
// of a target is read by it.
type jsonReader struct {
	data     []byte
	at       int
	in       []step // the members and elements around the value that is read
	repeated []string
}

// A step leads into an object, by the name of a member, or into a list.
type step struct {
	name   string
	index  int
	inList bool
}

// whole parses a value that nothing follows. What is nested too deeply has to be
// JSON all the same.
func (r *jsonReader) whole() (any, error) {
	v, err := r.value(0)
	switch {
	case err == errDeep && !json.Valid(r.data):
		return nil, errSyntax
	case err != nil:
		return nil, err
	case r.next() != end:
		return nil, errSyntax
	}
	return v, nil
}

// end stands for the end of the text, where no other byte of JSON can be zero.
const end = 0

// next skips the white space, and returns the byte behind it.
func (r *jsonReader) next() byte {
	for ; r.at < len(r.data); r.at++ {
		switch c := r.data[r.at]; c {
		case ' ', '\t', '\r', '\n':
		case end:
			return 1 // no byte of JSON either
		default:
			return c
		}
	}
	return end
}

// value parses the next value, which stands at a depth.
func (r *jsonReader) value(depth int) (any, error) {
	switch c := r.next(); c {
	case '{', '[':
		if depth == excerpt.Deepest {
			return nil, errDeep
		}
		r.at++
		if c == '[' {
			return r.list(depth)
		}
		return r.object(depth)
	case '"':
		return r.text()
	case 't':
		return true, r.literal("true")
	case 'f':
		return false, r.literal("false")
	case 'n':
		return nil, r.literal("null")
	}
	return r.number()
}

// literal skips a word.
func (r *jsonReader) literal(word string) error {
	if !bytes.HasPrefix(r.data[r.at:], []byte(word)) {
		return errSyntax
	}
	r.at += len(word)
	return nil
}

// number parses a number.
func (r *jsonReader) number() (any, error) {
	begin := r.at
	r.skip("-")
	if !r.skip("0") && !r.digits() {
		return nil, errSyntax
	}
	if r.skip(".") && !r.digits() {
		return nil, errSyntax
	}
	if r.skip("eE") {
		r.skip("+-")
		if !r.digits() {
			return nil, errSyntax
		}
	}
	return json.Number(r.data[begin:r.at]), nil
}

// skip skips one of some bytes, and reports whether it is there.
func (r *jsonReader) skip(some string) bool {
	if r.at == len(r.data) || strings.IndexByte(some, r.data[r.at]) < 0 {
		return false
	}
	r.at++
	return true
}

// digits skips digits, and reports whether there are any.
func (r *jsonReader) digits() bool {
	begin := r.at
	for r.at < len(r.data) && '0' <= r.data[r.at] && r.data[r.at] <= '9' {
		r.at++
	}
	return r.at > begin
}

// list parses a list from behind its bracket.
func (r *jsonReader) list(depth int) (any, error) {
	list := []any{}
	for i := 0; ; i++ {
		more, err := r.more(']', i)
		if !more {
			return list, err
		}
		r.in = append(r.in, step{index: i, inList: true})
		v, err := r.value(depth + 1)
		if err != nil {
			return nil, err
		}
		r.in = r.in[:len(r.in)-1]
		list = append(list, v)
	}
}

// object parses an object from behind its brace.
func (r *jsonReader) object(depth int) (any, error) {
	o := Object{}
	for i := 0; ; i++ {
		more, err := r.more('}', i)
		if !more {
			return o, err
		}
		if r.next() != '"' {
			return nil, errSyntax
		}
		name, err := r.text()
		if err != nil {
			return nil, err
		}
		if r.next() != ':' {
			return nil, errSyntax
		}
		r.at++
		r.in = append(r.in, step{name: name})
		if _, there := o[name]; there && len(r.repeated) < maxRepeated {
			r.repeated = append(r.repeated, r.path())
		}
		if o[name], err = r.value(depth + 1); err != nil {
			return nil, err
		}
		r.in = r.in[:len(r.in)-1]
	}
}

// more skips what stands before the i-th element or member, and reports whether
// there is one: what closes them may stand in its place.
func (r *jsonReader) more(closing byte, i int) (bool, error) {
	switch c := r.next(); {
	case c == closing:
		r.at++
		return false, nil
	case i == 0:
		return true, nil
	case c == ',':
		r.at++
		return true, nil
	}
	return false, errSyntax
}

// text parses a string.
func (r *jsonReader) text() (string, error) {
	begin, escaped := r.at, false
	for r.at++; r.at < len(r.data) && r.data[r.at] != '"'; r.at++ {
		switch c := r.data[r.at]; {
		case c < ' ':
			return "", errSyntax
		case c == '\\':
			escaped = true
			r.at++
		}
	}
	if r.at >= len(r.data) {
		return "", errSyntax
	}
	r.at++
	if !escaped {
		return string(r.data[begin+1 : r.at-1]), nil
	}
	var s string
	if json.Unmarshal(r.data[begin:r.at], &s) != nil {
		return "", errSyntax
	}
	return s, nil
}

// path returns the path of what is read.
func (r *jsonReader) path() string {
	path := ""
	for _, s := range r.in {
		if s.inList {
			path = Element(path, s.index)
		} else {
			path = Join(path, s.name)
		}
	}
	return path
}
