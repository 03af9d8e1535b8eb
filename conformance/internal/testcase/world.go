package testcase

import (
	"fmt"

	"github.com/fakesmith/fakesmith/conformance/internal/value"
)

// DeferCleanup notes that things have to be removed in the end.
func (t *Case) DeferCleanup(keys ...value.Object) {
	for _, key := range keys {
		if id := t.ResourceID(key); !t.left[id] {
			t.left[id] = true
			t.Created = append(t.Created, Resource{t.As, t.Subject.Name, value.Pick(key, t.Subject.Key)})
		}
	}
}

// ResourceID names a thing among those of a case.
func (t *Case) ResourceID(key value.Object) string {
	return fmt.Sprint(t.As, t.Subject.Name, value.KeyOf(key, t.Subject.Key))
}
