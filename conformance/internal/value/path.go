package value

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/excerpt"
	"github.com/fakesmith/fakesmith/model"
)

// At returns the values that a path leads to. There is none if a member on the
// path is absent, and there may be several if the path leads through a list.
func At(v any, path model.Path) []any {
	var found []any
	Any(v, path, func(v any) bool {
		found = append(found, v)
		return false
	})
	return found
}

// Any reports whether one of the values that a path leads to is as is says. It
// looks no further then.
func Any(v any, path model.Path, is func(v any) bool) bool {
	for path != "" {
		name, rest, _ := strings.Cut(string(path), ".")
		name, each := strings.CutSuffix(name, "[]")
		o, _ := v.(Object)
		e, there := o[name]
		if !there {
			return false
		}
		if each {
			list, _ := e.([]any)
			for _, elem := range list {
				if Any(elem, model.Path(rest), is) {
					return true
				}
			}
			return false
		}
		v, path = e, model.Path(rest)
	}
	return is(v)
}

// One returns the value at a path that does not lead through a list, or nil.
func One(v any, path model.Path) any {
	var one any
	Any(v, path, func(v any) bool {
		one = v
		return true
	})
	return one
}

// TextAt returns the string at a path, or "" if there is none.
func TextAt(v any, path model.Path) string {
	s, _ := One(v, path).(string)
	return s
}

// ListAt returns the list at a path, or nil if there is none.
func ListAt(v any, path model.Path) []any {
	l, _ := One(v, path).([]any)
	return l
}

// Set sets the value at a path that does not lead through a list, and creates
// the objects on the path. A nil value removes the member.
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

// Replace replaces the texts to which a path leads, in all elements of the lists on the way,
// and reports whether any is another then.
func Replace(in Object, path model.Path, by func(string) string) (changed bool) {
	name, rest, deeper := strings.Cut(string(path), ".")
	name, each := strings.CutSuffix(name, "[]")
	elems := []any{in[name]}
	if each {
		elems, _ = in[name].([]any)
	}
	for i, elem := range elems {
		switch v := elem.(type) {
		case string:
			if text := by(v); !deeper && text != v {
				elems[i], changed = text, true
			}
		case Object:
			changed = deeper && Replace(v, model.Path(rest), by) || changed
		}
	}
	if _, there := in[name]; there && !each {
		in[name] = elems[0]
	}
	return changed
}

// CopyAlong returns a copy of v to change at a path: what the path leads through is
// copied, in all elements of the lists on the way, and what is beside it is shared. A
// list on the way counts as one, whether the path says so or not.
func CopyAlong(v any, path model.Path) any {
	switch v := v.(type) {
	case Object:
		c := maps.Clone(v)
		first, rest, _ := strings.Cut(string(path), ".")
		name, _ := strings.CutSuffix(first, "[]")
		if next, there := v[name]; there {
			c[name] = CopyAlong(next, model.Path(rest))
		}
		return c
	case []any:
		c := slices.Clone(v)
		for i, elem := range c {
			c[i] = CopyAlong(elem, path)
		}
		return c
	}
	return v
}

// Join returns the path of a member of the value at a path. Paths are made for
// every value of a response, and a name may be as long as the response itself: a
// long path gets no longer.
func Join(at, name string) string {
	if at == "" {
		return name
	}
	if len(at) > excerpt.MostShown {
		return at
	}
	return at + "." + name
}

// Element returns the path of an element of the list at a path.
func Element(at string, i int) string {
	if len(at) > excerpt.MostShown {
		return at
	}
	return at + "[" + strconv.Itoa(i) + "]"
}

// Remove takes away what stands at a path, in all elements of the lists on the way. A
// list on the way counts as one, whether the path says so or not.
func Remove(v any, path model.Path) {
	o, _ := v.(Object)
	first, rest, deeper := strings.Cut(string(path), ".")
	name, _ := strings.CutSuffix(first, "[]")
	if !deeper {
		delete(o, name)
		return
	}
	list, isList := o[name].([]any)
	if !isList {
		list = []any{o[name]}
	}
	for _, elem := range list {
		Remove(elem, model.Path(rest))
	}
}
