package model

const (
	// maxPlaces is how many places of one input are looked at. The largest of
	// the inputs that AWS publishes has some 650.
	maxPlaces = 5_000
	// maxAllPlaces is how many places of the inputs of all operations are.
	maxAllPlaces = 200_000
)

// A place is where a value stands within a structure. Structures that name
// others several times make more places than a document has words, and a
// structure may be within itself: what is said of places is said of a bounded
// number of them, and of none within a value of the same shape.
type place struct {
	path  Path
	shape *Shape // nil if there is none of that name
	// owner is the structure that has the value as its member, nil for an
	// element of a list.
	owner  *Shape
	member *Member
	up     *place
	within []*place
}

// A placeFinder finds places in the shapes of an API.
type placeFinder map[string]*Shape

func (a *API) placeFinder() placeFinder { return a.shapeIndex() }

// find returns a place for a value of a shape, with those within it, and how
// many they are. If they are more than the limit, the deepest are missing.
func (f placeFinder) find(shape string, limit int) (root *place, count int, whole bool) {
	root = &place{shape: f[shape]}
	all := []*place{root}
	for i := 0; i < len(all); i++ {
		p := all[i]
		if p.shape == nil || p.turns() {
			continue
		}
		if len(all) > limit {
			return root, len(all), false
		}
		switch p.shape.Kind {
		case Structure:
			for j := range p.shape.Members {
				m := &p.shape.Members[j]
				p.within = append(p.within, &place{path: p.path.Join(m.Name), shape: f[m.Shape], owner: p.shape, member: m, up: p})
			}
		case List:
			p.within = append(p.within, &place{path: p.path.Elem(), shape: f[p.shape.Elem], up: p})
		}
		all = append(all, p.within...)
	}
	return root, len(all), true
}

// turns reports whether the place is within a value of its own shape.
func (p *place) turns() bool {
	for up := p.up; up != nil; up = up.up {
		if up.shape == p.shape {
			return true
		}
	}
	return false
}

// each calls visit for each place within p, in the order of the structures.
func (p *place) each(visit func(*place)) {
	for _, inner := range p.within {
		visit(inner)
		inner.each(visit)
	}
}
