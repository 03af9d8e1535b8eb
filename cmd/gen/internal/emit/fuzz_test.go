package emit_test

import (
	"errors"
	"go/parser"
	"go/token"
	"path/filepath"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/emit"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/hostile"
	"github.com/fakesmith/fakesmith/internal/protocolcases"
	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/smithy"
)

// FuzzFiles holds that what is written of any model is Go, or that the model is at
// fault.
func FuzzFiles(f *testing.F) {
	goldens, err := filepath.Glob("../../../../model/smithy/testdata/*.txtar")
	if err != nil || len(goldens) == 0 {
		f.Fatalf("no goldens: %v", err)
	}
	for _, path := range goldens {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(archive.Files[0].Data, "")
	}
	suites, err := protocolcases.Own()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(suites[0].Model, "")
	for _, text := range hostile.Texts {
		f.Add(archiveOf(f, goldens[0]), text)
	}
	f.Fuzz(func(t *testing.T, src []byte, doc string) {
		api, err := smithy.Read("model.json", src)
		if err != nil {
			return // which is tested where it is read
		}
		describe(api, doc)
		files, err := emit.Files(api, emit.Options{ImportPath: "example.com"})
		if err != nil {
			if _, ok := errors.AsType[model.Problems](err); !ok {
				t.Errorf("%v", err)
			}
			return
		}
		for _, f := range files {
			if _, err := parser.ParseFile(token.NewFileSet(), f.Name, f.Source, parser.SkipObjectResolution); err != nil {
				t.Errorf("%v\n%s", err, f.Source)
			}
		}
	})
}

func archiveOf(f *testing.F, path string) []byte {
	archive, err := txtar.ParseFile(path)
	if err != nil {
		f.Fatal(err)
	}
	return archive.Files[0].Data
}

// describe puts a text wherever a model may have any.
func describe(api *model.API, text string) {
	if text == "" {
		return
	}
	api.Doc, api.Name, api.Source = text, text, text
	for i := range api.Shapes {
		s := &api.Shapes[i]
		s.Doc = text
		for j := range s.Members {
			s.Members[j].Doc = text
		}
	}
	for i := range api.Operations {
		api.Operations[i].Doc = text
	}
	for i := range api.Errors {
		api.Errors[i].Doc = text
	}
}
