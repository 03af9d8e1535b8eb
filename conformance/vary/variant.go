package vary

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// A Variant is an implementation that differs in one place in which it may.
type Variant struct {
	// ID names the variant, e.g. "choice/omitted-members/kept" or "error/namespace".
	ID string
	// Permitted says why an implementation may be so, and what the source is.
	Permitted string
	// Place is where the implementation differs. Variants of one place exclude each
	// other: an implementation is one of them, or none.
	Place string
	// Choices are what the implementation has to be told to choose, by clause.
	Choices map[string]string
	// Open are the clauses that leave a choice which the variant makes by itself: of
	// an implementation in front of which it stands, no choice there is known.
	Open []string
	// Wire is the form in which replies travel, for which a [Server] is needed.
	Wire Wire

	stage stage
	layer func(choices map[string]string) Layer
}

// A Layer stands in front of an implementation and answers as another one might.
type Layer func(next http.RoundTripper) http.RoundTripper

// A stage says how near to the implementation a layer stands. A layer sees what
// those of earlier stages make of an answer.
type stage int

const (
	ages     stage = iota // the time as of which a request is answered
	fills                 // which members a resource has
	lists                 // which rows a page has, and in which order
	tokens                // what a token looks like
	limits                // whether a request comes too soon
	groups                // how failures are reported
	values                // how a value is written
	rejects               // how an error is reported
	texts                 // how the JSON of a body is written
	headings              // which headers an answer has
)

// Variants returns the variants of a contract: for each kind of place in which an
// implementation may differ, each place of that kind. treated are members that an
// implementation treats in a way of its own of which the contract does not speak,
// to see that it fails. The same contract gives the same variants in the same order.
func Variants(api *model.API, treated ...Member) []Variant {
	return slices.Concat(
		choices(api), timing(api), vanishing(api), aggregates(api), members(api, treated), pages(api), askedTwice(api), intervals(api), pageTokens(api), batches(api),
		timestamps(api), errorForms(api), jsonTexts(api), headers(api), wires(),
	)
}

// A Mixture is an implementation that differs in several places.
type Mixture []Variant

// String names the variants.
func (m Mixture) String() string {
	ids := make([]string, len(m))
	for i, v := range m {
		ids[i] = v.ID
	}
	return strings.Join(ids, " + ")
}

// Choices returns what an implementation has to be told to choose.
func (m Mixture) Choices() map[string]string {
	all := map[string]string{}
	for _, v := range m {
		maps.Copy(all, v.Choices)
	}
	return all
}

// Profile returns what is known of the choices of an implementation that makes
// those of a profile, unless it is told otherwise.
func (m Mixture) Profile(known map[string]string) map[string]string {
	all := maps.Clone(known)
	maps.Copy(all, m.Choices())
	for _, v := range m {
		for _, id := range v.Open {
			delete(all, id)
		}
	}
	return all
}

// Wire returns the form in which the replies travel. Unless it is the zero value,
// they do so only from a [Server].
func (m Mixture) Wire() Wire {
	var all Wire
	for _, v := range m {
		all = all.and(v.Wire)
	}
	return all
}

// Layer returns the layers in front of an implementation that makes the choices
// of the mixture.
func (m Mixture) Layer(next http.RoundTripper) http.RoundTripper {
	inner := slices.Clone(m)
	slices.SortStableFunc(inner, func(a, b Variant) int { return int(a.stage) - int(b.stage) })
	for _, v := range inner {
		if v.layer != nil {
			next = v.layer(m.Choices())(next)
		}
	}
	return next
}

// Mix returns a mixture of n variants, or of fewer if there are not so many that
// go together. The same random numbers give the same mixture.
func Mix(variants []Variant, n int, random *rand.Rand) Mixture {
	var m Mixture
	for _, i := range random.Perm(len(variants)) {
		if len(m) == n {
			break
		}
		if m.admits(variants[i]) {
			m = append(m, variants[i])
		}
	}
	slices.SortFunc(m, func(a, b Variant) int { return strings.Compare(a.ID, b.ID) })
	return m
}

// admits reports whether a variant goes together with those of a mixture.
func (m Mixture) admits(v Variant) bool {
	for _, other := range m {
		if other.Place == v.Place || !other.Wire.goesWith(v.Wire) {
			return false
		}
		for id, choice := range v.Choices {
			if chosen, ok := other.Choices[id]; ok && chosen != choice {
				return false
			}
		}
	}
	return true
}

// oneOf returns variants of one place, made of pairs of a name and a reason.
func oneOf(place string, at stage, all ...form) []Variant {
	variants := make([]Variant, len(all))
	for i, f := range all {
		variants[i] = Variant{ID: place + "/" + f.name, Permitted: f.permitted, Place: place, stage: at, layer: fixed(f.layer)}
	}
	return variants
}

// A form is one way in which an implementation may be in a place.
type form struct {
	name      string
	permitted string
	layer     Layer
}

// fixed returns what makes a layer whatever is chosen.
func fixed(l Layer) func(map[string]string) Layer {
	return func(map[string]string) Layer { return l }
}

// about puts the words of a clause after a reason.
func about(c *model.Clause, format string, args ...any) string {
	return fmt.Sprintf(format, args...) + " Clause " + c.ID + ": " + c.Source
}
