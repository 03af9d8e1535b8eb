package endpoint

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// Fixtures are facts about resources that exist at a target, for a suite that
// must not create any. With them, the suite puts and deletes only what the
// facts guard, under the keys in them, and restores it.
type Fixtures struct {
	// Account and Region are those of the resources. If they are empty, they
	// are those of the target.
	Account string `json:"account,omitempty"`
	Region  string `json:"region,omitempty"`
	// Facts are the facts, each with its key and value.
	Facts []Fixture `json:"facts"`
}

// A Fixture is the value of a fact for one key.
type Fixture struct {
	// Fact is the name of the fact in the contract, e.g. "compliance".
	Fact string `json:"fact"`
	// Of holds each member of the fact's key.
	Of map[string]string `json:"of"`
	// Value is the value of the fact.
	Value string `json:"value"`
}

// ReadFixtures reads fixtures for an API from JSON. name is the name of the
// document in errors: all mistakes are reported at once, each with its line and
// column.
//
//	{"account": "123456789012", "region": "us-east-1", "facts": [
//	  {"fact": "compliance", "value": "NON_COMPLIANT",
//	   "of": {"ConfigRuleName": "encrypted", "ResourceType": "AWS::EC2::Volume", "ResourceId": "vol-1"}}]}
//
// The elements of facts have the form of the control protocol. Account and
// region may be left out.
func ReadFixtures(name string, r io.Reader, api *model.API) (*Fixtures, error) {
	doc, root, err := readDocument(name, r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	fixtures := &Fixtures{}
	if root != nil && doc.is(root, model.NodeObject, "") {
		doc.keys(root, "", []string{"facts"}, "account", "region")
		fixtures.Account, fixtures.Region = doc.text(root, "account", ""), doc.text(root, "region", "")
		if a := root.Get("account"); fixtures.Account != "" && !isAccount(fixtures.Account) {
			doc.problems.Add(a.Pos, "account", strconv.Quote(fixtures.Account)+" is no account", "write its 12 digits")
		}
		doc.facts(fixtures, root, api)
	}
	if err := doc.problems.Err(); err != nil {
		return nil, err
	}
	return fixtures, nil
}

func isAccount(text string) bool {
	return len(text) == 12 && strings.Trim(text, "0123456789") == ""
}

// facts reads the list of facts.
func (doc *document) facts(fixtures *Fixtures, root *model.Node, api *model.API) {
	list := root.Get("facts")
	if list == nil || !doc.is(list, model.NodeArray, "facts") {
		return
	}
	if len(list.Elems) == 0 {
		doc.problems.Add(list.Pos, "facts", "this is empty", "write at least one fact, or leave the file out")
	}
	first := map[string]int{}
	for i, n := range list.Elems {
		where := fmt.Sprintf("facts[%d]", i)
		if !doc.is(n, model.NodeObject, where) {
			continue
		}
		f, whole := doc.fact(n, where, api)
		if !whole {
			continue
		}
		id := f.Fact + fmt.Sprint(f.Of) // a map is printed in the order of its keys
		if before, there := first[id]; there {
			doc.problems.Add(n.Pos, where, fmt.Sprintf("duplicate key, first on line %d", before), "leave one of the two out")
			continue
		}
		first[id] = n.Pos.Line
		fixtures.Facts = append(fixtures.Facts, f)
	}
}

// fact reads one fact, and reports whether it is valid.
func (doc *document) fact(n *model.Node, where string, api *model.API) (Fixture, bool) {
	before := len(doc.problems)
	doc.keys(n, where, []string{"fact", "of", "value"})
	f := Fixture{Fact: doc.text(n, "fact", where), Of: map[string]string{}, Value: doc.text(n, "value", where)}
	of := n.Get("of")
	if of != nil && !doc.is(of, model.NodeObject, where+": of") {
		of = nil
	}
	known := api.Fact(f.Fact)
	if known == nil {
		if v := n.Get("fact"); f.Fact != "" {
			doc.problems.Add(v.Pos, where+": fact", "there is no fact "+strconv.Quote(f.Fact), "the facts of the contract are "+strings.Join(factNames(api), ", "))
		}
		return f, false
	}
	if values := api.FactValues(known); f.Value != "" && !slices.Contains(values, f.Value) {
		doc.problems.Add(n.Get("value").Pos, where+": value", strconv.Quote(f.Value)+" is no value of "+f.Fact, "its values are "+strings.Join(values, ", "))
	}
	if of != nil {
		doc.keys(of, where+": of", known.Key)
		for _, member := range known.Key {
			f.Of[member] = doc.text(of, member, where+": of")
		}
	}
	return f, len(doc.problems) == before
}

func factNames(api *model.API) []string {
	names := make([]string, len(api.Facts))
	for i := range api.Facts {
		names[i] = api.Facts[i].Name
	}
	return names
}

// Texts returns the different values of a member of the keys: for
// "ConfigRuleName", the names of the rules.
func (f *Fixtures) Texts(member string) []string {
	var all []string
	if f == nil {
		return nil
	}
	for _, f := range f.Facts {
		if text, there := f.Of[member]; there && !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	return all
}
