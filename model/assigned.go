package model

import "strings"

// Assigned says that the service itself sets a member. The value is text in
// which {account}, {region}, {unique} (a short word that no other resource has)
// and {Member} (another member of the resource) are replaced, or "{now}" for a
// timestamp. {/Member} is the member with a slash before it, unless it has one. A value without {now} is set when the resource is first put, and
// stays.
//
//	{"kind": "assigned", "member": MEMBER, "value": TEXT}
type Assigned struct {
	Member string
	Value  string
}

func (Assigned) rule() {}

func readAssigned(r *clauseReader) Rule {
	a := Assigned{Member: r.resourceMember("member"), Value: r.text("value")}
	if m := r.resourceShape().Member(a.Member); m != nil {
		kind := r.api.Shape(m.Shape).Kind
		isTime := kind == Timestamp
		if kind != String && kind != Enum && !isTime && kind != Unknown {
			r.complain("member", a.Member+" is of kind "+string(kind)+", and the service can set strings and timestamps only", "leave the clause out")
		} else if isTime != (a.Value == "{now}") {
			r.complain("value", "a timestamp is assigned {now}, and {now} only to a timestamp",
				"write {now} for a timestamp, other text for a string")
		}
	}
	// An item has members for what the service sets, and a client may send it back.
	if path := r.op.Effect.Bound(a.Member); path != "" && r.op.Effect.Item == "" {
		r.complain("member", "the client sends "+a.Member+", as "+string(path)+" of the input", "leave the clause out, or say under unmodelled what becomes of the member")
	}
	for _, part := range a.Parts() {
		switch part.Name {
		case "account", "region", "unique", "now":
			continue
		}
		if part.Literal == "" && r.resourceShape().Member(part.Name) == nil {
			r.complain("value", "{"+part.Name+"} is nothing that can be put into the text",
				"use {account}, {region}, {unique}, {now} or a member of "+r.resourceShape().Name)
		}
	}
	return a
}

// A TextPart is a part of an assigned text: what is written down, or the name
// of what is put in its place.
type TextPart struct {
	// Literal is the text itself. It is empty where a name stands.
	Literal string
	// Name is what stands in braces, e.g. "account". It is empty where there is
	// plain text.
	Name string
	// Rooted reports that what takes the place of the name begins with a slash.
	Rooted bool
}

// Placeholder returns what stands in braces.
func (p TextPart) Placeholder() string {
	if p.Rooted {
		return "/" + p.Name
	}
	return p.Name
}

// Parts returns the parts of the value, in order.
func (a Assigned) Parts() []TextPart {
	var parts []TextPart
	for text := a.Value; text != ""; {
		before, after, found := strings.Cut(text, "{")
		if before != "" {
			parts = append(parts, TextPart{Literal: before})
		}
		if !found {
			break
		}
		name, rest, _ := strings.Cut(after, "}")
		name, rooted := strings.CutPrefix(name, "/")
		parts = append(parts, TextPart{Name: name, Rooted: rooted})
		text = rest
	}
	return parts
}

// Assigns reports whether the service itself sets a member of what the
// operation puts: clauses of the kinds assigned, counted, label and process say so.
func (o *Operation) Assigns(member string) bool {
	for _, c := range o.Clauses {
		switch rule := c.Rule.(type) {
		case Assigned:
			if rule.Member == member {
				return true
			}
		case Counted:
			if rule.Member == member {
				return true
			}
		case Label:
			if rule.Number == member {
				return true
			}
		case Process:
			if rule.Sets(member) {
				return true
			}
		case ProcessSteps:
			if rule.List == member {
				return true
			}
		}
	}
	return false
}
