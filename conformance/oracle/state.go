package oracle

import (
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"strings"
	"time"
)

// Equal reports whether two oracles of one service know the same, so that they
// expect the same of all that may come.
func (o *Oracle) Equal(other *Oracle) bool { return o.state() == other.state() }

// Hash returns a number that is the same for oracles that are equal.
func (o *Oracle) Hash() uint64 {
	h := fnv.New64a()
	h.Write([]byte(o.state()))
	return h.Sum64()
}

// String shows what the oracle takes for true: a line for each resource.
func (o *Oracle) String() string {
	var lines []string
	for as, resources := range o.partitions {
		for _, t := range resources {
			lines = append(lines, fmt.Sprintf("%s %s %s %s", as.Account, as.Region, t.of, show(o.settled(t.value))))
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// settled returns a resource in which the words stand that are known.
func (o *Oracle) settled(value object) object {
	value = maps.Clone(value)
	for name, v := range value {
		w, isWord := v.(word)
		if !isWord {
			continue
		}
		known := make(word, len(w))
		for i, part := range w {
			known[i] = part
			if s, isSymbol := part.(symbol); isSymbol {
				known[i] = "?"
				if text, bound := o.words[s]; bound {
					known[i] = text
				}
			}
		}
		value[name] = known
	}
	return value
}

// state returns all that counts of what the oracle knows, the order in which
// resources came among it.
func (o *Oracle) state() string {
	var b strings.Builder
	for _, as := range slices.SortedFunc(maps.Keys(o.partitions), func(a, b Scope) int {
		return strings.Compare(a.Account+a.Region, b.Account+b.Region)
	}) {
		for _, t := range o.partitions[as] {
			fmt.Fprintf(&b, "\n%s %t %s", t.of, t.loose, show(o.settled(t.value)))
			if life, has := o.contract.lifecycles[t.of]; has && (t.leaving || t.value[life.Member] == life.First) {
				fmt.Fprintf(&b, " since %d", t.entered.UnixNano())
			}
			if len(o.tokens) > 0 {
				fmt.Fprintf(&b, " %d", t.born)
			}
		}
		b.WriteString(o.atWork(as))
		b.WriteString(o.tokensOf(as))
	}
	for _, t := range o.tokens {
		fmt.Fprintf(&b, "\n%s %v", t.text, t.listing)
		for _, r := range t.seen {
			fmt.Fprintf(&b, " %v", r.births)
		}
		for _, r := range t.owed {
			fmt.Fprintf(&b, " owed %v", r.births)
		}
		if o.Lenient {
			fmt.Fprintf(&b, " stands %t", t.writes == o.writes)
			for _, r := range t.first {
				fmt.Fprintf(&b, " first %v %s", r.births, show(r.value))
			}
		}
	}
	return b.String()
}

// Scopes returns those in which there is, or was, anything.
func (o *Oracle) Scopes() []Scope { return slices.Collect(maps.Keys(o.partitions)) }

// Resources returns the entities, or the facts, of a name that there are.
func (o *Oracle) Resources(as Scope, now time.Time, name string) []map[string]any {
	o = o.Clone()
	c := &call{Oracle: o, as: as, now: now, resources: o.partitions[o.home(as)]}
	c.advance()
	c.mature()
	c.expire(now)
	var all []map[string]any
	for _, t := range c.find(name, func(object) bool { return true }) {
		all = append(all, plain(o.settled(t.value)).(object))
	}
	return all
}
