package model

import "strings"

// Idempotency says that a client may repeat a request: one that has the token of an
// earlier request of the operation that succeeded, and else the same members, is
// answered as that was, and does nothing. A request without a token is like no other.
// Each account has tokens of its own in each region.
//
//	{"kind": "idempotency", "token": MEMBER}
//
// "token" is a text, a member of the input. It may be left out where the model has the trait
// idempotencyToken at one member of the input. An operation with such a clause needs
// one of kind idempotency/other, and one that puts needs idempotency/gone as well.
type Idempotency struct {
	Token Path
}

func (Idempotency) rule() {}

func readIdempotency(r *clauseReader) Rule {
	r.needOne()
	if r.has("token") {
		i := Idempotency{Token: r.inputPath("token")}
		r.checkKind("token", r.op.Input, i.Token, String)
		if strings.ContainsAny(string(i.Token), ".[") {
			r.complain("token", string(i.Token)+" is within another member", "name a member of the input itself")
		}
		return i
	}
	var marked []string
	if input := r.api.Shape(r.op.Input); input != nil {
		for _, m := range input.Members {
			if m.IdempotencyToken {
				marked = append(marked, m.Name)
			}
		}
	}
	if len(marked) != 1 {
		r.complain("kind", "the model marks "+orNone(marked)+" as the token of "+r.op.Name, `say under "token" where it stands`)
		return Idempotency{}
	}
	return Idempotency{Token: Path(marked[0])}
}

// IdempotencyOther says what becomes of a request that has the token of an earlier one
// and is otherwise another. Choices: error:CODE, answered (as the earlier one was; it
// does nothing), executed (as if no request had the token yet; from then on the token
// is that of the later request).
//
//	{"kind": "idempotency/other", "choice": CHOICE}
type IdempotencyOther struct{}

func (IdempotencyOther) rule() {}

func readIdempotencyOther(*clauseReader) Rule { return IdempotencyOther{} }

// IdempotencyGone says what becomes of a request that has the token of an earlier one
// when the resource is gone that the earlier one put. Choices: answered (the token is
// still that of the earlier request, and the resource stays gone), executed (as if no
// request had the token yet).
//
//	{"kind": "idempotency/gone", "choice": CHOICE}
type IdempotencyGone struct{}

func (IdempotencyGone) rule() {}

func readIdempotencyGone(*clauseReader) Rule { return IdempotencyGone{} }

// Token returns where the input has a token that tells a repeated request from another
// one, or "".
func (o *Operation) Token() Path {
	if rule := ruleOf[Idempotency](o, "idempotency"); rule != nil {
		return rule.Token
	}
	return ""
}

// checkTokens complains of a token of which it is not said what becomes of all requests
// that have it, and of one that is a member of the resource.
func (c *contract) checkTokens(op *Operation) {
	clause := op.Clause("idempotency")
	if clause == nil {
		return
	}
	where := op.Name + ": clause " + clause.ID
	need := []string{"idempotency/other"}
	if op.Effect.Verb == Puts {
		need = append(need, "idempotency/gone")
	}
	for _, kind := range need {
		if op.Clause(kind) == nil {
			c.problems.Add(clause.Pos, where, "a clause of kind idempotency needs one of kind "+kind+", and "+op.Name+" has none", "add one; where nothing is documented, it is assumed and has choices")
		}
	}
	for _, b := range op.Effect.From {
		if b.Path == op.Token() {
			c.problems.Add(clause.Pos, where, string(b.Path)+" is "+b.Member+" of the "+op.Effect.Of, "a token is no member of what is put: take it out of the shape, or leave the clause out")
		}
	}
}
