package value

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/fakesmith/fakesmith/conformance/internal/excerpt"
	"github.com/fakesmith/fakesmith/internal/plainjson"
)

func TestDeepNestingEnds(t *testing.T) {
	body := strings.Repeat("[", 1000) + strings.Repeat("]", 1000)
	if _, _, err := ReadJSON([]byte(body)); err == nil || !strings.Contains(err.Error(), "deep") {
		t.Errorf("ReadJSON of 1000 lists = %v, want an error about depth", err)
	}
}

// FuzzReadJSON compares values with those that encoding/json reads.
func FuzzReadJSON(f *testing.F) {
	for _, text := range []string{
		"", " ", "null", " true\n", "false", "-1.5e+3", "[1 ,2]", "0,", "1 2", "nul", "{", "[1,]", "{,}", "[}", `{"a":1}}`, `{"a":1 "b":2}`, `"`, `"\"`, "\"\x01\"", "\"\xff\"",
		"[]", "[[],{ } , [ ]]", `{"a":{"b":[true,null,{"c":"d"}]},"e":[]}`, " { \"a\" :\t1 , \"b\"\r: \"]}\" } ",
		`"quo\"ted"`, `"back\\"`, `"\\\""`, `"\u00e9\ud83d\ude00\ud83d"`, `"日本語🎈"`, `{"\u0061":1,"a":2,"a":[3]}`, `[{"a":1,"a":1},{"b":{"c":0,"c":0}}]`,
		strings.Repeat("[", excerpt.Deepest) + strings.Repeat("]", excerpt.Deepest), strings.Repeat("[", excerpt.Deepest+1) + strings.Repeat("]", excerpt.Deepest+1),
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		got, repeated, err := ReadJSON(data)
		want, wrong := byDecoder(data)
		if wrong == nil && depthOf(data) > excerpt.Deepest {
			wrong = errors.New("it is nested too deeply")
		}
		if (err != nil) != (wrong != nil) || err == nil && !reflect.DeepEqual(got, want) {
			t.Fatalf("ReadJSON(%q) = %#v, %v, want %#v, %v", data, got, err, want, wrong)
		}
		if written, _ := plainjson.Marshal(want); err == nil && !bytes.Equal(Encode(got), written) {
			t.Errorf("Encode(%#v) = %s, want %s", got, Encode(got), written)
		}
		if err == nil && (len(repeated) > 0) != repeats(data) {
			t.Errorf("ReadJSON(%q) names the repeated members %q", data, repeated)
		}
	})
}

// byDecoder reads a value as encoding/json does.
func byDecoder(data []byte) (v any, err error) {
	if !utf8.Valid(data) {
		return nil, errors.New("it is not UTF-8")
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, errors.New("something follows the value")
	}
	return v, nil
}

// depthOf returns how many lists and objects are within each other.
func depthOf(data []byte) int {
	d := json.NewDecoder(bytes.NewReader(data))
	depth, deepest := 0, 0
	for {
		token, err := d.Token()
		switch {
		case err != nil:
			return deepest
		case token == json.Delim('['), token == json.Delim('{'):
			depth++
		case token == json.Delim(']'), token == json.Delim('}'):
			depth--
		}
		deepest = max(deepest, depth)
	}
}

// repeats reports whether an object in the data has a member twice.
func repeats(data []byte) bool {
	d := json.NewDecoder(bytes.NewReader(data))
	type level struct {
		members map[string]bool // nil in a list
		named   bool            // the next token is the value of a member
	}
	var open []level
	for {
		token, err := d.Token()
		if err != nil {
			return false
		}
		if token == json.Delim(']') || token == json.Delim('}') {
			open = open[:len(open)-1]
			continue
		}
		if n := len(open); n > 0 && open[n-1].members != nil {
			in := &open[n-1]
			if in.named = !in.named; in.named {
				if in.members[token.(string)] {
					return true
				}
				in.members[token.(string)] = true
				continue
			}
		}
		switch token {
		case json.Delim('['):
			open = append(open, level{})
		case json.Delim('{'):
			open = append(open, level{members: map[string]bool{}})
		}
	}
}
