package runtime

// SparseList reads a list of which an element may be null, each other one with
// read: nil where there is null.
//
//	v.Names = runtime.SparseList(d, (*runtime.Decoder).String)
func SparseList[T any](d *Decoder, read func(*Decoder) (T, bool)) []*T {
	return NullableList(d, pointed(read))
}

// SparseMap reads a map of which a value may be null, as [SparseList] reads a
// list.
func SparseMap[T any](d *Decoder, read func(*Decoder) (T, bool)) map[string]*T {
	return NullableMap(d, pointed(read))
}

// pointed returns a function that reads a pointer to what read does.
func pointed[T any](read func(*Decoder) (T, bool)) func(*Decoder) (*T, bool) {
	return func(d *Decoder) (*T, bool) {
		v, ok := read(d)
		return &v, ok
	}
}

// NullableList reads a list as [List] does, of which an element may be null:
// it is then the zero value.
func NullableList[T any](d *Decoder, read func(*Decoder) (T, bool)) []T {
	if !d.Array() {
		return nil
	}
	list := []T{}
	for d.elem() {
		list = append(list, nullable(d, read))
	}
	return list
}

// NullableMap reads a map as [Map] does, of which a value may be null: it is
// then the zero value.
func NullableMap[T any](d *Decoder, read func(*Decoder) (T, bool)) map[string]T {
	if !d.Object() {
		return nil
	}
	m := map[string]T{}
	for d.Member() {
		key := string(d.Name())
		m[key] = nullable(d, read)
	}
	return m
}

func nullable[T any](d *Decoder, read func(*Decoder) (T, bool)) (v T) {
	if d.null() {
		return v
	}
	v, _ = read(d)
	return v
}

// WriteNullable returns a function that writes what a pointer leads to with
// write, and null for nil.
func WriteNullable[T any](write func(*Encoder, T)) func(*Encoder, *T) {
	return func(e *Encoder, p *T) {
		if p == nil {
			e.Null()
			return
		}
		write(e, *p)
	}
}
