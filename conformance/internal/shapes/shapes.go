package shapes

import (
	"regexp"

	"github.com/fakesmith/fakesmith/model"
)

// A Set is the shapes of an API. It checks values against shapes, and makes
// values that are valid.
type Set struct {
	API *model.API
	// Year returns a year that is far ahead of the target's clock.
	Year func() int

	fitting   map[string][]string // valid texts, by the name of the shape
	samples   map[string][]any    // by the name of the shape
	spellings map[string]spelling // of names, by the name of the shape
	patterns  map[string]*regexp.Regexp
}

// New returns the shapes of an API.
func New(api *model.API) *Set {
	return &Set{API: api, fitting: map[string][]string{}, samples: map[string][]any{}, spellings: map[string]spelling{}, patterns: map[string]*regexp.Regexp{}}
}

// Pattern returns a pattern of the model, compiled.
func (s *Set) Pattern(expr string) *regexp.Regexp {
	re, ok := s.patterns[expr]
	if !ok {
		// The model's reader has made sure that patterns compile.
		re = regexp.MustCompile(expr)
		s.patterns[expr] = re
	}
	return re
}
