package runtime

import (
	"encoding/json"
	"errors"
	"sync"

	"github.com/fakesmith/fakesmith/fake"
)

// A specimen is a small service as the generator would write one: Echo gives
// back what it is given, Forget gives back nothing, Fail fails.
type specimen struct {
	*Service
	mu    sync.Mutex // guards facts
	facts map[fake.Scope]map[string]string
}

func newSpecimen() *specimen {
	s := &specimen{facts: map[fake.Scope]map[string]string{}}
	s.Service = &Service{
		Protocol: Protocol{TargetPrefix: "Specimen"},
		Clock:    new(fake.Clock),
		Dispatch: s.dispatch,
		Control:  s,
		Faults:   new(fake.Faults),
	}
	return s
}

func (s *specimen) dispatch(x *Exchange) {
	switch x.Operation {
	case "Echo":
		Handle(x, func(in *sample) (*sample, error) { return in, nil })
	case "Forget":
		HandleSilent(x, func(*sample) error { return nil })
	case "Fail":
		Handle(x, func(in *sample) (*sample, error) {
			switch in.Name {
			case "teapot":
				return nil, Errorf("Fail", "TeapotException", "").WithStatus(418)
			case "defect":
				return nil, errors.New("a defect")
			}
			return nil, Errorf("Fail", "SadException", "%s is sad", in.Name)
		})
	case "Plan":
		HandleSilent(x, Uncontracted[sample]("Plan"))
	default:
		x.UnknownOperation("Echo", "Forget", "Fail")
	}
}

func (s *specimen) SetFacts(scope fake.Scope, facts []Fact) error {
	set := map[string]string{}
	var wrong FactErrors
	for i := range facts {
		if facts[i].Fact != "mood" {
			wrong.Note(i, facts[i].UnknownFact("mood"))
			continue
		}
		key, badKey := facts[i].Key("Name")
		value, badValue := FactValue(&facts[i], []kindOf{"GOOD", "BAD"})
		if !wrong.Note(i, badKey, badValue) {
			set[key[0]] = string(value)
		}
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.facts[scope] = set
	return nil
}

func (s *specimen) StateJSON(scope fake.Scope) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return json.Marshal(s.facts[scope])
}

func (s *specimen) SetStateJSON(scope fake.Scope, body []byte) error {
	var state moods
	if err := UnmarshalStrict(body, &state); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.facts[scope] = state
	return nil
}

// moods is the state of a specimen in one scope.
type moods map[string]string

func (m *moods) DecodeJSON(d *Decoder) bool {
	*m = Map(d, (*Decoder).String)
	return *m != nil
}

func (s *specimen) ResetAll() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.facts)
}

// Validate wants a name of at most eight characters.
func (v *sample) Validate() error {
	var vs Violations
	vs.MinLength("name", v.Name, 1)
	vs.MaxLength("name", v.Name, 8)
	return vs.Err("Echo")
}

func (v *sample) EncodeJSON(e *Encoder) {
	e.ObjStart()
	e.FieldStart("Name")
	e.Str(v.Name)
	if v.At != nil {
		e.FieldStart("At")
		e.Time(*v.At)
	}
	if v.Weight != nil {
		e.FieldStart("Weight")
		e.Float64(*v.Weight)
	}
	if v.Names != nil {
		e.FieldStart("Names")
		EncodeList(e, v.Names, (*Encoder).Str)
	}
	if v.Kinds != nil {
		e.FieldStart("Kinds")
		EncodeEnums(e, v.Kinds)
	}
	if v.List != nil {
		e.FieldStart("List")
		EncodeStructs(e, v.List)
	}
	if v.Tags != nil {
		e.FieldStart("Tags")
		EncodeMap(e, v.Tags, (*Encoder).Str)
	}
	e.ObjEnd()
}
