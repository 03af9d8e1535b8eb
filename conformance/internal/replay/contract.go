package replay

import (
	"slices"

	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/oracle"
	"github.com/fakesmith/fakesmith/conformance/recording"
	"github.com/fakesmith/fakesmith/model"
)

// What is asked of the contract stands in this file.

func (r *replayer) contract() *effect.Contract { return r.effects }

// ruleOf returns the first rule of a type among the clauses of an operation.
func ruleOf[R model.Rule](op *model.Operation) (R, bool) {
	for i := range op.Clauses {
		if rule, ok := op.Clauses[i].Rule.(R); ok {
			return rule, true
		}
	}
	var none R
	return none, false
}

// request returns the body of a request, or nil if it is not known.
func request(e *recording.Exchange) value.Object {
	if e.Request == nil {
		return nil
	}
	if len(e.Request) == 0 {
		return value.Object{}
	}
	v, _, err := value.ReadJSON(e.Request)
	if err != nil {
		return nil
	}
	o, _ := v.(value.Object)
	for name, v := range o {
		if v == nil {
			delete(o, name)
		}
	}
	return o
}

// noteKeys notes what the exchange puts, sets or deletes, so that reads before it
// are looked at too.
func (r *replayer) noteKeys(op *model.Operation, e *recording.Exchange) {
	if effect.IsRead(op) || op.Effect.Of == "" || e.Status >= 300 || e.Request == nil {
		return
	}
	for _, key := range r.contract().KeysOf(op, e.Request) {
		if len(r.keys[ring{e.Caller, op.Effect.Of}]) == mostKeys {
			return
		}
		r.keys.find(ring{e.Caller, op.Effect.Of}, key, true)
	}
}

// mostKeys is how many resources of a kind are followed.
const mostKeys = 1000

// narrowed returns a request that is about one resource only.
func (r *replayer) narrowed(op *model.Operation, in, key value.Object) value.Object {
	in = value.Clone(in)
	if op.Effect.Each == "" {
		return in
	}
	path := op.Effect.Each
	value.Set(in, path, slices.DeleteFunc(slices.Clone(value.ListAt(in, path)), func(elem any) bool {
		for _, name := range r.contract().ResourceOf(op).Key {
			within, each := op.Effect.Bound(name).Within(path)
			if each && within != "" && value.One(elem, within) != key[name] {
				return true
			}
		}
		return false
	}))
	return in
}

// aimed returns a request of a read that is about one resource only: without pages,
// and without the keys of others. It reports whether it asks for the resource, and
// whether it names nothing but it.
func (r *replayer) aimed(op *model.Operation, in, key value.Object) (_ value.Object, asks, alone bool) {
	in = value.Clone(in)
	if p, pages := ruleOf[model.Pagination](op); pages {
		delete(in, p.Token)
		delete(in, p.Limit)
	}
	for _, b := range op.Effect.From {
		if v := value.One(in, b.Path); v != nil && folded(v) != folded(key[b.Member]) {
			return nil, false, false
		}
	}
	for _, c := range op.Clauses {
		f, ok := c.Rule.(model.Filter)
		list := value.ListAt(in, f.By)
		if !ok || len(list) == 0 || !r.contract().SelectsByKey(op, f) {
			continue
		}
		var ours []any
		for _, elem := range list {
			if slices.ContainsFunc(f.On, func(on model.Path) bool { return folded(part(f, elem, on)) != folded(key[string(on)]) }) {
				continue
			}
			ours = append(ours, elem)
		}
		if len(ours) == 0 {
			return nil, false, false
		}
		alone = len(ours) == len(list)
		value.Set(in, f.By, ours)
	}
	return in, true, alone || op.Effect.Verb == model.Gets
}

// part returns what an element of a filter says of a member of the key.
func part(f model.Filter, elem any, on model.Path) any {
	if o, isObject := elem.(value.Object); isObject {
		return o[f.Elem(on).Last()]
	}
	return elem
}

// whole reports whether a read returns structures of resources with all of their keys.
func (r *replayer) whole(op *model.Operation) bool {
	if _, sums := ruleOf[model.Summary](op); sums || op.Effect.ShowsTexts() {
		return false
	}
	return !slices.ContainsFunc(r.contract().ResourceOf(op).Key, func(name string) bool { return !effect.Returns(op, name) })
}

// elementOf returns the shape of what a read returns.
func (r *replayer) elementOf(op *model.Operation) *model.Shape {
	_, shape, err := r.api.Steps(op.Output, elementPath(op))
	if err != nil {
		return r.contract().ResourceOf(op).Shape
	}
	return shape
}

// elementPath returns where in an output stands what shows one resource.
func elementPath(op *model.Operation) model.Path {
	if op.Effect.Verb == model.Gets {
		return op.Effect.Into
	}
	return op.Effect.Into.Elem()
}

// showing returns the output of a read that shows a resource, or none if that is nil.
func showing(op *model.Operation, row any) value.Object {
	out := value.Object{}
	switch {
	case op.Effect.Verb != model.Gets && row == nil:
		value.Set(out, op.Effect.Into, []any(nil))
	case op.Effect.Verb != model.Gets:
		value.Set(out, op.Effect.Into, []any{row})
	case row == nil:
	case op.Effect.Into == "":
		if o, is := row.(value.Object); is {
			return o
		}
	default:
		value.Set(out, op.Effect.Into, row)
	}
	return out
}

// tellsAll reports whether a read shows all of a resource that a put may give, and as it
// was given.
func (r *replayer) tellsAll(v view, put *model.Operation) bool {
	for _, c := range v.op.Clauses {
		if rule, seals := c.Rule.(model.Sealed); seals && value.One(v.in, rule.Unless) != true {
			return false
		}
	}
	if e := put.Embedded(); e != nil {
		return false // its text is not shown as it was put
	}
	return !slices.ContainsFunc(r.contract().Settable(put), func(name string) bool { return !effect.Returns(v.op, name) })
}

// returned returns a resource as a read returns it.
func returned(op *model.Operation, resource value.Object) value.Object {
	if len(op.Effect.As) == 0 {
		return resource
	}
	elem := value.Object{}
	for _, b := range op.Effect.As {
		if v, there := resource[b.Member]; there {
			value.Set(elem, b.Path, v)
		}
	}
	return elem
}

// prepare tells the oracle what must have been there for a call to succeed: the
// entities that it names, and a fact with which it is accepted.
func (r *replayer) prepare(o *oracle.Oracle, s *step, scope oracle.Scope, key value.Object) {
	for _, c := range s.op.Clauses {
		switch rule := c.Rule.(type) {
		case model.Reference:
			put := r.contract().OperationsOn(rule.Entity).Put
			for _, of := range effect.Referenced(rule, s.in) {
				if put == nil || len(o.Resources(scope, s.began, rule.Entity)) > 0 {
					continue
				}
				resource := value.With(r.contract().Example(rule.Entity), of)
				for _, w := range rule.Where {
					value.Set(resource, w.Path, w.Value)
				}
				o.Call(scope, s.began, put.Name, r.contract().Input(put, resource))
			}
		case model.Guard:
			of := map[string]string{}
			for _, name := range r.api.Fact(rule.Fact).Key {
				of[name], _ = key[name].(string)
			}
			o.SetFact(scope, s.began, rule.Fact, of, rule.Accepts[0], nil)
		}
	}
}

// affected returns the other histories that a write may change: those of resources
// with the same key, or with a longer one, that depend on it.
func (r *replayer) affected(op *model.Operation, caller string, key value.Object) []*history {
	var all []*history
	for at, histories := range r.keys {
		if at.caller != caller || at.resource == op.Effect.Of || refersTo(op, at.resource) {
			continue
		}
		for _, h := range histories {
			apart := false
			for name, v := range key {
				other, there := h.key[name]
				apart = apart || !there || folded(other) != folded(v)
			}
			if !apart {
				all = append(all, h)
			}
		}
	}
	return all
}

// refersTo reports whether what an operation puts or deletes refers to a resource: that
// stays as it is.
func refersTo(op *model.Operation, resource string) bool {
	return slices.ContainsFunc(op.Clauses, func(c model.Clause) bool {
		rule, ok := c.Rule.(model.Reference)
		return ok && rule.Entity == resource
	})
}
