package value

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/model"
)

// An Object is the value of a JSON object. The other JSON values are held as
// encoding/json does it: strings, booleans, []any, nil, and json.Number.
type Object = map[string]any

// Clone returns a copy that shares nothing with v.
func Clone[T any](v T) T {
	c, _ := copyOf(any(v)).(T)
	return c
}

func copyOf(v any) any {
	switch v := v.(type) {
	case Object:
		c := make(Object, len(v))
		for k, e := range v {
			c[k] = copyOf(e)
		}
		return c
	case []any:
		c := make([]any, len(v))
		for i, e := range v {
			c[i] = copyOf(e)
		}
		return c
	}
	return v
}

// At returns the values that a path leads to: none where a member on the way
// is absent, several where the path leads through a list.
func At(v any, path model.Path) []any {
	found := []any{v}
	if path == "" {
		return found
	}
	for name := range strings.SplitSeq(string(path), ".") {
		name, each := strings.CutSuffix(name, "[]")
		var next []any
		for _, f := range found {
			o, ok := f.(Object)
			if !ok {
				continue
			}
			e, ok := o[name]
			if !ok {
				continue
			}
			if !each {
				next = append(next, e)
			} else if list, ok := e.([]any); ok {
				next = append(next, list...)
			}
		}
		found = next
	}
	return found
}

// One returns the value at a path that does not lead through a list, or nil.
func One(v any, path model.Path) any {
	if found := At(v, path); len(found) > 0 {
		return found[0]
	}
	return nil
}

// TextAt returns the string at a path, or "".
func TextAt(v any, path model.Path) string {
	s, _ := One(v, path).(string)
	return s
}

// ListAt returns the list at a path, or nil.
func ListAt(v any, path model.Path) []any {
	l, _ := One(v, path).([]any)
	return l
}

// Set puts a value at a path that does not lead through a list, and makes the
// objects on the way. A nil value removes what is there.
func Set(in Object, path model.Path, value any) {
	names := strings.Split(string(path), ".")
	for _, name := range names[:len(names)-1] {
		next, ok := in[name].(Object)
		if !ok {
			if value == nil {
				return
			}
			next = Object{}
			in[name] = next
		}
		in = next
	}
	last := names[len(names)-1]
	if value == nil {
		delete(in, last)
		return
	}
	in[last] = value
}

// Pick returns the members of those names that o has.
func Pick(o Object, names []string) Object {
	some := Object{}
	for _, name := range names {
		if v, ok := o[name]; ok {
			some[name] = v
		}
	}
	return some
}

// With returns a copy of o that has the members of more as well.
func With(o, more Object) Object {
	c := Clone(o)
	maps.Copy(c, Clone(more))
	return c
}

// KeyOf returns the members of a key as one string.
func KeyOf(o Object, names []string) string { return string(Encode(Pick(o, names))) }

// Texts returns the members of an object that are strings.
func Texts(o Object) map[string]string {
	all := map[string]string{}
	for name, v := range o {
		if s, ok := v.(string); ok {
			all[name] = s
		}
	}
	return all
}

// SortedNames returns the names of an object's members in order.
func SortedNames(o Object) []string { return slices.Sorted(maps.Keys(o)) }

// Integer returns the JSON number for n.
func Integer[N int | int64](n N) json.Number { return json.Number(strconv.FormatInt(int64(n), 10)) }

// Epoch returns a time as it travels: seconds, with milliseconds if it has any.
func Epoch(t time.Time) json.Number {
	ms := t.UnixMilli()
	if ms%1000 == 0 {
		return Integer(ms / 1000)
	}
	r := big.NewRat(ms, 1000)
	return json.Number(r.FloatString(3))
}

// TimeOf reads a time as it travels.
func TimeOf(v any) (time.Time, bool) {
	n, ok := v.(json.Number)
	if !ok {
		return time.Time{}, false
	}
	f, err := n.Float64()
	if err != nil || math.Abs(f) > 1e15 {
		return time.Time{}, false
	}
	return time.UnixMilli(int64(math.Round(f * 1000))).UTC(), true
}

// Same reports whether got is the value that want is. Times may differ by
// less than a second, since a service need not keep the fraction.
func Same(api *model.API, shape *model.Shape, want, got any) bool {
	switch shape.Kind {
	case model.Structure:
		w, _ := want.(Object)
		g, ok := got.(Object)
		if !ok {
			return false
		}
		for name := range g {
			if _, wanted := w[name]; !wanted {
				return false
			}
		}
		for name, v := range w {
			m := shape.Member(name)
			if m == nil || !Same(api, api.Shape(m.Shape), v, g[name]) {
				return false
			}
		}
		return true
	case model.List:
		w, _ := want.([]any)
		g, ok := got.([]any)
		if !ok || len(w) != len(g) {
			return false
		}
		for i := range w {
			if !Same(api, api.Shape(shape.Elem), w[i], g[i]) {
				return false
			}
		}
		return true
	case model.Map:
		w, _ := want.(Object)
		g, ok := got.(Object)
		if !ok || len(w) != len(g) {
			return false
		}
		for name, v := range w {
			e, ok := g[name]
			if !ok || !Same(api, api.Shape(shape.Elem), v, e) {
				return false
			}
		}
		return true
	case model.Timestamp:
		w, ok1 := TimeOf(want)
		g, ok2 := TimeOf(got)
		return ok1 && ok2 && w.Sub(g).Abs() < time.Second
	case model.Integer, model.Long, model.Float, model.Double:
		w, ok1 := Rational(want)
		g, ok2 := Rational(got)
		return ok1 && ok2 && w.Cmp(g) == 0
	}
	return want == got
}

func Rational(v any) (*big.Rat, bool) {
	n, ok := v.(json.Number)
	if !ok {
		return nil, false
	}
	return new(big.Rat).SetString(string(n))
}

// Show returns a value as it is shown in a report.
func Show(v any) string { return string(Encode(v)) }

// ShowAll returns things in the order of their text, so that two lists of
// them can be compared by eye.
func ShowAll(things []Object) string {
	lines := make([]string, len(things))
	for i, t := range things {
		lines[i] = Show(t)
	}
	slices.Sort(lines)
	return fmt.Sprintf("%d: [%s]", len(things), strings.Join(lines, ", "))
}
