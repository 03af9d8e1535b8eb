package replay

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// An eraser takes permitted differences out of what was returned.
type eraser struct {
	api  *model.API
	rows []difference
	// timed reports that it is known when resources were put.
	timed bool
	// found are the differences that there were, by where they were.
	found map[string]difference
}

// erase returns a value that was returned as it should be by what is wanted, so
// far as it differs in a way that is permitted.
func (e *eraser) erase(want, got any, shape *model.Shape, at string) any {
	switch shape.Kind {
	case model.Structure:
		g, isObject := got.(value.Object)
		if !isObject {
			return got
		}
		w, _ := want.(value.Object)
		return e.members(w, g, shape, at)
	case model.List:
		list, isList := got.([]any)
		if !isList {
			return got
		}
		wanted, _ := want.([]any)
		return e.elements(wanted, list, e.api.Shape(shape.Elem), at)
	}
	return got
}

func (e *eraser) members(want, got value.Object, shape *model.Shape, at string) value.Object {
	got = value.Clone(got)
	for _, d := range differences(e.rows, shape.Name) {
		before := value.Clone(got)
		e.row(d, want, got)
		if !reflect.DeepEqual(before, got) {
			e.found[value.Join(at, d.member)] = d
		}
	}
	for name, v := range got {
		if m := shape.Member(name); m != nil {
			got[name] = e.erase(want[name], v, e.api.Shape(m.Shape), value.Join(at, name))
		}
	}
	return got
}

// row erases one difference from an object.
func (e *eraser) row(d difference, want, got value.Object) {
	v, there := got[d.member]
	was, wanted := want[d.member]
	switch d.word {
	case supplied, defaulted:
		if there && !wanted && d.holds(v) && d.suits(got) {
			delete(got, d.member)
		}
	case withheld:
		if wanted && (!there || v == "") {
			got[d.member] = was
		}
	case passing, leaving:
		if there && wanted && d.holds(v) {
			got[d.member] = was
		}
	case noted:
		whenPut, _ := value.TimeOf(was)
		when, ok := value.TimeOf(v)
		if ok && wanted && (!e.timed || when.Sub(whenPut).Abs() < noticed) {
			got[d.member] = was
		}
	case moved:
		to := model.Path(d.to)
		found := value.At(got, to)
		if wanted && !there && len(found) > 0 && len(value.At(want, to)) == 0 && slices.ContainsFunc(owners(got, d.to), d.suits) && !slices.ContainsFunc(found, func(v any) bool { return v != was }) {
			got[d.member] = was
			value.Remove(got, model.Path(d.to))
		}
	}
}

// suits reports whether a structure has the texts that the row asks for.
func (d difference) suits(owner value.Object) bool {
	return !slices.ContainsFunc(d.when, func(c model.Condition) bool { return owner[string(c.Path)] != c.Value })
}

// owners returns the structures that have the last member of a path.
func owners(v value.Object, path string) []value.Object {
	i := strings.LastIndexByte(path, '.')
	if i < 0 {
		return []value.Object{v}
	}
	var all []value.Object
	for _, found := range value.At(v, model.Path(path[:i])) {
		if o, ok := found.(value.Object); ok {
			all = append(all, o)
		}
	}
	return all
}

// elements erases differences from the elements of a list, each by the wanted
// element that is the same but for them.
func (e *eraser) elements(want, got []any, shape *model.Shape, at string) []any {
	left := slices.Clone(want)
	all := make([]any, len(got))
	for i, elem := range got {
		where := value.Element(at, i)
		all[i] = elem
		var wanted any
		if len(left) > 0 && len(left)*len(got) < 1<<12 {
			for j, w := range left {
				if try := (&eraser{e.api, e.rows, e.timed, map[string]difference{}}).erase(w, elem, shape, where); reflect.DeepEqual(try, w) {
					wanted = w
					left = slices.Delete(left, j, j+1)
					break
				}
			}
		}
		all[i] = e.erase(wanted, elem, shape, where)
	}
	return all
}

// isLeaving reports whether what was returned says that it was deleted and is not
// yet gone.
func isLeaving(row value.Object, shape *model.Shape) (difference, bool) {
	for _, d := range differences(permitted, shape.Name) {
		if v, there := row[d.member]; d.word == leaving && there && d.holds(v) {
			return d, true
		}
	}
	return difference{}, false
}

// later reports whether a service notes of what it returns that it was done
// clearly later than what was put.
func later(row value.Object, shape *model.Shape, put time.Time) bool {
	for _, d := range differences(permitted, shape.Name) {
		if when, ok := value.TimeOf(row[d.member]); d.word == noted && ok && !put.IsZero() && when.Sub(put) >= noticed {
			return true
		}
	}
	return false
}

// apart says where two values differ first, and how, without members that are
// passed over. It returns "" if they do not.
func apart(want, got any, at string, over func(member string) bool) string {
	w, ok1 := want.(value.Object)
	g, ok2 := got.(value.Object)
	if ok1 && ok2 {
		for _, name := range value.SortedNames(value.With(w, g)) {
			if over(name) {
				continue
			}
			here := value.Join(at, name)
			wanted, was := w[name]
			shown, is := g[name]
			switch list, _ := shown.([]any); {
			case is && !was && shown != nil && (list == nil || len(list) > 0):
				return fmt.Sprintf("%s is %s, and nobody put it", here, brief(shown))
			case was && !is:
				return fmt.Sprintf("%s is not there, and was put as %s", here, brief(wanted))
			case was && is:
				if how := apart(wanted, shown, here, over); how != "" {
					return how
				}
			}
		}
		return ""
	}
	if value.Show(want) == value.Show(got) {
		return ""
	}
	return fmt.Sprintf("%s is %s, and was put as %s", at, brief(got), brief(want))
}

func brief(v any) string { return value.Brief([]byte(value.Show(v)), 200) }
