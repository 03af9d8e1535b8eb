package conformance

import (
	"regexp"

	"github.com/fakesmith/fakesmith/model"
)

// A shapes value knows the shapes of an API: which values fit them, and how
// to make such values.
type shapes struct {
	api *model.API
	// year is a year that is far ahead of the target's clock.
	year func() int

	fitting  map[string][]string // the texts that fit a shape
	patterns map[string]*regexp.Regexp
}

func newShapes(api *model.API) *shapes {
	return &shapes{api: api, fitting: map[string][]string{}, patterns: map[string]*regexp.Regexp{}}
}

func (s *shapes) pattern(expr string) *regexp.Regexp {
	re, ok := s.patterns[expr]
	if !ok {
		// The model's reader has made sure that patterns compile.
		re = regexp.MustCompile(expr)
		s.patterns[expr] = re
	}
	return re
}
