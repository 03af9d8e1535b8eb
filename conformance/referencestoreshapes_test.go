package conformance_test

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"
)

// shapes are those of AWS's own model of Parameter Store, as JSON, by their names without
// the namespace.
type shapes map[string]node

// readShapes reads them, once for all servers.
var readShapes = sync.OnceValues(func() (shapes, error) {
	src, err := os.ReadFile("../model/parameters/ssm.json")
	if err != nil {
		return nil, err
	}
	var doc struct{ Shapes map[string]node }
	if err := json.Unmarshal(src, &doc); err != nil {
		return nil, err
	}
	all := shapes{}
	for id, shape := range doc.Shapes {
		all[localName(id)] = shape
	}
	return all, nil
})

// compiled has the patterns of the shapes, as regular expressions.
var compiled sync.Map

func compile(pattern string) *regexp.Regexp {
	if p, ok := compiled.Load(pattern); ok {
		return p.(*regexp.Regexp)
	}
	p := regexp.MustCompile(pattern)
	compiled.Store(pattern, p)
	return p
}

func localName(id string) string { return id[strings.IndexByte(id, '#')+1:] }

func targetOf(v any) string {
	target, _ := v.(node)["target"].(string)
	return localName(target)
}

// input returns the name of the shape that an operation takes.
func (s shapes) input(operation string) string { return targetOf(s[operation]["input"]) }

// trait returns a trait of a member, or else of its shape.
func (s shapes) trait(member node, name string) any {
	for _, of := range []node{member, s[targetOf(member)]} {
		traits, _ := of["traits"].(node)
		if v, ok := traits["smithy.api#"+name]; ok {
			return v
		}
	}
	return nil
}

// mistyped returns what is wrong with the type of a value, and drops nulls and unknown
// members.
func (s shapes) mistyped(name string, v any) string {
	switch s[name]["type"] {
	case "structure":
		o, ok := v.(node)
		if !ok {
			return "no object"
		}
		members, _ := s[name]["members"].(node)
		for member, e := range o {
			m, known := members[member].(node)
			if !known || e == nil {
				delete(o, member)
				continue
			}
			if why := s.mistyped(targetOf(m), e); why != "" {
				return member + ": " + why
			}
		}
	case "list":
		l, ok := v.([]any)
		if !ok {
			return "no list"
		}
		for _, e := range l {
			if why := s.mistyped(targetOf(s[name]["member"]), e); why != "" {
				return why
			}
		}
	case "integer", "long":
		if n, ok := v.(json.Number); !ok || !isWhole(n) {
			return "no integer"
		}
	case "boolean":
		if _, ok := v.(bool); !ok {
			return "no boolean"
		}
	case nil:
		switch name { // those of the language itself
		case "Boolean":
			if _, ok := v.(bool); !ok {
				return "no boolean"
			}
		case "Integer", "Long":
			if n, ok := v.(json.Number); !ok || !isWhole(n) {
				return "no integer"
			}
		default:
			if _, ok := v.(string); !ok {
				return "no text"
			}
		}
	default:
		if _, ok := v.(string); !ok {
			return "no text"
		}
	}
	return ""
}

// breaches returns what is wrong with a structure by the limits of its shape.
func (s shapes) breaches(name string, in node, path string) []string {
	var all []string
	members, _ := s[name]["members"].(node)
	for member, m := range members {
		m := m.(node)
		v, there := in[member]
		if !there {
			if s.trait(m, "required") != nil {
				all = append(all, fmt.Sprintf("Value null at '%s' failed to satisfy constraint: Member must not be null", lower(path, member)))
			}
			continue
		}
		all = append(all, s.breachesOf(m, v, lower(path, member))...)
	}
	return all
}

// breachesOf returns what is wrong with the value of a member.
func (s shapes) breachesOf(m node, v any, path string) []string {
	var all []string
	breach := func(what string, args ...any) {
		all = append(all, fmt.Sprintf("Value '%v' at '%s' failed to satisfy constraint: Member must %s", v, path, fmt.Sprintf(what, args...)))
	}
	length := -1
	switch v := v.(type) {
	case node:
		return s.breaches(targetOf(m), v, path)
	case []any:
		length = len(v)
		element, _ := s[targetOf(m)]["member"].(node)
		for i, e := range v {
			all = append(all, s.breachesOf(element, e, fmt.Sprintf("%s.%d.member", path, i+1))...)
		}
	case string:
		length = utf8.RuneCountInString(v)
		if p, ok := s.trait(m, "pattern").(string); ok && !compile(p).MatchString(v) {
			breach("satisfy regular expression pattern: %s", p)
		}
		if values := s.values(targetOf(m)); values != nil && !contains(values, v) {
			breach("satisfy enum value set: %v", values)
		}
	case json.Number:
		f, _ := v.Float64()
		limits, _ := s.trait(m, "range").(node)
		if least, ok := limits["min"].(float64); ok && f < least {
			breach("have value greater than or equal to %v", least)
		}
		if most, ok := limits["max"].(float64); ok && f > most {
			breach("have value less than or equal to %v", most)
		}
	}
	limits, _ := s.trait(m, "length").(node)
	if least, ok := limits["min"].(float64); ok && length >= 0 && length < int(least) {
		breach("have length greater than or equal to %v", least)
	}
	if most, ok := limits["max"].(float64); ok && length > int(most) {
		breach("have length less than or equal to %v", most)
	}
	return all
}

// values returns what an enum has, or nil for another shape.
func (s shapes) values(name string) []any {
	if s[name]["type"] != "enum" {
		return nil
	}
	var all []any
	members, _ := s[name]["members"].(node)
	for _, m := range members {
		traits, _ := m.(node)["traits"].(node)
		all = append(all, traits["smithy.api#enumValue"])
	}
	return all
}
