package openapi

import (
	"fmt"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// printed returns an API as the goldens show it, without what is empty.
func printed(api *model.API) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("api %q %s, package %s: %s %s, signed as %s", api.Name, api.Version, api.Package, api.Protocol, api.TargetPrefix, api.SigningName)
	line("%s", doc(api.Doc))
	for _, op := range api.Operations {
		line("operation %s (%s) %s -> %s %v at %s", op.Name, op.GoName, op.Input, dash(op.Output), op.Errors, op.Pos)
		line("%s", doc(op.Doc))
		if op.Effect.Verb != "" {
			line("  %s %s", op.Effect.Verb, op.Effect.Of)
		}
		for _, c := range op.Clauses {
			line("  clause %s, %s", c.ID, c.Kind)
		}
	}
	for _, s := range api.Shapes {
		line("%s %s%s%s at %s", s.Kind, s.Name, inGo(s.GoName), constraints(s), s.Pos)
		line("%s", doc(s.Doc))
		for _, m := range s.Members {
			required := ""
			if m.Required {
				required = ", required"
			}
			line("  %s%s: %s%s at %s", m.Name, inGo(m.GoName), m.Shape, required, m.Pos)
			line("%s", doc(m.Doc))
		}
		for _, v := range s.Enum {
			line("  %q%s", v.Value, inGo(v.GoName))
		}
	}
	for _, e := range api.Errors {
		line("error %s%s %d at %s", e.Code, inGo(e.GoName), e.Status, e.Pos)
		line("%s", doc(e.Doc))
	}
	for _, e := range api.Entities {
		line("entity %s (%s): %s by %v", e.Name, e.GoPlural, e.Shape, e.Key)
	}
	for _, w := range api.Warnings {
		line("warning %s", w)
	}
	return strings.ReplaceAll(strings.ReplaceAll(b.String(), "\n\n", "\n"), "model.json:", "")
}

func constraints(s model.Shape) string {
	var b strings.Builder
	if s.Elem != "" {
		b.WriteString(" of " + s.Elem)
	}
	show := func(word string, bound *model.Bound) {
		if bound == nil {
			return
		}
		if bound.Real != 0 {
			fmt.Fprintf(&b, ", %s %g", word, bound.Real)
		} else {
			fmt.Fprintf(&b, ", %s %d", word, bound.Int)
		}
	}
	show("min", s.Min)
	show("max", s.Max)
	if s.Pattern != "" {
		fmt.Fprintf(&b, ", pattern %q", s.Pattern)
	}
	if s.Unique {
		b.WriteString(", unique")
	}
	return b.String()
}

func doc(text string) string {
	if text == "" {
		return ""
	}
	return fmt.Sprintf("  doc %q", text)
}

func inGo(name string) string {
	if name == "" {
		return ""
	}
	return " (" + name + ")"
}

func dash(name string) string {
	if name == "" {
		return "none"
	}
	return name
}
