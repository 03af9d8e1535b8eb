package oracle

import "github.com/fakesmith/fakesmith/model"

// attach puts what a request has beside the resource that it puts.
func (c *call) attach(value object) {
	for _, rule := range rules[model.Attached](c) {
		for _, elem := range at(c.in, rule.Each.Elem()) {
			other := object{}
			for _, b := range rule.By {
				other[string(b.Path)] = value[b.Member]
			}
			for _, b := range rule.From {
				within, _ := b.Path.Within(rule.Each)
				if v := one(elem, within); v != nil {
					other[b.Member] = v
				}
			}
			c.keep(rule.Entity, other, false)
		}
	}
}

// attachedBeside returns the errors for a flag that is set where others are put with
// the resource.
func (c *call) attachedBeside() []string {
	var codes []string
	for clause, rule := range rules[model.AttachedFlagged](c) {
		flag, _ := one(c.in, rule.Flag).(bool)
		if flag && len(at(c.in, c.op.Attached().Each.Elem())) > 0 {
			codes = append(codes, c.errorOf(clause)...)
		}
	}
	return codes
}
