package model

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Assigned says that the service itself sets a member. The value is text in
// which {account}, {region}, {unique} (a short word that no other resource has)
// and {Member} (another member of the resource, that is text) are replaced, or "{now}" for
// a timestamp. {/Member} is the member with a slash before it, unless it has one. A member
// that the service sets as well is set before the text has it, whichever clause comes
// first. A value without {now} is set when the resource is first put, and stays; an
// operation that updates sets {now} only.
//
//	{"kind": "assigned", "member": MEMBER, "value": TEXT, "unique": FORM}
//
// "unique" is the form of the word for which {unique} stands: the characters that may
// be in it, and how many there are, such as [A-Z0-9]{12}; there have to be a million such
// words. Without it, the word has letters, digits, - and _.
//
// The member may be in the key of an entity: then the service makes the key of what an
// operation puts, each put creates another one, and its output tells the key. The value
// has {unique} in it, and no key is given twice, not even once its resource is deleted.
type Assigned struct {
	Member string
	Value  string
	Unique string `json:",omitempty"`
}

func (Assigned) rule() {}

func readAssigned(r *clauseReader) Rule {
	a := Assigned{Member: r.resourceMember("member"), Value: r.text("value")}
	if m := r.resourceShape().Member(a.Member); m != nil {
		kind := r.api.Shape(m.Shape).Kind
		isTime := kind == Timestamp
		if kind != String && kind != Enum && !isTime && kind != Unknown {
			r.complain("member", a.Member+" is of kind "+string(kind)+", and the service can set strings and timestamps only", "leave the clause out")
		} else if isTime != (a.Value == "{now}") {
			r.complain("value", "a timestamp is assigned {now}, and {now} only to a timestamp",
				"write {now} for a timestamp, other text for a string")
		}
	}
	// An item has members for what the service sets, and a client may send it back.
	if path := r.op.Effect.Bound(a.Member); path != "" && r.op.Effect.Item == "" {
		r.complain("member", "the client sends "+a.Member+", as "+string(path)+" of the input", "leave the clause out, or say under unmodelled what becomes of the member")
	}
	if r.has("unique") {
		a.Unique = r.text("unique")
		if letters, _ := WordForm(a.Unique); a.Unique != "" && letters == "" {
			r.complain("unique", strconv.Quote(a.Unique)+" is no form of a million words", "write the characters and how many there are, such as [a-z0-9]{12}")
		} else if !strings.Contains(a.Value, "{unique}") {
			r.complain("unique", "there is no {unique} in the value", "put it into the value, or leave the form out")
		}
	}
	if r.op.Effect.Verb == Updates && a.Value != "{now}" {
		r.complain("value", "what is set when a "+r.op.Effect.Of+" is first put stays", "assign it where that is put; an update sets {now} only")
	}
	r.checkMade(a)
	for _, part := range a.Parts() {
		switch {
		case part.Literal != "", part.Name == "account", part.Name == "region", part.Name == "unique":
		case part.Name == "now":
			if a.Value != "{now}" {
				r.complain("value", "{now} is a time, and no part of a text", "leave it out of the text, or write {now} alone for a timestamp")
			}
		default:
			r.checkFilledIn(part.Name)
		}
	}
	r.checkAssignable(a)
	return a
}

// checkAssignable complains of a text that is none of its member's shape: as an example
// shows, or, where other members are part of it, if what is written down is too long.
func (r *clauseReader) checkAssignable(a Assigned) {
	m := r.resourceShape().Member(a.Member)
	if m == nil || r.api.Shape(m.Shape).Kind != String {
		return
	}
	s := r.api.Shape(m.Shape)
	example, whole := a.example()
	n := int64(utf8.RuneCountInString(example))
	switch {
	case s.Max != nil && n > s.Max.Int:
		r.complain("value", fmt.Sprintf("a %s has %d characters at most, and this has %d or more, as in %q", a.Member, s.Max.Int, n, example), "shorten the text, or correct the form of the word")
	case whole && s.Min != nil && n < s.Min.Int:
		r.complain("value", fmt.Sprintf("a %s has %d characters at least, and this has %d, as in %q", a.Member, s.Min.Int, n, example), "lengthen the text, or correct the form of the word")
	case whole && s.Pattern != "":
		if pattern, err := regexp.Compile(s.Pattern); err == nil && !pattern.MatchString(example) {
			r.complain("value", fmt.Sprintf("a %s matches %s, and this does not, as in %q", a.Member, s.PatternInMessages(), example), "correct the text, or the form of the word")
		}
	}
}

// example returns a text such as is assigned, without the members that are part of it;
// whole reports that there are none.
func (a Assigned) example() (text string, whole bool) {
	whole = true
	for _, part := range a.Parts() {
		known, ok := part.Example(a.Unique)
		text, whole = text+known, whole && ok
	}
	return text, whole
}

// checkFilledIn complains of a placeholder that is no member, or none that is text.
func (r *clauseReader) checkFilledIn(name string) {
	m := r.resourceShape().Member(name)
	if m == nil {
		r.complain("value", "{"+name+"} is nothing that can be put into the text",
			"use {account}, {region}, {unique}, {now} or a member of "+r.resourceShape().Name)
		return
	}
	if kind := r.api.Shape(m.Shape).Kind; kind != String && kind != Enum && kind != Unknown {
		r.complain("value", "{"+name+"} is of kind "+string(kind)+", and can't be put into the text", "use a member that is a string")
	}
}

// orderAssigned puts the clauses that assign text in such an order that each comes after
// those of the members in its text. It complains of a text that has itself in it.
func (c *contract) orderAssigned(op *Operation) {
	var places []int
	for i := range op.Clauses {
		if _, ok := op.Clauses[i].Rule.(Assigned); ok {
			places = append(places, i)
		}
	}
	var ordered []Clause
	state := map[int]int{} // 1 while what a text has in it is put before it, then 2
	var add func(i int)
	add = func(i int) {
		one, rule := &op.Clauses[i], op.Clauses[i].Rule.(Assigned)
		if state[i] == 1 {
			c.problems.Add(one.Pos, op.Name+": clause "+one.ID, rule.Member+" is part of the text that is assigned to it", "leave it out of the text")
		}
		if state[i] != 0 {
			return
		}
		state[i] = 1
		for _, part := range rule.Parts() {
			for _, j := range places {
				if part.Name != "" && op.Clauses[j].Rule.(Assigned).Member == part.Name {
					add(j)
				}
			}
		}
		state[i] = 2
		ordered = append(ordered, *one)
	}
	for _, i := range places {
		add(i)
	}
	for at, i := range places {
		op.Clauses[i] = ordered[at]
	}
}

// checkMade complains of a member of the key that can't be one which the service makes.
func (r *clauseReader) checkMade(a Assigned) {
	if !contains(r.resourceKey(), a.Member) {
		return
	}
	of := r.op.Effect.Of
	switch {
	case r.op.Effect.Verb == Updates:
		r.complain("member", a.Member+" is in the key of "+of+", which an update does not change", "leave the clause out")
	case r.op.Effect.Verb != Puts:
		r.complain("member", a.Member+" says what "+of+" is about", "leave the clause out")
	case r.op.Effect.Each != "":
		r.complain("member", r.op.Name+" puts several of "+of+" at once, and "+a.Member+" is in their key", "leave the clause out: the service makes keys one at a time")
	case !strings.Contains(a.Value, "{unique}"):
		r.complain("value", "no other "+of+" may get the "+a.Member+", which is in the key", "put {unique} into the text")
	}
}

// WordForm returns the characters that a word of a form consists of, and how many of them
// there are: "0123456789" and 6 for [0-9]{6}. It returns "" if the text is no such form,
// or there are few such words.
func WordForm(form string) (letters string, n int) {
	found := wordForm.FindStringSubmatch(form)
	if found == nil {
		return "", 0
	}
	n, _ = strconv.Atoi(found[2])
	class := []byte(found[1])
	for i := 0; i < len(class); i++ {
		first, last := class[i], class[i]
		if i+2 < len(class) && class[i+1] == '-' {
			last = class[i+2]
			i += 2
		}
		for c := int(first); c <= int(last); c++ {
			if strings.IndexByte(letters, byte(c)) < 0 {
				letters += string(rune(c))
			}
		}
	}
	words := 1
	for range min(n, 20) {
		words *= max(len(letters), 1)
		if words >= fewestWords {
			return letters, n
		}
	}
	return "", 0
}

// fewestWords is how many words of a form there have to be, so that they do not run out.
const fewestWords = 1_000_000

// wordForm is a class of letters, digits, - and _, and a count.
var wordForm = regexp.MustCompile(`^\[([0-9A-Za-z_-]+)\]\{([0-9]{1,2})\}$`)

// Made returns what says how the service makes a member of the key of what the operation
// puts, or nil.
func (a *API) Made(o *Operation) *Assigned {
	if o.Effect.Verb != Puts {
		return nil
	}
	key := a.Resource(o.Effect.Of).Key
	return FindRule(o, func(rule Assigned) bool { return contains(key, rule.Member) })
}

// MadeKey returns the member of the key that the service makes of what the operation
// puts, or "".
func (a *API) MadeKey(o *Operation) string {
	if rule := a.Made(o); rule != nil {
		return rule.Member
	}
	return ""
}

// replacing are the kinds of clause that are about a put of what is there already.
var replacing = map[string]bool{
	"existing": true, "existing/needed": true, "existing/fixed": true, "upsert/omitted": true, "counted": true, "history": true,
	"tier/lowered": true, "interval": true,
}

// checkMadeKey complains of an operation whose output does not tell the key that the
// service makes, and of clauses about a put of what is there already: no put has a key
// that was given before.
func (c *contract) checkMadeKey(op *Operation) {
	made := c.api.MadeKey(op)
	if made == "" {
		return
	}
	for i := range op.Clauses {
		one := &op.Clauses[i]
		where := op.Name + ": clause " + one.ID
		rule, assigned := one.Rule.(Assigned)
		switch {
		case assigned && rule.Member == made && op.Told(made) == "":
			c.problems.Add(one.Pos, where, "the service makes "+made+", and the output does not tell it",
				"add a clause of kind output that has "+made)
		case replacing[one.Kind]:
			c.problems.Add(one.Pos, where, "each put creates another "+op.Effect.Of+", because the service makes "+made, "leave the clause out")
		}
	}
}

// Told returns where the output of a put has a member of what it has put, or "".
func (o *Operation) Told(member string) Path {
	if rule := ruleOf[Output](o, "output"); rule != nil {
		for _, b := range rule.As {
			if b.Member == member {
				return b.Path
			}
		}
	}
	return ""
}

// A TextPart is a part of an assigned text: what is written down, or the name
// of what is put in its place.
type TextPart struct {
	// Literal is the text itself. It is empty where a name stands.
	Literal string
	// Name is what stands in braces, e.g. "account". It is empty where there is
	// plain text.
	Name string
	// Rooted reports that what takes the place of the name begins with a slash.
	Rooted bool
}

// Example returns a text such as takes the place of the part, where words that nothing else
// has are of a form. It reports whether there is one for any resource: not of a member.
func (p TextPart) Example(unique string) (text string, ok bool) {
	switch p.Name {
	case "":
		return p.Literal, true
	case "account":
		return "123456789012", true
	case "region":
		return "us-east-1", true
	case "unique":
		letters, n := WordForm(unique)
		if letters == "" {
			letters, n = "abc123", 6 // a short word of any form
		}
		return strings.Repeat(letters, n/len(letters)+1)[:n], true
	}
	return "", false
}

// Placeholder returns what stands in braces.
func (p TextPart) Placeholder() string {
	if p.Rooted {
		return "/" + p.Name
	}
	return p.Name
}

// Parts returns the parts of the value, in order.
func (a Assigned) Parts() []TextPart {
	var parts []TextPart
	for text := a.Value; text != ""; {
		before, after, found := strings.Cut(text, "{")
		if before != "" {
			parts = append(parts, TextPart{Literal: before})
		}
		if !found {
			break
		}
		name, rest, _ := strings.Cut(after, "}")
		name, rooted := strings.CutPrefix(name, "/")
		parts = append(parts, TextPart{Name: name, Rooted: rooted})
		text = rest
	}
	return parts
}

// Assigns reports whether the service itself sets a member of what the
// operation puts: clauses of the kinds assigned, counted, lifecycle, label and process say so.
func (o *Operation) Assigns(member string) bool {
	for _, c := range o.Clauses {
		switch rule := c.Rule.(type) {
		case Assigned:
			if rule.Member == member {
				return true
			}
		case Counted:
			if rule.Member == member {
				return true
			}
		case Lifecycle:
			if rule.Member == member || rule.Since == member {
				return true
			}
		case Label:
			if rule.Number == member {
				return true
			}
		case Process:
			if rule.Sets(member) {
				return true
			}
		case ProcessSteps:
			if rule.List == member {
				return true
			}
		}
	}
	return false
}
