package oracle

import (
	"encoding/json"
	"strconv"

	"github.com/fakesmith/fakesmith/model"
)

// count returns a resource with the members in which the service counts how often
// it was put.
func (c *call) count(value, old object) object {
	for _, rule := range rules[model.Counted](c) {
		n := int64(rule.First)
		if was, counted := old[rule.Member].(json.Number); counted {
			n, _ = was.Int64()
			n++
		}
		value = with(value, rule.Member, json.Number(strconv.FormatInt(n, 10)))
	}
	return value
}
