package readertest

import (
	"fmt"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// Print returns an API as the goldens show it, without what is empty.
func Print(api *model.API) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("api %q %s, package %s: %s %s, signed as %s%s", api.Name, api.Version, api.Package, api.Protocol, api.TargetPrefix, api.SigningName,
		flags("at ", api.EndpointPrefix, "query-compatible", api.QueryCompatible, "validated by Smithy's framework", api.FrameworkValidation))
	line("%s", doc(api.Doc))
	for _, s := range api.ResourceShapes {
		line("resource %s of %v%s", s.Name, s.Identifiers, flags("put ", s.Put, "created by ", s.Create, "read by ", s.Read, "updated by ", s.Update, "deleted by ", s.Delete, "listed by ", s.List))
	}
	for _, op := range api.Operations {
		line("operation %s (%s) %s -> %s %v%s at %s", op.Name, op.GoName, op.Input, dash(op.Output), op.Errors,
			flags("host prefix ", op.HostPrefix, "unsigned", op.Unsigned, "unsupported: ", op.Unsupported), op.Pos)
		line("%s", doc(op.Doc))
		if p := op.Paginated; p != nil {
			line("  pages %s of %s, token %s -> %s", dash(string(p.Items)), dash(string(p.PageSize)), p.InputToken, p.OutputToken)
		}
		for _, x := range op.Examples {
			line("  example %q %s -> %s%s at %s", x.Title, x.Input, dash(x.Output),
				flags("error ", x.Error, "", x.ErrorContent, "invalid", x.Invalid), x.Pos)
			line("%s", doc(x.Doc))
		}
		for _, w := range op.Waiters {
			line("  waiter %s", w.Name)
			for _, a := range w.Acceptors {
				line("    %s%s", a.State, flags("error ", a.Error, "at ", a.Path, "", a.Text))
			}
		}
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
			line("  %s%s: %s%s at %s", m.Name, inGo(m.GoName), m.Shape,
				flags("required", m.Required, "default ", m.Default, "idempotency token", m.IdempotencyToken), m.Pos)
			line("%s", doc(m.Doc))
		}
		for _, v := range s.Enum {
			line("  %q%s%s", v.Value, inGo(v.GoName), flags("internal", v.Internal))
		}
	}
	for _, e := range api.Errors {
		line("error %s%s %d%s at %s", e.Code, inGo(e.GoName), e.Status,
			flags("common", e.Common, "retryable", e.Retryable, "throttling", e.Throttling, "query code ", e.QueryCode,
				"message in ", e.MessageName, "members ", e.Members, "namespace ", e.Namespace), e.Pos)
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
		if s.PatternText != "" {
			fmt.Fprintf(&b, ", in messages %q", s.PatternText)
		}
	}
	if s.Bits != 0 {
		fmt.Fprintf(&b, ", %d bits", s.Bits)
	}
	b.WriteString(flags("unique", s.Unique, "union", s.Union, "sparse", s.Sparse, "keys ", s.Key, "as ", string(s.TimestampFormat)))
	return b.String()
}

// flags lists what is true or not empty, each behind a comma: name, value,
// name, value.
func flags(pairs ...any) string {
	var b strings.Builder
	for i := 0; i < len(pairs); i += 2 {
		switch v := pairs[i+1].(type) {
		case bool:
			if v {
				fmt.Fprintf(&b, ", %s", pairs[i])
			}
		case string:
			if v != "" {
				fmt.Fprintf(&b, ", %s%s", pairs[i], v)
			}
		}
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
