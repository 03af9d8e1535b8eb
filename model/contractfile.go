package model

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/fakesmith/fakesmith/internal/closest"
)

// A ContractFile is a contract that stands in a file of its own, beside the
// model whose operations, members and errors it names:
//
//	{
//	  "package": "parameters",
//	  "scope": "contract",
//	  "errors": {...}, "entities": {...}, "facts": {...}, "clauses": [...],
//	  "shapes": {"Approval": {"required": ["Name"], "members": {"Name": "ParameterName"}}},
//	  "operations": {"PutParameter": {"puts": "Parameter", "clauses": [...]}}
//	}
//
// The keys of the whole API are those of x-contract at a document, and an
// operation's are those of x-contract at that operation. Beside them:
//
//   - scope says which operations are generated: those of the "model", which is
//     so where the key is missing, or those that the "contract" names.
//   - shapes are structures that the model lacks, such as that of a fact. A
//     member is the name of a shape, either of the model or of a simple kind
//     such as "string", or an object of "shape" and "doc". One with values and no
//     members, {"enum": [VALUE, ...]}, is an enum.
//
// A nil *ContractFile is that of a model without one.
type ContractFile struct {
	root       *Node
	scope      string
	shapes     []NodeMember
	operations []NodeMember
}

// fileKeys are the keys that a contract has in a file of its own only.
var fileKeys = []string{"operations", "scope", "shapes"}

// NewContractFile takes the contract apart that is the root of a document, and
// notes what is wrong with its outermost parts. The rest is read when the model
// is known.
func NewContractFile(root *Node, problems *Problems) *ContractFile {
	f := &ContractFile{root: root}
	if root.Kind != NodeObject {
		problems.Add(root.Pos, "", "the contract is "+article(root.Kind), "a contract is an object")
		return f
	}
	for _, form := range []string{"smithy", "openapi"} {
		if n := root.Get(form); n != nil {
			problems.Add(n.Pos, "", "this document has the key "+strconv.Quote(form)+", so it is a model and no contract",
				"give the model and its contract the other way round")
		}
	}
	o := newObject(root, "contract", problems)
	if o.has("scope") {
		f.scope = o.oneOf("scope", []string{"model", "contract"})
	}
	f.shapes, f.operations = o.members("shapes"), o.members("operations")
	return f
}

// Wants reports whether an operation of the model is in the contract's scope.
func (f *ContractFile) Wants(operation string) bool {
	return f == nil || f.scope != "contract" ||
		slices.ContainsFunc(f.operations, func(m NodeMember) bool { return m.Key == operation })
}

// Shapes returns the names that the contract has for shapes: of entities and
// facts, and of the members of its own shapes. A front end takes those of the
// model into the API, whether or not an operation reaches them.
func (f *ContractFile) Shapes() []string {
	if f == nil {
		return nil
	}
	names := ContractShapes(f.root)
	for _, s := range f.shapes {
		if members := s.Value.Get("members"); members != nil {
			for _, m := range members.Members {
				names = append(names, memberShape(m.Value))
			}
		}
	}
	return names
}

// ContractShapes returns the names that a contract has for the shapes of its
// entities and facts.
func ContractShapes(document *Node) []string {
	var names []string
	for _, resources := range []string{"entities", "facts"} {
		n := document.Get(resources)
		if n == nil {
			continue
		}
		for _, m := range n.Members {
			name := m.Key
			if s := m.Value.Get("shape"); s != nil && s.Text != "" {
				name = s.Text
			}
			names = append(names, name)
		}
	}
	return names
}

// memberShape returns the name of the shape of a member, or "".
func memberShape(n *Node) string {
	if s := n.Get("shape"); s != nil {
		n = s
	}
	if n.Kind != NodeString {
		return ""
	}
	return n.Text
}

// Read reads the contract into an API whose shapes and operations are there
// already, as [ReadContract] does.
func (f *ContractFile) Read(api *API, problems *Problems) {
	c := contract{api: api, problems: problems, ids: map[string]Pos{}, where: "contract", more: fileKeys}
	if f == nil || f.root.Kind != NodeObject {
		c.read(nil, nil)
		return
	}
	for _, m := range f.shapes {
		if m.Value.Get("enum") != nil {
			c.ownShape(m)
		}
	}
	for _, m := range f.shapes {
		if m.Value.Get("enum") == nil {
			c.ownShape(m)
		}
	}
	operations := map[string]*Node{}
	for _, m := range f.operations {
		operations[m.Key] = m.Value
		if api.Operation(m.Key) == nil {
			problems.Add(m.KeyPos, "contract: operations", "the model has no operation "+m.Key, nearestName(m.Key, operationNames(api)))
		}
	}
	c.read(f.root, operations)
}

// ownShape adds a structure that the model lacks.
func (c *contract) ownShape(m NodeMember) {
	o := newObject(m.Value, c.where+": shape "+m.Key, c.problems)
	s := Shape{Name: m.Key, Doc: o.optionalText("doc"), Kind: Structure, Pos: m.KeyPos}
	values := o.texts("enum")
	required, members := o.texts("required"), o.members("members")
	o.end()
	if len(values) > 0 {
		s.Kind, s.GoName = Enum, GoName(m.Key)
		for _, v := range values {
			s.Enum = append(s.Enum, EnumValue{Value: v, GoName: EnumGoName(s.GoName, v)})
		}
		if len(members)+len(required) > 0 {
			o.complain("enum", "a shape has either values or members", "leave one of the two out")
		}
	}
	if c.api.Shape(m.Key) != nil {
		c.problems.Add(m.KeyPos, o.where, "the model has a shape of that name", "give this one another")
		return
	}
	for _, member := range members {
		into := Member{Name: member.Key, GoName: GoName(member.Key), Required: contains(required, member.Key), Pos: member.KeyPos}
		where := o.where + ": " + member.Key
		if member.Value.Kind == NodeObject {
			o := newObject(member.Value, where, c.problems)
			into.Shape, into.Doc = o.text("shape"), o.optionalText("doc")
			o.end()
		} else if into.Shape = memberShape(member.Value); into.Shape == "" {
			c.problems.Add(member.Value.Pos, where, "this is "+article(member.Value.Kind), `write the name of a shape, or {"shape": NAME, "doc": TEXT}`)
		}
		if into.Shape == "" { // which is reported
			into.Shape = m.Key + "." + member.Key
			c.api.Shapes = append(c.api.Shapes, Shape{Name: into.Shape, Kind: Unknown, Pos: member.Value.Pos})
		}
		c.known(into.Shape, member.Value.Pos, where)
		s.Members = append(s.Members, into)
	}
	for _, name := range required {
		if s.Member(name) == nil {
			o.complain("required", "there is no member "+name, "the members are "+memberNames(&s))
		}
	}
	sortMembers(s.Members)
	c.api.Shapes = append(c.api.Shapes, s)
}

// simpleKinds are the kinds that a contract may name as a shape of its own.
var simpleKinds = []ShapeKind{String, Boolean, Integer, Long, Double, Timestamp}

// known adds the shape of a simple kind if that is what the name means and the
// model has none, and complains of a name that means nothing.
func (c *contract) known(name string, pos Pos, where string) {
	if name == "" || c.api.Shape(name) != nil {
		return
	}
	kind := ShapeKind(name)
	if !slices.Contains(simpleKinds, kind) {
		names := make([]string, len(c.api.Shapes))
		for i, s := range c.api.Shapes {
			names[i] = s.Name
		}
		c.problems.Add(pos, where, "the model has no shape "+name, nearestName(name, names))
		kind = Unknown
	}
	c.api.Shapes = append(c.api.Shapes, Shape{Name: name, Kind: kind, Pos: pos})
}

// sortMembers puts the required members first, in alphabetical order.
func sortMembers(members []Member) {
	slices.SortFunc(members, func(a, b Member) int {
		if a.Required != b.Required {
			if a.Required {
				return -1
			}
			return 1
		}
		return strings.Compare(a.Name, b.Name)
	})
}

func operationNames(api *API) []string {
	names := make([]string, len(api.Operations))
	for i, op := range api.Operations {
		names[i] = op.Name
	}
	return names
}

// nearestName says what a name that is not among the names may have meant.
func nearestName(name string, names []string) string {
	if best := closest.Name(name, names); best != "" {
		return "the nearest there is: " + best
	}
	return fmt.Sprintf("it has %d, and none has a name like this", len(names))
}
