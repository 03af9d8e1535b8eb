package model

import "strings"

// Cascade says what becomes of the resources that refer to a deleted entity. Choices:
// deleted, kept.
//
//	{"kind": "cascade", "of": ENTITY OR FACT, "by": {KEY MEMBER: PATH}, "choice": CHOICE}
//
// "by" is as in a clause of kind in-use. A fact refers to an entity by its key only.
type Cascade struct {
	Of string
	By []Binding
}

func (Cascade) rule() {}

func readCascade(r *clauseReader) Rule {
	c := Cascade{Of: r.text("of")}
	of := r.api.Resource(c.Of)
	if of.Shape == nil {
		r.known = append(r.known, "by")
		if c.Of != "" && of.Name == "" {
			r.complain("of", "there is no entity or fact "+c.Of, nearest(c.Of, append(entityNames(r.api), factNames(r.api)...), "name one of the document's entities or facts"))
		}
		return c
	}
	c.By = r.referring(of)
	return c
}

// referring reads where resources of another kind have the key of the operation's entity,
// or its address.
func (r *clauseReader) referring(of Resource) []Binding {
	var all []Binding
	by := r.textMap("by")
	if address := addressIn(r.api.Resource(r.op.Effect.Of), by); address != "" && of.Fact == nil {
		r.checkReferring(of, address, Path(by[address]))
		return []Binding{{Member: address, Path: Path(by[address])}}
	}
	for _, member := range r.resourceKey() {
		path, given := by[member]
		delete(by, member)
		switch {
		case given:
			r.checkReferring(of, member, Path(path))
		case of.Shape.Kind != Unknown && of.Shape.Member(member) == nil:
			r.complain("of", of.Name+" has no "+member, `name a resource that refers to the deleted entity, and say under "by" where`)
			continue
		default:
			path = member
		}
		if of.Fact != nil && !contains(of.Key, path) {
			r.complain("of", of.Name+" has no "+path+" in its key", "name a fact whose key holds that of the deleted entity")
		}
		all = append(all, Binding{Member: member, Path: Path(path)})
	}
	for _, extra := range sortedKeys(by) {
		r.complain("by", extra+" is not in the key of "+r.op.Effect.Of, orAddress)
	}
	return all
}

// checkReferring complains of a place that can't hold a member of the entity's key.
func (r *clauseReader) checkReferring(of Resource, member string, path Path) {
	if strings.Contains(string(path), "[]") {
		r.complain("by", string(path)+" leads through a list", "name a place that holds one text")
		return
	}
	kinds := []ShapeKind{String, Enum}
	if own := r.resourceShape().Member(member); own != nil && isNumber(r.api.Shape(own.Shape).Kind) {
		kinds = []ShapeKind{Integer, Long}
	}
	r.checkKind("by", of.Shape.Name, path, kinds...)
}

// SameNames returns the bindings of members that stand in others of the same names.
func SameNames(members []string) []Binding {
	all := make([]Binding, len(members))
	for i, m := range members {
		all[i] = Binding{Member: m, Path: Path(m)}
	}
	return all
}
