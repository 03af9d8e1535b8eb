package shapes

import (
	"regexp"

	"github.com/fakesmith/fakesmith/model"
)

// A Set value knows the shapes of an API: which values fit them, and how
// to make such values.
type Set struct {
	API *model.API
	// year is a year that is far ahead of the target's clock.
	Year func() int

	fitting  map[string][]string // the texts that fit a shape
	patterns map[string]*regexp.Regexp
}

func New(api *model.API) *Set {
	return &Set{API: api, fitting: map[string][]string{}, patterns: map[string]*regexp.Regexp{}}
}

func (s *Set) Pattern(expr string) *regexp.Regexp {
	re, ok := s.patterns[expr]
	if !ok {
		// The model's reader has made sure that patterns compile.
		re = regexp.MustCompile(expr)
		s.patterns[expr] = re
	}
	return re
}
