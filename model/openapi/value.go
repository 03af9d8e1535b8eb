package openapi

import "github.com/fakesmith/fakesmith/model"

// text returns the value of a string, or "" for anything else.
func text(n *model.Node) string {
	if n == nil || n.Kind != model.NodeString {
		return ""
	}
	return n.Text
}

// firstText returns the first text that is not empty.
func firstText(nodes ...*model.Node) string {
	for _, n := range nodes {
		if s := text(n); s != "" {
			return s
		}
	}
	return ""
}

// members returns the members of an object, and none of anything else.
func members(n *model.Node) []model.NodeMember {
	if n == nil || n.Kind != model.NodeObject {
		return nil
	}
	return n.Members
}

// elems returns the elements of an array, and none of anything else.
func elems(n *model.Node) []*model.Node {
	if n == nil || n.Kind != model.NodeArray {
		return nil
	}
	return n.Elems
}

// keyPos returns the place of the member with that key.
func keyPos(n *model.Node, key string) model.Pos {
	for _, m := range members(n) {
		if m.Key == key {
			return m.KeyPos
		}
	}
	return n.Pos
}
