package oracle

import "slices"

// remove returns what is to come of a call that deletes: the resources whose keys
// it gives are gone after it, and no others.
func (c *call) remove() Outcome {
	if codes := c.objections(); len(codes) > 0 {
		return Outcome{Codes: codes}
	}
	items := c.items()
	if c.Lenient && len(items) == 1 && len(c.left(c.like(items[0].value, c.about.Key, c.about.Name))) > 0 {
		return Outcome{open: true} // nothing says what becomes of a second deletion
	}
	c.tellIncomplete(items)
	c.tellUnknown(items)
	c.tellTheirs(items)
	absent := c.tellAbsent(items)
	codes, deletes := c.absence(items, absent)
	for _, it := range items {
		if len(it.why) == 0 && deletes && c.has(it.value) {
			there := c.stored(it.value)
			c.leave(it.value)
			c.forget(it.value)
			c.cascade(there)
		}
	}
	out := c.success(page{}, c.failures(items))
	out.done, out.absent = c.keysNamed(items)
	out.Output = out.listing(out.Output)
	out.Codes = codes
	if len(codes) > 0 && !slices.ContainsFunc(items, func(it *item) bool { return slices.Contains(it.why, "key") }) {
		out.Output = nil
	}
	if len(codes) == 0 {
		c.remember(out)
	}
	// Nothing says whether a key that lacks a member is one that is not there.
	return out
}

// has reports whether the resource is there that has the key of another.
func (c *call) has(value object) bool {
	return len(c.find(c.about.Name, c.like(value, c.about.Key, c.about.Name))) > 0
}
