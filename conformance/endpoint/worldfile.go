package endpoint

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// A Fixtures is what a person says there is at a target, for a suite that must
// set up nothing by itself: facts about things that exist already. With
// one, the suite puts and deletes nothing but what those facts guard, under the
// keys that are named, and leaves it as it was.
type Fixtures struct {
	// Account and Region say where the things are. If they are empty, it is
	// wherever the suite speaks.
	Account string `json:"account,omitempty"`
	Region  string `json:"region,omitempty"`
	// Facts are what is known.
	Facts []Fixture `json:"facts"`
}

// A Fixture says which value a fact has about one key.
type Fixture struct {
	// Fact is the name of the fact in the contract, e.g. "compliance".
	Fact string `json:"fact"`
	// Of holds each member of the fact's key.
	Of map[string]string `json:"of"`
	// Value is the value that it has.
	Value string `json:"value"`
}

// ReadFixtures reads a world from JSON, for an API. name is what the document is
// called in complaints: all that is wrong with it is told at once, each mistake
// with its line and column.
//
//	{"account": "123456789012", "region": "us-east-1", "facts": [
//	  {"fact": "compliance", "value": "NON_COMPLIANT",
//	   "of": {"ConfigRuleName": "encrypted", "ResourceType": "AWS::EC2::Volume", "ResourceId": "vol-1"}}]}
//
// An element of facts is as the control protocol sets one. Account and region
// may be left out.
func ReadFixtures(name string, r io.Reader, api *model.API) (*Fixtures, error) {
	l, root, err := locate(name, r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	w := &Fixtures{}
	if root != nil && l.is(root, model.NodeObject, "") {
		l.keys(root, "", []string{"facts"}, "account", "region")
		w.Account, w.Region = l.text(root, "account", ""), l.text(root, "region", "")
		if a := root.Get("account"); w.Account != "" && !isAccount(w.Account) {
			l.problems.Add(a.Pos, "account", strconv.Quote(w.Account)+" is no account", "write its 12 digits")
		}
		l.facts(w, root, api)
	}
	if err := l.problems.Err(); err != nil {
		return nil, err
	}
	return w, nil
}

func isAccount(text string) bool {
	return len(text) == 12 && strings.Trim(text, "0123456789") == ""
}

// facts reads what is known.
func (l *located) facts(w *Fixtures, root *model.Node, api *model.API) {
	list := root.Get("facts")
	if list == nil || !l.is(list, model.NodeArray, "facts") {
		return
	}
	if len(list.Elems) == 0 {
		l.problems.Add(list.Pos, "facts", "nothing is known", "name at least one fact, or leave the file out")
	}
	first := map[string]int{}
	for i, n := range list.Elems {
		where := fmt.Sprintf("facts[%d]", i)
		if !l.is(n, model.NodeObject, where) {
			continue
		}
		f, whole := l.fact(n, where, api)
		if !whole {
			continue
		}
		id := f.Fact + fmt.Sprint(f.Of) // a map is printed in the order of its keys
		if before, there := first[id]; there {
			l.problems.Add(n.Pos, where, fmt.Sprintf("of this key line %d says something already", before), "leave one of the two out")
			continue
		}
		first[id] = n.Pos.Line
		w.Facts = append(w.Facts, f)
	}
}

// fact reads one fact, and reports whether it is as it should be.
func (l *located) fact(n *model.Node, where string, api *model.API) (Fixture, bool) {
	before := len(l.problems)
	l.keys(n, where, []string{"fact", "of", "value"})
	f := Fixture{Fact: l.text(n, "fact", where), Of: map[string]string{}, Value: l.text(n, "value", where)}
	of := n.Get("of")
	if of != nil && !l.is(of, model.NodeObject, where+": of") {
		of = nil
	}
	known := api.Fact(f.Fact)
	if known == nil {
		if v := n.Get("fact"); f.Fact != "" {
			l.problems.Add(v.Pos, where+": fact", "there is no fact "+strconv.Quote(f.Fact), "the facts of the contract are "+strings.Join(factNames(api), ", "))
		}
		return f, false
	}
	if values := api.FactValues(known); f.Value != "" && !slices.Contains(values, f.Value) {
		l.problems.Add(n.Get("value").Pos, where+": value", strconv.Quote(f.Value)+" is no value of "+f.Fact, "its values are "+strings.Join(values, ", "))
	}
	if of != nil {
		l.keys(of, where+": of", known.Key)
		for _, member := range known.Key {
			f.Of[member] = l.text(of, member, where+": of")
		}
	}
	return f, len(l.problems) == before
}

func factNames(api *model.API) []string {
	names := make([]string, len(api.Facts))
	for i := range api.Facts {
		names[i] = api.Facts[i].Name
	}
	return names
}

// Texts returns what the facts say in a member of their keys, each once: with
// "ConfigRuleName" the names of the rules.
func (w *Fixtures) Texts(member string) []string {
	var all []string
	if w == nil {
		return nil
	}
	for _, f := range w.Facts {
		if text, there := f.Of[member]; there && !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	return all
}
