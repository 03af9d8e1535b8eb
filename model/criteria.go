package model

import (
	"slices"
	"strconv"
)

// Criteria says that a list in the input selects what is listed by conditions
// that are data: each element has a key, which says what is looked at, an
// option, which says how that is compared, and values. A resource is listed
// that meets each element with one of the element's values.
//
//	{"kind": "criteria", "by": PATH, "key": MEMBER, "option": MEMBER, "values": MEMBER,
//	 "on": [{"key": TEXT, "member": MEMBER, "options": {TEXT: COMPARISON}, "default": TEXT,
//	         "otherwise": TEXT, "separator": TEXT}],
//	 "rejected": [TEXT, ...], "bad-key": CODE, "bad-option": CODE}
//
// "key", "option" and "values" are the members of an element. The comparisons
// are equals, begins, contains, and for names that make a hierarchy, whose
// "separator" is given, below (a level) and child (directly below it).
// "default" is the option of an element without one, "otherwise" the value
// that counts for a resource which has none. In the place of "member", "labels": ENTITY has
// the labels of the resource compared, one of which has to meet the element; whether one on
// another version than the newest counts, and which version is returned then, is not said. "rejected" are keys that others
// of the API's operations know, and this one does not. What becomes of two
// elements with one key is not said.
type Criteria struct {
	By                  Path
	Key, Option, Values string
	On                  []Criterion
	Rejected            []string
	BadKey, BadOption   string
}

func (Criteria) rule() {}

// A Criterion is what one key of a list of conditions stands for: a member, or labels.
type Criterion struct {
	Key, Member string
	Labels      string `json:",omitempty"`
	Options     []Comparison
	// Default is the option where none is given, or "".
	Default string
	// Otherwise is the value that counts for a resource without one.
	Otherwise string
	// Separator is what stands between the levels of a name, or "".
	Separator string
}

// A Comparison is what an option stands for.
type Comparison struct {
	Option string
	Is     Comparing
}

// A Comparing is a way to compare a text with a value.
type Comparing string

// The ways to compare.
const (
	TextEquals   Comparing = "equals"
	TextBegins   Comparing = "begins"
	TextContains Comparing = "contains"
	TextBelow    Comparing = "below"
	TextChild    Comparing = "child"
)

// Criterion returns what a key stands for, or nil.
func (c *Criteria) Criterion(key string) *Criterion {
	for i := range c.On {
		if c.On[i].Key == key {
			return &c.On[i]
		}
	}
	return nil
}

// Comparing returns what an option stands for, which may be empty; "" if the
// key has no such option.
func (c *Criterion) Comparing(option string) Comparing {
	if option == "" {
		option = c.Default
	}
	for _, o := range c.Options {
		if o.Option == option {
			return o.Is
		}
	}
	return ""
}

func readCriteria(r *clauseReader) Rule {
	c := Criteria{By: r.inputPath("by"), Key: r.text("key"), Option: r.text("option"), Values: r.text("values"),
		BadKey: r.errorCode("bad-key"), BadOption: r.errorCode("bad-option")}
	if r.has("rejected") {
		c.Rejected = r.texts("rejected")
	}
	r.checkKind("by", r.op.Input, c.By, List)
	if _, elem, err := r.api.Steps(r.op.Input, c.By.Elem()); err == nil && c.By != "" {
		r.checkKind("key", elem.Name, Path(c.Key), String, Enum)
		r.checkKind("option", elem.Name, Path(c.Option), String, Enum)
		r.checkKind("values", elem.Name, Path(c.Values), List)
	}
	for _, n := range r.elems("on") {
		c.On = append(c.On, r.criterion(n))
	}
	if len(c.On) == 0 {
		r.complain("on", "no key is named", `write "on": [{"key": TEXT, "member": MEMBER, "options": {TEXT: COMPARISON}}]`)
	}
	return c
}

// criterion reads what one key stands for.
func (r *clauseReader) criterion(n *Node) Criterion {
	o := newObject(n, r.where+": on", r.problems)
	c := Criterion{Key: o.text("key"), Labels: o.optionalText("labels")}
	if c.Labels == "" {
		c.Member = o.text("member")
	}
	for key, into := range map[string]*string{"default": &c.Default, "otherwise": &c.Otherwise, "separator": &c.Separator} {
		*into = o.optionalText(key)
	}
	options := o.textMap("options")
	for _, name := range sortedKeys(options) {
		is := Comparing(options[name])
		switch is {
		case TextEquals, TextBegins, TextContains:
		case TextBelow, TextChild:
			if c.Separator == "" {
				o.complain("options", strconv.Quote(options[name])+" needs the separator of the levels", `write "separator": TEXT`)
			}
		default:
			o.complain("options", strconv.Quote(options[name])+" is no comparison", "write equals, begins, contains, below or child")
		}
		c.Options = append(c.Options, Comparison{name, is})
	}
	if len(c.Options) == 0 {
		o.complain("options", "no option is named", `write "options": {TEXT: COMPARISON}`)
	}
	if _, named := options[c.Default]; c.Default != "" && !named {
		o.complain("default", strconv.Quote(c.Default)+" is no option", "name one of options")
	}
	if m := r.resourceShape().Member(c.Member); m == nil && c.Member != "" {
		o.complain("member", r.resourceShape().Name+" has no member "+c.Member, nearestMember(r.resourceShape(), c.Member))
	} else if m != nil {
		if kind := r.api.Shape(m.Shape).Kind; kind != String && kind != Enum && kind != Unknown {
			o.complain("member", c.Member+" is a "+string(kind), "texts are compared")
		}
	}
	if e := r.api.Entity(c.Labels); e == nil && c.Labels != "" {
		o.complain("labels", "there is no entity "+c.Labels, nearest(c.Labels, entityNames(r.api), "name one whose key is that of the resource, and a label"))
	} else if e != nil && (!slices.Equal(e.Partition, r.resourceKey()) || len(e.Key) != len(e.Partition)+1) {
		o.complain("labels", c.Labels+" is not listed by the key of "+r.op.Effect.Of, "name the entity that the labels of its versions are")
	}
	o.end()
	return c
}
