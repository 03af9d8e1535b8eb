package oracle

import (
	"fmt"

	"github.com/fakesmith/fakesmith/model"
)

// written returns what the output of a put has of the resource that it has put.
func (c *call) written(items []*item) object {
	_, rule := rule[model.Output](c)
	if len(rule.As) == 0 || len(items) != 1 {
		return nil
	}
	c.mature() // its first state may last no time
	found := c.find(c.about.Name, c.like(items[0].value, c.about.Key, c.about.Name))
	if len(found) == 0 {
		return nil
	}
	whole, out := c.returned(found[0]), object{}
	for _, b := range rule.As {
		if v, there := whole[b.Member]; there {
			out = put(out, b.Path, v)
		}
	}
	return out
}

// tells holds an answer to what it has to have of a resource that was put.
func (m *match) tells(want Outcome, got object) error {
	for _, rule := range rulesOf[model.Output](want.op) {
		for _, b := range rule.As {
			if v := one(want.written, b.Path); !m.same(v, one(got, b.Path)) {
				return fmt.Errorf("%s is %s, and has to be %s", b.Path, show(one(got, b.Path)), show(v))
			}
		}
	}
	return nil
}
