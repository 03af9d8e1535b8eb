package oracle

import (
	"maps"
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

// write returns what is to come of a call that puts entities or sets facts.
func (c *call) write() Outcome {
	items := c.items()
	c.tellIncomplete(items)
	c.tellUnknown(items)
	c.tellTheirs(items)
	unmatched, certain := c.unmatched(items)
	misfits := slices.Concat(c.misread(items), c.tiered(items), c.misfits(items), c.existing(items), c.stuck(items))
	if certain {
		misfits = append(misfits, unmatched...)
	}
	c.guard(items)
	c.tellBusy(items)
	if codes := append(c.objections(), misfits...); len(codes) > 0 {
		if !certain {
			codes = append(codes, unmatched...)
		}
		if len(c.unknown()) == 0 {
			codes = append(codes, c.guardError(items)...)
		}
		return Outcome{Codes: append(codes, c.repeated()...)}
	}
	if c.dryRun() {
		return c.success(page{}, nil)
	}
	if c.op.Label() != nil {
		return c.label()
	}
	p := c.process()
	for _, it := range c.accepted(items) {
		if p != nil {
			c.begin(*p, it.value, c.now, false)
			continue
		}
		kept := c.upsert(it.value)
		if made := c.api.MadeKey(c.op); made != "" {
			it.value[made] = kept[made] // from now on, it is known which one it is
			c.made = kept[made]
		}
		c.record(it.value)
		c.attach(kept)
		c.stop(it.value)
	}
	if codes := c.guardError(items); len(codes) > 0 {
		return Outcome{Codes: codes}
	}
	out := c.success(page{}, c.failures(items))
	if certain {
		unmatched = nil
	}
	// With an error that may come as well, all stays as it is.
	if codes := slices.Concat(c.slowed(items), unmatched, c.repeated()); len(codes) > 0 {
		out.Codes, out.before, out.asked = codes, map[Scope][]resource{}, c.requests
		maps.Copy(out.before, c.partitions)
	}
	if out.written = c.written(items); out.written != nil {
		out.Output = plain(merged(out.Output, out.written, false)).(object)
	}
	if len(c.accepted(items)) > 0 {
		c.remember(out)
	}
	return out
}

// slowed returns the errors for a start of what may not have ended yet.
func (c *call) slowed(items []*item) []string {
	var codes []string
	if slices.ContainsFunc(items, func(it *item) bool { return it.slow }) {
		for clause := range rules[model.ProcessBusy](c) {
			codes = append(codes, c.errorOf(clause)...)
		}
	}
	return codes
}

// upsert adds a resource, or replaces the one that has its key, and returns it.
func (c *call) upsert(value object) object {
	old := c.find(c.about.Name, c.like(value, c.about.Key, c.about.Name))
	if len(old) > 0 {
		value = c.omitted(old[0].value, value)
		value = c.count(c.assign(value, old[0].value), old[0].value)
	} else {
		value = c.enter(c.count(c.assign(value, nil), nil))
	}
	if c.about.Fact != nil {
		c.setFact(c.about.Fact, value, false)
		return value
	}
	c.keep(c.about.Name, value, false)
	return value
}

// omitted returns what takes the place of a resource: what the new one leaves out
// is cleared, or kept of the old.
func (c *call) omitted(old, value object) object {
	all := maps.Clone(value)
	for name, v := range old {
		clause := c.op.Omitted(name)
		if _, put := value[name]; !put && clause != nil && c.choice(clause) == "kept" {
			all[name] = v
		}
	}
	return all
}
