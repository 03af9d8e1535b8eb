package model

import "strings"

// Assigned says that the service itself sets a member. The value is text in
// which {account}, {region}, {unique} (a short word that no other thing has)
// and {Member} (another member of the thing) are replaced, or "{now}" for a
// timestamp. A value without {now} is set when the thing is first put, and
// stays.
//
//	{"kind": "assigned", "member": MEMBER, "value": TEXT}
type Assigned struct {
	Member string
	Value  string
}

func (Assigned) rule() {}

func readAssigned(r *clauseReader) Rule {
	a := Assigned{Member: r.thingMember("member"), Value: r.text("value")}
	if m := r.thingShape().Member(a.Member); m != nil {
		isTime := r.api.Shape(m.Shape).Kind == Timestamp
		if isTime != (a.Value == "{now}") {
			r.complain("value", "a timestamp is assigned {now}, and {now} only to a timestamp",
				"write {now} for a timestamp, other text for a string")
		}
	}
	for _, name := range placeholders(a.Value) {
		switch name {
		case "account", "region", "unique", "now":
			continue
		}
		if r.thingShape().Member(name) == nil {
			r.complain("value", "{"+name+"} is nothing that can be put into the text",
				"use {account}, {region}, {unique}, {now} or a member of "+r.thingShape().Name)
		}
	}
	return a
}

// placeholders returns the names in braces.
func placeholders(text string) []string {
	var names []string
	for {
		_, after, ok := strings.Cut(text, "{")
		if !ok {
			return names
		}
		name, rest, ok := strings.Cut(after, "}")
		if !ok {
			return append(names, after)
		}
		names = append(names, name)
		text = rest
	}
}
