package testcase

import (
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/oracle"
)

// A Fixtures is what a fixtures file says, as far as the target was found to
// be so. Cases choose their keys from it, and put and delete nothing else.
type Fixtures struct {
	Facts []Fixture
}

// A Fixture is a fact that can't be changed, only made use of.
type Fixture struct {
	Fact  string
	Of    value.Object
	Value string
}

// Oracle returns an oracle that knows what a fixtures file says there is, and
// nothing else. Where the clock can't be moved, it can't be exact about time.
func (s *Session) Oracle(choices map[string]string) *oracle.Oracle {
	o := oracle.New(s.API, choices)
	if s.Target.Clock == nil {
		o.Slack = time.Minute
	}
	if s.Fixtures == nil {
		return o
	}
	t := s.OfflineCase()
	as := oracle.Scope(t.As)
	for _, f := range s.Fixtures.Facts {
		for i := range s.API.Entities {
			e := t.On(s.API.Entities[i].Name)
			key := value.Pick(f.Of, e.Subject.Key)
			if e.Operations.Put == nil || len(key) < len(e.Subject.Key) || len(e.Subject.Partition) > 0 || t.Existing[e.ResourceID(key)] {
				continue
			}
			t.Existing[e.ResourceID(key)] = true
			o.Call(as, s.WallTime(), e.Operations.Put.Name, t.Input(e.Operations.Put, value.With(s.Example(e.Subject.Name), key)))
		}
		o.SetFact(as, f.Fact, value.Texts(f.Of), f.Value)
	}
	return o
}
