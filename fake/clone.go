package fake

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
