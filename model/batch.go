package model

// Batch says where an output lists resources that an operation could not deal
// with: a list whose elements group the resources that failed for one reason.
//
//	{"kind": "batch", "list": MEMBER, "message": MEMBER, "items": MEMBER, "max": N}
//
// "message" and "items" are members of the elements of "list". An item is the
// resource itself, or its key.
type Batch struct {
	List    string
	Message string
	Items   string
	// Max is the largest number of items in a batch.
	Max int
}

func (Batch) rule() {}

func readBatch(r *clauseReader) Rule {
	b := Batch{
		List:    r.text("list"),
		Message: r.text("message"),
		Items:   r.text("items"),
		Max:     r.number("max"),
	}
	list := Path(b.List).Elem()
	r.checkPath("message", r.op.Output, list.Join(b.Message))
	r.checkPath("items", r.op.Output, list.Join(b.Items).Elem())
	if r.has("max") && b.Max < 1 {
		r.complain("max", "a batch holds at least one item", "write a number above 0")
	}
	return b
}
