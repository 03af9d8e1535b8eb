package openapi_test

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"

	"github.com/fakesmith/fakesmith/model"
)

// TestAgreesWithGoSDKTypes checks our model against the Go types that a client
// uses: their fields, what the fields can hold, and the values of enums. The
// types do not say what is required, nor any bound.
func TestAgreesWithGoSDKTypes(t *testing.T) {
	api := modelDocument(t)
	ours, theirs := facts{}, facts{}
	client := reflect.TypeFor[*configservice.Client]()
	for _, op := range api.Operations {
		method, ok := client.MethodByName(op.Name)
		if !ok {
			t.Errorf("the client has no method %s", op.Name)
			continue
		}
		typesOf(api, op.Name+" input", op.Input, ours)
		typesOf(api, op.Name+" output", op.Output, ours)
		theirs.addStruct(op.Name+" input", method.Type.In(2).Elem())
		theirs.addStruct(op.Name+" output", method.Type.Out(0).Elem())
		for _, code := range op.Errors {
			ours["error "+code] = code
			theirs["error "+code] = sdkErrorCode(code)
		}
	}
	agree(t, ours, theirs, nil, 150)
}

// typesOf states for each member that a structure reaches what a Go type
// would: its kind, and the values of an enum.
func typesOf(api *model.API, at, shape string, fs facts) {
	s := api.Shape(shape)
	if s == nil {
		return
	}
	for _, m := range s.Members {
		at := at + "." + strings.ToUpper(m.Name[:1]) + m.Name[1:]
		target := api.Shape(m.Shape)
		for target.Kind == model.List || target.Kind == model.Map {
			fs[at] += string(target.Kind) + " of "
			target = api.Shape(target.Elem)
		}
		fs[at] += string(target.Kind)
		switch target.Kind {
		case model.Structure:
			typesOf(api, at, target.Name, fs)
		case model.Enum:
			var values []string
			for _, v := range target.Enum {
				values = append(values, v.Value)
			}
			slices.Sort(values)
			fs[at] += " of " + strings.Join(values, " ")
		}
	}
}

// addStruct states the same of the fields of a Go struct.
func (fs facts) addStruct(at string, s reflect.Type) {
	for field := range fields(s) {
		at := at + "." + field.Name
		of := field.Type
		for of.Kind() == reflect.Pointer || of.Kind() == reflect.Slice || of.Kind() == reflect.Map {
			switch of.Kind() {
			case reflect.Slice:
				fs[at] += "list of "
			case reflect.Map:
				fs[at] += "map of "
			}
			of = of.Elem()
		}
		fs[at] += kindOf(of)
		if of.Kind() == reflect.Struct && of != reflect.TypeFor[time.Time]() {
			fs.addStruct(at, of)
		}
	}
}

// fields yields the fields of a struct that travel.
func fields(s reflect.Type) func(func(reflect.StructField) bool) {
	return func(yield func(reflect.StructField) bool) {
		for i := range s.NumField() {
			f := s.Field(i)
			if f.IsExported() && f.Type != reflect.TypeFor[middleware.Metadata]() && !yield(f) {
				return
			}
		}
	}
}

// kindOf names a Go type as package model would.
func kindOf(t reflect.Type) string {
	switch {
	case t == reflect.TypeFor[time.Time]():
		return string(model.Timestamp)
	case t.Kind() == reflect.Struct:
		return string(model.Structure)
	case t.Kind() == reflect.Bool:
		return string(model.Boolean)
	case t.Kind() == reflect.Int32:
		return string(model.Integer)
	case t.Kind() == reflect.Int64:
		return string(model.Long)
	case t == reflect.TypeFor[string]():
		return string(model.String)
	}
	method := reflect.Zero(t).MethodByName("Values")
	if !method.IsValid() {
		return "unknown type " + t.String()
	}
	list := method.Call(nil)[0]
	values := map[string]bool{}
	for i := range list.Len() {
		values[list.Index(i).String()] = true
	}
	return fmt.Sprintf("%s of %s", model.Enum, strings.Join(slices.Sorted(maps.Keys(values)), " "))
}

// sdkErrorCode returns the code of the error type that the client makes of an
// answer with that code, or "" if it knows none.
func sdkErrorCode(code string) string {
	entry, ok := configservice.TypeRegistry.LookupEntry("com.amazonaws.configservice#" + code)
	if !ok {
		return ""
	}
	if e, ok := entry.New().(smithy.APIError); ok {
		return e.ErrorCode()
	}
	return ""
}
