package oracle

import (
	"regexp"

	"github.com/fakesmith/fakesmith/model"
)

// unmatched returns the errors for members that do not match the expressions which are
// given with them.
func (c *call) unmatched(items []*item) []string {
	var codes []string
	for clause, m := range rules[model.Matched](c) {
		for _, it := range items {
			pattern, has := it.value[m.By].(string)
			if !has || it.value[m.Member] == nil {
				continue
			}
			expr, err := regexp.Compile(pattern)
			switch {
			case err != nil:
				codes = append(codes, m.Invalid)
			case !expr.MatchString(text(it.value[m.Member])):
				codes = append(codes, c.errorOf(clause)...)
			}
		}
	}
	return codes
}
