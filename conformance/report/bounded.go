package report

import (
	"cmp"
	"encoding/json"
	"html"
	"maps"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/excerpt"
	"github.com/fakesmith/fakesmith/conformance/reproduce"
	"github.com/fakesmith/fakesmith/internal/printable"
)

// mostEvidence is how many bytes the counterexamples of a report may have when
// they are written, in whatever form. With all else a report stays below 5 MB.
const mostEvidence = 3_500_000

// mostProse is how many bytes all may have that is said of the clauses besides.
const mostProse = 700_000

// Bounded returns a copy of the report that is not large in any form, whatever
// the target answered, nor whoever made the report. Texts are cut. If the
// counterexamples are too large together, the largest lose, in this order: what
// there was after each step, the middle of long bodies, the programs, all bodies
// but that of the step that is wrong, and steps in the middle.
func (r *Report) Bounded() *Report {
	b := *r
	b.Target, b.Model, b.Ended = excerpt.Text(r.Target, excerpt.MostShown), excerpt.Text(r.Model, excerpt.MostShown), excerpt.Text(r.Ended, excerpt.MostShown)
	b.Unexpected = boundedTexts(r.Unexpected)
	if r.Setup != nil {
		w := *r.Setup
		w.By, w.Why = excerpt.Text(w.By, excerpt.MostShown), excerpt.Text(w.Why, excerpt.MostShown)
		w.Lacks, w.Left = boundedTexts(w.Lacks), boundedTexts(w.Left)
		b.Setup = &w
	}
	b.Clauses, b.Checks = slices.Clone(r.Clauses), slices.Clone(r.Checks)
	var found []*Counterexample
	for _, list := range [][]Clause{b.Clauses, b.Checks} {
		for i := range list {
			c := &list[i]
			if c.Counterexample != nil {
				copied := *c.Counterexample
				copied.Steps = slices.Clone(copied.Steps)
				copied.Reproductions = maps.Clone(copied.Reproductions)
				c.Counterexample = &copied
				found = append(found, &copied)
			}
		}
	}
	bound(found, mostEvidence)
	for most := excerpt.MostShown; most >= excerpt.MostWords/2; most /= 2 {
		if boundWords(b.Clauses, most)+boundWords(b.Checks, most) <= mostProse {
			break
		}
	}
	return &b
}

// boundWords cuts what is said of each clause, and returns about how many bytes
// all of it has on a page of HTML, where some of it stands twice.
func boundWords(list []Clause, most int) int {
	size := 0
	for i := range list {
		c := &list[i]
		for _, text := range []*string{&c.Description, &c.Source, &c.Reason, &c.Observed} {
			*text = excerpt.Text(*text, most)
			size += 2 * len(html.EscapeString(printable.Text(*text)))
		}
	}
	return size
}

// boundedTexts returns the first texts of a list, each cut.
func boundedTexts(texts []string) []string {
	texts = slices.Clone(texts[:min(len(texts), 100)])
	for i := range texts {
		texts[i] = excerpt.Text(texts[i], excerpt.MostShown)
	}
	return texts
}

// bound makes counterexamples fit into so many bytes together. Each of those
// that have less than an even share keeps what it has, and the others share what
// is left of it.
func bound(found []*Counterexample, most int) {
	// Nobody needs to know how large those are that are far too large.
	enough := 4 * most / max(len(found), 1)
	sizes := map[*Counterexample]int{}
	for _, c := range found {
		sizes[c] = c.size(enough)
	}
	smallest := slices.SortedStableFunc(slices.Values(found), func(a, b *Counterexample) int { return cmp.Compare(sizes[a], sizes[b]) })
	for i, c := range smallest {
		most -= c.fit(most / (len(smallest) - i))
	}
}

// reductions are what is done, one after the other, to a counterexample that is
// too large.
var reductions = []func(*Counterexample){
	func(c *Counterexample) {
		for i := range c.Steps {
			c.Steps[i].State = nil
		}
	},
	func(c *Counterexample) { c.cut(excerpt.MostShown / 2) },
	func(c *Counterexample) {
		english := c.Reproductions[reproduce.English]
		c.Reproductions = nil
		if english != "" && len(english) <= excerpt.MostShown {
			c.Reproductions = map[string]string{reproduce.English: english}
		}
	},
	func(c *Counterexample) {
		for i, wrong := 0, c.firstWrong(); i < len(c.Steps); i++ {
			if s := &c.Steps[i]; i != wrong && i != len(c.Steps)-1 {
				s.Request, s.Answer, s.Headers = nil, nil, nil
				s.Shorten(excerpt.MostWords)
			}
		}
	},
	func(c *Counterexample) { c.leave(10, excerpt.MostWords) },
	func(c *Counterexample) { c.leave(0, excerpt.MostWords/4) },
}

// cut cuts all bodies and texts in the steps of a counterexample.
func (c *Counterexample) cut(most int) {
	for i := range c.Steps {
		s := &c.Steps[i]
		s.Shorten(most)
		if len(s.Request) > most {
			s.Request, s.Cut = excerpt.Quote(excerpt.Text(BodyOf(s.Request), most)), true
		}
	}
}

// leave leaves so many steps at the beginning and at the end, the last one, and
// the one that is wrong, with little in each.
func (c *Counterexample) leave(ends, most int) {
	c.Reproductions = nil
	var steps []Step
	for i, wrong := 0, c.firstWrong(); i < len(c.Steps); i++ {
		if i < ends || i >= len(c.Steps)-max(ends, 1) || i == wrong {
			c.Steps[i].Headers = nil
			steps = append(steps, c.Steps[i])
		}
	}
	c.Steps = steps
	c.cut(most)
}

// fit makes a counterexample smaller until it has at most so many bytes, as far
// as that can be done, and returns how many it has.
func (c *Counterexample) fit(most int) int {
	size := c.size(most)
	for _, reduce := range reductions {
		if size <= most {
			break
		}
		reduce(c)
		size = c.size(most)
	}
	return size
}

// size returns about how many bytes a counterexample has in the form in which it
// is largest: as indented JSON, or as a page of HTML. If it has more than enough,
// it stops counting there.
func (c *Counterexample) size(enough int) int {
	const markup = 600 // around a step
	asJSON, asHTML := len(c.Property)+len(c.Reproduce), len(c.Property)+len(c.Reproduce)
	add := func(texts ...string) {
		for _, text := range texts {
			if asJSON += len(text); asJSON > enough {
				return
			}
			visible := printable.Text(text)
			asHTML += len(html.EscapeString(visible))
			asJSON += len(visible) - len(text) + strings.Count(text, `"`) + strings.Count(visible, `\`)
		}
	}
	addJSON := func(raws ...json.RawMessage) {
		for _, raw := range raws {
			if asJSON += len(raw); asJSON > enough {
				return
			}
			indented, _ := excerpt.Indented(raw, 5)
			visible := string(printable.JSON(raw))
			asJSON += len(visible) - len(raw) + max(indented-len(raw), 0)
			asHTML += len(html.EscapeString(visible)) + max(indented-len(raw), 0)
		}
	}
	for i := range c.Steps {
		s := &c.Steps[i]
		asJSON, asHTML = asJSON+markup/3, asHTML+markup
		addJSON(s.Request, s.Answer, s.State)
		add(s.Call, s.As, s.At, s.Expected, s.Got, s.Differs, s.ContentType)
		for name, value := range s.Headers {
			add(name, value)
		}
		if max(asJSON, asHTML) > enough {
			break
		}
	}
	for _, text := range c.Reproductions {
		add(text)
	}
	return max(asJSON, asHTML)
}
