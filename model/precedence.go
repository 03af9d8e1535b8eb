package model

// Precedence says which of two mistakes in one request is reported.
//
//	{"kind": "precedence", "first": STAGE, "then": STAGE}
type Precedence struct {
	First, Then Stage
}

func (Precedence) rule() {}

// A Stage is a step in the handling of a request.
type Stage string

// The stages, in their usual order: whether the body can be read at all,
// whether its values keep to the schemas, and whether the service agrees.
const (
	Serialization Stage = "serialization"
	Constraints   Stage = "constraints"
	Service       Stage = "service"
)

func readPrecedence(r *clauseReader) Rule {
	stages := []string{string(Serialization), string(Constraints), string(Service)}
	p := Precedence{First: Stage(r.oneOf("first", stages)), Then: Stage(r.oneOf("then", stages))}
	if p.First != "" && p.First == p.Then {
		r.complain("then", "the two stages are the same", "name the stage that comes later")
	}
	return p
}
