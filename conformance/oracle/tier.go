package oracle

import "github.com/fakesmith/fakesmith/model"

// tiered gives resources that are put the tiers that they have then, and returns the
// errors for those that are too large, or would have a lower one.
func (c *call) tiered(items []*item) []string {
	clause, t := rule[model.Tier](c)
	if clause == nil {
		return nil
	}
	lowered, _ := rule[model.TierLowered](c)
	var codes []string
	for _, it := range items {
		asked, size := text(it.value[t.Member]), len(text(it.value[t.Of]))
		has := ""
		for _, old := range c.find(c.about.Name, c.like(it.value, c.about.Key, c.about.Name)) {
			has = text(old.value[t.Member])
		}
		need, least := c.needed(it.value)
		switch {
		case asked == "":
			asked = has
		case asked == t.Chosen:
			asked = t.Tiers[len(t.Tiers)-1].Value
			for i := len(t.Tiers) - 1; i >= max(t.Rank(has), t.Rank(least)); i-- {
				if size <= t.Tiers[i].Most {
					asked = t.Tiers[i].Value
				}
			}
		}
		if lowered != nil && t.Rank(asked) < t.Rank(has) {
			codes = append(codes, c.errorOf(lowered)...)
			if c.choice(lowered) == "kept" {
				asked = has
			}
		}
		if size > t.Tiers[t.Rank(asked)].Most && (len(codes) == 0 || size > t.Tiers[t.Rank(has)].Most) {
			codes = append(codes, c.errorOf(clause)...)
		}
		if need != nil && t.Rank(asked) < t.Rank(least) {
			codes = append(codes, c.errorOf(need)...)
		}
		if asked != "" {
			it.value = with(it.value, t.Member, asked)
		}
	}
	return codes
}
