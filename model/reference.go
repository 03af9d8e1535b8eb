package model

// Reference says that an operation names an entity which has to exist.
// Choices, for when it does not: error:CODE, failed-batch, allowed (for an
// operation that lists: there is nothing to show).
//
//	{"kind": "reference", "entity": ENTITY, "from": {KEY MEMBER: PATH},
//	 "where": {PATH: VALUE}, "choice": CHOICE}
//
// Without "from", each member of the entity's key is the input's member of
// that name. An entity may be named by its address as well, which is a member that the
// service assigns and that no other one has: {"PipelineArn": "ResourceArn"}. "where" asks
// more of the entity: the text that stands at a path in it.
//
// So tags of pipelines by their ARNs are an entity with the key ["ResourceArn", "Key"],
// listed by ResourceArn. TagResource puts it, UntagResource deletes it and
// ListTagsForResource lists it, each with such a clause. One of kind attached has what
// creates a pipeline put tags, and one of kind cascade what deletes it delete them.
type Reference struct {
	Entity string
	From   []Binding
	Where  []Condition
}

func (Reference) rule() {}

// A Condition asks that a given text stand at a path in an entity.
type Condition struct {
	Path  Path
	Value string
}

func readReference(r *clauseReader) Rule {
	ref := Reference{Entity: r.entity("entity")}
	e := r.api.Entity(ref.Entity)
	if e == nil {
		return ref
	}
	ref.From = r.referred(e, true)
	r.checkOther(e, ref.From)
	where := r.textMap("where")
	for _, path := range sortedKeys(where) {
		r.checkPath("where", e.Shape, Path(path))
		ref.Where = append(ref.Where, Condition{Path: Path(path), Value: where[path]})
	}
	return ref
}

// referred reads where in the input the key of an entity stands, or its address if that
// may name it as well.
func (r *clauseReader) referred(e *Entity, addressed bool) []Binding {
	var all []Binding
	from := r.textMap("from")
	right := "name a member of its key"
	if addressed {
		right = orAddress
	}
	if address := addressIn(r.api.Resource(e.Name), from); addressed && address != "" {
		r.checkKind("from", r.op.Input, Path(from[address]), String)
		return []Binding{{Member: address, Path: Path(from[address])}}
	}
	for _, key := range e.Key {
		path, given := from[key]
		if !given {
			path = key
		}
		r.checkPath("from", r.op.Input, Path(path))
		all = append(all, Binding{Member: key, Path: Path(path)})
		delete(from, key)
	}
	for _, extra := range sortedKeys(from) {
		r.complain("from", extra+" is not in the key of "+e.Name, right)
	}
	return all
}

// checkOther complains of a reference to the very resource that the operation is about:
// what is to be put would have to be put first.
func (r *clauseReader) checkOther(e *Entity, from []Binding) {
	effect := r.op.Effect
	if effect.Of != e.Name {
		return
	}
	if effect.Verb == Lists {
		r.complain("entity", r.op.Name+" lists what there is of "+e.Name+", and names none that has to be there", "name another entity, or say in a clause of kind filter what selects some; one of kind filter/absent says what becomes of a key that is not there")
		return
	}
	if effect.Verb != Puts && effect.Verb != Gets && effect.Verb != Deletes {
		return
	}
	for _, b := range from {
		if b.Path != r.op.Effect.Bound(b.Member) {
			return // another resource of the kind, such as a parent
		}
	}
	right := "a clause of kind absent says what becomes of one that is not there"
	if r.op.Effect.Verb == Puts {
		right = "leave the clause out: a put creates the " + e.Name + " that is not there yet; what only changes one updates it"
	}
	r.complain("entity", r.op.Name+" "+string(r.op.Effect.Verb)+" that very "+e.Name, right)
}

// Without says that an operation names an entity which, if it is there, must
// not have something: that it has it means that the entity is not the caller's
// to deal with. Choices, for when it does: error:CODE, failed-batch.
//
//	{"kind": "reference/without", "entity": ENTITY, "from": {KEY MEMBER: PATH},
//	 "without": PATH, "choice": CHOICE}
//
// "without" is a place in the entity, "from" as in a clause of kind reference.
type Without struct {
	Entity string
	From   []Binding
	Path   Path
}

func (Without) rule() {}

func readWithout(r *clauseReader) Rule {
	w := Without{Entity: r.entity("entity"), Path: Path(r.text("without"))}
	e := r.api.Entity(w.Entity)
	if e == nil {
		r.known = append(r.known, "from")
		return w
	}
	w.From = r.referred(e, false)
	r.checkKind("without", e.Shape, w.Path, String, Enum)
	return w
}

// Unneeded says whether something must have been set up first. Choices: not-needed,
// error:CODE (when it was not).
//
//	{"kind": "reference/unneeded", "what": TEXT, "entity": ENTITY,
//	 "from": {KEY MEMBER: PATH}, "choice": CHOICE}
//
// "what" says in words what that is. "entity" names it, and "from" is as in a clause
// of kind reference. Without them, the model does not hold it, so that nothing can
// set it up.
type Unneeded struct {
	What   string
	Entity string    `json:",omitempty"`
	From   []Binding `json:",omitempty"`
}

func (Unneeded) rule() {}

// Reference is what has to be there where it is needed.
func (u Unneeded) Reference() Reference { return Reference{Entity: u.Entity, From: u.From} }

func readUnneeded(r *clauseReader) Rule {
	u := Unneeded{What: r.text("what")}
	if !r.has("entity") {
		return u
	}
	u.Entity = r.entity("entity")
	if e := r.api.Entity(u.Entity); e != nil {
		u.From = r.referred(e, true)
		r.checkOther(e, u.From)
	} else {
		r.known = append(r.known, "from")
	}
	return u
}
