// Package draft writes a first contract for some operations of a model. All of it
// is guessed from names and shapes, and marked so: each part has the key guess, which
// says what it was guessed from, and of which gen warns until it is deleted.
package draft

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/internal/closest"
	"github.com/fakesmith/fakesmith/model"
)

// A Draft is a contract as a document, and what of the operations could not be guessed.
type Draft struct {
	Contract []byte
	// Left are the operations that are not part of the contract, each with the reason.
	Left []string
}

// Write writes a contract for operations of an API without one. The error names all
// operations that the API does not have.
func Write(api *model.API, operations []string) (*Draft, error) {
	var problems model.Problems
	var ops []*model.Operation
	for _, name := range operations {
		op := api.Operation(name)
		if op == nil {
			problems.Add(model.Pos{File: api.Source}, "", "the model has no operation "+name, nearest(api, name))
			continue
		}
		if !slices.Contains(ops, op) {
			ops = append(ops, op)
		}
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	d := &drafting{api: api, file: object{}}
	d.write(ops)
	return &Draft{Contract: d.file.document(), Left: d.left}, nil
}

func nearest(api *model.API, name string) string {
	var names []string
	for i := range api.Operations {
		names = append(names, api.Operations[i].Name)
	}
	if best := closest.Name(name, names); best != "" {
		return "the nearest there is: " + best
	}
	return fmt.Sprintf("it has %d, and none has a name like this", len(names))
}

// drafting is the state of writing a contract.
type drafting struct {
	api  *model.API
	file object
	left []string
}

func (d *drafting) write(ops []*model.Operation) {
	d.file.add("package", packageName(d.api))
	d.file.add("protocol-clauses", d.api.Protocol)
	d.file.add("scope", "contract")
	var groups []*group
	for _, op := range ops {
		verb, noun, one := effectOf(op.Name)
		if verb == "" {
			d.leave(op, "its name does not say that it puts, lists or deletes something")
			continue
		}
		i := slices.IndexFunc(groups, func(g *group) bool { return g.noun == noun })
		if i < 0 {
			i = len(groups)
			groups = append(groups, &group{noun: noun})
		}
		groups[i].ops = append(groups[i].ops, effect{op, verb, one})
	}
	entities, operations := object{}, object{}
	for _, g := range groups {
		if !d.settle(g) {
			continue
		}
		entities.add(g.noun, g.entity())
		for _, e := range g.ops {
			if o, ok := d.operation(g, e); ok {
				operations.add(e.op.Name, o)
			}
		}
	}
	d.file.add("entities", entities)
	d.file.add("operations", operations)
}

// leave notes an operation that is left out.
func (d *drafting) leave(op *model.Operation, why string) {
	d.left = append(d.left, op.Name+": "+why)
}

// packageName returns a word for the package.
func packageName(api *model.API) string {
	var b strings.Builder
	for _, r := range strings.ToLower(cmp.Or(api.SigningName, api.Name)) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' && b.Len() > 0 {
			b.WriteRune(r)
		}
	}
	return cmp.Or(b.String(), "service")
}

// verbs are what names of operations begin with, and what such an operation does.
var verbs = []struct {
	word string
	verb model.Verb
}{
	{"BatchPut", model.Puts}, {"BatchDelete", model.Deletes}, {"BatchGet", model.Lists},
	{"Put", model.Puts}, {"Create", model.Puts}, {"Register", model.Puts},
	{"Describe", model.Lists}, {"List", model.Lists}, {"Get", model.Lists},
	{"Delete", model.Deletes}, {"Remove", model.Deletes}, {"Deregister", model.Deletes},
}

// effectOf returns what an operation seems to do and to what, by its name, and whether that
// names one.
func effectOf(name string) (verb model.Verb, noun string, one bool) {
	for _, v := range verbs {
		if rest, ok := strings.CutPrefix(name, v.word); ok && rest != "" && rest[0] >= 'A' && rest[0] <= 'Z' {
			return v.verb, singular(rest), singular(rest) == rest
		}
	}
	return "", "", false
}

// singular returns a word that may be a plural.
func singular(word string) string {
	switch {
	case strings.HasSuffix(word, "ies"):
		return strings.TrimSuffix(word, "ies") + "y"
	case strings.HasSuffix(word, "sses"), strings.HasSuffix(word, "xes"), strings.HasSuffix(word, "ches"):
		return strings.TrimSuffix(word, "es")
	case strings.HasSuffix(word, "ss"), strings.HasSuffix(word, "us"), strings.HasSuffix(word, "is"):
		return word
	}
	return strings.TrimSuffix(word, "s")
}
