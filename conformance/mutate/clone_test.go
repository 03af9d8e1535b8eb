package mutate

import (
	"os"
	"reflect"
	"testing"

	"github.com/fakesmith/fakesmith/model/openapi"
)

// TestCloneSharesNothing looks at all that a contract refers to.
func TestCloneSharesNothing(t *testing.T) {
	const name = "../../model/putremediationexceptions.json"
	src, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	api, err := openapi.Read(name, src)
	if err != nil {
		t.Fatal(err)
	}
	c := clone(api)
	if !reflect.DeepEqual(api, c) {
		t.Error("the clone is not equal to the contract")
	}
	seen := 0
	compareAll(t, "", reflect.ValueOf(api), reflect.ValueOf(c), &seen)
	if seen < 1000 {
		t.Errorf("only %d references were looked at", seen)
	}
}

// compareAll reports what two equal values share.
func compareAll(t *testing.T, path string, a, b reflect.Value, seen *int) {
	switch a.Kind() {
	case reflect.Pointer, reflect.Interface:
		if a.IsNil() {
			return
		}
		if *seen++; a.Kind() == reflect.Pointer && a.Pointer() == b.Pointer() {
			t.Errorf("%s is shared", path)
		}
		compareAll(t, path, a.Elem(), b.Elem(), seen)
	case reflect.Slice:
		if a.Len() > 0 && a.Pointer() == b.Pointer() {
			t.Errorf("%s is shared", path)
		}
		for i := range a.Len() {
			*seen++
			compareAll(t, path+"[]", a.Index(i), b.Index(i), seen)
		}
	case reflect.Struct:
		for i := range a.NumField() {
			compareAll(t, path+"."+a.Type().Field(i).Name, a.Field(i), b.Field(i), seen)
		}
	}
}
