package conformance_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"unicode/utf8"
)

// node is a JSON object of the document.
type node = map[string]any

// document is the OpenAPI document, as JSON.
type document node

func (d document) input(name string) (node, bool) {
	path, ok := d["paths"].(node)["/#X-Amz-Target=StarlingDoveService."+name].(node)
	if !ok {
		return nil, false
	}
	body := path["post"].(node)["requestBody"].(node)["content"].(node)["application/json"].(node)
	return d.resolve(body["schema"].(node)), true
}

// knows reports whether there is a type of resources of that name.
func (d document) knows(kind string) bool {
	return contains(toList(d["components"].(node)["schemas"].(node)["ResourceType"].(node)["enum"]), kind)
}

// resolve follows references.
func (d document) resolve(s node) node {
	for {
		if all := toList(s["allOf"]); all != nil {
			s = all[0].(node)
		}
		ref, ok := s["$ref"].(string)
		if !ok {
			return s
		}
		s = d["components"].(node)["schemas"].(node)[ref[strings.LastIndexByte(ref, '/')+1:]].(node)
	}
}

// mistyped returns what is wrong with the types of a value, and drops nulls
// and the members that the schema does not know.
func (d document) mistyped(s node, v any, h *reference) string {
	switch s["type"] {
	case "object":
		o, ok := v.(node)
		if !ok {
			return "no object"
		}
		known, _ := s["properties"].(node)
		of, isMap := s["additionalProperties"].(node)
		for name, e := range o {
			m, isKnown := known[name].(node)
			if isMap {
				m, isKnown = of, true
			}
			if !isKnown {
				if h.has("unknown members are rejected") {
					return name + " is unknown"
				}
				delete(o, name)
				continue
			}
			if e == nil {
				if h.has("null is a wrong type") {
					return "null"
				}
				delete(o, name)
				continue
			}
			if why := d.mistyped(d.resolve(m), e, h); why != "" {
				return name + ": " + why
			}
		}
	case "array":
		l, ok := v.([]any)
		if !ok {
			return "no list"
		}
		for _, e := range l {
			if why := d.mistyped(d.resolve(s["items"].(node)), e, h); why != "" {
				return why
			}
		}
	case "string":
		if _, isNumber := v.(json.Number); s["format"] == "date-time" && isNumber {
			if h.has("times without exponents") && strings.ContainsAny(string(v.(json.Number)), "eE") {
				return "exponent"
			}
			return ""
		}
		if _, ok := v.(string); !ok || s["format"] == "date-time" {
			return "no text"
		}
	case "boolean":
		if _, ok := v.(bool); !ok {
			return "no boolean"
		}
	case "integer":
		n, ok := v.(json.Number)
		if _, isBool := v.(bool); isBool && h.has("true is a number") {
			return ""
		}
		if !ok || !isWhole(n) {
			return "no integer"
		}
	}
	return ""
}

func isWhole(n json.Number) bool {
	r, ok := new(big.Rat).SetString(string(n))
	return ok && r.IsInt()
}

// breaches returns what is wrong with a value by the limits of its schema.
func (d document) breaches(s node, v any, path string, h *reference) []string {
	var all []string
	breach := func(what string, args ...any) {
		all = append(all, fmt.Sprintf("Value '%v' at '%s' failed to satisfy constraint: Member must %s", v, path, fmt.Sprintf(what, args...)))
	}
	limit := func(name string) (int, bool) {
		f, ok := s[name].(float64)
		if h.has("no " + name) {
			return 0, false
		}
		if ok && h.has(name+" by one") {
			f++
		}
		return int(f), ok
	}
	switch v := v.(type) {
	case node:
		known, _ := s["properties"].(node)
		for _, name := range toList(s["required"]) {
			if _, there := v[name.(string)]; !there && !h.has("no required") {
				all = append(all, fmt.Sprintf("Value null at '%s' failed to satisfy constraint: Member must not be null", lower(path, name.(string))))
			}
		}
		for name, e := range v {
			m, ok := known[name].(node)
			if of, isMap := s["additionalProperties"].(node); isMap {
				m, ok = of, true
			}
			if ok {
				all = append(all, d.breaches(d.resolve(m), e, lower(path, name), h)...)
			}
		}
		if n, ok := limit("maxProperties"); ok && len(v) > n {
			breach("have length less than or equal to %d", n)
		}
	case []any:
		if n, ok := limit("minItems"); ok && len(v) < n {
			breach("have length greater than or equal to %d", n)
		}
		if n, ok := limit("maxItems"); ok && len(v) > n {
			breach("have length less than or equal to %d", n)
		}
		for i, e := range v {
			all = append(all, d.breaches(d.resolve(s["items"].(node)), e, fmt.Sprintf("%s.%d.member", path, i+1), h)...)
		}
	case string:
		size := utf8.RuneCountInString(v)
		if h.has("lengths in bytes") {
			size = len(v)
		}
		if n, ok := limit("minLength"); ok && size < n {
			breach("have length greater than or equal to %d", n)
		}
		if n, ok := limit("maxLength"); ok && size > n {
			breach("have length less than or equal to %d", n)
		}
		if p, ok := s["pattern"].(string); ok && !h.has("no pattern") && !compile(p).MatchString(v) {
			breach("satisfy regular expression pattern: %s", p)
		}
		if e := toList(s["enum"]); e != nil && !h.has("no enum") && !contains(e, v) {
			breach("satisfy enum value set: %v", e)
		}
	case json.Number:
		f, _ := v.Float64()
		if n, ok := limit("minimum"); ok && f < float64(n) {
			breach("have value greater than or equal to %d", n)
		}
		if n, ok := limit("maximum"); ok && f > float64(n) {
			breach("have value less than or equal to %d", n)
		}
	}
	return all
}

func lower(path, name string) string {
	name = strings.ToLower(name[:1]) + name[1:]
	if path == "" {
		return name
	}
	return path + "." + name
}

func contains(list []any, v any) bool {
	for _, e := range list {
		if e == v {
			return true
		}
	}
	return false
}
