package model

import "strings"

// A Resource is what an entity and a fact have in common: values of one shape,
// one to a key.
type Resource struct {
	Name      string
	Shape     *Shape
	Key       []string
	Partition []string
	// Fact is nil for an entity.
	Fact *Fact
}

// Resource returns the entity or fact with that name. Its shape is nil if there
// is none.
func (a *API) Resource(name string) Resource {
	if e := a.Entity(name); e != nil {
		return Resource{Name: e.Name, Shape: a.Shape(e.Shape), Key: e.Key, Partition: e.Partition}
	}
	if f := a.Fact(name); f != nil {
		return Resource{Name: f.Name, Shape: a.Shape(f.Shape), Key: f.Key, Partition: f.Partition, Fact: f}
	}
	return Resource{}
}

// enumOf returns the enum of a fact's value.
func (a *API) enumOf(f *Fact) *Shape {
	if s := a.Shape(f.Shape); s != nil {
		if m := s.Member(f.Value); m != nil {
			return a.Shape(m.Shape)
		}
	}
	return &Shape{}
}

// hasValue reports whether an enum has that value.
func (s *Shape) hasValue(value string) bool {
	for _, v := range s.Enum {
		if v.Value == value {
			return true
		}
	}
	return false
}

// values names an enum's values for a complaint.
func (s *Shape) values() string {
	words := make([]string, len(s.Enum))
	for i, v := range s.Enum {
		words[i] = v.Value
	}
	return strings.Join(words, ", ")
}
