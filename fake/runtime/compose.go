package runtime

// Optional makes an optional field of what a method of [Decoder] returns:
//
//	v.Message = runtime.Optional(d.String())
func Optional[T any](value T, ok bool) *T {
	if !ok {
		return nil
	}
	return &value
}

// Default returns a decoder of what a member stands for where it is absent.
func Default(text string) *Decoder { return &Decoder{buf: []byte(text)} }

// Enum makes a field of an enum's type of what [Decoder.String] returns.
func Enum[T ~string](value string, ok bool) (T, bool) { return T(value), ok }

// OptionalEnum makes an optional field of an enum's type of what
// [Decoder.String] returns.
func OptionalEnum[T ~string](value string, ok bool) *T {
	if !ok {
		return nil
	}
	enum := T(value)
	return &enum
}

// Struct reads an optional structure, nil where there is null.
func Struct[T any, P interface {
	*T
	DecodeJSON(*Decoder) bool
}](d *Decoder) *T {
	var v T
	if !P(&v).DecodeJSON(d) {
		return nil
	}
	return &v
}

// List reads a list, each element with read: nil where there is null, and not
// nil where there is a list, though it be empty.
//
//	v.Names = runtime.List(d, (*runtime.Decoder).String)
func List[T any](d *Decoder, read func(*Decoder) (T, bool)) []T {
	if !d.Array() {
		return nil
	}
	list := []T{}
	for d.Elem() {
		v, _ := read(d)
		list = append(list, v)
	}
	return list
}

// Structs reads a list of structures as [List] does.
func Structs[T any, P interface {
	*T
	DecodeJSON(*Decoder) bool
}](d *Decoder) []T {
	if !d.Array() {
		return nil
	}
	list := []T{}
	start := d.pos
	for d.Elem() {
		if len(list) == cap(list) {
			list = append(make([]T, 0, d.roomFor(len(list), d.pos-start)), list...)
		}
		list = list[:len(list)+1]
		P(&list[len(list)-1]).DecodeJSON(d)
	}
	return list
}

// roomFor returns how many elements a list is given room for whose first took so
// many bytes: what the rest of the document may hold of the like, within reason.
func (d *Decoder) roomFor(elements, bytes int) int {
	// Most batches are small but not tiny.
	if elements == 0 {
		return 8
	}
	return elements + min(max(8, (len(d.buf)-d.pos)*elements/bytes+1), 15*elements)
}

// Enums reads a list of an enum's values as [List] does.
func Enums[T ~string](d *Decoder) []T {
	if !d.Array() {
		return nil
	}
	list := []T{}
	for d.Elem() {
		s, _ := d.String()
		list = append(list, T(s))
	}
	return list
}

// Map reads a map from strings, each value with read: nil where there is
// null. A value that is null is an error, as an element of a list is.
func Map[T any](d *Decoder, read func(*Decoder) (T, bool)) map[string]T {
	if !d.Object() {
		return nil
	}
	m := map[string]T{}
	for d.Member() {
		key := string(d.Name())
		noted := d.noted()
		v, ok := read(d)
		if !ok && d.noted() == noted {
			d.fail(mistyped, "expected a value, found null")
		}
		m[key] = v
	}
	return m
}
