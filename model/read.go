package model

import (
	"go/token"
	"slices"
	"strconv"
	"strings"
)

// ReadContract reads what a document says under x-contract into an API whose
// shapes and operations are there already. document is the value of
// x-contract at the document, nil if there is none; operations holds those at
// the operations, by operation name. It derives the clauses that stand in the
// schemas as well, so that a front end calls it for every document.
func ReadContract(api *API, document *Node, operations map[string]*Node, problems *Problems) {
	c := contract{api: api, problems: problems, ids: map[string]Pos{}, where: "x-contract"}
	if document == nil && len(operations) > 0 {
		name := sortedKeys(operations)[0]
		problems.Add(operations[name].Pos, name, "the operation has a contract and the document has none",
			"add x-contract to the document, with its package, entities and facts")
	}
	c.read(document, operations)
}

// A contract is the state of reading one.
type contract struct {
	api      *API
	problems *Problems
	ids      map[string]Pos // where each clause id stands
	where    string         // what complaints call it
	preset   preset         // the clauses of the protocol that it asks for
	more     []string       // keys beside those that every contract has
}

// read reads the contract of the document, if it has one, and of its
// operations.
func (c *contract) read(document *Node, operations map[string]*Node) {
	var clauses []*Node
	if document != nil {
		clauses = c.document(document)
	}
	for i := range c.api.Operations {
		op := &c.api.Operations[i]
		if node := operations[op.Name]; node != nil && document != nil {
			c.operation(op, node)
		}
	}
	c.checkNumbers()
	c.checkSelectors()
	c.checkLabels()
	c.checkSealed()
	c.checkEmbedded()
	c.checkLifecycles()
	c.checkUpdates()
	c.checkQuotas()
	c.checkAddresses()
	deriveConstraints(c.api)
	checkNesting(c.api, c.problems)
	var own []Clause
	c.clauses(nil, clauses, c.where, &own)
	c.api.Clauses = append(c.api.Clauses, c.underPreset(own)...)
	for _, p := range c.preset.clauses {
		if pos, taken := c.ids[p.ID]; taken && !slices.ContainsFunc(c.api.Clauses, func(one Clause) bool { return one.ID == p.ID && one.Pos == pos }) {
			c.problems.Add(pos, c.where+": clause "+p.ID, "the preset has a clause of that id, for all operations", "give this one another id")
		}
	}
}

// document reads the contract of the whole document, but for its clauses,
// which it returns: they are read when the operations are known.
func (c *contract) document(node *Node) []*Node {
	o := newObject(node, c.where, c.problems)
	c.api.Package = o.text("package")
	if c.api.Package != "" && (!token.IsIdentifier(c.api.Package) || strings.ToLower(c.api.Package) != c.api.Package) {
		o.complain("package", strconv.Quote(c.api.Package)+" is no name for a Go package", "write a short word in small letters")
	}
	if doc := o.optionalText("doc"); doc != "" {
		c.api.Doc = doc
	}
	c.preset = c.protocolClauses(o)
	c.errors(o.members("errors"))
	for _, m := range o.members("entities") {
		c.entity(m)
	}
	for _, m := range o.members("facts") {
		c.fact(m)
	}
	clauses := o.elems("clauses")
	o.known = append(o.known, c.more...)
	o.end()
	return clauses
}

// commonError reads an error that every operation may answer with.
func (c *contract) commonError(m NodeMember) {
	o := newObject(m.Value, c.where+": errors: "+m.Key, c.problems)
	e := ErrorShape{Code: m.Key, GoName: ErrorGoName(m.Key), Doc: o.text("doc"), Status: 400, Common: true, Pos: m.KeyPos}
	if o.has("status") {
		e.Status = o.number("status")
		if e.Status < 400 || e.Status > 599 {
			o.complain("status", strconv.Itoa(e.Status)+" is not the status of an error", "write a number from 400 to 599")
		}
	}
	// "common": false marks an error that clauses may name, but that is not
	// every operation's.
	if v := o.get("common", NodeBool); v != nil {
		e.Common = v.Bool
	}
	o.end()
	if known := c.api.Error(m.Key); known != nil {
		if e.Common {
			known.Common = true
		}
		return
	}
	c.api.Errors = append(c.api.Errors, e)
}

func (c *contract) entity(m NodeMember) {
	o := newObject(m.Value, c.where+": entity "+m.Key, c.problems)
	e := Entity{Name: m.Key, Pos: m.KeyPos, Shape: m.Key}
	if o.has("shape") {
		e.Shape = o.text("shape")
	}
	e.GoPlural = GoName(m.Key) + "s"
	if plural := o.optionalText("plural"); plural != "" {
		e.GoPlural = GoName(plural)
	}
	e.Key, e.Partition = c.key(o, e.Shape, "key")
	c.guess(o)
	if v := o.get("example", NodeObject); v != nil {
		e.Example = v.Raw
	}
	for _, n := range o.elems("examples") {
		e.Samples = append(e.Samples, c.sample(o.where, n))
	}
	if e.Example == "" && len(e.Samples) > 0 {
		o.complain("examples", "there are more examples and no first one", `write "example", an entity that needs nothing`)
	}
	o.end()
	c.api.Entities = append(c.api.Entities, e)
}

// sample reads one more example of an entity:
//
//	{"of": {...}, "needs": TEXT, "error": CODE}
func (c *contract) sample(where string, n *Node) Sample {
	o := newObject(n, where+": example", c.problems)
	s := Sample{Needs: o.optionalText("needs"), Error: o.optionalText("error")}
	if v := o.get("of", NodeObject); v != nil {
		s.JSON = v.Raw
	} else if !o.has("of") {
		o.problems.Add(n.Pos, o.where, "of is missing", `write "of": {...}, the entity`)
	}
	if (s.Needs == "") != (s.Error == "") {
		o.complain("needs", "what it needs and the error without are given together", "add the other, or leave both out")
	}
	if s.Error != "" && c.api.Error(s.Error) == nil {
		o.complain("error", "there is no error "+s.Error, "name one that an operation declares")
	}
	o.end()
	return s
}

func (c *contract) fact(m NodeMember) {
	o := newObject(m.Value, c.where+": fact "+m.Key, c.problems)
	f := Fact{Name: m.Key, GoName: GoName(m.Key), Pos: m.KeyPos, Shape: o.text("shape")}
	f.Key, f.Partition = c.key(o, f.Shape, "of")
	f.Value = o.text("value")
	f.Initially = o.text("initially")
	if o.has("vanishing") {
		f.Vanishing = o.texts("vanishing")
	}
	f.With = o.texts("with")
	o.end()
	if c.api.Entity(f.Name) != nil {
		o.problems.Add(f.Pos, o.where, "there is an entity of that name", "give the fact another")
	}
	if s := c.api.Shape(f.Shape); s != nil && f.Value != "" {
		m := s.Member(f.Value)
		switch {
		case m == nil:
			o.complain("value", s.Name+" has no member "+f.Value, nearestMember(s, f.Value))
		case c.api.Shape(m.Shape).Kind == Unknown:
		case c.api.Shape(m.Shape).Kind != Enum:
			o.complain("value", f.Value+" is a "+string(c.api.Shape(m.Shape).Kind), "name a member that is an enum")
		case !c.api.Shape(m.Shape).hasValue(f.Initially) && f.Initially != "":
			o.complain("initially", f.Initially+" is no value of "+m.Shape, "its values are "+c.api.Shape(m.Shape).values())
		default:
			for _, v := range f.Vanishing {
				if !c.api.Shape(m.Shape).hasValue(v) {
					o.complain("vanishing", v+" is no value of "+m.Shape, "its values are "+c.api.Shape(m.Shape).values())
				}
			}
		}
	}
	c.checkWith(o, &f)
	c.api.Facts = append(c.api.Facts, f)
}

// checkWith complains of members that can't be told beside the value of a fact.
func (c *contract) checkWith(o *object, f *Fact) {
	s := c.api.Shape(f.Shape)
	if s == nil {
		return
	}
	for _, name := range f.With {
		switch m := s.Member(name); {
		case m == nil:
			o.complain("with", s.Name+" has no member "+name, "it has "+memberNames(s))
		case name == f.Value || contains(f.Key, name) || m.Required:
			o.complain("with", name+" is told in any case", "name members that may be left out")
		case !isNumber(c.api.Shape(m.Shape).Kind) && c.api.Shape(m.Shape).Kind != Unknown:
			o.complain("with", name+" is a "+string(c.api.Shape(m.Shape).Kind), "name members that are whole numbers")
		}
	}
}

// key reads the key and the partition of an entity or fact.
func (c *contract) key(o *object, shape, key string) (members, partition []string) {
	members, partition = o.texts(key), o.texts("listed-by")
	s := c.api.Shape(shape)
	if s == nil || s.Kind != Structure {
		if shape != "" && (s == nil || s.Kind != Unknown) {
			o.complain("shape", "there is no structure "+shape, "name one of the document's schemas")
		}
		return members, partition
	}
	if len(members) == 0 {
		o.problems.Add(o.node.Pos, o.where, key+" is missing or empty", "name the members that identify one "+s.Name)
	}
	for _, name := range members {
		m := s.Member(name)
		if m == nil {
			o.complain(key, s.Name+" has no member "+name, nearestMember(s, name))
		} else if k := c.api.Shape(m.Shape).Kind; k != String && k != Enum && k != Unknown && !isNumber(k) {
			o.complain(key, name+" is a "+string(k), "a key is made of strings")
		}
	}
	for _, name := range partition {
		if !contains(members, name) {
			o.complain("listed-by", name+" is not in the key", "name members of the key")
		}
	}
	return members, partition
}

// operation reads what one operation means.
func (c *contract) operation(op *Operation, node *Node) {
	o := newObject(node, op.Name, c.problems)
	if op.Unsupported != "" {
		c.problems.Add(node.Pos, op.Name, "the operation is not supported: "+op.Unsupported, "leave its contract out")
		return
	}
	for _, v := range []Verb{Puts, Updates, Gets, Lists, Deletes, Sets, Reads} {
		of := o.optionalText(string(v))
		if of == "" {
			continue
		}
		if op.Effect.Verb != "" {
			o.complain(string(v), "the operation "+string(op.Effect.Verb)+" something already", "an operation has one effect")
			continue
		}
		op.Effect.Verb, op.Effect.Of = v, of
		c.effect(o, op)
	}
	if op.Effect.Verb == "" {
		c.problems.Add(node.Pos, op.Name, "the contract does not say what the operation does",
			"add one of puts, updates, gets, lists, deletes (an entity), sets, reads (a fact)")
	}
	for _, m := range o.members("unmodelled") {
		if _, _, err := c.api.Steps(op.Input, Path(m.Key)); err != nil {
			c.problems.Add(m.KeyPos, op.Name+": unmodelled", "the path "+m.Key+" leads nowhere: "+err.Error(), "name members of the input")
		}
		op.Unmodelled = append(op.Unmodelled, Unmodelled{Path: Path(m.Key), Why: m.Value.Text})
	}
	clauses := o.elems("clauses")
	c.guess(o)
	o.known = append(o.known, "each", "item", "from", "in", "as")
	o.end()
	if op.Effect.Verb != "" && c.api.Resource(op.Effect.Of).Shape != nil {
		c.clauses(op, clauses, op.Name, &op.Clauses)
		c.checkTogether(op)
		c.checkBound(o, op)
	}
}

// clauses reads a list of clauses.
func (c *contract) clauses(op *Operation, nodes []*Node, where string, into *[]Clause) {
	for _, n := range nodes {
		clause, ok := readClause(c.api, op, n, where, c.problems)
		c.guessed(n, where+": clause "+clause.ID)
		if first, twice := c.ids[clause.ID]; twice && clause.ID != "" {
			c.problems.Add(n.Pos, where+": clause "+clause.ID, "there is a clause of that id already, at "+first.String(),
				"give each clause an id of its own")
			continue
		}
		c.ids[clause.ID] = n.Pos
		if ok {
			*into = append(*into, clause)
		}
	}
}

// guess warns of an object with the key guess: a command wrote it, and nobody has
// confirmed it yet.
func (c *contract) guess(o *object) {
	if c.guessed(o.node, o.where) {
		o.known = append(o.known, "guess")
	}
}

func (c *contract) guessed(n *Node, where string) bool {
	g := n.Get("guess")
	if g == nil {
		return false
	}
	c.api.Warnings.Add(g.Pos, where, "this is a guess: "+g.Text, "confirm or correct it, and delete the key guess")
	return true
}
