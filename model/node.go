package model

// A Node is a value of a JSON document together with its place. It is what a
// front end hands to this package for reading the contract, so that every
// complaint can name a line.
type Node struct {
	Kind NodeKind
	Pos  Pos
	// Text is the value of a string, or the digits of a number.
	Text string
	Bool bool
	// Members are the members of an object, in document order.
	Members []NodeMember
	// Elems are the elements of an array.
	Elems []*Node
	// Raw is the source text of the value.
	Raw string
}

// A NodeMember is a member of an object.
type NodeMember struct {
	Key    string
	KeyPos Pos
	Value  *Node
}

// A NodeKind is the JSON type of a Node.
type NodeKind string

// The JSON types.
const (
	NodeObject NodeKind = "object"
	NodeArray  NodeKind = "array"
	NodeString NodeKind = "string"
	NodeNumber NodeKind = "number"
	NodeBool   NodeKind = "boolean"
	NodeNull   NodeKind = "null"
)

// Get returns the value of the member with that key, or nil. It may be called
// on a nil Node, so that a path can be followed without a check at each step.
func (n *Node) Get(key string) *Node {
	if n == nil {
		return nil
	}
	for i := range n.Members {
		if n.Members[i].Key == key {
			return n.Members[i].Value
		}
	}
	return nil
}
