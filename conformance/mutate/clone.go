package mutate

import (
	"reflect"
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

// clone returns a copy of a contract that shares nothing with it.
func clone(api *model.API) *model.API {
	return deep(reflect.ValueOf(api)).Interface().(*model.API)
}

// deep copies plain data: structures, slices, pointers and interfaces.
func deep(v reflect.Value) reflect.Value {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return v
		}
		c := reflect.New(v.Type().Elem())
		c.Elem().Set(deep(v.Elem()))
		return c
	case reflect.Interface:
		if v.IsNil() {
			return v
		}
		c := reflect.New(v.Type()).Elem()
		c.Set(deep(v.Elem()))
		return c
	case reflect.Slice:
		if v.IsNil() {
			return v
		}
		c := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		for i := range v.Len() {
			c.Index(i).Set(deep(v.Index(i)))
		}
		return c
	case reflect.Struct:
		c := reflect.New(v.Type()).Elem()
		for i := range v.NumField() {
			c.Field(i).Set(deep(v.Field(i)))
		}
		return c
	}
	return v
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
