package openapi

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// kind says what kind of shape the keywords describe, and reports a mistake
// if that can't be told.
func (b *builder) kind() (model.ShapeKind, bool) {
	typ, ok := b.same("type")
	if !ok {
		return "", false
	}
	format, ok := b.same("format")
	if !ok || typ.value == nil && b.broken {
		return "", false
	}
	name := b.implied()
	if typ.value != nil {
		if typ.value.Kind != model.NodeString {
			return "", false // grammar has said so
		}
		name = typ.value.Text
	}
	switch name {
	case "":
		b.warn(b.node.Pos, "the schema has no type, and any JSON is taken",
			`write "type": one of array, boolean, integer, number, object and string`)
		return model.Document, true
	case "boolean":
		return b.format(format, map[string]model.ShapeKind{"": model.Boolean})
	case "integer":
		// The dialect has no format for either width, so that the wider is right.
		return b.format(format, map[string]model.ShapeKind{
			"": model.Long, "int32": model.Integer, "int64": model.Long, "long": model.Long})
	case "number":
		return b.format(format, map[string]model.ShapeKind{
			"": model.Double, "float": model.Float, "double": model.Double})
	case "string":
		str := model.String
		if _, ok := b.last("enum"); ok {
			str = model.Enum
		}
		return b.format(format, map[string]model.ShapeKind{
			"": str, "password": str, "date-time": model.Timestamp, "byte": model.Blob, "binary": model.Blob})
	case "array":
		return b.format(format, map[string]model.ShapeKind{"": model.List})
	case "object":
		return b.object(format)
	}
	b.problem(typ.value.Pos, "type "+typ.value.Raw+" is not supported",
		"the types are array, boolean, integer, number, object and string")
	return "", false
}

// implied returns the type that a schema without one must mean, because it says
// what only values of that type have, or "". It warns of what it returns.
func (b *builder) implied() string {
	if typ, ok := b.last("type"); ok && typ.value != nil {
		return ""
	}
	for _, w := range b.words {
		name := implies[w.key]
		if w.key == "format" {
			name = cmp.Or(formatted[text(w.value)], "string")
		}
		if name != "" {
			b.warn(b.node.Pos, "the schema has no type, and is taken to be of type "+name+" because of "+w.key, `write "type": "`+name+`"`)
			return name
		}
	}
	return ""
}

// implies names the type that a keyword is for.
var implies = map[string]string{
	"properties": "object", "required": "object", "additionalProperties": "object", "minProperties": "object", "maxProperties": "object",
	"items": "array", "minItems": "array", "maxItems": "array", "uniqueItems": "array",
	"pattern": "string", "minLength": "string", "maxLength": "string", "enum": "string",
	"minimum": "number", "maximum": "number",
}

// formatted names the type of a format, where that is not a string.
var formatted = map[string]string{"int32": "integer", "int64": "integer", "long": "integer", "float": "number", "double": "number"}

// same returns the keyword with that key, which must have one value wherever
// it stands.
func (b *builder) same(key string) (keyword, bool) {
	word, found := b.last(key)
	for _, w := range b.words {
		if w.key == key && found && text(w.value) != text(word.value) {
			b.problem(word.pos, fmt.Sprintf("%s is %s here and %s in %s", key, word.value.Raw, w.value.Raw, w.owner),
				"what is said beside a reference can only tighten it")
			return keyword{}, false
		}
	}
	return word, true
}

// format returns the kind for a format, of those that a type has.
func (b *builder) format(format keyword, kinds map[string]model.ShapeKind) (model.ShapeKind, bool) {
	name := ""
	if format.value != nil {
		name = text(format.value)
	}
	if kind, ok := kinds[name]; ok {
		return kind, true
	}
	var have []string
	for k := range kinds {
		if k != "" {
			have = append(have, k)
		}
	}
	slices.Sort(have)
	fix := "leave it out"
	if len(have) > 0 {
		fix += ", or write one of " + strings.Join(have, ", ")
	}
	b.problem(format.value.Pos, fmt.Sprintf("format %q is not supported", name), fix)
	return "", false
}

// object tells a map from a structure.
func (b *builder) object(format keyword) (model.ShapeKind, bool) {
	kind, ok := b.format(format, map[string]model.ShapeKind{"": model.Structure})
	values, isMap := b.last("additionalProperties")
	if !ok || !isMap {
		return kind, ok
	}
	if properties, both := b.last("properties"); both && len(members(properties.value)) > 0 {
		b.problem(values.pos, "additionalProperties beside properties is not supported",
			"an object has either members with names of their own or values of one shape")
		return "", false
	}
	if values.value.Kind == model.NodeBool {
		b.problem(values.value.Pos, "additionalProperties is "+values.value.Raw,
			"it says what the values of a map are; leave it out for a structure")
		return "", false
	}
	return model.Map, true
}

// places says which kinds of shape a keyword is for. Those that are for all,
// or that were looked at when the kind was told, are not in it.
var places = map[string][]model.ShapeKind{
	"minLength":            {model.String, model.Enum, model.Blob},
	"maxLength":            {model.String, model.Enum, model.Blob},
	"pattern":              {model.String, model.Enum},
	"enum":                 {model.Enum},
	"minItems":             {model.List},
	"maxItems":             {model.List},
	"uniqueItems":          {model.List},
	"items":                {model.List},
	"minProperties":        {model.Map},
	"maxProperties":        {model.Map},
	"additionalProperties": {model.Map},
	"minimum":              {model.Integer, model.Long, model.Float, model.Double},
	"maximum":              {model.Integer, model.Long, model.Float, model.Double},
	"properties":           {model.Structure},
	"required":             {model.Structure},
}

// misplaced reports each keyword that says nothing of a shape of this kind,
// and those that would change what a reference leads to.
func (b *builder) misplaced() {
	for _, w := range b.words {
		kinds, ok := places[w.key]
		if !ok {
			continue // type and format, and what grammar has reported
		}
		if w.key == "properties" && b.shape.Kind == model.Map {
			continue // none, as object has seen
		}
		if w.key == "enum" && b.shape.Kind != model.Enum {
			b.problem(w.pos, "enum on "+articleOf(b.shape.Kind)+" is not supported", "an enum is of strings without a format")
			continue
		}
		if !slices.Contains(kinds, b.shape.Kind) {
			b.problem(w.pos, fmt.Sprintf("%s does not bound %s", w.key, articleOf(b.shape.Kind)),
				"it is for "+kindNames(kinds))
		}
	}
	for _, key := range []string{"items", "properties", "additionalProperties"} {
		word, _ := b.last(key)
		for _, w := range b.words {
			if w.key == key && w.pos != word.pos {
				b.problem(word.pos, key+" is said here and in "+w.owner,
					"what is said beside a reference can only tighten it")
			}
		}
	}
}

// articleOf returns a kind as a sentence has it.
func articleOf(kind model.ShapeKind) string {
	if strings.IndexByte("aeiou", kind[0]) >= 0 {
		return "an " + string(kind)
	}
	return "a " + string(kind)
}

// kindNames lists kinds as a sentence does.
func kindNames(kinds []model.ShapeKind) string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = articleOf(k)
	}
	if len(names) == 1 {
		return names[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
}
