package reproduce

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/model"
)

// A part is a piece of a text: what stands there, or what differs from run to
// run.
type part struct {
	literal string
	kind    partKind
	// offset is how many seconds from the present a time is.
	offset int64
	// step and member say which answer a word of the service's is from, and
	// which member of it.
	step   int
	member string
}

type partKind int

const (
	literal  partKind = iota
	run               // the word in all names of this run
	now               // a time near the present
	answered          // what an answer has given
)

// A needle is a text that is not taken as it stands, wherever it is found.
type needle struct {
	text   string
	part   part
	number bool // it stands for itself, and is no part of a longer number
}

// A writer puts one trace in all forms.
type writer struct {
	Trace
	// needles are those that each step can use: what an answer gives is known
	// from the next step on. The last ones are for what comes after all.
	needles [][]needle
	// next are the members in which answers give page tokens, made the members
	// that the service fills with words of its own, or the time.
	next, made map[string]bool
	// varying are the members of answers that differ from run to run by right.
	varying []string
}

func newWriter(t Trace) *writer {
	t.Endpoint = WithoutUserinfo(t.Endpoint)
	w := &writer{Trace: t, next: map[string]bool{}, made: map[string]bool{}}
	for _, p := range t.API.AllClauses() {
		switch rule := p.Clause.Rule.(type) {
		case model.Pagination:
			w.next[rule.Next] = true
		case model.Assigned:
			w.made[rule.Member] = true
		}
	}
	if t.Clock && w.timely() {
		set := compact(map[string]string{"set": t.Began.UTC().Format(time.RFC3339Nano)})
		w.precede(Step{Call: "clock", Body: []byte(set)})
	}
	if t.Reset {
		w.precede(Step{Call: "reset"})
	}
	w.find()
	w.lookForVarying()
	return w
}

// precede puts a step before all others.
func (w *writer) precede(s Step) {
	w.Steps = append([]Step{s}, w.Steps...)
	w.Wrong++
	w.Cleanup = slices.Clone(w.Cleanup)
	for i := range w.Cleanup {
		w.Cleanup[i].After++
	}
}

// timely reports whether it matters what time it is, and the trace does not
// begin with setting the clock.
func (w *writer) timely() bool {
	for i, s := range w.Steps {
		switch {
		case s.Call == "clock":
			return i > 0
		case !s.control() && len(w.times(s)) > 0:
			return true
		}
	}
	return false
}

// find looks for what is not to be taken as it stands.
func (w *writer) find() {
	var known []needle
	if w.Run != "" {
		for _, text := range []string{w.Run, strings.ToUpper(w.Run)} {
			known = append(known, needle{text: text, part: part{kind: run}})
		}
	}
	if !w.Clock {
		for _, s := range w.Steps {
			for _, at := range w.times(s) {
				known = append(known, needle{
					text: strconv.FormatInt(at, 10), number: true, part: part{kind: now, offset: at - w.Began.Unix()},
				})
			}
		}
	}
	for i, s := range w.Steps {
		w.needles = append(w.needles, known[:len(known):len(known)])
		for _, given := range w.given(s.Answer) {
			known = append(known, needle{text: given.text, part: part{kind: answered, step: i + 1, member: given.member}})
		}
	}
	w.needles = append(w.needles, known)
}

// near is how far from the beginning of a trace a time may be to be taken for
// one that was meant to be relative to it.
const near = 400 * 24 * time.Hour

// times returns the timestamps in a request, in whole seconds, that are not
// far from the time at which the trace began.
func (w *writer) times(s Step) []int64 {
	op := w.API.Operation(s.Call)
	v, err := decode(s.Body)
	if op == nil || err != nil {
		return nil
	}
	var all []int64
	w.walk(w.API.Shape(op.Input), v, func(shape *model.Shape, v any) {
		number, isNumber := v.(json.Number)
		if !isNumber || shape.Kind != model.Timestamp {
			return
		}
		if at, err := number.Float64(); err == nil && math.Abs(at-float64(w.Began.Unix())) < near.Seconds() {
			all = append(all, int64(math.Floor(at)))
		}
	})
	return all
}

// walk visits a value and all within it that the model has shapes for.
func (w *writer) walk(shape *model.Shape, v any, visit func(*model.Shape, any)) {
	if shape == nil {
		return
	}
	visit(shape, v)
	switch v := v.(type) {
	case map[string]any:
		for name, inner := range v {
			if m := shape.Member(name); m != nil {
				w.walk(w.API.Shape(m.Shape), inner, visit)
			}
		}
	case []any:
		for _, inner := range v {
			w.walk(w.API.Shape(shape.Elem), inner, visit)
		}
	}
}

// A word is a text of the service's own making.
type word struct{ text, member string }

// given returns the words that an answer gives out.
func (w *writer) given(answer []byte) []word {
	v, err := decode(answer)
	if err != nil {
		return nil
	}
	var all []word
	each("", v, func(name string, leaf any) {
		if text, isText := leaf.(string); isText && len(text) >= 4 && (w.next[name] || w.made[name]) {
			all = append(all, word{text, name})
		}
	})
	return all
}

// splice takes a text apart, as far as the needles say.
func splice(text string, needles []needle) []part {
	var parts []part
	var begins [256]bool // a text may be long, and has few places where one could begin
	for _, n := range needles {
		if n.text != "" {
			begins[n.text[0]] = true
		}
	}
	for start, i := 0, 0; ; {
		if i >= len(text) {
			if start < len(text) {
				parts = append(parts, part{literal: text[start:]})
			}
			return parts
		}
		var n *needle
		if begins[text[i]] {
			n = longest(text, i, needles)
		}
		if n == nil {
			i++
			continue
		}
		if start < i {
			parts = append(parts, part{literal: text[start:i]})
		}
		parts = append(parts, n.part)
		i += len(n.text)
		start = i
	}
}

// splicedAfter takes apart a text that comes after all steps.
func (w *writer) splicedAfter(text string) []part { return splice(text, w.needles[len(w.needles)-1]) }

// longest returns the longest needle that stands in a text at a place, or nil.
func longest(text string, at int, needles []needle) *needle {
	var found *needle
	for i := range needles {
		n := &needles[i]
		end := at + len(n.text)
		if !strings.HasPrefix(text[at:], n.text) || found != nil && len(found.text) >= len(n.text) {
			continue
		}
		if n.number && (at > 0 && digit(text[at-1]) || end < len(text) && digit(text[end])) {
			continue
		}
		found = n
	}
	return found
}

func digit(b byte) bool { return b >= '0' && b <= '9' }

// mark writes what differs from run to run as preludes read it: ${RUN},
// ${NOW+60}, ${2.NextToken}.
func mark(parts []part) string {
	var b strings.Builder
	for _, p := range parts {
		switch p.kind {
		case literal:
			b.WriteString(strings.ReplaceAll(p.literal, "${", "${$}{"))
		case run:
			b.WriteString("${RUN}")
		case now:
			fmt.Fprintf(&b, "${NOW%+d}", p.offset)
		case answered:
			fmt.Fprintf(&b, "${%d.%s}", p.step, p.member)
		}
	}
	return b.String()
}

// decode reads JSON, with numbers as they are written.
func decode(data []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	if d.More() {
		return nil, fmt.Errorf("something follows the value")
	}
	return v, nil
}
