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
	return t.composed(s, leaves, false)
}

// Shown is [Types.Composed] for a structure in a reply: the required members that have no
// value are the least that their shapes permit.
func (t *Types) Shown(s *model.Shape, leaves []Leaf) *jen.Statement {
	return t.composed(s, leaves, true)
}

func (t *Types) composed(s *model.Shape, leaves []Leaf, whole bool) *jen.Statement {
	return jen.Id(s.GoName).CustomFunc(printer.Lines, func(g *jen.Group) {
		for i := range s.Members {
			m := &s.Members[i]
			field := t.MemberOf(jen.Nil(), s, m.Name)
			var within []Leaf
			told := false
			for _, l := range leaves {
				first, rest := cutPath(l.Path)
				switch {
				case first != m.Name:
				case rest == "":
					told = true
					g.Id(m.GoName).Op(":").Add(t.Assign(field, l.From))
				default:
					within = append(within, Leaf{rest, l.From})
				}
			}
			if len(within) == 0 {
				if whole && m.Required && !told {
					if value := t.Least(t.Shape(m.Shape)); value != nil {
						g.Id(m.GoName).Op(":").Add(t.held(s, m, value))
					}
				}
				continue
			}
			value := t.composed(field.Shape, within, whole)
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
