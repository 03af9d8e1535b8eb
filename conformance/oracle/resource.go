package oracle

import (
	"slices"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/model"
)

// A resource is an entity that there is, or a fact that was decided.
type resource struct {
	// of names the entity or fact.
	of    string
	value object
	// born tells a resource from an earlier one with the same key. What is
	// replaced keeps it.
	born int
	// loose reports that nothing is known of the members that value lacks.
	loose bool
	// kept tells when it was put, or decided, from when others were, and seen when a
	// service came to know of it that starts processes by it.
	kept, seen int
	// entered is when it came into its present state, if it has states, and leaving reports
	// that it is being deleted, so that only reads know of it.
	entered time.Time
	leaving bool
	// run is what a process is at. It is nil for all else.
	run *run
}

// find returns the resources of a name for which a condition holds.
func (c *call) find(name string, suits func(object) bool) []resource {
	var found []resource
	for _, t := range c.resources {
		if t.of == name && !t.leaving && suits(t.value) {
			found = append(found, t)
		}
	}
	return found
}

// drop takes away the resources of a name for which a condition holds.
func (c *call) drop(name string, suits func(object) bool) {
	var left []resource
	for _, t := range c.resources {
		if t.of != name || !suits(t.value) {
			left = append(left, t)
		}
	}
	c.resources = left
	c.writes++
}

// like returns the condition that some members are those of another object,
// the way in which keys of those resources are compared.
func (o *Oracle) like(value object, members []string, resources ...string) func(object) bool {
	fold := slices.ContainsFunc(resources, o.folded)
	return func(other object) bool {
		for _, m := range members {
			if !sameText(o.told(value[m]), o.told(other[m]), fold) {
				return false
			}
		}
		return true
	}
}

// told returns the text that a word of the service's own making was told to be, if it
// was, and any other value as it is.
func (o *Oracle) told(v any) any {
	if w, is := v.(word); is {
		if text, whole := w.known(o.words); whole {
			return text
		}
	}
	return v
}

// sameText compares two members of keys.
func sameText(a, b any, fold bool) bool {
	if fold {
		return folding(text(a)) == folding(text(b))
	}
	s, ok1 := a.(string)
	t, ok2 := b.(string)
	if ok1 && ok2 {
		return s == t
	}
	return show(a) == show(b)
}

// folding returns what counts of a text where neither case nor surrounding
// space does.
func folding(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// keep puts a resource in the place of the one with the same key, or behind all
// others.
func (c *call) keep(name string, value object, loose bool) {
	c.writes++
	same := c.like(value, c.api.Resource(name).Key, name)
	for i, t := range c.resources {
		if t.of == name && same(t.value) {
			c.resources = slices.Clone(c.resources)
			c.resources[i] = resource{of: name, value: value, born: t.born, loose: loose, kept: c.writes, entered: c.now}
			return
		}
	}
	c.births++
	c.resources = append(slices.Clip(c.resources), resource{of: name, value: value, born: c.births, loose: loose, kept: c.writes, entered: c.now})
}

// SetMember gives a member of the resource with a key a value that no call has put.
func (o *Oracle) SetMember(as Scope, name string, key map[string]any, path model.Path, v any) {
	about := o.api.Resource(name)
	same := o.like(key, about.Key, name)
	resources := slices.Clone(o.partitions[o.home(as)])
	for i, t := range resources {
		if t.of == name && same(t.value) {
			resources[i].value = put(t.value, path, v)
			o.partitions[o.home(as)] = resources
		}
	}
}

// shown returns a resource as it is to be shown: what is uncertain of it stands
// there as a leaf.
func (o *Oracle) shown(t resource) object {
	about := o.api.Resource(t.of)
	out := object{}
	for _, m := range about.Shape.Members {
		v, there := t.value[m.Name]
		switch {
		case there:
			out[m.Name] = o.uncertain(v, o.contract.shapes[m.Shape], o.exact(t.of, m.Name))
		case t.loose:
			out[m.Name] = anything{}
		}
		if key, isText := out[m.Name].(string); isText && o.folded(t.of) && slices.Contains(about.Key, m.Name) {
			out[m.Name] = folded(key)
		}
	}
	return o.possible(t, o.vague(t, out))
}

// uncertain returns a value in which timestamps are leaves.
func (o *Oracle) uncertain(v any, shape *model.Shape, exact bool) any {
	switch v := v.(type) {
	case object:
		out := object{}
		for name, e := range v {
			inner := shape.Elem
			if shape.Kind == model.Structure {
				inner = shape.Member(name).Shape
			}
			out[name] = o.uncertain(e, o.contract.shapes[inner], false)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = o.uncertain(e, o.contract.shapes[shape.Elem], false)
		}
		return out
	}
	if t, ok := instant(v); ok && shape.Kind == model.Timestamp {
		return moment{t, exact}
	}
	return v
}
