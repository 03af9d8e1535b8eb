package runtime

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/fake"
)

// An Entry is one of the objects of which a text is a JSON array.
type Entry struct {
	members map[string]any
	text    string
}

// Entries returns the entries of a text, and reports whether it is a JSON array of
// objects. There are none in an empty text, and in one that is the same JSON as none.
func Entries(text, none string) (entries []Entry, ok bool) {
	if text == "" || compact(text) == compact(none) {
		return nil, true
	}
	var all []json.RawMessage
	if json.Unmarshal([]byte(text), &all) != nil || all == nil {
		return nil, false
	}
	for _, raw := range all {
		e := Entry{text: compact(string(raw))}
		if json.Unmarshal(raw, &e.members) != nil || e.members == nil {
			return nil, false
		}
		entries = append(entries, e)
	}
	return entries, true
}

// HasEntries reports whether a text has entries.
func HasEntries(text, none string) bool {
	entries, _ := Entries(text, none)
	return len(entries) > 0
}

// compact returns JSON without white space, or a text as it is that is no JSON.
func compact(text string) string {
	var b bytes.Buffer
	if json.Compact(&b, []byte(text)) != nil {
		return text
	}
	return b.String()
}

// JSON returns the entry as it was written, without white space.
func (e Entry) JSON() string { return e.text }

// Text returns the text at a place in the entry, such as "Attributes.Unit", or "" if
// there is none.
func (e Entry) Text(place string) string {
	var v any = e.members
	for name := range strings.SplitSeq(place, ".") {
		o, _ := v.(map[string]any)
		v = o[name]
	}
	text, _ := v.(string)
	return text
}

// Has reports whether there is a text at a place, one of some if any are given.
func (e Entry) Has(place string, texts ...string) bool {
	text := e.Text(place)
	return text != "" && (len(texts) == 0 || slices.Contains(texts, text))
}

// instants are the forms of a date with a time of day and its offset. Seconds may be left
// out, and have a fraction; an offset may have seconds.
var instants = []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05Z07:00:00"}

// Time returns the time at a place, or nil if there is none.
func (e Entry) Time(place string) *fake.Time {
	for _, form := range instants {
		if at, err := time.Parse(form, e.Text(place)); err == nil {
			return &fake.Time{Time: at}
		}
	}
	return nil
}

// EntryTime returns the first time that stands at a place in those entries of a text that
// have a text at another place, or nil if there is none.
func EntryTime(text, none, kind, is, at string) *fake.Time {
	entries, _ := Entries(text, none)
	var first *fake.Time
	for _, e := range entries {
		if t := e.Time(at); e.Text(kind) == is && t != nil && (first == nil || t.Before(first.Time)) {
			first = t
		}
	}
	return first
}

// CountEntries returns how many entries have a text at a place.
func CountEntries(entries []Entry, place, is string) int {
	n := 0
	for _, e := range entries {
		if e.Text(place) == is {
			n++
		}
	}
	return n
}
