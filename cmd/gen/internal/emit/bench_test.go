package emit_test

import (
	"fmt"
	"testing"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/emit"
	"github.com/fakesmith/fakesmith/model"
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
