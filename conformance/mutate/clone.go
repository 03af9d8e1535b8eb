package mutate

import (
	"reflect"
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

// clone returns a copy of a contract that shares nothing with it.
func clone(api *model.API) *model.API {
	c := *api
	cloner{}.unshare(reflect.ValueOf(&c).Elem())
	return &c
}

// A cloner copies plain data: structures, slices, pointers and interfaces. It knows which
// types hold nothing that could be shared.
type cloner map[reflect.Type]bool

// whole reports whether a copy of a value of that type shares nothing with it.
func (c cloner) whole(t reflect.Type) bool {
	whole, known := c[t]
	if known {
		return whole
	}
	switch t.Kind() {
	case reflect.Pointer, reflect.Interface, reflect.Slice:
	case reflect.Struct:
		whole = true
		for i := range t.NumField() {
			whole = whole && c.whole(t.Field(i).Type)
		}
	default:
		whole = true
	}
	c[t] = whole
	return whole
}

// unshare replaces what a value shares with the one that it is a copy of.
func (c cloner) unshare(v reflect.Value) {
	if c.whole(v.Type()) {
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			to := reflect.New(v.Type().Elem())
			to.Elem().Set(v.Elem())
			c.unshare(to.Elem())
			v.Set(to)
		}
	case reflect.Interface:
		if !v.IsNil() && !c.whole(v.Elem().Type()) {
			to := reflect.New(v.Elem().Type()).Elem()
			to.Set(v.Elem())
			c.unshare(to)
			v.Set(to)
		}
	case reflect.Slice:
		if v.IsNil() {
			return
		}
		to := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(to, v)
		if !c.whole(v.Type().Elem()) {
			for i := range to.Len() {
				c.unshare(to.Index(i))
			}
		}
		v.Set(to)
	case reflect.Struct:
		for i := range v.NumField() {
			c.unshare(v.Field(i))
		}
	}
}

// derive makes the clauses that stand in the schemas agree with them again.
func derive(api *model.API) {
	for i := range api.Operations {
		op := &api.Operations[i]
		op.Clauses = slices.DeleteFunc(op.Clauses, func(c model.Clause) bool {
			_, derived := c.Rule.(model.Constraint)
			return derived
		})
	}
	// Without a document to read, nothing but the schemas is looked at, and
	// there is nothing to complain of.
	var none model.Problems
	model.ReadContract(api, nil, nil, &none)
}
