package printable

import (
	"bytes"
	"encoding/json"
	"reflect"
)

// Of returns a copy of a value in which all strings, however deep, are what
// [Text] makes of them, so that none can be forgotten. A struct field with the
// tag `printable:"lines"` holds texts of several lines. A [json.RawMessage] stays
// JSON, in one line. Fields that are not exported are copied as they are.
func Of[T any](v T) T { return copier{Text, Lines, oneLine}.copy(v).(T) }

// ValidUTF8 returns a copy of a value as [Of] does, in which nothing is escaped
// but bytes that are not UTF-8.
func ValidUTF8[T any](v T) T {
	return copier{UTF8, UTF8, func(raw []byte) []byte { return bytes.ToValidUTF8(raw, []byte("\ufffd")) }}.copy(v).(T)
}

// A copier copies values, and changes their strings, those of several lines, and
// their JSON.
type copier struct {
	text, lines func(string) string
	raw         func([]byte) []byte
}

// copy copies a value.
func (c copier) copy(v any) any {
	in := reflect.ValueOf(v)
	out := reflect.New(in.Type()).Elem()
	c.into(out, in, c.text)
	return out.Interface()
}

var rawMessage = reflect.TypeFor[json.RawMessage]()

// into copies a value, and gives its strings to a function.
func (c copier) into(out, in reflect.Value, text func(string) string) {
	out.Set(in)
	if in.Type() == rawMessage {
		if !in.IsNil() {
			out.SetBytes(c.raw(in.Bytes()))
		}
		return
	}
	switch in.Kind() {
	case reflect.String:
		out.SetString(text(in.String()))
	case reflect.Pointer:
		if !in.IsNil() {
			out.Set(reflect.New(in.Type().Elem()))
			c.into(out.Elem(), in.Elem(), text)
		}
	case reflect.Interface:
		if !in.IsNil() {
			inner := reflect.New(in.Elem().Type()).Elem()
			c.into(inner, in.Elem(), text)
			out.Set(inner)
		}
	case reflect.Slice:
		if in.IsNil() {
			return
		}
		out.Set(reflect.MakeSlice(in.Type(), in.Len(), in.Len()))
		fallthrough
	case reflect.Array:
		for i := range in.Len() {
			c.into(out.Index(i), in.Index(i), text)
		}
	case reflect.Map:
		if in.IsNil() {
			return
		}
		out.Set(reflect.MakeMapWithSize(in.Type(), in.Len()))
		for entry := in.MapRange(); entry.Next(); {
			key, value := reflect.New(in.Type().Key()).Elem(), reflect.New(in.Type().Elem()).Elem()
			c.into(key, entry.Key(), c.text)
			c.into(value, entry.Value(), text)
			out.SetMapIndex(key, value)
		}
	case reflect.Struct:
		for i := range in.NumField() {
			field := in.Type().Field(i)
			switch {
			case !field.IsExported():
			case field.Tag.Get("printable") == "lines":
				c.into(out.Field(i), in.Field(i), c.lines)
			default:
				c.into(out.Field(i), in.Field(i), text)
			}
		}
	}
}

// oneLine returns JSON without the white space between its values, or what is
// none as a text.
func oneLine(raw []byte) []byte {
	var b bytes.Buffer
	if json.Compact(&b, raw) != nil {
		return []byte(Text(string(raw)))
	}
	return JSON(b.Bytes())
}
