package oracle

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// keysNamed returns the keys of a request that an answer lists as plain texts: those of
// the resources that were dealt with, and of those that are not there.
func (c *call) keysNamed(items []*item) (done, absent []any) {
	if clause, _ := rule[model.Named](c); clause == nil {
		return nil, nil
	}
	for _, it := range items {
		key := it.value[c.about.Key[0]]
		if slices.Contains(it.why, "absent") {
			absent = append(absent, key)
		} else {
			done = append(done, key)
		}
	}
	return done, absent
}

// keysUnfound returns the keys that a request of a listing selects and that are not
// there, each once.
func (c *call) keysUnfound() []any {
	clause, _ := rule[model.Named](c)
	f := c.api.KeyFilter(c.op)
	if clause == nil || f == nil {
		return nil
	}
	var absent []any
	for _, key := range c.named(*f) {
		there := c.finds(*f, key)
		if rule := c.selecting(); rule != nil && !there {
			if name, _, selects := strings.Cut(text(key), rule.Separator); selects {
				key = unfound{text(key), name}
			}
		}
		if !there && !slices.Contains(absent, key) {
			absent = append(absent, key)
		}
	}
	return absent
}

// An unfound is what selects a version that is not there. It is listed as it was asked
// for, or as the name of the resource.
type unfound struct{ asked, name string }

func (u unfound) agrees(_ *match, got any) bool { return got == u.asked || got == u.name }

// MarshalJSON implements [json.Marshaler].
func (u unfound) MarshalJSON() ([]byte, error) { return json.Marshal(u.asked) }

// finds reports whether a key that selects a single resource finds one.
func (c *call) finds(f model.Filter, key any) bool {
	if rule := c.selecting(); rule != nil {
		_, _, there := c.whole(rule, key)
		return there
	}
	return slices.ContainsFunc(c.listed(), func(t resource) bool { return c.found(f, f.On[0], t.value, key) })
}

// names holds an answer against the keys that it has to list. One that a request names
// twice may be listed twice.
func (m *match) names(want Outcome, got object) error {
	for _, rule := range rulesOf[model.Named](want.op) {
		for _, l := range []struct {
			path model.Path
			keys []any
		}{{rule.Done, want.done}, {rule.Absent, want.absent}} {
			if l.path == "" {
				continue
			}
			listed := at(got, l.path.Elem())
			wanted := func(got any) bool { return slices.ContainsFunc(l.keys, func(k any) bool { return m.same(k, got) }) }
			there := func(want any) bool { return slices.ContainsFunc(listed, func(k any) bool { return m.same(want, k) }) }
			if slices.ContainsFunc(listed, not(wanted)) || slices.ContainsFunc(l.keys, not(there)) {
				return fmt.Errorf("%s lists %s, and has to list %s", l.path, showAll(listed), showAll(l.keys))
			}
		}
	}
	return nil
}

func not(holds func(any) bool) func(any) bool { return func(v any) bool { return !holds(v) } }

// listing returns an output with the lists of keys.
func (w Outcome) listing(out object) object {
	for _, rule := range rulesOf[model.Named](w.op) {
		if rule.Done != "" && len(w.done) > 0 {
			out = put(out, rule.Done, w.done)
		}
		if rule.Absent != "" && len(w.absent) > 0 {
			out = put(out, rule.Absent, plain(w.absent))
		}
	}
	return out
}
