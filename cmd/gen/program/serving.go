package program

import (
	"context"
	"fmt"
	"strings"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/emit"
	"github.com/fakesmith/fakesmith/cmd/gen/program/traits"
	"github.com/fakesmith/fakesmith/model"
)

// served is the package of the fake in a program that serves it.
const served = "served"

// Serving builds a program in a folder that serves the fake of a model, with the
// flags of command fake, until its standard input ends. It returns the path of the
// binary.
func Serving(ctx context.Context, dir string, api *model.API) (string, error) {
	files, err := Fake(api, served)
	if err != nil {
		return "", err
	}
	of := fmt.Sprintf("%#v", traits.Of(api))
	if traits.AreConfig(api) {
		of = "account.Traits()"
	}
	files["main.go"] = fmt.Appendf(nil, `package main

import (
	"net/http"
	"os"

	"%[1]s/%[2]s"
	"github.com/fakesmith/fakesmith/cmd/fake/serving"
	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/account"
	"github.com/fakesmith/fakesmith/fake/faults"
)

func main() {
	serving.Program{Open: open, Traits: traits, Leash: os.Stdin}.Main()
}

var _, traits = account.Traits, faults.Traits(%[3]s)

func open() (http.Handler, *fake.Clock) {
	f := %[2]s.New(%[2]s.State{})
	return f, f.Clock
}
`, Module, served, of)
	return Build(ctx, dir, files)
}

// Fake returns the files of the fake's package, by their paths from the root of a
// program's module.
func Fake(api *model.API, pkg string) (map[string][]byte, error) {
	all, err := emit.Files(api, emit.Options{Package: pkg, ImportPath: Module})
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, f := range all {
		if strings.HasPrefix(f.Name, pkg+"/") { // and not the suite
			files[f.Name] = f.Source
		}
	}
	return files, nil
}
