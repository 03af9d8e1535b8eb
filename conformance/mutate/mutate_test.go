package mutate_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/fakesmith/fakesmith/conformance/mutate"
	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/openapi"
)

func TestX(t *testing.T) {
	for _, f := range []string{"../../model/putremediationexceptions.json", "../../cmd/gen/internal/emit/testdata/meaning/garden.json"} {
		ms := mutate.Mutants(read(t, f))
		n := map[string]int{}
		for _, m := range ms {
			k := model.Room(m.Kind)
			if m.Twist != nil {
				k += " twist"
			}
			n[k]++
			if k != "constraint" && k != "constraint twist" {
				fmt.Println(m.ID, "|", m.Breaks)
			}
		}
		fmt.Println(len(ms), n)
	}
}

func read(t *testing.T, path string) *model.API {
	src, err := os.ReadFile(filepath.FromSlash(path))
	if err != nil {
		t.Fatal(err)
	}
	api, err := openapi.Read(filepath.Base(path), src)
	if err != nil {
		t.Fatal(err)
	}
	return api
}
