package value

import (
	"time"

	"github.com/fakesmith/fakesmith/model"
)

// standsFor reports whether a value is what a member stands for if it is absent, so that it
// makes no difference whether it is there.
func standsFor(m *model.Member, v any) bool {
	return m != nil && m.Default != "" && Show(v) == m.Default
}

// Same reports whether two values of a shape are equal. Times may differ by
// less than a second, since a service need not keep the fraction.
func Same(api *model.API, shape *model.Shape, want, got any) bool {
	if want == nil && got == nil {
		return true // what is nowhere is the same, whatever its kind
	}
	switch shape.Kind {
	case model.Structure:
		w, _ := want.(Object)
		g, ok := got.(Object)
		if !ok {
			return false
		}
		for name, v := range g {
			if _, wanted := w[name]; !wanted && !standsFor(shape.Member(name), v) {
				return false
			}
		}
		for name, v := range w {
			m := shape.Member(name)
			if _, there := g[name]; !there && standsFor(m, v) {
				continue
			}
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
