package effect

import (
	"slices"

	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// Referenced returns the keys of the entities that an input refers to.
func Referenced(ref model.Reference, in value.Object) []value.Object {
	var keys []value.Object
	for i, b := range ref.From {
		for j, v := range value.At(in, b.Path) {
			if i == 0 {
				keys = append(keys, value.Object{})
			}
			if j < len(keys) {
				keys[j][b.Member] = v
			}
		}
	}
	return slices.DeleteFunc(keys, func(k value.Object) bool { return len(k) < len(ref.From) })
}

// KeysOf returns the keys of the things that a request is about.
func (t *Contract) KeysOf(op *model.Operation, body []byte) []value.Object {
	in, _, err := value.ReadJSON(body)
	if err != nil {
		return nil
	}
	keys := make([]value.Object, 1)
	if op.Effect.Each != "" {
		keys = make([]value.Object, len(value.At(in, op.Effect.Each.Elem())))
	}
	for i := range keys {
		keys[i] = value.Object{}
	}
	for _, name := range t.ResourceOf(op).Key {
		path := op.Effect.Bound(name)
		_, each := path.Within(op.Effect.Each)
		values := value.At(in, path)
		for i := range keys {
			switch {
			case each && len(values) == len(keys):
				keys[i][name] = values[i]
			case !each && len(values) == 1:
				keys[i][name] = values[0]
			}
		}
	}
	return slices.DeleteFunc(keys, func(key value.Object) bool { return len(key) < len(t.ResourceOf(op).Key) })
}

// Example returns the entity that the model gives as an example, or the least
// one.
func (c *Contract) Example(thing string) value.Object {
	e := c.API.Entity(thing)
	if e != nil && e.Example != "" {
		if v, _, err := value.ReadJSON([]byte(e.Example)); err == nil {
			if o, ok := v.(value.Object); ok {
				return o
			}
		}
	}
	o, _ := c.Least(c.API.Thing(thing).Shape).(value.Object)
	return o
}
