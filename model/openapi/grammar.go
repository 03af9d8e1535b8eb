package openapi

import (
	"slices"
	"strconv"
	"strings"

	"github.com/fakesmith/fakesmith/internal/closest"
	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/jsontree"
)

// objects are the objects of OpenAPI 3.0, the keys of each, and what stands
// under a key: a JSON type, or another object. "[]" before it stands for an
// array of it, "{}" for an object with names as its keys. "!" after it says
// that it has to be there.
var objects = map[string]map[string]string{
	"document": {"openapi": "string!", "info": "info!", "servers": "[]server", "paths": "{}path!", "components": "components",
		"security": "[]{}[]string", "tags": "[]tag", "externalDocs": "docs"},
	"info": {"title": "string!", "version": "string!", "description": "string", "termsOfService": "string", "contact": "contact",
		"license": "license"},
	"contact":  {"name": "string", "url": "string", "email": "string"},
	"license":  {"name": "string!", "url": "string"},
	"server":   {"url": "string!", "description": "string", "variables": "{}variable"},
	"variable": {"enum": "[]string", "default": "string!", "description": "string"},
	"tag":      {"name": "string!", "description": "string", "externalDocs": "docs"},
	"docs":     {"url": "string!", "description": "string"},
	"components": {"schemas": "{}schema", "responses": "{}response", "parameters": "{}parameter", "examples": "{}example",
		"requestBodies": "{}body", "headers": "{}header", "securitySchemes": "{}scheme", "links": "{}link", "callbacks": "{}{}path"},
	"path": {"$ref": "string", "summary": "string", "description": "string", "servers": "[]server", "parameters": "[]parameter",
		"get": "operation", "put": "operation", "post": "operation", "delete": "operation", "options": "operation",
		"head": "operation", "patch": "operation", "trace": "operation"},
	"operation": {"tags": "[]string", "summary": "string", "description": "string", "externalDocs": "docs", "operationId": "string",
		"parameters": "[]parameter", "requestBody": "body", "responses": "{}response!", "callbacks": "{}{}path",
		"deprecated": "boolean", "security": "[]{}[]string", "servers": "[]server"},
	"parameter": {"name": "string!", "in": "string!", "description": "string", "required": "boolean", "deprecated": "boolean",
		"allowEmptyValue": "boolean", "style": "string", "explode": "boolean", "allowReserved": "boolean", "schema": "schema",
		"example": "any", "examples": "{}example", "content": "{}media"},
	"header": {"description": "string", "required": "boolean", "deprecated": "boolean", "allowEmptyValue": "boolean",
		"style": "string", "explode": "boolean", "allowReserved": "boolean", "schema": "schema", "example": "any",
		"examples": "{}example", "content": "{}media"},
	"body":     {"description": "string", "content": "{}media!", "required": "boolean"},
	"media":    {"schema": "schema", "example": "any", "examples": "{}example", "encoding": "{}encoding"},
	"encoding": {"contentType": "string", "headers": "{}header", "style": "string", "explode": "boolean", "allowReserved": "boolean"},
	"response": {"description": "string!", "headers": "{}header", "content": "{}media", "links": "{}link"},
	"link": {"operationRef": "string", "operationId": "string", "parameters": "{}any", "requestBody": "any",
		"description": "string", "server": "server"},
	"example": {"summary": "string", "description": "string", "value": "any", "externalValue": "string"},
	"scheme": {"type": "string!", "description": "string", "name": "string", "in": "string", "scheme": "string",
		"bearerFormat": "string", "flows": "flows", "openIdConnectUrl": "string"},
	"flows": {"implicit": "flow", "password": "flow", "clientCredentials": "flow", "authorizationCode": "flow"},
	"flow":  {"authorizationUrl": "string", "tokenUrl": "string", "refreshUrl": "string", "scopes": "{}string!"},
	"schema": {"title": "string", "description": "string", "type": "string", "format": "string", "default": "any",
		"enum": "[]any", "pattern": "string", "minLength": "number", "maxLength": "number", "minimum": "number", "maximum": "number",
		"exclusiveMinimum": "boolean", "exclusiveMaximum": "boolean", "multipleOf": "number", "items": "schema",
		"minItems": "number", "maxItems": "number", "uniqueItems": "boolean", "properties": "{}schema", "required": "[]string",
		"minProperties": "number", "maxProperties": "number", "additionalProperties": "schema or boolean",
		"allOf": "[]schema", "oneOf": "[]schema", "anyOf": "[]schema", "not": "schema", "nullable": "boolean",
		"discriminator": "discriminator", "readOnly": "boolean", "writeOnly": "boolean", "deprecated": "boolean",
		"xml": "xml", "externalDocs": "docs", "example": "any"},
	"discriminator": {"propertyName": "string!", "mapping": "{}string"},
	"xml":           {"name": "string", "namespace": "string", "prefix": "string", "attribute": "boolean", "wrapped": "boolean"},
}

// ours are the keys that this package gives a meaning, the objects that they
// stand in, and what stands under them.
var ours = map[string]struct {
	in   []string
	what string
}{
	"x-protocol":      {[]string{"document"}, "string"},
	"x-target-prefix": {[]string{"document"}, "string"},
	"x-signing-name":  {[]string{"document"}, "string"},
	"x-contract":      {[]string{"document", "operation"}, "any"},
	"x-status":        {[]string{"schema", "response"}, "number"},
	"x-own":           {[]string{"schema"}, "boolean"},
	"x-go-name":       {[]string{"operation", "schema", "response"}, "string"},
	"x-go-names":      {[]string{"schema"}, "{}string"},
}

// grammar reports each key and value that OpenAPI, or this package, does not
// have where it stands.
func (r *reader) grammar() {
	root := r.tree.Root
	r.check(root, "document", "")
	version := root.Get("openapi")
	if s := text(version); s != "" && s != "3.0" && !strings.HasPrefix(s, "3.0.") {
		r.problems.Add(version.Pos, "", "version "+version.Raw+" of OpenAPI is not supported", `the one that is: "3.0.3"`)
	}
}

// check checks a value against what has to stand there.
func (r *reader) check(n *model.Node, what, where string) {
	if rest, ok := strings.CutPrefix(what, "[]"); ok {
		if r.is(n, model.NodeArray, where) {
			for _, e := range n.Elems {
				r.check(e, rest, where)
			}
		}
		return
	}
	if rest, ok := strings.CutPrefix(what, "{}"); ok {
		if r.is(n, model.NodeObject, where) {
			for _, m := range n.Members {
				if !strings.HasPrefix(m.Key, "x-") {
					r.check(m.Value, rest, below(where, what, m.Key))
				}
			}
		}
		return
	}
	switch what {
	case "any":
		return
	case "schema or boolean":
		if n.Kind != model.NodeBool {
			r.check(n, "schema", where)
		}
		return
	}
	keys, ok := objects[what]
	if !ok {
		r.is(n, model.NodeKind(what), where)
		return
	}
	if r.is(n, model.NodeObject, where) {
		r.object(n, what, keys, where)
	}
}

// object checks an object against its keys.
func (r *reader) object(n *model.Node, what string, keys map[string]string, where string) {
	isRef := n.Get("$ref") != nil && what != "path"
	for _, m := range n.Members {
		value, known := keys[m.Key]
		switch {
		case strings.HasPrefix(m.Key, "x-"):
			r.extension(m, what, where)
		case m.Key == "$ref" && what != "document" && what != "info" && what != "operation": // references looks at it
		case known:
			r.check(m.Value, strings.TrimSuffix(value, "!"), place(where, what, m.Key))
		case !isRef:
			r.problems.Add(m.KeyPos, where, "unknown key "+strconv.Quote(m.Key), unknown(m.Key, keys))
		}
	}
	for _, key := range sorted(keys) {
		if strings.HasSuffix(keys[key], "!") && !isRef && n.Get(key) == nil {
			r.problems.Add(n.Pos, where, key+" is missing", what+" needs it")
		}
	}
}

// extension looks at a key that begins with x-.
func (r *reader) extension(m model.NodeMember, what, where string) {
	if own, ok := ours[m.Key]; ok {
		if !slices.Contains(own.in, what) {
			r.problems.Add(m.KeyPos, where, m.Key+" has no meaning here", "it belongs to "+anObject(own.in))
			return
		}
		r.check(m.Value, own.what, place(where, what, m.Key))
		return
	}
	if strings.HasPrefix(m.Key, "x-aws-") || strings.HasPrefix(m.Key, "x-amazon-") {
		return // those of the converter that made the dialect
	}
	// A key that is like one of ours, or begins like one, would look as if it
	// did something.
	var words []string
	begins := false
	for _, key := range sorted(ours) {
		word := strings.TrimPrefix(key, "x-")
		words = append(words, word)
		first, _, _ := strings.Cut(word, "-")
		begins = begins || strings.HasPrefix(m.Key+"-", "x-"+first+"-")
	}
	if near := closest.Name(strings.TrimPrefix(m.Key, "x-"), words); near != "" {
		r.problems.Add(m.KeyPos, where, "unknown key "+strconv.Quote(m.Key), "the nearest is x-"+near)
	} else if begins {
		r.problems.Add(m.KeyPos, where, "unknown key "+strconv.Quote(m.Key), "the keys of this dialect are "+strings.Join(sorted(ours), ", "))
	}
}

// is reports whether a value has a JSON type, after a complaint if not.
func (r *reader) is(n *model.Node, kind model.NodeKind, where string) bool {
	if n.Kind == kind {
		return true
	}
	r.problems.Add(n.Pos, where, "this is "+jsontree.Article(n.Kind), jsontree.Article(kind)+" belongs here")
	return false
}

// place names what stands under a key of an object: an operation or a schema
// by its name, all else by the keys that lead there.
func place(where, what, key string) string {
	switch {
	case what == "document" && (key == "paths" || key == "components"), what == "components" && key == "schemas",
		what == "schema" && key == "properties", what == "path" && key == "post":
		return where
	case where == "":
		return key
	case what == "schema" && key == "items":
		return where + "[]"
	}
	return where + ": " + key
}

// below names what stands under a name in a map.
func below(where, what, name string) string {
	switch {
	case what == "{}path":
		return pathName(name)
	case what == "{}schema" && where != "":
		return where + "." + name
	case where == "":
		return name
	}
	return where + ": " + name
}

// unknown says what a key that is unknown may have meant.
func unknown(key string, keys map[string]string) string {
	if near := closest.Name(key, sorted(keys)); near != "" {
		return "the nearest is " + near
	}
	return "a key that OpenAPI 3.0 does not have begins with x-"
}

// sorted returns the keys of a map in alphabetical order.
func sorted[V any](m map[string]V) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// anObject lists objects as a sentence does.
func anObject(names []string) string {
	s := ""
	for i, name := range names {
		switch {
		case i > 0 && i == len(names)-1:
			s += " or "
		case i > 0:
			s += ", "
		}
		if strings.IndexByte("aeiou", name[0]) >= 0 {
			s += "an " + name
		} else {
			s += "a " + name
		}
	}
	return s
}
