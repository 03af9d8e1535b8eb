package model

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// A clauseReader reads the keys of one clause. The kinds use it for the keys
// of their own.
type clauseReader struct {
	*object
	api        *API
	op         *Operation // nil for a clause of the whole document
	provenance Provenance
}

// readClause reads one clause, its common keys first.
func readClause(api *API, op *Operation, node *Node, where string, problems *Problems) (Clause, bool) {
	r := &clauseReader{object: newObject(node, where, problems), api: api, op: op}
	c := Clause{Pos: node.Pos, ID: r.text("id")}
	if c.ID != "" {
		r.where = where + ": clause " + c.ID
	}
	if strings.ContainsAny(c.ID, " .\t\n") {
		r.complain("id", "an id is one word without dots", "write it with hyphens")
	}
	c.Description = r.text("description")
	c.Source = r.text("source")
	c.Provenance = Provenance(r.oneOf("provenance", []string{string(Documented), string(Observed), string(Assumed)}))
	r.provenance = c.Provenance

	kinds := Kinds()
	c.Kind = r.text("kind")
	kind := kindNamed(kinds, c.Kind)
	if kind == nil {
		if c.Kind != "" {
			r.complain("kind", "unknown kind "+strconv.Quote(c.Kind), nearest(c.Kind, namesOf(kinds), "the kinds are "+strings.Join(namesOf(kinds), ", ")))
		}
		return c, false
	}
	if !r.belongs(kind) {
		return c, false
	}
	r.readChoices(kind, &c)
	c.Rule = kind.read(r)
	if r.node.Get("guess") != nil {
		r.known = append(r.known, "guess")
	}
	r.end()
	return c, true
}

// belongs complains of a clause that stands where its kind cannot.
func (r *clauseReader) belongs(kind *Kind) bool {
	switch {
	case r.op == nil && kind.On == nil:
		return true
	case r.op == nil:
		r.complain("kind", "a clause of kind "+kind.Name+" belongs to an operation", "move it under one that "+verbs(kind.On))
	case kind.On == nil:
		r.complain("kind", "a clause of kind "+kind.Name+" belongs to the document", "move it to the document's contract")
	default:
		for _, v := range kind.On {
			if v == r.op.Effect.Verb {
				return true
			}
		}
		r.complain("kind", "a clause of kind "+kind.Name+" has no meaning for an operation that "+string(r.op.Effect.Verb),
			"such a clause belongs to one that "+verbs(kind.On))
	}
	return false
}

// readChoices reads the choice, and the choices where the clause leaves some.
func (r *clauseReader) readChoices(kind *Kind, c *Clause) {
	c.Choices = r.texts("choices")
	if kind.Choices == nil {
		c.Choice = r.optionalText("choice")
		if c.Choice != "" || c.Choices != nil {
			r.complain("choice", "a clause of kind "+kind.Name+" leaves no choice", "leave choice and choices out")
		}
		return
	}
	c.Choice = r.text("choice")
	for _, choice := range append(c.Choices, c.Choice) {
		if choice == "" {
			continue
		}
		if !kind.knows(choice) {
			r.complain("choice", strconv.Quote(choice)+" is no choice of the kind "+kind.Name, "its choices are "+kind.vocabulary())
		} else if code := ErrorOf(choice); code != "" {
			r.checkError("choice", code)
		}
	}
	switch {
	case c.Provenance == "": // complained of already
	case c.Provenance == Documented && c.Choices != nil:
		r.complain("choices", "a clause whose provenance is documented leaves no choice", "leave choices out, or say that it is observed or assumed")
	case c.Open() && len(c.Choices) < 2:
		r.complain("choices", "a clause that leaves a choice names at least two", "the choices of the kind are "+kind.vocabulary())
	case c.Open() && kind.knows(c.Choice) && !contains(c.Choices, c.Choice):
		r.complain("choice", strconv.Quote(c.Choice)+" is not among the choices", "write one of "+strings.Join(c.Choices, ", "))
	}
}

// errorCode returns the code of an error, which has to be there.
func (r *clauseReader) errorCode(key string) string {
	code := r.text(key)
	if code != "" {
		r.checkError(key, code)
	}
	return code
}

// errorCodes returns the codes of errors, or nil.
func (r *clauseReader) errorCodes(key string) []string {
	codes := r.texts(key)
	for _, code := range codes {
		r.checkError(key, code)
	}
	return codes
}

// checkError complains of an error that the document does not know, and of one
// that a documented clause may not name because its operation does not declare
// it.
func (r *clauseReader) checkError(key, code string) {
	known := r.api.Error(code)
	switch {
	case known == nil:
		r.complain(key, "there is no error "+code, nearest(code, r.api.codes(), "declare it at an operation, or under errors of the document's contract"))
	case r.op == nil || r.provenance != Documented || known.Common || contains(r.op.Errors, code):
	default:
		r.complain(key, r.op.Name+" does not declare "+code, "it declares "+orNone(r.op.Errors)+"; a clause that names another error is not documented")
	}
}

// entity returns the name of an entity.
func (r *clauseReader) entity(key string) string {
	return r.named(key, entityNames(r.api), "entity", "entities")
}

func entityNames(api *API) []string {
	names := make([]string, len(api.Entities))
	for i, e := range api.Entities {
		names[i] = e.Name
	}
	return names
}

// fact returns the name of a fact.
func (r *clauseReader) fact(key string) string {
	return r.named(key, factNames(r.api), "fact", "facts")
}

func factNames(api *API) []string {
	names := make([]string, len(api.Facts))
	for i, f := range api.Facts {
		names[i] = f.Name
	}
	return names
}

// named returns the text of a member, which has to be one of the names that
// resources of a sort have.
func (r *clauseReader) named(key string, names []string, sort, sorts string) string {
	name := r.text(key)
	if name != "" && !contains(names, name) {
		r.complain(key, "there is no "+sort+" "+name, nearest(name, names, "the "+sorts+" are "+orNone(names)))
		return ""
	}
	return name
}

// factValues returns values of a fact; at least one has to be there.
func (r *clauseReader) factValues(key, fact string) []string {
	values := r.texts(key)
	if len(values) == 0 {
		if !r.has(key) {
			r.problems.Add(r.node.Pos, r.where, key+" is missing", fmt.Sprintf("add %q", key))
		} else {
			r.complain(key, "no value is named", "name at least one")
		}
	}
	f := r.api.Fact(fact)
	if f == nil {
		return values
	}
	enum := r.api.enumOf(f)
	for _, v := range values {
		if !enum.hasValue(v) {
			r.complain(key, v+" is no value of "+fact, "its values are "+enum.values())
		}
	}
	return values
}

// needFactKey complains if the resource's key lacks a member of the fact's.
func (r *clauseReader) needFactKey(key, fact string) {
	f := r.api.Fact(fact)
	if f == nil {
		return
	}
	for _, member := range f.Key {
		if !contains(r.resourceKey(), member) {
			r.complain(key, fact+" is about "+member+", which is not in the key of "+r.op.Effect.Of, "name a fact about members of the key")
		}
	}
}

// needEach complains if the operation does not act on the elements of a list.
func (r *clauseReader) needEach() {
	if r.op.Effect.Each == "" {
		r.complain("kind", r.op.Name+" does not act on the elements of a list", `say which under "each"`)
	}
}

// pattern returns a regular expression.
func (r *clauseReader) pattern(key string) string {
	text := r.text(key)
	if _, err := regexp.Compile(text); err != nil {
		r.complain(key, "it is no regular expression: "+err.Error(), "write one in the syntax of RE2")
	}
	return text
}

// inputPath returns a path into the operation's input.
func (r *clauseReader) inputPath(key string) Path {
	path := Path(r.text(key))
	if path != "" {
		r.checkPath(key, r.op.Input, path)
	}
	return path
}

// checkPath complains of a path that leads nowhere.
func (r *clauseReader) checkPath(key, shape string, path Path) {
	if _, _, err := r.api.Steps(shape, path); err != nil {
		r.complain(key, "the path "+string(path)+" leads nowhere: "+err.Error(), "name members as the schemas do, with [] after a list")
	}
}

// checkKind complains of a path that leads nowhere or to another kind of
// shape.
func (r *clauseReader) checkKind(key, shape string, path Path, kinds ...ShapeKind) {
	if path == "" {
		return
	}
	_, end, err := r.api.Steps(shape, path)
	if err != nil {
		r.checkPath(key, shape, path)
		return
	}
	for _, k := range append(kinds, Unknown) {
		if end.Kind == k {
			return
		}
	}
	r.complain(key, fmt.Sprintf("%s is a %s", path, end.Kind), fmt.Sprintf("name a member that is a %s", kinds[0]))
}

// resourceMember returns the name of a member of the entity or fact.
func (r *clauseReader) resourceMember(key string) string {
	name := r.text(key)
	if name != "" {
		r.checkPath(key, r.resourceShape().Name, Path(name))
	}
	return name
}

// timestampMember returns the name of a timestamp among the members of the
// entity.
func (r *clauseReader) timestampMember(key string) string {
	name := r.text(key)
	r.checkKind(key, r.resourceShape().Name, Path(name), Timestamp)
	return name
}

// resourceShape returns the structure of the entity or fact that the operation
// acts on; it is empty if the operation says none.
func (r *clauseReader) resourceShape() *Shape {
	if t := r.api.Resource(r.op.Effect.Of); t.Shape != nil {
		return t.Shape
	}
	return &Shape{}
}

// resourceKey returns the key of the entity or fact that the operation acts on.
func (r *clauseReader) resourceKey() []string { return r.api.Resource(r.op.Effect.Of).Key }

// itemShape returns the name of the shape of what the operation lists.
func (r *clauseReader) itemShape() string {
	if _, s, err := r.api.Steps(r.op.Output, r.op.Effect.Shown()); err == nil {
		return s.Name
	}
	return ""
}

func verbs(on []Verb) string {
	words := make([]string, len(on))
	for i, v := range on {
		words[i] = string(v)
	}
	return strings.Join(words, " or ")
}

func namesOf(kinds []Kind) []string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = k.Name
	}
	return names
}

func orNone(words []string) string {
	if len(words) == 0 {
		return "none"
	}
	return strings.Join(words, ", ")
}

// checkValues complains of values that an enum does not have.
func (r *clauseReader) checkValues(key string, enum *Shape, values []string) {
	for _, v := range values {
		if !enum.hasValue(v) {
			r.complain(key, v+" is no value of "+enum.Name, "its values are "+enum.values())
		}
	}
}
