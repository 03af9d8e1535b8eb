package model

import "slices"

// Attached says that an operation which puts one resource puts others with it,
// which have its key in their own: each element of a list in the input is one of
// them, and takes the place of one that is there already.
//
//	{"kind": "attached", "entity": ENTITY, "each": PATH, "by": {KEY MEMBER: MEMBER}, "from": {MEMBER: PATH, ...}}
//
// "by" says which member of the others' key has each member of the resource's, as in a
// clause of kind in-use: without it, that of the same name. They may have what the service
// assigns in its place: {"PipelineArn": "ResourceArn"}.
//
// "from" says where in an element the members of the entity stand, as paths that
// lead through the list; a member that it leaves out is the element's of that
// name. The key of the resource that is put is not among them.
type Attached struct {
	Entity string
	By     []Binding
	Each   Path
	From   []Binding
}

func (Attached) rule() {}

func readAttached(r *clauseReader) Rule {
	a := Attached{Entity: r.entity("entity"), Each: r.inputPath("each")}
	r.needOne()
	r.checkKind("each", r.op.Input, a.Each, List)
	from := r.textMap("from")
	e := r.api.Entity(a.Entity)
	_, elem, err := r.api.Steps(r.op.Input, a.Each.Elem())
	if e == nil || err != nil || elem.Kind != Structure {
		r.known = append(r.known, "by")
		return a
	}
	a.By = a.belonging(r, e)
	if shape := r.api.Shape(e.Shape); shape != nil {
		for _, m := range shape.Members {
			a.bind(r, m, from[m.Name], elem)
			delete(from, m.Name)
		}
	}
	for _, extra := range sortedKeys(from) {
		r.complain("from", e.Name+" has no member "+extra, "name members of the entity")
	}
	return a
}

// belonging reads which members of the others' key have that of the resource, or its
// address.
func (a *Attached) belonging(r *clauseReader, e *Entity) []Binding {
	by := r.textMap("by")
	needed := r.resourceKey()
	if address := addressIn(r.api.Resource(r.op.Effect.Of), by); address != "" {
		needed = []string{address}
	}
	var all []Binding
	for _, member := range needed {
		path, given := by[member]
		if !given {
			path = member
		}
		delete(by, member)
		if !contains(e.Key, path) {
			key := "by"
			if !given {
				key = "entity"
			}
			r.complain(key, e.Name+" has no "+path+" in its key", "name an entity whose key holds that of the "+r.op.Effect.Of)
			continue
		}
		all = append(all, Binding{Member: member, Path: Path(path)})
	}
	for _, extra := range sortedKeys(by) {
		r.complain("by", extra+" is not in the key of "+r.op.Effect.Of, orAddress)
	}
	return all
}

// bind finds where in an element a member of the entity stands.
func (a *Attached) bind(r *clauseReader, m Member, path string, elem *Shape) {
	of := slices.ContainsFunc(a.By, func(b Binding) bool { return string(b.Path) == m.Name })
	switch {
	case of && path != "":
		r.complain("from", m.Name+" is that of the "+r.op.Effect.Of+" that is put", "leave it out")
		return
	case of:
		return
	case path == "" && elem.Member(m.Name) != nil:
		path = string(a.Each.Elem().Join(m.Name))
	case path == "":
		if m.Required || contains(r.api.Entity(a.Entity).Key, m.Name) {
			r.complain("from", "nothing in "+string(a.Each)+" provides "+m.Name+" of "+a.Entity, "say where it stands")
		}
		return
	}
	if _, within := Path(path).Within(a.Each); !within {
		r.complain("from", path+" is not within "+string(a.Each), "begin it with "+string(a.Each.Elem())+".")
		return
	}
	_, end, err := r.api.Steps(r.op.Input, Path(path))
	switch {
	case err != nil:
		r.checkPath("from", r.op.Input, Path(path))
	case differ(end.Kind, r.api.Shape(m.Shape).Kind):
		r.complain("from", path+" is a "+string(end.Kind)+", and "+m.Name+" a "+string(r.api.Shape(m.Shape).Kind), "tie a member to a value of its own kind")
	default:
		a.From = append(a.From, Binding{Member: m.Name, Path: Path(path)})
	}
}

// AttachedFlagged says what becomes of a put that has a flag set and puts others
// with the resource: where the flag says that what is there is replaced, it is not
// plain what becomes of the others there. Choices: error:CODE, accepted.
//
//	{"kind": "attached/flagged", "flag": PATH, "choice": CHOICE}
type AttachedFlagged struct {
	Flag Path
}

func (AttachedFlagged) rule() {}

func readAttachedFlagged(r *clauseReader) Rule {
	f := AttachedFlagged{Flag: r.inputPath("flag")}
	r.checkKind("flag", r.op.Input, f.Flag, Boolean)
	return f
}

// Attached returns what the operation puts with a resource, or nil.
func (o *Operation) Attached() *Attached { return ruleOf[Attached](o, "attached") }
