package draft

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// A life is the states of an entity, as its waiters have them.
type life struct {
	member, since       string
	first, last, failed string
	// deleting is the state of what is being deleted, or empty.
	deleting string
	// why says what it was guessed from.
	why string
}

// lifeOf guesses the states of an entity from the waiters of what shows it, and notes of
// each that says nothing of them why it does not.
func (d *drafting) lifeOf(g *group) {
	var gone []*view // of which a waiter waits for the end of the entity
	for _, v := range g.views {
		for _, w := range v.op.Waiters {
			end, by := succeeds(w)
			if end {
				gone = append(gone, v)
				continue
			}
			l, why := d.lifeBy(g, v, w, by)
			switch {
			case why != "":
			case g.life == nil:
				g.life = l
			case g.life.member != l.member || g.life.last != l.last:
				why = fmt.Sprintf("it waits for %s, and another one for %s", l.last, g.life.last)
			}
			if why != "" {
				d.leave(v.op, "what its waiter "+w.Name+" says of states: "+why)
			}
		}
	}
	why := ""
	switch {
	case g.life == nil:
		why = "nothing says what the states are before"
	case g.life.deleting == "":
		why = "no state reads like that of what is being deleted"
	case g.made == "":
		why = "only where the service makes the key, a lifecycle has a state of what is being deleted"
	case len(g.deletes) == 0:
		why = "no operation given deletes " + an(g.noun)
	}
	if why == "" {
		return
	}
	if g.life != nil {
		g.life.deleting = ""
	}
	for _, v := range gone {
		d.leave(v.op, "that "+an(g.noun)+" is gone after a while, for which a waiter of it waits: "+why)
	}
}

// succeeds returns the first answer with which a waiter succeeds that is no error, and
// whether it waits for a resource to be gone.
func succeeds(w model.Waiter) (gone bool, by model.Acceptor) {
	for _, a := range w.Acceptors {
		if a.State == "success" && a.Error == "" && by.State == "" {
			by = a
		}
		gone = gone || a.State == "success" && a.Error != ""
	}
	return gone && by.Path == "", by
}

// lifeBy guesses the states of an entity from a waiter that succeeds by some answer. If it
// guesses none, why says why.
func (d *drafting) lifeBy(g *group, v *view, w model.Waiter, by model.Acceptor) (l *life, why string) {
	if by.Path == "" {
		return nil, "it compares no text"
	}
	at := string(v.into)
	if v.verb == model.Lists {
		at += "[]"
	}
	name, direct := strings.CutPrefix(by.Path, at)
	name = strings.TrimPrefix(name, ".")
	m := v.shape.Member(name)
	if !direct || m == nil {
		return nil, fmt.Sprintf("%s is no member of what shows %s", by.Path, an(g.noun))
	}
	enum := d.api.Shape(m.Shape)
	is := func(text string) bool {
		return slices.ContainsFunc(enum.Enum, func(v model.EnumValue) bool { return v.Value == text })
	}
	var failures []string
	first := ""
	for _, a := range w.Acceptors {
		if a.Path == by.Path && is(a.Text) {
			switch {
			case a.State == "failure":
				failures = append(failures, a.Text)
			case a.State == "retry" && first == "":
				first = a.Text
			}
		}
	}
	switch {
	case enum.Kind != model.Enum:
		return nil, name + " is no enum"
	case !is(by.Text):
		return nil, fmt.Sprintf("%s is no value of %s", by.Text, enum.Name)
	case containsAny(strings.ToLower(by.Text), stopped...):
		return nil, by.Text + " is not what becomes of a new " + g.noun + " by itself"
	case g.puts[0].within.Member(name) != nil:
		return nil, g.puts[0].op.Name + " is given " + name
	case len(g.puts) > 1:
		return nil, "several operations put " + an(g.noun)
	case g.made == "" && !g.puts[0].word.create:
		return nil, g.puts[0].op.Name + " replaces " + an(g.noun) + " that exists, and nothing is known of its state then"
	}
	for _, beginning := range beginnings {
		for _, v := range enum.Enum {
			if first == "" && strings.HasPrefix(strings.ToLower(v.Value), beginning) && v.Value != by.Text && !containsAny(strings.ToLower(v.Value), "fail", "complete", "delet") {
				first = v.Value
			}
		}
	}
	if first == "" {
		return nil, "no value of " + enum.Name + " reads like what a " + g.noun + " is at first"
	}
	l = &life{member: name, first: first, last: by.Text}
	l.why = fmt.Sprintf("%s waits for %s with %s; %s reads like what comes before", w.Name, by.Text, v.op.Name, first)
	for _, text := range failures {
		if l.failed == "" && text != first && strings.Contains(strings.ToLower(text), "fail") && !containsAny(strings.ToLower(text), "delet", "updat") {
			l.failed = text
		}
	}
	for _, v := range enum.Enum {
		if lower := strings.ToLower(v.Value); l.deleting == "" && (lower == "deleting" || lower == "terminating") {
			l.deleting = v.Value
		}
	}
	if d.timestamp() == "" {
		return nil, "no operation of the model has a time, and nothing could hold when the state began"
	}
	l.since = "StateSince"
	for v.shape.Member(l.since) != nil || g.puts[0].within.Member(l.since) != nil {
		l.since += "Kept"
	}
	return l, ""
}

// stopped are parts of states that a resource has because somebody asked for its end.
var stopped = []string{"stop", "terminat", "inactiv", "delet", "offline", "disabl"}

// beginnings are how states begin that a new resource has at first, the likeliest before
// the others.
var beginnings = []string{"creat", "regist", "submit", "pending", "provision", "request", "queue", "init", "launch", "start", "build", "deploy", "in_progress", "inprogress", "training", "running", "updating"}

// timestamp returns a shape of the model that is a time, or "".
func (d *drafting) timestamp() string {
	for _, s := range d.api.Shapes {
		if s.Kind == model.Timestamp {
			return s.Name
		}
	}
	return ""
}

// lifeClauses guesses the rules about the states of what is put.
func (g *group) lifeClauses(c *clauses) {
	l := g.life
	if l == nil {
		return
	}
	states := []member{unconfirmed, {"member", l.member}, {"since", l.since}, {"first", l.first}, {"last", l.last}}
	if l.failed != "" {
		states = append(states, member{"failed", l.failed})
	}
	c.add("lifecycle", "states", fmt.Sprintf("A new %s is %s at first, and %s later.", g.noun, l.first, l.last), l.why, states...)
	c.add("lifecycle/period", "period", "It is "+l.first+" for this long.", "no model says how long", choices("at-once", "a-minute")...)
}
