package emit_test

import (
	"flag"
	"fmt"
	gofmt "go/format"
	"runtime/debug"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/emit"
	"github.com/fakesmith/fakesmith/internal/processor"
	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/frontend"
)

// BenchmarkShapes shows what a shape costs in APIs of several sizes, which is
// about the same in all of them.
func BenchmarkShapes(b *testing.B) {
	for _, n := range []int{500, 1000, 2000, 4000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			api := chain(n)
			for b.Loop() {
				if _, err := emit.Raw(api, emit.Options{ImportPath: module}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*n), "µs/shape")
		})
	}
}

// BenchmarkDocuments shows how much longer it takes to generate from a document than to load
// it and to format what was generated, which is the least that it could take: processors'
// time, all in one run.
func BenchmarkDocuments(b *testing.B) {
	// As the command has it.
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	for _, d := range []struct{ name, model, contract string }{
		{"Config", own, ""},
		{"ParameterStore", parameters + "ssm.json", parameters + "contract.json"},
		{"Another", *document, ""},
	} {
		if d.model == "" {
			continue
		}
		b.Run(d.name, func(b *testing.B) {
			var load, generate, format time.Duration
			for b.Loop() {
				began := processor.Time()
				api, _, err := frontend.Open(d.model, d.contract)
				if err != nil {
					b.Fatal(err)
				}
				loaded := processor.Time()
				files, err := emit.Files(api, emit.Options{ImportPath: module})
				if err != nil {
					b.Fatal(err)
				}
				generated := processor.Time()
				for _, f := range files {
					if _, err := gofmt.Source(f.Source); err != nil {
						b.Fatal(err)
					}
				}
				load += loaded - began
				generate += generated - loaded
				format += processor.Time() - generated
			}
			b.ReportMetric(float64(load+generate)/float64(load+format), "times-load+gofmt")
			b.ReportMetric(float64((load+generate).Milliseconds())/float64(b.N), "cpu-ms/op")
		})
	}
}

// parameters is the folder with the second contract.
const parameters = "../../../../model/parameters/"

var document = flag.String("document", "", "another document that BenchmarkDocuments generates from")

// chain returns an API of structures, each of which requires the one before it.
func chain(n int) *model.API {
	api := &model.API{Name: "Example", Package: "example", Protocol: "awsJson1_1"}
	api.Shapes = append(api.Shapes, model.Shape{Name: "Text", Kind: model.String, Min: &model.Bound{Int: 1}, Pattern: "a+"})
	for i := range n {
		name := fmt.Sprint("Link", i)
		s := model.Shape{Name: name, GoName: name, Kind: model.Structure, Members: []model.Member{
			{Name: "Text", GoName: "Text", Shape: "Text", Required: true},
			{Name: "Note", GoName: "Note", Shape: "Text"},
		}}
		if i > 0 {
			s.Members = append(s.Members, model.Member{Name: "Next", GoName: "Next", Shape: fmt.Sprint("Link", i-1), Required: true})
		}
		api.Shapes = append(api.Shapes, s)
		if i%8 == 0 {
			op := fmt.Sprint("Operation", i)
			api.Operations = append(api.Operations, model.Operation{Name: op, GoName: op, Input: name})
		}
	}
	return api
}
