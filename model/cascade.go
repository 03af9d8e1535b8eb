package model

// Cascade says what becomes of the resources that name a deleted entity in their
// own key. Choices: deleted, kept.
//
//	{"kind": "cascade", "of": ENTITY OR FACT, "choice": CHOICE}
type Cascade struct {
	Of string
}

func (Cascade) rule() {}

func readCascade(r *clauseReader) Rule {
	c := Cascade{Of: r.text("of")}
	var key []string
	if e := r.api.Entity(c.Of); e != nil {
		key = e.Key
	} else if f := r.api.Fact(c.Of); f != nil {
		key = f.Key
	} else if c.Of != "" {
		r.complain("of", "there is no entity or fact "+c.Of, nearest(c.Of, append(entityNames(r.api), factNames(r.api)...), "name one of the document's entities or facts"))
		return c
	}
	for _, member := range r.resourceKey() {
		if !contains(key, member) && c.Of != "" {
			r.complain("of", c.Of+" has no "+member+" in its key", "name a resource whose key holds that of the deleted entity")
		}
	}
	return c
}
