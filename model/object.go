package model

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/fakesmith/fakesmith/internal/closest"
)

// An object reads the members of a JSON object and notes what is wrong with
// them. Each member that is asked for counts as known; [object.end] complains
// of the rest.
type object struct {
	node     *Node
	where    string
	problems *Problems
	known    []string
}

func newObject(node *Node, where string, problems *Problems) *object {
	if node.Kind != NodeObject {
		problems.Add(node.Pos, where, "this is "+article(node.Kind), "write an object")
		node = &Node{Kind: NodeObject, Pos: node.Pos}
	}
	return &object{node: node, where: where, problems: problems}
}

// complain notes a mistake in the value of the member with that key.
func (o *object) complain(key, what, fix string) {
	pos := o.node.Pos
	if v := o.node.Get(key); v != nil {
		pos = v.Pos
	}
	o.problems.Add(pos, o.where+": "+key, what, fix)
}

// get returns the member's value if it is there and of that JSON type.
func (o *object) get(key string, kind NodeKind) *Node {
	o.known = append(o.known, key)
	v := o.node.Get(key)
	if v == nil {
		return nil
	}
	if v.Kind != kind {
		o.complain(key, "this is "+article(v.Kind), "write "+article(kind))
		return nil
	}
	return v
}

// has reports whether the member is there. It counts as known either way.
func (o *object) has(key string) bool {
	o.known = append(o.known, key)
	return o.node.Get(key) != nil
}

// optionalText returns the member's text, or "".
func (o *object) optionalText(key string) string {
	v := o.get(key, NodeString)
	if v == nil {
		return ""
	}
	if strings.TrimSpace(v.Text) == "" {
		o.complain(key, "this is empty", "write some text or leave it out")
	}
	return v.Text
}

// text returns the member's text, which has to be there.
func (o *object) text(key string) string {
	if !o.has(key) {
		o.problems.Add(o.node.Pos, o.where, key+" is missing", fmt.Sprintf("add %q", key))
		return ""
	}
	return o.optionalText(key)
}

// oneOf returns the member's text, which has to be one of the words.
func (o *object) oneOf(key string, words []string) string {
	text := o.text(key)
	if text != "" && !contains(words, text) {
		o.complain(key, strconv.Quote(text)+" is not known", nearest(text, words, "write one of "+strings.Join(words, ", ")))
		return ""
	}
	return text
}

// number returns the member's whole number, which has to be there.
func (o *object) number(key string) int {
	if !o.has(key) {
		o.problems.Add(o.node.Pos, o.where, key+" is missing", fmt.Sprintf("add %q", key))
		return 0
	}
	v := o.get(key, NodeNumber)
	if v == nil {
		return 0
	}
	n, err := strconv.Atoi(v.Text)
	if err != nil {
		o.complain(key, v.Text+" is not a whole number", "write digits only")
	}
	return n
}

// atLeastOne is number for one that is not below 1. few says what is wrong with less.
func (o *object) atLeastOne(key, few string) int {
	n := o.number(key)
	if v := o.node.Get(key); n < 1 && v != nil && v.Kind == NodeNumber {
		if _, err := strconv.Atoi(v.Text); err == nil {
			o.complain(key, few, "write 1 or more")
		}
	}
	return n
}

// flag returns the member's boolean, or false.
func (o *object) flag(key string) bool {
	v := o.get(key, NodeBool)
	return v != nil && v.Bool
}

// texts returns the member's list of texts, or nil.
func (o *object) texts(key string) []string {
	v := o.get(key, NodeArray)
	if v == nil {
		return nil
	}
	var all []string
	for _, e := range v.Elems {
		switch {
		case e.Kind != NodeString:
			o.problems.Add(e.Pos, o.where+": "+key, "this is "+article(e.Kind), "write a string")
		case contains(all, e.Text):
			o.problems.Add(e.Pos, o.where+": "+key, strconv.Quote(e.Text)+" stands here twice", "leave one out")
		default:
			all = append(all, e.Text)
		}
	}
	return all
}

// textMap returns the member's object of texts.
func (o *object) textMap(key string) map[string]string {
	all := map[string]string{}
	v := o.get(key, NodeObject)
	if v == nil {
		return all
	}
	for _, m := range v.Members {
		if m.Value.Kind != NodeString {
			o.problems.Add(m.Value.Pos, o.where+": "+key+": "+m.Key, "this is "+article(m.Value.Kind), "write a string")
			continue
		}
		all[m.Key] = m.Value.Text
	}
	return all
}

// members returns the members of the object under that key.
func (o *object) members(key string) []NodeMember {
	if v := o.get(key, NodeObject); v != nil {
		return v.Members
	}
	return nil
}

// elems returns the elements of the array under that key.
func (o *object) elems(key string) []*Node {
	if v := o.get(key, NodeArray); v != nil {
		return v.Elems
	}
	return nil
}

// end complains of the members that nobody asked for.
func (o *object) end() {
	slices.Sort(o.known)
	o.known = slices.Compact(o.known)
	for _, m := range o.node.Members {
		if !contains(o.known, m.Key) {
			o.problems.Add(m.KeyPos, o.where, "unknown key "+strconv.Quote(m.Key),
				nearest(m.Key, o.known, "the keys here are "+strings.Join(o.known, ", ")))
		}
	}
}

// nearest says which of the names one that is none of them may have meant. If none is
// near, it says what there is.
func nearest(name string, names []string, all string) string {
	if near := closest.Name(name, names); near != "" {
		return "the nearest is " + near
	}
	return all
}

func article(kind NodeKind) string {
	switch kind {
	case NodeObject, NodeArray:
		return "an " + string(kind)
	case NodeNull:
		return "null"
	}
	return "a " + string(kind)
}

func contains(words []string, word string) bool { return slices.Contains(words, word) }

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
