package conformance

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/conformance/oracle"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// confirm shows a case that failed to the target once more, and notes whether
// it failed again: as short as it can be made where the oracle can tell that
// its last answer is wrong, and else as the law has it.
//
// Where calls cost nothing to speak of, a shortened case that did not fail is
// given another chance as a whole.
func (s *suite) confirm(p model.Placed, l law, o *outcome, n int) {
	first, cases := o.failure, o.cases
	defer func() { o.cases = cases }()
	o.thorough = true
	if short := s.shorten(first); short != nil {
		if again := s.showAgain(p, l, first, short, n); again != nil {
			again.Confirmed = "yes"
			o.failure = again
			return
		}
		if s.options.Costly {
			first.Confirmed = "no"
			o.failure = first
			return
		}
	}
	s.tryOnce(p, l, o, n)
	if o.failure == nil {
		o.failure = first
		o.failure.Confirmed = "no"
		return
	}
	o.failure.Confirmed = "yes"
}

// showAgain goes through some steps once more, with names that nothing had
// before and at times that are as far ahead as they were. It returns what came
// of it if the last answer was wrong again, in the same way. Where a fault got
// in the way, it says nothing, and is tried once more.
func (s *suite) showAgain(p model.Placed, l law, first *failure, steps []step, n int) *failure {
	for range 3 {
		var again *failure
		o := &outcome{limit: 1, thorough: true}
		s.generate(p, n, func(rt *rapid.T) {
			t := s.trial(rt, o, p, l.name)
			rt.Cleanup(t.cleanUp)
			again = t.retrace(first, steps)
		})
		if again != nil || s.ctx.Err() != nil || len(o.reasons) == 0 {
			return again
		}
	}
	return nil
}

// retrace goes through some steps again. It returns nil if the last answer is
// not wrong as it was.
func (t *trial) retrace(first *failure, steps []step) *failure {
	if err := t.reset(); err != nil {
		t.skip("%v", err)
	}
	r := &retracing{trial: t, names: map[string]string{}, texts: map[string]string{}, o: t.session.oracle(t.guesses())}
	began := first.Began
	for i := range steps {
		if sent := steps[i].sent; sent != nil && t.target.Clock == nil {
			began = sent.at
			break
		}
	}
	if t.target.Clock != nil {
		t.setClock(began)
		t.record.steps = nil
	} else {
		r.shift = t.now().Sub(began).Round(time.Second)
		r.lastEnd(steps)
	}
	var last judgement
	for i := range steps {
		last = r.step(&steps[i])
	}
	before := t.judged(steps)[len(steps)-1].wrong
	if last.wrong == "" || gist(last.wrong) != gist(before) {
		return nil
	}
	end := &t.steps[len(t.steps)-1]
	end.Expected = r.rename(steps[len(steps)-1].Expected)
	return newFailure(Counterexample{Began: began.Add(r.shift), Reset: first.Reset, Law: first.Law, Reproduce: first.Reproduce}, slices.Clone(t.steps))
}

// A retracing is a trace that is gone through once more.
type retracing struct {
	*trial
	o *oracle.Oracle
	// names and texts are the names in the trace, and the texts that the target
	// gave out, each with what stands for it now.
	names, texts map[string]string
	// shift is how much later everything is.
	shift time.Duration
	// end is when the last of the things in the trace expires that expires while
	// it lasts; zero if none does. timed reports that it has waited by itself.
	end   time.Time
	timed bool
}

// lastEnd looks for the last time in a trace that comes while it lasts.
func (r *retracing) lastEnd(steps []step) {
	last := steps[len(steps)-1].sent
	if last == nil {
		return
	}
	until := last.at
	for i := range steps {
		in, plain := r.inputOf(&steps[i])
		if !plain {
			r.timed = r.timed || steps[i].Call == "wait"
			continue
		}
		r.timestamps(in, r.api.Shape(r.api.Operation(steps[i].Call).Input), func(v any) any {
			if at, ok := timeOf(v); ok && at.After(steps[i].sent.at) && at.Before(until) && at.After(r.end) {
				r.end = at
			}
			return v
		})
	}
}

// keepTime waits until it is time for a step, where time matters: as long after
// the beginning as it was, but unless the trace has waited by itself, no longer
// than it takes for all to expire.
func (r *retracing) keepTime(s *step) {
	if !r.timed && r.end.IsZero() {
		return
	}
	due := s.sent.at
	if late := r.surely(r.end); !r.timed && due.After(late) {
		due = late
	}
	if left := due.Add(r.shift).Sub(r.now()); left > 0 {
		if err := r.pause(left, "until as much time has passed as when the clause failed"); err != nil {
			r.skip("%v", err)
		}
		r.did("wait", object{"for": left.Round(time.Millisecond).String()}, "waited")
	}
}

// step does a step again, and has the oracle judge the answer.
func (r *retracing) step(s *step) judgement {
	switch s.Call {
	case "clock":
		var in struct{ Set time.Time }
		if json.Unmarshal(s.Request, &in) == nil {
			r.setClock(in.Set)
		}
		return judgement{}
	case "wait":
		return judgement{} // it is waited before the next step
	case "fact":
		as, fact, values := r.factsOf(&s.Step)
		for i := range values {
			for name, text := range values[i].Of {
				values[i].Of[name] = r.rename(text)
			}
		}
		if err := r.target.Facts.SetFacts(r.ctx, as, fact, values); err != nil {
			r.skip("%s can't be set: %v", fact, err)
		}
		r.exchanger().decided(r.trial, as, fact, values)
		r.steps = append(r.steps, step{Step: Step{Call: "fact", As: s.As, Request: json.RawMessage(r.rename(string(s.Request))), Got: "set"}})
		return r.judgeStep(r.o, &r.steps[len(r.steps)-1])
	}
	r.keepTime(s)
	view := r.scoped(s.sent.as)
	body := r.bodyOf(s)
	if op := r.api.Operation(s.Call); op == nil {
		view.callUnknown(s.Call, body)
	} else if view.ask(op, body, s.sent.change) == nil {
		r.skip("%s is not there", s.Call)
	}
	now := &r.steps[len(r.steps)-1]
	r.learn(s.Answer, now.Answer)
	return r.judgeStep(r.o, now)
}

// bodyOf returns the body of a step, with the names, texts and times of now.
func (r *retracing) bodyOf(s *step) []byte {
	body := []byte(r.rename(string(s.sent.body)))
	if _, plain := r.inputOf(s); !plain {
		return body
	}
	v, _, err := readJSON(body)
	if err != nil {
		return body
	}
	changed := r.timestamps(v, r.api.Shape(r.api.Operation(s.Call).Input), func(v any) any {
		at, ok := timeOf(v)
		if ok && at.Sub(s.sent.at).Abs() < 2*365*24*time.Hour && r.shift != 0 {
			return epoch(at.Add(r.shift))
		}
		return v
	})
	if before, _, _ := readJSON(body); show(before) == show(changed) {
		return body // to the letter
	}
	return encode(changed)
}

// rename puts the names, and the texts that the target gave out, of now into a
// text.
func (r *retracing) rename(text string) string {
	text = r.namePattern().ReplaceAllStringFunc(text, func(name string) string {
		plain := strings.ToLower(name)
		if r.names[plain] == "" {
			r.names[plain] = r.name()
		}
		if name != plain && name == strings.ToUpper(name) {
			return strings.ToUpper(r.names[plain])
		}
		return r.names[plain]
	})
	for was, is := range r.texts {
		text = strings.ReplaceAll(text, was, is)
	}
	return text
}

// learn notes the texts that stand in one place of two answers and differ, such
// as page tokens and ids.
func (r *retracing) learn(was, is json.RawMessage) {
	a, _, err := readJSON(was)
	if err != nil {
		return
	}
	b, _, err := readJSON(is)
	if err != nil {
		return
	}
	r.learnValue(a, b)
}

func (r *retracing) learnValue(was, is any) {
	switch was := was.(type) {
	case object:
		is, _ := is.(object)
		for name := range was {
			r.learnValue(was[name], is[name])
		}
	case []any:
		is, _ := is.([]any)
		for i := range min(len(was), len(is)) {
			r.learnValue(was[i], is[i])
		}
	case string:
		text, _ := is.(string)
		if len(was) >= 8 && text != "" && text != was && !r.namePattern().MatchString(was) {
			r.texts[was] = text
		}
	}
}

// namePattern finds the names that the suite makes, in letters of any size.
func (s *session) namePattern() *regexp.Regexp {
	return s.pattern(`(?i)` + regexp.QuoteMeta(s.run) + `\d+`)
}

// namesIn returns the names that a request mentions, in small letters.
func (s *session) namesIn(request []byte) []string {
	var names []string
	for _, name := range s.namePattern().FindAll(request, -1) {
		names = append(names, string(bytes.ToLower(name)))
	}
	return names
}

// shownScope returns a scope as a step shows it: not at all if it is the usual
// one. scopeOf reads it again.
func (s *session) shownScope(as Scope) string {
	if as == s.target.scope() {
		return ""
	}
	return as.Account + " " + as.Region
}

// scopeOf returns as whom a step was taken.
func (s *session) scopeOf(step *Step) Scope {
	if account, region, elsewhere := strings.Cut(step.As, " "); elsewhere {
		return Scope{account, region}
	}
	return s.target.scope()
}

var values = regexp.MustCompile(`[\[{"].*[\]}"]|\d+`)

// gist returns what is wrong without the values that are.
func gist(wrong string) string { return values.ReplaceAllString(wrong, "…") }

// unconfirmed says of a failure that it was not seen again.
func (c *Counterexample) unconfirmed() string {
	return fmt.Sprintf("it failed once, and not again: %s", c.text())
}
