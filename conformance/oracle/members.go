package oracle

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// returned returns a resource as reads are to return it, by a service that treats
// some of its members in a way of its own. All that is permitted agrees, whatever
// the service does elsewhere, and a documented default may be missing: that is for
// the clause about it to check, and services have had defaults since some day.
func (o *Oracle) returned(t resource) object {
	shown := o.shown(t)
	for _, clause := range o.api.TreatedMembers(t.of) {
		rule := clause.Rule.(model.Treated)
		if rule.Treatment == model.Moved {
			shown = o.moved(clause, rule, shown)
			continue
		}
		shown = changed(shown, rule.Member, func(owner object, member string) object {
			v, put := owner[member]
			switch {
			case rule.Now:
				p := perhaps{any: true}
				if o.choice(clause) != "absent" {
					p.likely = v
				}
				return with(owner, member, p)
			case rule.Treatment == model.Withheld && put:
				return with(owner, member, veiled{v, o.choice(clause)})
			case rule.Treatment == model.Withheld, given(v), !suitsTexts(rule, owner):
				return owner
			}
			return with(owner, member, o.supplied(clause, rule, owner))
		})
	}
	return shown
}

// supplied returns what stands in a structure where nobody put a member that is
// supplied or defaulted.
func (o *Oracle) supplied(clause *model.Clause, rule model.Treated, owner object) any {
	var p perhaps
	if v, ok := owner[rule.Like]; ok {
		p.values = append(p.values, v)
	}
	for _, text := range rule.Values {
		d := json.NewDecoder(bytes.NewReader([]byte(text)))
		d.UseNumber()
		var v any
		if d.Decode(&v) == nil {
			p.values = append(p.values, v)
		}
	}
	if o.choice(clause) != "absent" && len(p.values) > 0 {
		p.likely = p.values[0]
	}
	return p
}

// moved returns a resource of which a member may stand where it was put, or at
// other places. That it stands at one of them is for another property to check.
func (o *Oracle) moved(clause *model.Clause, rule model.Treated, shown object) object {
	name := string(rule.Member)
	v, put := shown[name]
	if !put {
		return shown
	}
	found := false
	moves := o.choice(clause) == "moved"
	to := changed(shown, rule.To, func(owner object, member string) object {
		found = found || suitsTexts(rule, owner)
		if given(owner[member]) || !suitsTexts(rule, owner) {
			return owner
		}
		p := perhaps{values: []any{v}}
		if moves {
			p.likely = v
		}
		// Where it stays, something else may be supplied.
		p.any = true
		return with(owner, member, p)
	})
	if !found {
		return shown
	}
	p := perhaps{values: []any{v}}
	if !moves {
		p.likely = v
	}
	return with(to, name, p)
}

// suitsTexts reports whether a structure has the texts that a clause asks for.
func suitsTexts(rule model.Treated, owner object) bool { return holdsAll(rule.When, owner) }

// holdsAll reports whether a structure has the texts of some conditions.
func holdsAll(when []model.Condition, owner object) bool {
	return !slices.ContainsFunc(when, func(c model.Condition) bool { return owner[string(c.Path)] != c.Value })
}

// changed returns a copy of an object in which each structure is changed that has
// the last member of a path.
func changed(o object, path model.Path, change func(owner object, member string) object) object {
	first, rest, deeper := strings.Cut(string(path), ".")
	name, each := strings.CutSuffix(first, "[]")
	switch inner := o[name].(type) {
	case object:
		if deeper {
			return with(o, name, changed(inner, model.Path(rest), change))
		}
	case []any:
		if deeper && each {
			list := slices.Clone(inner)
			for i, e := range list {
				if elem, ok := e.(object); ok {
					list[i] = changed(elem, model.Path(rest), change)
				}
			}
			return with(o, name, list)
		}
	}
	if deeper {
		return o
	}
	return change(o, name)
}

// with returns a copy of an object with another value of a member.
func with(o object, name string, v any) object {
	o = maps.Clone(o)
	o[name] = v
	return o
}

// A perhaps is a member that may be there, with one of some values or with any, and
// may be missing.
type perhaps struct {
	values []any
	any    bool
	// likely is what is there by the choices that are known, nil for nothing.
	likely any
}

func (p perhaps) agrees(m *match, got any) bool {
	return !given(got) || p.any || slices.ContainsFunc(p.values, func(v any) bool { return m.same(v, got) })
}

// A veiled is a member that may be missing or empty though it was put.
type veiled struct {
	value  any
	choice string
}

func (v veiled) agrees(m *match, got any) bool {
	return got == nil || got == "" || m.same(v.value, got)
}

// MarshalJSON implements [json.Marshaler].
func (p perhaps) MarshalJSON() ([]byte, error) { return json.Marshal(plain(p)) }

// MarshalJSON implements [json.Marshaler].
func (v veiled) MarshalJSON() ([]byte, error) { return json.Marshal(plain(v)) }
