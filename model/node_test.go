package model

import "testing"

func TestNodeGet(t *testing.T) {
	inner := &Node{Kind: NodeString, Text: "x"}
	n := &Node{Kind: NodeObject, Members: []NodeMember{
		{Key: "a", Value: &Node{Kind: NodeObject, Members: []NodeMember{{Key: "b", Value: inner}}}},
		{Key: "c", Value: &Node{Kind: NodeNumber, Text: "1"}},
	}}
	if got := n.Get("a").Get("b"); got != inner {
		t.Errorf("the value at a, b is %v, want %v", got, inner)
	}
	for what, got := range map[string]*Node{
		"of a key that is not there":  n.Get("d"),
		"on a path through a number":  n.Get("c").Get("b"),
		"on a path through nothing":   n.Get("d").Get("b").Get("a"),
		"of a member's member":        n.Get("b"),
		"of a Node that is not there": (*Node)(nil).Get("a"),
	} {
		if got != nil {
			t.Errorf("the value %s is %v, want nil", what, got)
		}
	}
}

func TestShapeMember(t *testing.T) {
	s := Shape{Members: []Member{{Name: "ResourceId", GoName: "ResourceID"}, {Name: "Name", GoName: "Name"}}}
	if m := s.Member("ResourceId"); m != &s.Members[0] {
		t.Errorf("Member(ResourceId) = %v, want the first", m)
	}
	// A member is known by its name on the wire, to the letter.
	for _, name := range []string{"ResourceID", "resourceId", ""} {
		if m := s.Member(name); m != nil {
			t.Errorf("Member(%q) = %v, want nil", name, m)
		}
	}
}
