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

// mostEvidence is how many bytes the counterexamples of a report may have in
// any format, so that a whole report is smaller than 5 MB.
const mostEvidence = 3_500_000

// mostProse is how many bytes the other texts about the clauses may have.
const mostProse = 700_000

// Bounded returns a copy of the report that is of limited size in any format,
// whatever the target answered and whoever made the report. Texts are cut. If
// the counterexamples are too large together, the largest lose, in this order:
// the state after each step, the middle of long bodies, the programs, all
// bodies but that of the wrong step, and steps in the middle.
func (r *Report) Bounded() *Report {
	b := *r
	b.Target, b.Model, b.Ended = excerpt.Text(r.Target, excerpt.MostShown), excerpt.Text(r.Model, excerpt.MostShown), excerpt.Text(r.Ended, excerpt.MostShown)
	b.Unexpected = boundedTexts(r.Unexpected)
	b.Causes = boundedCauses(r.Causes)
	if r.Setup != nil {
		w := *r.Setup
		w.By, w.Why = excerpt.Text(w.By, excerpt.MostShown), excerpt.Text(w.Why, excerpt.MostShown)
		w.Lacks, w.Left = boundedTexts(w.Lacks), boundedTexts(w.Left)
		b.Setup = &w
	}
	b.Clauses, b.Checks = slices.Clone(r.Clauses), slices.Clone(r.Checks)
	var broken []Clause
	if r.Shard != nil {
		part := *r.Shard
		part.Broken = slices.Clone(part.Broken)
		b.Shard, broken = &part, part.Broken
	}
	var found []*Counterexample
	for _, list := range [][]Clause{b.Clauses, b.Checks, broken} {
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
		if boundWords(b.Clauses, most)+boundWords(b.Checks, most)+boundWords(broken, most) <= mostProse {
			break
		}
	}
	return &b
}

// boundWords cuts the texts about each clause, and returns about how many bytes
// they have on a page of HTML, which has some of them twice.
func boundWords(list []Clause, most int) int {
	size := 0
	for i := range list {
		c := &list[i]
		for _, text := range []*string{&c.Description, &c.Source, &c.Reason, &c.Stray, &c.Observed} {
			*text = excerpt.Ends(*text, most)
			size += 2 * len(html.EscapeString(printable.Text(*text)))
		}
	}
	return size
}

// boundedCauses returns the first causes of a list, each with a short summary.
func boundedCauses(causes []Cause) []Cause {
	causes = slices.Clone(causes[:min(len(causes), 1000)])
	for i := range causes {
		c := &causes[i]
		c.Summary, c.Operation = excerpt.Ends(c.Summary, 2*excerpt.MostWords), excerpt.Ends(c.Operation, excerpt.MostWords)
	}
	return causes
}

// boundedTexts returns the first texts of a list, each cut.
func boundedTexts(texts []string) []string {
	texts = slices.Clone(texts[:min(len(texts), 100)])
	for i := range texts {
		texts[i] = excerpt.Text(texts[i], excerpt.MostShown)
	}
	return texts
}

// bound makes counterexamples fit into a number of bytes together. Those
// smaller than an even share stay as they are, and the others share the rest.
func bound(found []*Counterexample, most int) {
	// The exact size of one that is far too large does not matter.
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

// reductions make a counterexample smaller, one after the other.
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
			s.Request = excerpt.Quote(excerpt.Ends(BodyOf(s.Request), most))
		}
	}
}

// leave keeps some steps at both ends, the last one and the wrong one, with
// little in each.
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

// fit makes a counterexample smaller until it has at most a number of bytes, as
// far as possible, and returns how many it has.
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

// size returns about how many bytes a counterexample has in the larger of two
// formats, indented JSON and HTML. It stops counting beyond enough.
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
