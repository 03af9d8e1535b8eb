package oracle

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/model"
)

// entries returns the entries of a text, and reports whether it is a JSON array of objects.
func entries(rule model.Embedded, text string) (all []object, array bool) {
	v := decoded(text)
	list, isList := v.([]any)
	if rule.None != "" && show(v) == show(decoded(rule.None)) {
		return nil, true
	}
	for _, e := range list {
		o, isObject := e.(object)
		if !isObject {
			return nil, false
		}
		all = append(all, o)
	}
	return all, isList
}

// decoded returns the value that a JSON text is of, or nil if it is none.
func decoded(text string) any {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil || d.More() {
		return nil
	}
	return v
}

// Embedded is what is said of the entries of a resource, and of the time at which one of
// them makes it expire, with the operation that puts the resource, or that of which it is
// a version.
type embedded struct {
	put    *model.Operation
	rule   *model.Embedded
	expiry *model.EntryExpiry // nil if none does
}

// entryEnd returns the time from which on a resource is gone by one of its entries.
func (o *Oracle) entryEnd(t resource) (end time.Time, ends bool) {
	of := o.contract.embedded[t.of]
	rule, expiry := of.rule, of.expiry
	if expiry == nil || of.put.Effect.Of != t.of {
		return time.Time{}, false
	}
	all, _ := entries(*rule, text(t.value[rule.Member]))
	for _, e := range all {
		at, isTime := entryTime(text(one(e, expiry.At)))
		if text(one(e, rule.Type)) == expiry.Type && isTime && (!ends || at.Before(end)) {
			end, ends = at, true
		}
	}
	return end, ends
}

// entryTime reads a date with a time of day and its offset.
func entryTime(text string) (time.Time, bool) {
	for _, layout := range []string{"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04:05Z07:00:00", "2006-01-02T15:04Z07:00"} {
		if at, err := time.Parse(layout, text); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}

// expire takes away the resources whose time has come, and with those whose time stands in
// an entry what goes with one that is deleted.
func (c *call) expire(now time.Time) {
	before := c.resources
	c.resources = c.unexpired(c.resources, now)
	if len(c.contract.embedded) == 0 {
		return
	}
	for _, t := range before {
		if end, ends := c.entryEnd(t); ends && !now.Before(end) {
			as := c.api.Deletion(t.of)
			if as == nil {
				as = c.contract.embedded[t.of].put
			}
			d := c.newCall(as, c.as, now)
			d.resources = c.resources
			d.forget(t.value)
			d.cascade(t.value)
			c.resources = d.resources
		}
	}
}

// misread returns the errors for resources whose entries are not what they have to be.
func (c *call) misread(items []*item) []string {
	var codes []string
	for _, rule := range rules[model.Embedded](c) {
		for _, it := range items {
			given, isText := it.value[rule.Member].(string)
			if !isText {
				continue
			}
			all, array := entries(rule, given)
			if !array {
				codes = append(codes, c.malformed(rule)...)
			}
			for _, e := range all {
				codes = append(codes, c.wrongEntry(rule, e)...)
			}
			for clause, limit := range rules[model.EntryOnce](c) {
				same := slices.DeleteFunc(slices.Clone(all), func(e object) bool { return text(one(e, rule.Type)) != limit.Type })
				if len(same) > 1 {
					codes = append(codes, c.errorOf(clause)...)
				}
			}
			for clause, limit := range rules[model.EntryQuota](c) {
				if len(all) > limit.Most {
					codes = append(codes, c.errorOf(clause)...)
				}
			}
		}
	}
	return codes
}

// malformed returns the errors for a text that is no array of objects.
func (c *call) malformed(rule model.Embedded) []string {
	for clause := range rules[model.Malformed](c) {
		return c.errorOf(clause)
	}
	return []string{rule.Invalid}
}

// wrongEntry returns the errors for an entry.
func (c *call) wrongEntry(rule model.Embedded, e object) []string {
	var codes []string
	kind := text(one(e, rule.Type))
	t := rule.EntryType(kind)
	if t == nil {
		if kind == "" {
			codes = append(codes, rule.Invalid) // it lacks what every entry needs
		}
		return append(codes, rule.Unknown)
	}
	for _, need := range t.Needs {
		has := text(one(e, need.At))
		if has == "" || len(need.Values) > 0 && !slices.Contains(need.Values, has) {
			codes = append(codes, rule.Invalid)
		}
	}
	for _, expiry := range rules[model.EntryExpiry](c) {
		end, isTime := entryTime(text(one(e, expiry.At)))
		switch {
		case expiry.Type != kind:
		case !isTime:
			codes = append(codes, rule.Invalid)
		case !end.After(c.now):
			for clause := range rules[model.EntryPast](c) {
				codes = append(codes, c.errorOf(clause)...)
			}
		}
	}
	return codes
}

// needed returns the tier that the entries of a resource need, with the clause that says
// so, or nil.
func (c *call) needed(value object) (*model.Clause, string) {
	clause, need := rule[model.EntryTier](c)
	for _, e := range rules[model.Embedded](c) {
		if all, _ := entries(e, text(value[e.Member])); clause != nil && len(all) > 0 {
			return clause, need.Least
		}
	}
	return nil, ""
}

// withEntries returns what a listing shows of a resource, with its entries.
func (c *call) withEntries(shown object, t resource) object {
	for _, rule := range rules[model.EntryShown](c) {
		of := c.contract.embedded[t.of]
		if !c.newest(t) {
			return put(shown, rule.In, anything{})
		}
		all, _ := entries(*of.rule, text(t.value[of.rule.Member]))
		shown = put(shown, rule.In, entryList{rule: rule, of: *of.rule, expiry: of.expiry, entries: all})
	}
	return shown
}

// newest reports whether a resource is no version of another, or the newest one.
func (c *call) newest(t resource) bool {
	put, h := c.api.HistoryOf(t.of)
	if h == nil {
		return true
	}
	all := c.find(t.of, c.like(t.value, c.api.Resource(put.Effect.Of).Key, put.Effect.Of))
	return show(all[len(all)-1].value[h.Number]) == show(t.value[h.Number])
}

// An entryList is the entries of a resource as a listing shows them, in any order. Without
// any, there is no list, or an empty one.
type entryList struct {
	rule    model.EntryShown
	of      model.Embedded
	expiry  *model.EntryExpiry
	entries []object
}

func (l entryList) agrees(_ *match, got any) bool {
	list, isList := got.([]any)
	if got != nil && !isList || len(list) != len(l.entries) {
		return false
	}
	left := slices.Clone(l.entries)
	for _, shown := range list {
		i := slices.IndexFunc(left, func(e object) bool { return l.shows(e, shown) })
		if i < 0 {
			return false
		}
		left = slices.Delete(left, i, i+1)
	}
	return true
}

// shows reports whether a structure shows an entry.
func (l entryList) shows(e object, shown any) bool {
	kind := text(one(e, l.of.Type))
	written, isObject := decoded(text(one(shown, model.Path(l.rule.Text)))).(object)
	if !isObject || one(shown, model.Path(l.rule.Type)) != kind {
		return false
	}
	if l.expiry != nil && l.expiry.Type == kind {
		if l.rule.Status != "" && one(shown, model.Path(l.rule.Status)) != l.rule.Pending {
			return false
		}
		// The same time may be written otherwise.
		end, _ := entryTime(text(one(e, l.expiry.At)))
		if at, isTime := entryTime(text(one(written, l.expiry.At))); isTime && at.Equal(end) {
			written = put(written, l.expiry.At, one(e, l.expiry.At))
		}
	}
	return show(written) == show(e)
}

// list returns the list as the fake would show it.
func (l entryList) list() any {
	if len(l.entries) == 0 {
		return nil
	}
	all := []any{}
	for _, e := range l.entries {
		one := object{l.rule.Text: show(e), l.rule.Type: one(e, l.of.Type)}
		if l.rule.Status != "" {
			one[l.rule.Status] = l.rule.Pending
		}
		all = append(all, one)
	}
	return all
}

// MarshalJSON implements [json.Marshaler].
func (l entryList) MarshalJSON() ([]byte, error) { return json.Marshal(l.list()) }
