// Package draft writes a first contract for some operations of a model. All of it
// is guessed from names and shapes, and marked so: each part has the key guess, which
// says what it was guessed from, and of which gen warns until it is deleted.
package draft

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/internal/closest"
	"github.com/fakesmith/fakesmith/model"
)

// A Draft is a contract as a document, and what of the operations could not be guessed.
type Draft struct {
	Contract []byte
	// Left are the operations, or parts of what they do, that are not in the contract, each
	// with the reason.
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
	d := &drafting{api: api, file: object{}, patterns: map[string]*regexp.Regexp{}}
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
	api    *model.API
	file   object
	groups []*group
	left   []string
	tags   *tags // nil if no operation is on tags
	// patterns are those of the model that were compiled, by their text.
	patterns map[string]*regexp.Regexp
}

func (d *drafting) write(ops []*model.Operation) {
	d.file.add("package", packageName(d.api))
	d.file.add("protocol-clauses", d.api.Protocol)
	d.file.add("scope", "contract")
	ops, taggings := d.taggings(ops)
	d.group(ops)
	var shapes, entities, operations object
	for _, g := range d.groups {
		d.settle(g)
	}
	d.tagged(taggings)
	for _, g := range d.groups {
		if g.settled {
			d.contract(g, &operations)
		}
		if g.settled {
			if g.stored {
				shapes.add(g.shape.Name, storedShape(g))
			}
			entities.add(g.noun, g.entity())
		}
	}
	d.tagContract(&shapes, &entities, &operations)
	if len(shapes) > 0 {
		d.file.add("shapes", shapes)
	}
	d.file.add("entities", entities)
	d.file.add("operations", operations)
}

// group sorts operations by what they are about.
func (d *drafting) group(ops []*model.Operation) {
	var known []string
	for _, op := range ops {
		if own, _ := d.roleOf(op); own != nil {
			known = append(known, resourceNoun(own))
		} else if w, rest, ok := beginning(op.Name); ok && w.verb != model.Lists && w.verb != model.Updates && !strings.HasPrefix(w.text, "Batch") {
			known = append(known, rest)
		}
	}
	for _, op := range ops {
		w, rest, ok := beginning(op.Name)
		own, role := d.roleOf(op)
		if own != nil {
			w, rest, ok = role, resourceNoun(own), true
		}
		if !ok {
			d.leave(op, "its name does not say that it puts, updates, lists or deletes something")
			continue
		}
		noun := nounOf(rest, known)
		if own != nil {
			noun = rest
		}
		i := slices.IndexFunc(d.groups, func(g *group) bool { return g.noun == noun })
		if i < 0 {
			i = len(d.groups)
			d.groups = append(d.groups, &group{noun: noun})
		}
		g := d.groups[i]
		if own != nil {
			g.resource = own
		}
		switch w.verb {
		case model.Puts:
			p := &put{op: op, word: w}
			d.itemOf(p, noun)
			g.puts = append(g.puts, p)
		case model.Updates:
			g.changes = append(g.changes, op)
		case model.Deletes:
			g.deletes = append(g.deletes, op)
		default:
			if v := d.viewOf(op, noun, w.text == "List" || own == nil && rest != noun && rest != strings.TrimSuffix(rest, "s")); v != nil {
				g.views = append(g.views, v)
			} else {
				d.leave(op, "it returns no structures or texts that are called like "+an(noun))
			}
		}
	}
	for _, g := range d.groups {
		slices.SortStableFunc(g.views, func(a, b *view) int { return order(a.verb == model.Gets) - order(b.verb == model.Gets) })
	}
}

func order(later bool) int {
	if later {
		return 1
	}
	return 0
}

// contract adds what it says of the operations of a group.
func (d *drafting) contract(g *group, operations *object) {
	for _, p := range g.puts {
		operations.add(p.op.Name, d.put(g, p))
	}
	for _, op := range g.changes {
		if o, ok := d.change(g, op); ok {
			operations.add(op.Name, o)
		}
	}
	for _, v := range g.views {
		if o, ok := d.view(g, v); ok {
			operations.add(v.op.Name, o)
		}
	}
	for _, op := range g.deletes {
		if o, ok := d.deletion(g, op); ok {
			operations.add(op.Name, o)
		}
	}
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
