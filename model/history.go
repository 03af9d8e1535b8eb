package model

import "slices"

// History says that the service keeps versions of a resource: what each put has made
// of it, as reads return it, is an entity of its own from then on, which has the
// number of the version in its key. Of one resource, the newest are kept, as many as
// "most" says, and those of a resource that is deleted are gone with it. One that a
// fake's state has, and no put has made, has the versions that the state gives it,
// or its present one if the state gives it none.
//
//	{"kind": "history", "entity": ENTITY, "number": MEMBER, "most": N}
//
// The key of the entity is that of the resource, by which its versions are listed, and
// the number: a member that both have, and in which a clause of kind counted counts the
// puts. All other members that both have are kept as well.
type History struct {
	Entity string
	Number string
	Most   int
}

func (History) rule() {}

func readHistory(r *clauseReader) Rule {
	h := History{Entity: r.entity("entity"), Number: r.resourceMember("number"), Most: r.atLeastOne("most", "at least one version is kept")}
	r.needOne()
	if r.op.Clause("history") != nil {
		r.complain("kind", r.op.Name+" has a clause of that kind already", "one says all of the versions of a resource")
	}
	r.checkKind("number", r.resourceShape().Name, Path(h.Number), Long, Integer)
	e := r.api.Entity(h.Entity)
	if e == nil || r.api.Shape(e.Shape) == nil {
		return h
	}
	key := r.resourceKey()
	if !slices.Equal(e.Key, append(slices.Clone(key), h.Number)) || !slices.Equal(e.Partition, key) {
		r.complain("entity", e.Name+" is not what a version of a "+r.op.Effect.Of+" is", "give it the key of the "+r.op.Effect.Of+" and then "+h.Number+`, and the former as "listed-by"`)
	}
	for _, m := range r.api.Shape(e.Shape).Members {
		if own := r.resourceShape().Member(m.Name); own != nil && own.Shape != m.Shape {
			r.complain("entity", m.Name+" of "+e.Name+" is a "+m.Shape+", and that of "+r.op.Effect.Of+" a "+own.Shape, "give both the same shape")
		}
	}
	return h
}

// HistoryLabelled says what becomes of a put that would drop the oldest version while a
// label stands on that. Where it is an error, nothing is stored. Choices: error:CODE, and
// dropped, which is that the version goes, and is not selected by its label any more.
//
//	{"kind": "history/labelled", "entity": ENTITY, "choice": CHOICE}
//
// "entity" is what labels are kept as by an operation with a clause of kind label.
type HistoryLabelled struct {
	Entity string
}

func (HistoryLabelled) rule() {}

func readHistoryLabelled(r *clauseReader) Rule { return HistoryLabelled{Entity: r.entity("entity")} }

// HistoryOf returns the operation whose puts an entity is the versions of, with the rule
// that says so, or nil.
func (a *API) HistoryOf(entity string) (*Operation, *History) {
	for _, op := range a.AllOperations(Puts) {
		for _, c := range op.Clauses {
			if h, ok := c.Rule.(History); ok && h.Entity == entity {
				return op, &h
			}
		}
	}
	return nil, nil
}

// Histories returns the clauses that say that versions of a resource are kept.
func (a *API) Histories(resource string) []*Clause {
	var all []*Clause
	for _, op := range a.AllOperations(Puts) {
		for i := range op.Clauses {
			if _, ok := op.Clauses[i].Rule.(History); ok && op.Effect.Of == resource {
				all = append(all, &op.Clauses[i])
			}
		}
	}
	return all
}

// Kept returns the members that a version has of the resource.
func (h *History) Kept(version, resource *Shape) []string {
	var names []string
	for _, m := range version.Members {
		if resource.Member(m.Name) != nil {
			names = append(names, m.Name)
		}
	}
	return names
}

// checkNumbers complains of keys that have a number in them and are not those of
// versions: nothing gives such a number.
func (c *contract) checkNumbers() {
	for i := range c.api.Entities {
		e := &c.api.Entities[i]
		shape := c.api.Shape(e.Shape)
		if shape == nil {
			continue
		}
		_, h := c.api.HistoryOf(e.Name)
		for _, name := range e.Key {
			if m := shape.Member(name); m != nil && isNumber(c.api.Shape(m.Shape).Kind) && (h == nil || h.Number != name) {
				c.problems.Add(e.Pos, c.where+": entity "+e.Name, name+" is a "+string(c.api.Shape(m.Shape).Kind), "a key is made of strings, but for the number of a version, of which a clause of kind history says so")
			}
		}
	}
}

func isNumber(k ShapeKind) bool { return k == Long || k == Integer }
