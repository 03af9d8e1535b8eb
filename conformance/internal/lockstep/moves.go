package lockstep

import (
	"slices"
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/shapes"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// allMoves returns every move that a trace may take.
func (x *explorer) allMoves() []move {
	var all []move
	for _, resource := range subjects(x.Session) {
		ops := x.OperationsOn(resource.Name)
		switch {
		case resource.Fact != nil:
			all = append(all, x.decisions(resource, ops.Put)...)
		case len(resource.Partition) == 0:
			all = append(all, x.placeMoves(resource, ops)...)
		default:
			all = append(all, x.keyMoves(resource, ops.Put)...)
			all = append(all, x.keyMoves(resource, ops.Delete)...)
		}
	}
	if x.Target.Clock != nil {
		all = append(all, move{})
	}
	return all
}

// placeMoves returns the moves that put and delete partitions.
func (x *explorer) placeMoves(resource model.Resource, ops effect.Operations) []move {
	var all []move
	for i, name := range x.c.pools[resource.Key[0]] {
		entity := value.With(x.Example(resource.Name), value.Object{resource.Key[0]: name})
		for _, op := range []*model.Operation{ops.Put, ops.Delete} {
			if op == nil || x.Missing[op.Name] != "" {
				continue
			}
			entities := []value.Object{entity}
			if more := x.automated(resource.Name); more != nil && op == ops.Put {
				entities = append(entities, value.With(entity, more))
			}
			for _, entity := range entities {
				in := x.Input(op, entity)
				all = append(all, move{op: op, in: func(time.Time) value.Object { return in }, places: i + 1, second: i > 0})
			}
		}
	}
	return all
}

// decisions returns the moves that set a fact: by a power of the target, or
// else by an operation.
func (x *explorer) decisions(resource model.Resource, op *model.Operation) []move {
	var all []move
	for _, k := range x.keys(resource) {
		values := x.ValuesOf(resource.Fact)
		if !x.Decides(resource.Name) && op != nil {
			values = x.Session.SettableValues(op)
		}
		for _, val := range values {
			m := move{places: k.place + 1, keys: k.key + 1, second: k.place > 0, secondKey: k.key > 0}
			switch {
			case x.Decides(resource.Name):
				m.fact, m.of, m.value = resource.Name, k.of, val
				if val == resource.Fact.Initially {
					m.with = withAll(resource.Fact, instants[1])
				}
			case op == nil || x.Missing[op.Name] != "":
				continue
			default:
				m.op = op
				m.in = func(began time.Time) value.Object {
					fact := value.With(k.of, value.Object{resource.Fact.Value: val})
					for _, member := range resource.Shape.Members {
						if shape := x.API.Shape(member.Shape); shape.Kind == model.Timestamp {
							fact[member.Name] = shapes.Time(shape, began)
						}
					}
					return x.Input(op, fact)
				}
			}
			all = append(all, m)
		}
	}
	return all
}

// withAll returns what is told beside the value of a fact: a number of seconds for each
// member that may be told.
func withAll(f *model.Fact, d time.Duration) map[string]int64 {
	var with map[string]int64
	for _, name := range f.With {
		if with == nil {
			with = map[string]int64{}
		}
		with[name] = int64(d / time.Second)
	}
	return with
}

// A placedKey is one of two keys in one of two partitions.
type placedKey struct {
	of         value.Object
	place, key int
}

// keys returns two keys in each of two partitions. They differ in one member.
func (x *explorer) keys(resource model.Resource) []placedKey {
	vary := -1
	for i, name := range resource.Key {
		if !slices.Contains(resource.Partition, name) {
			vary = i
		}
	}
	var all []placedKey
	for place := range 2 {
		for key := range 2 {
			of := value.Object{}
			for i, name := range resource.Key {
				pool := x.c.pools[name]
				switch {
				case slices.Contains(resource.Partition, name):
					of[name] = pool[place]
				case i == vary:
					of[name] = pool[min(key, len(pool)-1)]
				default:
					of[name] = pool[0]
				}
			}
			all = append(all, placedKey{of, place, key})
		}
	}
	return all
}

// keyMoves returns the moves of an operation on the keys of a partition: with
// one, with the other, and if a request may have several, with both.
func (x *explorer) keyMoves(resource model.Resource, op *model.Operation) []move {
	if op == nil || x.Missing[op.Name] != "" || !predictable(x.Session, op) {
		return nil
	}
	keys := x.keys(resource)
	var all []move
	for place := range 2 {
		one, two := keys[2*place], keys[2*place+1]
		requests := [][]placedKey{{one}, {two}}
		if op.Effect.Each != "" {
			requests = append(requests, []placedKey{one, two})
		}
		for _, request := range requests {
			last := request[len(request)-1]
			for _, more := range x.variants(resource, op) {
				all = append(all, move{
					op: op, places: place + 1, keys: last.key + 1, second: place > 0, secondKey: request[0].key > 0,
					in: func(began time.Time) value.Object {
						var resources []value.Object
						for _, k := range request {
							resources = append(resources, value.With(more(began), k.of))
						}
						return x.Input(op, resources...)
					},
				})
			}
		}
	}
	return all
}

// variants returns the members that a put may have besides the key: those of a
// resource that stays, with all of its texts, and one for each instant of
// expiry.
func (x *explorer) variants(resource model.Resource, op *model.Operation) []func(time.Time) value.Object {
	if op.Effect.Verb != model.Puts {
		return []func(time.Time) value.Object{func(time.Time) value.Object { return value.Object{} }}
	}
	stays := value.Object{}
	end, travels := "", (*model.Shape)(nil)
	for _, name := range x.Settable(op) {
		shape := x.API.Shape(resource.Shape.Member(name).Shape)
		switch {
		case expires(op, name):
			end, travels = name, shape
		case shape.Kind == model.String || resource.Shape.Member(name).Required || x.Demands(op, name):
			stays[name] = x.c.few(shape)[0]
		}
	}
	all := []func(time.Time) value.Object{func(time.Time) value.Object { return stays }}
	if end == "" || x.Target.Clock == nil {
		return all
	}
	for _, after := range instants[1:] {
		all = append(all, func(began time.Time) value.Object { return value.Object{end: shapes.Time(travels, began.Add(after))} })
	}
	return all
}
