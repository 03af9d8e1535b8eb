package setup

import (
	"fmt"

	"github.com/fakesmith/fakesmith/conformance/internal/value"
)

// probeExamples replaces each of the model's examples that the target has
// rejected by the first that it accepts of those that need nothing else. Without that,
// nothing could be checked that needs such an entity.
func (s *Setup) probeExamples(t *Stage) {
	if t.Fixtures != nil || t.Comparison != nil {
		return
	}
	for i := range s.API.Entities {
		e := &s.API.Entities[i]
		code := s.rejectedExamples[e.Name]
		if code == "" {
			continue
		}
		for _, sample := range e.Samples {
			if sample.Needs != "" {
				continue
			}
			s.Examples[e.Name] = sample.JSON
			why := quietly(t, func(view *Stage) {
				view = view.On(e.Name)
				view.EnsureExists(view.NamedKeys(1)[0], nil)
			})
			if why == "" {
				delete(s.rejectedExamples, e.Name)
				s.replaced = append(s.replaced, fmt.Sprintf("the target rejects the model's example of a %s with %s, and %s takes its place", e.Name, code, value.Show(t.Example(e.Name))))
				break
			}
			delete(s.Examples, e.Name)
		}
	}
}
