package shape

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/model"
)

// A Leaf is a value that a structure has at a path.
type Leaf struct {
	Path model.Path
	From Place
}

// Composed returns a literal of a structure with values at paths within it.
func (t *Types) Composed(s *model.Shape, leaves []Leaf) *jen.Statement {
	return jen.Id(s.GoName).CustomFunc(printer.Lines, func(g *jen.Group) {
		for i := range s.Members {
			m := &s.Members[i]
			field := t.MemberOf(jen.Nil(), s, m.Name)
			var within []Leaf
			for _, l := range leaves {
				first, rest := cutPath(l.Path)
				switch {
				case first != m.Name:
				case rest == "":
					g.Id(m.GoName).Op(":").Add(t.Assign(field, l.From))
				default:
					within = append(within, Leaf{rest, l.From})
				}
			}
			if len(within) == 0 {
				continue
			}
			value := t.Composed(field.Shape, within)
			if field.Ptr {
				value = jen.Op("&").Add(value)
			}
			g.Id(m.GoName).Op(":").Add(value)
		}
	})
}

// cutPath splits a path behind its first member.
func cutPath(path model.Path) (first string, rest model.Path) {
	for i := range len(path) {
		if path[i] == '.' {
			return string(path[:i]), path[i+1:]
		}
	}
	return string(path), ""
}
