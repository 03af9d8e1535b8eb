package oracle

import (
	"encoding/json"
	"maps"
	"math"
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/model"
)

// An object is the value of a JSON object. Numbers are json.Number, lists are
// []any. No object is changed once somebody else may hold it.
type object = map[string]any

// at returns the values that a path leads to: none where a member on the way
// is absent, several where it leads through a list.
func at(v any, path model.Path) []any {
	var found []any
	some(v, path, func(v any) bool {
		found = append(found, v)
		return false
	})
	return found
}

// some reports whether a condition holds for one of the values that a path leads to.
func some(v any, path model.Path, holds func(any) bool) bool {
	if path == "" {
		return holds(v)
	}
	name, rest, _ := strings.Cut(string(path), ".")
	name, each := strings.CutSuffix(name, "[]")
	o, _ := v.(object)
	e, there := o[name]
	if !there {
		return false
	}
	if !each {
		return some(e, model.Path(rest), holds)
	}
	list, _ := e.([]any)
	for _, elem := range list {
		if some(elem, model.Path(rest), holds) {
			return true
		}
	}
	return false
}

// one returns the first value that a path leads to, or nil.
func one(v any, path model.Path) any {
	var first any
	some(v, path, func(v any) bool {
		first = v
		return true
	})
	return first
}

// put returns an object that has a value at a path, which leads through no
// list, and else what o has.
func put(o object, path model.Path, value any) object {
	o = maps.Clone(o)
	if o == nil {
		o = object{}
	}
	first, rest, within := strings.Cut(string(path), ".")
	if within {
		inner, _ := o[first].(object)
		value = put(inner, model.Path(rest), value)
	}
	o[first] = value
	return o
}

// given reports whether a member is there. A list without elements is as good
// as none.
func given(v any) bool {
	if list, isList := v.([]any); isList {
		return len(list) > 0
	}
	return v != nil
}

// text returns a value that is a string, or "".
func text(v any) string {
	s, _ := v.(string)
	return s
}

// instant reads a timestamp as it travels: as seconds since 1970, to the millisecond, or
// as text.
func instant(v any) (time.Time, bool) {
	written, isText := v.(string)
	if !isText {
		return seconds(v)
	}
	for _, layout := range layouts {
		if at, err := time.Parse(layout, written); err == nil {
			return at.UTC(), true
		}
	}
	return time.Time{}, false
}

// seconds reads a timestamp that travels as a number.
func seconds(v any) (time.Time, bool) {
	n, _ := v.(json.Number)
	since, err := n.Float64()
	if err != nil || math.Abs(since) > 1e14 {
		return time.Time{}, false
	}
	return time.UnixMilli(int64(math.Round(since * 1000))).UTC(), true
}

// epoch returns an instant as it travels.
func epoch(t time.Time) json.Number {
	text := big.NewRat(t.UnixMilli(), 1000).FloatString(3)
	return json.Number(strings.TrimSuffix(strings.TrimRight(text, "0"), "."))
}

// show returns a value as it would travel, for somebody to read.
func show(v any) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return err.Error()
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// showAll returns values one after the other, in the order of their text.
func showAll[T any](values []T) string {
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = show(v)
	}
	slices.Sort(texts)
	return "[" + strings.Join(texts, ", ") + "]"
}

// without returns a copy of an object that lacks some members.
func without(o object, names ...string) object {
	o = maps.Clone(o)
	for _, name := range names {
		delete(o, name)
	}
	return o
}
