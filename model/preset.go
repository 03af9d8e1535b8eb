package model

import (
	"slices"
	"strconv"
	"strings"
)

// A preset is the clauses of a protocol, so that no contract has to repeat them:
//
//	"protocol-clauses": "awsJson1_1"
//	"protocol-clauses": {"protocol": "awsJson1_1", "without": ["isolation"]}
//
// They hold as if they stood at the beginning of the contract's clauses, together with
// the errors that they name and that are common to all services. A clause or an error
// of the contract that has the id or the code of one of them takes its place.
type preset struct {
	errors  []ErrorShape
	clauses []Clause
}

// presetOf returns the preset for a protocol, which is [AWSJSON10] or [AWSJSON11].
func presetOf(protocol string) preset {
	p := preset{errors: slices.Clone(presetErrors), clauses: slices.Clone(presetClauses)}
	if protocol == AWSJSON10 {
		for i := range p.clauses {
			c := &p.clauses[i]
			c.Description = strings.ReplaceAll(c.Description, "json-1.1", "json-1.0")
			c.Source = strings.ReplaceAll(c.Source, "AWS JSON 1.1 protocol", "AWS JSON 1.0 protocol")
			if strings.Contains(c.Source, "json_1_1") || strings.Contains(c.Source, "AwsJson11") {
				c.Source += " (of AWS JSON 1.1, from which 1.0 differs in its content type)"
			}
		}
	}
	return p
}

// protocolClauses reads which preset a contract asks for. It is empty if that is none.
func (c *contract) protocolClauses(o *object) preset {
	const key = "protocol-clauses"
	o.known = append(o.known, key)
	node := o.node.Get(key)
	if node == nil {
		return preset{}
	}
	protocol, without := node.Text, []string(nil)
	if node.Kind == NodeObject {
		in := newObject(node, o.where+": "+key, c.problems)
		protocol, without = in.text("protocol"), in.texts("without")
		in.end()
		if protocol == "" {
			return preset{}
		}
	}
	switch {
	case protocol != AWSJSON10 && protocol != AWSJSON11:
		o.complain(key, strconv.Quote(protocol)+" is no protocol with clauses", "write "+AWSJSON10+" or "+AWSJSON11)
		return preset{}
	case c.api.Protocol != "" && c.api.Protocol != protocol:
		o.complain(key, "the model speaks "+c.api.Protocol, "write "+c.api.Protocol)
		return preset{}
	}
	p := presetOf(protocol)
	for _, id := range without {
		before := len(p.clauses)
		p.clauses = slices.DeleteFunc(p.clauses, func(c Clause) bool { return c.ID == id })
		if len(p.clauses) == before {
			o.complain(key, "the preset has no clause "+id, "it has "+clauseIDs(p.clauses))
		}
	}
	for i := range p.clauses {
		p.clauses[i].Pos = node.Pos
	}
	for i := range p.errors {
		e := &p.errors[i]
		e.GoName, e.Common, e.Pos = ErrorGoName(e.Code), true, node.Pos
	}
	return p
}

// errors adds the common errors of a contract: those of its preset, as far as they are
// not its own, first.
func (c *contract) errors(own []NodeMember) {
	at := func(code string) int {
		return slices.IndexFunc(own, func(m NodeMember) bool { return m.Key == code })
	}
	for _, e := range c.preset.errors {
		i, known := at(e.Code), c.api.Error(e.Code)
		switch {
		case i >= 0:
			c.commonError(own[i])
			own = slices.Delete(slices.Clone(own), i, i+1)
		case known != nil:
			known.Common = true
		default:
			c.api.Errors = append(c.api.Errors, e)
		}
	}
	for _, m := range own {
		c.commonError(m)
	}
}

// underPreset puts the clauses of the preset before those of the contract, and those
// of the contract in the place of the preset's with the same id.
func (c *contract) underPreset(own []Clause) []Clause {
	all := slices.Clone(c.preset.clauses)
	for _, one := range own {
		i := slices.IndexFunc(all, func(p Clause) bool { return p.ID == one.ID })
		switch {
		case i < 0 || i >= len(c.preset.clauses):
			all = append(all, one)
		case all[i].Kind != one.Kind:
			c.problems.Add(one.Pos, c.where+": clause "+one.ID, "the preset has a clause of that id and another kind, "+all[i].Kind,
				"give this one another id, or leave that out with without")
		default:
			all[i] = one
		}
	}
	return all
}

func clauseIDs(clauses []Clause) string {
	ids := make([]string, len(clauses))
	for i := range clauses {
		ids[i] = clauses[i].ID
	}
	return strings.Join(ids, ", ")
}
