package model

// Batch says where an output lists resources that an operation could not deal
// with: a list whose elements group the resources that failed for one reason.
//
//	{"kind": "batch", "list": MEMBER, "message": MEMBER, "items": MEMBER, "max": N}
//
// "message" and "items" are members of the elements of "list". An item is the
// resource itself, or its key. Without "list" and "max", they are members of the output,
// which is the only batch: the message is about one of the items.
type Batch struct {
	List    string
	Message string
	Items   string
	// Max is the largest number of items in a batch. It is 0 where there is no List.
	Max int
}

func (Batch) rule() {}

// Group is the path in the output to a batch: an element of List, or nothing if the
// output itself is the batch.
func (b Batch) Group() Path {
	if b.List == "" {
		return ""
	}
	return Path(b.List).Elem()
}

func readBatch(r *clauseReader) Rule {
	b := Batch{
		List:    r.optionalText("list"),
		Message: r.text("message"),
		Items:   r.text("items"),
	}
	if b.List != "" {
		b.Max = r.number("max")
	}
	r.checkPath("message", r.op.Output, b.Group().Join(b.Message))
	r.checkPath("items", r.op.Output, b.Group().Join(b.Items).Elem())
	if r.has("max") && b.Max < 1 {
		r.complain("max", "a batch holds at least one item", "write a number above 0")
	}
	return b
}
