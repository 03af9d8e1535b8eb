package model

// InUse says what becomes of a request to delete an entity while another one has its
// key in its own key. Choices: error:CODE, accepted (it is deleted, and the other
// stays).
//
//	{"kind": "in-use", "of": ENTITY, "choice": CHOICE}
//
// "of" is the entity that keeps the deleted one from being deleted.
type InUse struct {
	Of string
}

func (InUse) rule() {}

func readInUse(r *clauseReader) Rule {
	u := InUse{Of: r.entity("of")}
	e := r.api.Entity(u.Of)
	if e == nil {
		return u
	}
	for _, member := range r.resourceKey() {
		if !contains(e.Key, member) {
			r.complain("of", u.Of+" has no "+member+" in its key", "name an entity whose key holds that of the deleted one")
		}
	}
	return u
}
