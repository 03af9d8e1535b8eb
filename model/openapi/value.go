package openapi

import (
	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/jsontree"
)

// text returns the value of a string, or "" for anything else.
func text(n *model.Node) string { return jsontree.Text(n) }

// members returns the members of an object, and none of anything else.
func members(n *model.Node) []model.NodeMember { return jsontree.Members(n) }

// elems returns the elements of an array, and none of anything else.
func elems(n *model.Node) []*model.Node { return jsontree.Elems(n) }

// firstText returns the first text that is not empty.
func firstText(nodes ...*model.Node) string {
	for _, n := range nodes {
		if s := text(n); s != "" {
			return s
		}
	}
	return ""
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
