package setup

import (
	"slices"

	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// ValidSamples returns the examples of the subject that the model has, first the one
// to which resources are kept. Where there are none, it is one without members.
func (t *Stage) ValidSamples() []model.Sample {
	first := t.ExampleText(t.Subject.Name)
	if first == "" {
		return []model.Sample{{}}
	}
	// An example that has taken the place of the first is not there twice.
	others := slices.DeleteFunc(slices.Clone(t.API.Entity(t.Subject.Name).Samples), func(s model.Sample) bool { return s.JSON == first })
	return append([]model.Sample{{JSON: first}}, others...)
}

// SampleOf returns the members of an example that a request can set, without the
// key.
func (t *Stage) SampleOf(s model.Sample) value.Object {
	return value.Pick(t.Sample(s.JSON), t.Settable(t.Operations.Put))
}

// DescribeLike returns resources with those keys and the members of an example. It
// draws the others as Describe does.
func (t *Stage) DescribeLike(s model.Sample, keys ...value.Object) []value.Object {
	resources := t.Describe(keys...)
	if s.JSON == "" || s.JSON == t.ValidSamples()[0].JSON {
		return resources
	}
	like := t.SampleOf(s)
	for i := range resources {
		resources[i] = value.With(like, value.Pick(resources[i], append(t.PlainTexts(), t.Subject.Key...)))
	}
	return resources
}

// PlainTexts returns the members of the subject that any text may stand in.
func (t *Stage) PlainTexts() []string { return t.Contract.PlainTexts(t.Operations.Put) }

// DrawSample draws an example that the target can have, as far as that is known:
// mostly the first.
func (t *Stage) DrawSample() model.Sample {
	all := slices.DeleteFunc(t.ValidSamples(), func(s model.Sample) bool { return t.Setup.lacking[s.Needs] })
	if len(all) == 1 || rapid.Bool().Draw(t.Rapid, "the first example") {
		return all[0]
	}
	return rapid.SampledFrom(all).Draw(t.Rapid, "example")
}

// PutSample puts resources that are like an example. It skips the case if the
// target lacks what the example needs.
func (t *Stage) PutSample(s model.Sample, resources ...value.Object) {
	if s.Error == "" {
		t.Put(resources...)
		return
	}
	for _, resource := range resources {
		r := t.TryPut(resource)
		t.NeedSample(s, r)
		t.ExpectSuccess(t.Operations.Put, r)
	}
}

// NeedSample skips the case if a put was rejected because the target lacks what an
// example needs.
func (t *Stage) NeedSample(s model.Sample, r *wire.Reply) {
	if s.Error != "" && !r.Ok() && r.Code == s.Error {
		t.Setup.lacking[s.Needs] = true
		t.Skip("it takes %s; the target answers with %s", s.Needs, r.Code)
	}
}

// ValidRequestLike is ValidRequest for a resource that is like an example.
func (t *Stage) ValidRequestLike(s model.Sample) value.Object {
	if s.JSON == "" || !t.Stores() {
		return t.ValidRequest()
	}
	resources := t.DescribeLike(s, t.Keys(1)...)
	in := t.Input(t.Op, resources...)
	t.SetUp(t.Op, in, resources)
	return in
}

// Accepted returns a resource that the operation which puts it accepts and that has
// some of the members of another: that resource itself, or one that is else like an
// example. It returns nil if there is none.
func (t *Stage) Accepted(resource value.Object, members ...string) value.Object {
	put := t.Operations.Put
	if put == nil || len(effect.Broken(put, t.Input(put, resource))) == 0 {
		return resource
	}
	own := value.Pick(resource, append(slices.Clone(members), t.Subject.Key...))
	for _, s := range t.ValidSamples() {
		like := t.SampleOf(s)
		for _, name := range members {
			delete(like, name)
		}
		if like = value.With(like, own); s.Error == "" && len(effect.Broken(put, t.Input(put, like))) == 0 {
			return like
		}
	}
	return nil
}

// Others returns resources with a key that the operation which puts them accepts,
// and for which no condition holds: those that are like examples, or else the first
// example with other values.
func (t *Stage) Others(key value.Object, where []model.Condition) []value.Object {
	put := t.Operations.Put
	if put == nil {
		return nil
	}
	var others []value.Object
	for _, s := range t.ValidSamples() {
		if s.JSON != "" && s.Needs == "" {
			others = append(others, value.With(t.SampleOf(s), key))
		}
	}
	suits := func(resource value.Object) bool {
		return len(effect.Broken(put, t.Input(put, resource))) == 0 && !slices.ContainsFunc(where, func(c model.Condition) bool {
			return value.One(resource, c.Path) == c.Value
		})
	}
	unsuited := func(resource value.Object) bool { return !suits(resource) }
	if others = slices.DeleteFunc(others, unsuited); len(others) > 0 {
		return others
	}
	return slices.DeleteFunc(t.changed(value.With(t.Example(t.Subject.Name), key), where), unsuited)
}

// changed returns resources that are like another but for the values at the paths of
// conditions.
func (t *Stage) changed(resource value.Object, where []model.Condition) []value.Object {
	all := []value.Object{resource}
	for _, c := range where {
		_, shape, err := t.API.Steps(t.Subject.Shape.Name, c.Path)
		if err != nil {
			return nil
		}
		var next []value.Object
		for _, like := range all {
			for _, v := range t.SamplesAt(c.Path, shape) {
				other := value.Clone(like)
				value.Set(other, c.Path, v)
				next = append(next, other)
			}
		}
		all = next
	}
	return all
}
