package model

// InUse says what becomes of a request to delete an entity while another one refers to
// it. Choices: error:CODE, accepted (it is deleted, and the other stays).
//
//	{"kind": "in-use", "of": ENTITY, "by": {KEY MEMBER: PATH}, "choice": CHOICE}
//
// "of" is the entity that keeps the deleted one from being deleted. "by" says where in it
// each member of the deleted one's key stands, in its own key or not: {"Name":
// "Placement.SubnetGroupName"}. Without it, that is the member of the same name. One that
// lacks any of them refers to nothing. A member that the service assigns to the deleted one
// may stand for its key, as in a clause of kind reference: {"PipelineArn": "ResourceArn"}.
type InUse struct {
	Of string
	By []Binding
}

func (InUse) rule() {}

func readInUse(r *clauseReader) Rule {
	u := InUse{Of: r.entity("of")}
	if e := r.api.Entity(u.Of); e != nil {
		u.By = r.referring(r.api.Resource(u.Of))
	} else {
		r.known = append(r.known, "by")
	}
	return u
}
