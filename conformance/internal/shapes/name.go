package shapes

import (
	"hash/fnv"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// Named returns a text of a shape that has a name in it: the name itself if it fits, or
// else with another spelling, after the beginning of a text that fits, or lengthened. Where
// none of these fits, it is a text that is drawn for the name. The value of an enum is the
// same for every name.
func (s *Set) Named(shape *model.Shape, name string) string {
	if shape.Kind == model.Enum && len(shape.Enum) > 0 {
		return shape.Enum[0].Value
	}
	if s.Fits(name, shape) {
		return name
	}
	spelling, known := s.spellings[shape.Name]
	if !known {
		spelling = s.spellingOf(shape, name)
		s.spellings[shape.Name] = spelling
	}
	if text := spelling.write(shape, name); s.Fits(text, shape) {
		return text
	}
	if shape.Pattern != "" {
		h := fnv.New32a()
		h.Write([]byte(name))
		for _, text := range Matching(shape.Pattern, int(h.Sum32()), 1, 1, func(text string) bool { return s.Fits(text, shape) }) {
			return text
		}
	}
	return name
}

// A spelling is a way to write a name so that it is of a shape.
type spelling struct {
	begin          string // what comes before it
	plain, capital bool   // without dashes, in capital letters
}

// spellingOf returns the spelling with the shortest beginning with which a name is of a
// shape, or none.
func (s *Set) spellingOf(shape *model.Shape, name string) spelling {
	begin := ""
	if fit := s.TextsFor(shape); len(fit) > 0 {
		begin = fit[0]
	}
	for end := range len(begin) + 1 {
		for _, sp := range []spelling{{}, {plain: true}, {capital: true}, {plain: true, capital: true}} {
			if sp.begin = begin[:end]; s.Fits(sp.write(shape, name), shape) {
				return sp
			}
		}
	}
	return spelling{}
}

// write returns a name in a spelling, made as long as its shape wants it at least.
func (sp spelling) write(shape *model.Shape, name string) string {
	if sp.plain {
		name = strings.ReplaceAll(name, "-", "")
	}
	if sp.capital {
		name = strings.ToUpper(name)
	}
	text := sp.begin + name
	if shape.Min != nil && len(text) < int(shape.Min.Int) {
		text = sp.begin + strings.Repeat(name[:1], int(shape.Min.Int)-len(text)) + name
	}
	return text
}
