package shape

import "github.com/fakesmith/fakesmith/model"

// findCircles numbers the structures by the circles of required structures that
// they are in, after Tarjan: a structure that is in none has a number of its
// own. Each structure and member is looked at once.
func (t *Types) findCircles() {
	order, low := map[string]int{}, map[string]int{}
	var path []string
	on := map[string]bool{}
	var visit func(s *model.Shape)
	visit = func(s *model.Shape) {
		order[s.Name] = len(order) + 1
		low[s.Name] = order[s.Name]
		path, on[s.Name] = append(path, s.Name), true
		for i := range s.Members {
			m := &s.Members[i]
			inner := t.Shape(m.Shape)
			if !m.Required || inner.Kind != model.Structure {
				continue
			}
			if order[inner.Name] == 0 {
				visit(inner)
				low[s.Name] = min(low[s.Name], low[inner.Name])
			} else if on[inner.Name] {
				low[s.Name] = min(low[s.Name], order[inner.Name])
			}
		}
		if low[s.Name] != order[s.Name] {
			return
		}
		for last := ""; last != s.Name; {
			last = path[len(path)-1]
			path, on[last] = path[:len(path)-1], false
			t.circles[last] = order[s.Name]
		}
	}
	for _, s := range t.structures {
		if order[s.Name] == 0 {
			visit(s)
		}
	}
}

// findShared finds the shapes of which copies would share memory: lists, maps,
// blobs and documents, and structures that have them, or pointers, within
// themselves. A structure holds only structures that it is in no circle with, so
// this ends.
func (t *Types) findShared() {
	known := map[string]bool{}
	var look func(s *model.Shape) bool
	look = func(s *model.Shape) bool {
		if known[s.Name] {
			return t.shared[s.Name]
		}
		known[s.Name] = true
		switch s.Kind {
		case model.List, model.Map, model.Blob, model.Document:
			t.shared[s.Name] = true
		case model.Structure:
			for i := range s.Members {
				m := &s.Members[i]
				if t.Nilable(s, m) || look(t.Shape(m.Shape)) {
					t.shared[s.Name] = true
				}
			}
		}
		return t.shared[s.Name]
	}
	for i := range t.API.Shapes {
		look(&t.API.Shapes[i])
	}
}
