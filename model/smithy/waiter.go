package smithy

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/jsontree"
)

// waitable is the trait of operations with waiters.
const waitable = "smithy.waiters#waitable"

// waiters reads what callers of an operation may wait for. What the trait says of how often
// to ask is left to clients.
func (r *reader) waiters(d *definition) []model.Waiter {
	trait := d.trait(waitable)
	if trait == nil || !r.checkKeys(trait, d.name+": waitable", nil) {
		return nil
	}
	var all []model.Waiter
	for _, m := range jsontree.Members(trait) {
		w, where := model.Waiter{Name: m.Key}, d.name+": waitable: "+m.Key
		if !r.checkKeys(m.Value, where, map[string]model.NodeKind{"acceptors": model.NodeArray}, "acceptors") {
			continue
		}
		for _, e := range jsontree.Elems(m.Value.Get("acceptors")) {
			w.Acceptors = append(w.Acceptors, r.acceptor(e, where))
		}
		all = append(all, w)
	}
	return all
}

// comparators are those of texts.
var comparators = []string{"stringEquals", "allStringEquals", "anyStringEquals"}

func (r *reader) acceptor(n *model.Node, where string) model.Acceptor {
	if !r.checkKeys(n, where, map[string]model.NodeKind{"state": model.NodeString, "matcher": model.NodeObject}, "state", "matcher") {
		return model.Acceptor{}
	}
	a := model.Acceptor{State: jsontree.Text(n.Get("state"))}
	if state := n.Get("state"); state != nil && !slices.Contains([]string{"success", "failure", "retry"}, a.State) {
		r.problems.Add(state.Pos, where, state.Raw+" is not known", "write one of success, failure, retry")
	}
	matcher := n.Get("matcher")
	a.Error = localName(jsontree.Text(matcher.Get("errorType")))
	if output := matcher.Get("output"); slices.Contains(comparators, jsontree.Text(output.Get("comparator"))) {
		a.Path, a.Text = jsontree.Text(output.Get("path")), jsontree.Text(output.Get("expected"))
	}
	return a
}

// resourceShape reads a resource.
func resourceShape(d *definition) model.ResourceShape {
	s := model.ResourceShape{Name: d.name}
	for _, m := range jsontree.Members(d.node.Get("identifiers")) {
		s.Identifiers = append(s.Identifiers, m.Key)
	}
	for _, role := range []struct {
		key  string
		into *string
	}{{"put", &s.Put}, {"create", &s.Create}, {"read", &s.Read}, {"update", &s.Update}, {"delete", &s.Delete}, {"list", &s.List}} {
		*role.into = localName(jsontree.Text(d.node.Get(role.key).Get("target")))
	}
	return s
}
