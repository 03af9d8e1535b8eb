package lockstep

import (
	"slices"
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// allMoves returns every move that a trace may take.
func (x *explorer) allMoves() []move {
	var all []move
	for _, thing := range resources(x.Session) {
		ops := x.OperationsOn(thing.Name)
		switch {
		case thing.Fact != nil:
			all = append(all, x.decisions(thing, ops.Put)...)
		case len(thing.Partition) == 0:
			all = append(all, x.placeMoves(thing, ops)...)
		default:
			all = append(all, x.keyMoves(thing, ops.Put)...)
			all = append(all, x.keyMoves(thing, ops.Delete)...)
		}
	}
	if x.Target.Clock != nil {
		all = append(all, move{})
	}
	return all
}

// placeMoves are those that put and delete what others are listed by.
func (x *explorer) placeMoves(thing model.Thing, ops effect.Operations) []move {
	var all []move
	for i, name := range x.c.pools[thing.Key[0]] {
		entity := value.With(x.Example(thing.Name), value.Object{thing.Key[0]: name})
		for _, op := range []*model.Operation{ops.Put, ops.Delete} {
			if op == nil || x.Missing[op.Name] != "" {
				continue
			}
			in := x.Input(op, entity)
			all = append(all, move{op: op, in: func(time.Time) value.Object { return in }, places: i + 1, second: i > 0})
		}
	}
	return all
}

// decisions are the moves that set a fact, by the power that the target has
// for it or else by an operation.
func (x *explorer) decisions(thing model.Thing, op *model.Operation) []move {
	var all []move
	for _, k := range x.keys(thing) {
		values := x.ValuesOf(thing.Fact)
		if x.Target.Facts == nil && op != nil {
			values = x.Session.SettableValues(op)
		}
		for _, val := range values {
			m := move{places: k.place + 1, keys: k.key + 1, second: k.place > 0, secondKey: k.key > 0}
			switch {
			case x.Target.Facts != nil:
				m.fact, m.of, m.value = thing.Name, k.of, val
			case op == nil || x.Missing[op.Name] != "":
				continue
			default:
				m.op = op
				m.in = func(began time.Time) value.Object {
					fact := value.With(k.of, value.Object{thing.Fact.Value: val})
					for _, member := range thing.Shape.Members {
						if x.API.Shape(member.Shape).Kind == model.Timestamp {
							fact[member.Name] = value.Epoch(began)
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

// A placedKey is one of two keys in one of two partitions.
type placedKey struct {
	of         value.Object
	place, key int
}

// keys returns two keys in each of two partitions. They differ in one member.
func (x *explorer) keys(thing model.Thing) []placedKey {
	vary := -1
	for i, name := range thing.Key {
		if !slices.Contains(thing.Partition, name) {
			vary = i
		}
	}
	var all []placedKey
	for place := range 2 {
		for key := range 2 {
			of := value.Object{}
			for i, name := range thing.Key {
				pool := x.c.pools[name]
				switch {
				case slices.Contains(thing.Partition, name):
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

// keyMoves are those of an operation on what stands in the partitions: with
// one key, with the other, and where a request may have several, with both.
func (x *explorer) keyMoves(thing model.Thing, op *model.Operation) []move {
	if op == nil || x.Missing[op.Name] != "" {
		return nil
	}
	keys := x.keys(thing)
	var all []move
	for place := range 2 {
		one, two := keys[2*place], keys[2*place+1]
		requests := [][]placedKey{{one}, {two}}
		if op.Effect.Each != "" {
			requests = append(requests, []placedKey{one, two})
		}
		for _, request := range requests {
			last := request[len(request)-1]
			for _, more := range x.variants(thing, op) {
				all = append(all, move{
					op: op, places: place + 1, keys: last.key + 1, second: place > 0, secondKey: request[0].key > 0,
					in: func(began time.Time) value.Object {
						var things []value.Object
						for _, k := range request {
							things = append(things, value.With(more(began), k.of))
						}
						return x.Input(op, things...)
					},
				})
			}
		}
	}
	return all
}

// variants returns what an operation that puts may put besides the key: a
// thing that stays and has all of its texts, and one for each instant at which
// it may be gone.
func (x *explorer) variants(thing model.Thing, op *model.Operation) []func(time.Time) value.Object {
	if op.Effect.Verb != model.Puts {
		return []func(time.Time) value.Object{func(time.Time) value.Object { return value.Object{} }}
	}
	stays := value.Object{}
	end := ""
	for _, name := range x.Settable(op) {
		shape := x.API.Shape(thing.Shape.Member(name).Shape)
		switch {
		case expires(op, name):
			end = name
		case shape.Kind == model.String || thing.Shape.Member(name).Required:
			stays[name] = x.c.few(shape)[0]
		}
	}
	all := []func(time.Time) value.Object{func(time.Time) value.Object { return stays }}
	if end == "" || x.Target.Clock == nil {
		return all
	}
	for _, after := range instants[1:] {
		all = append(all, func(began time.Time) value.Object { return value.Object{end: value.Epoch(began.Add(after))} })
	}
	return all
}
