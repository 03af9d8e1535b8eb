package value

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
)

// An Object is the value of a JSON object. The other JSON values are
// represented as encoding/json does it: string, bool, []any, nil, and
// json.Number.
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

// Pick returns an object with those of the named members that o has.
func Pick(o Object, names []string) Object {
	some := Object{}
	for _, name := range names {
		if v, ok := o[name]; ok {
			some[name] = v
		}
	}
	return some
}

// With returns a copy of o to which the members of more are added.
func With(o, more Object) Object {
	c := Clone(o)
	maps.Copy(c, Clone(more))
	return c
}

// Has reports whether an object has all the members of another, with the same JSON.
func Has(o, members Object) bool {
	for name, v := range members {
		have, there := o[name]
		if !there {
			return false
		}
		text, isText := v.(string)
		other, otherIsText := have.(string)
		if isText && otherIsText {
			if text != other {
				return false
			}
		} else if Show(v) != Show(have) {
			return false
		}
	}
	return true
}

// KeyOf returns the named members of o as one string, their JSON, so that keys can be
// compared.
func KeyOf(o Object, names []string) string {
	sorted := slices.Clone(names)
	slices.Sort(sorted)
	key := []byte{'{'}
	for _, name := range slices.Compact(sorted) {
		v, there := o[name]
		if !there {
			continue
		}
		if len(key) > 1 {
			key = append(key, ',')
		}
		key = append(appendJSON(key, name), ':')
		key = appendJSON(key, v)
	}
	return string(append(key, '}'))
}

// Texts returns the members of o that are strings.
func Texts(o Object) map[string]string {
	all := map[string]string{}
	for name, v := range o {
		if s, ok := v.(string); ok {
			all[name] = s
		}
	}
	return all
}

// SortedNames returns the names of the members of o in order.
func SortedNames(o Object) []string { return slices.Sorted(maps.Keys(o)) }

// Integer returns n as a JSON number.
func Integer[N int | int64](n N) json.Number { return json.Number(strconv.FormatInt(int64(n), 10)) }
