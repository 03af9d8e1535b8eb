// Package shape turns shapes into Go: types, the way to a value within one,
// copies, and the code that reads and writes JSON. It knows what shapes look
// like in Go and how a value of one is reached. It knows neither operations nor
// clauses, and not why somebody wants a value.
package shape

import (
	"github.com/fakesmith/fakesmith/cmd/gen/internal/names"
	"github.com/fakesmith/fakesmith/model"
)

// Types are the shapes of an API in Go.
type Types struct {
	*names.Plan
	structures []*model.Shape
	// asked are the shapes that inputs are made of.
	asked map[string]bool
	// answered are the shapes that outputs and errors are made of.
	answered map[string]bool
	// circles tells structures apart that would hold each other within
	// themselves if every required structure were a value: those of one circle
	// have the same number.
	circles map[string]int
	// sizes are the numbers of fields of structures.
	sizes map[string]int
	// shared are the shapes of which copies would share memory.
	shared map[string]bool
}

// New returns the types of an API.
func New(p *names.Plan) *Types {
	t := &Types{Plan: p, asked: map[string]bool{}, answered: map[string]bool{}, circles: map[string]int{}, sizes: map[string]int{}, shared: map[string]bool{}}
	for i := range p.API.Shapes {
		if s := &p.API.Shapes[i]; s.Kind == model.Structure {
			t.structures = append(t.structures, s)
		}
	}
	for i := range p.API.Operations {
		t.reach(t.asked, p.API.Operations[i].Input)
		t.reach(t.answered, p.API.Operations[i].Output)
	}
	for i := range p.API.Errors {
		t.reach(t.answered, p.API.Errors[i].Members)
	}
	t.findCircles()
	t.findShared()
	return t
}

// reach notes that a shape, and all that it is made of, is one of some.
func (t *Types) reach(some map[string]bool, name string) {
	s := t.Shape(name)
	if s == nil || some[name] {
		return
	}
	some[name] = true
	for i := range s.Members {
		t.reach(some, s.Members[i].Shape)
	}
	t.reach(some, s.Elem)
	t.reach(some, s.Key)
}

// Asked reports whether a shape is an input or a part of one.
func (t *Types) Asked(s *model.Shape) bool { return t.asked[s.Name] }
