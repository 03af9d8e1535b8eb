package runtime

// CloneList returns a copy of a list whose elements are copied with clone.
func CloneList[T any](list []T, clone func(T) T) []T {
	if list == nil {
		return nil
	}
	copied := make([]T, len(list))
	for i, v := range list {
		copied[i] = clone(v)
	}
	return copied
}

// CloneMap returns a copy of a map whose values are copied with clone.
func CloneMap[T any](m map[string]T, clone func(T) T) map[string]T {
	if m == nil {
		return nil
	}
	copied := make(map[string]T, len(m))
	for k, v := range m {
		copied[k] = clone(v)
	}
	return copied
}

// Copy returns a pointer to a copy of what p points to, or nil.
func Copy[T any](p *T) *T {
	if p == nil {
		return nil
	}
	v := *p
	return &v
}

// Value returns what p points to, or the zero value if it is nil.
func Value[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}

// NonZero returns a pointer to a number, or nil for 0.
func NonZero[T int32 | int64](n T) *T {
	if n == 0 {
		return nil
	}
	return &n
}

// ClonePtr returns a pointer to a copy, made with clone, of what p points to, or
// nil.
func ClonePtr[T any](p *T, clone func(T) T) *T {
	if p == nil {
		return nil
	}
	v := clone(*p)
	return &v
}

// Convert returns a pointer to what p points to as another type of string, or
// nil.
func Convert[T, F ~string](p *F) *T {
	if p == nil {
		return nil
	}
	v := T(*p)
	return &v
}
