package testcase

import (
	"fmt"

	"github.com/fakesmith/fakesmith/conformance/internal/value"
)

// Leaves notes that things have to be removed in the end.
func (t *Case) Leaves(keys ...value.Object) {
	for _, key := range keys {
		if id := t.MadeID(key); !t.left[id] {
			t.left[id] = true
			t.Made = append(t.Made, made{t.As, t.Subject.Name, value.Pick(key, t.Subject.Key)})
		}
	}
}

// MadeID names a thing among those of a case.
func (t *Case) MadeID(key value.Object) string {
	return fmt.Sprint(t.As, t.Subject.Name, value.KeyOf(key, t.Subject.Key))
}
