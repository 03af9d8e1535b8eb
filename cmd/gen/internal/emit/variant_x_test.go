package emit_test

import (
	"errors"
	"fmt"
	"os"
	"path"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/emit"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/schemata"
	"github.com/fakesmith/fakesmith/conformance/mutate"
	"github.com/fakesmith/fakesmith/model/openapi"
)

func TestVX(t *testing.T) {
	src, _ := os.ReadFile("../../../../model/putremediationexceptions.json")
	api, err := openapi.Read("model/putremediationexceptions.json", src)
	if err != nil {
		t.Fatal(err)
	}
	o := emit.Options{ImportPath: "x"}
	conv := func(fs []emit.File) map[string][]byte {
		m := map[string][]byte{}
		for _, f := range fs {
			m[path.Base(f.Name)] = f.Source
		}
		return m
	}
	truth, err := emit.Variant(api, o)
	if err != nil {
		t.Fatal(err)
	}
	p, err := schemata.New(conv(truth))
	if err != nil {
		t.Fatal(err)
	}
	var temit, tadd time.Duration
	for _, m := range mutate.Mutants(api) {
		if m.Twist != nil {
			continue
		}
		s := time.Now()
		fs, err := emit.Variant(m.API, o)
		temit += time.Since(s)
		if err != nil {
			t.Errorf("%s: %v", m.ID, err)
			continue
		}
		s = time.Now()
		n, err := p.Add(conv(fs))
		tadd += time.Since(s)
		var twin *schemata.Twin
		switch {
		case errors.Is(err, schemata.ErrSame):
			fmt.Println("SAME", m.ID)
		case errors.As(err, &twin):
			fmt.Println("TWIN", m.ID, twin.Number)
		case err != nil:
			t.Error(m.ID, err)
		default:
			c := p.Changed(n)
			if len(c) > 3 {
				fmt.Println(n, m.ID, len(c))
			}
		}
	}
	fmt.Println(temit, tadd)
	s, err := p.Source()
	fmt.Println(len(s), err)
	os.WriteFile("/tmp/merged.go", s, 0o666)
}
