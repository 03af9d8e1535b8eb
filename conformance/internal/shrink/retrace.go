package shrink

import (
	"cmp"
	"encoding/json"
	"regexp"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/shapes"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/oracle"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/model"
)

// Retrace repeats some steps. It returns nil unless the last answer is wrong in
// the same way again.
func Retrace(t *script.T, first *testcase.Failure, steps []testcase.Step) *testcase.Failure {
	if err := t.Reset(); err != nil {
		t.Skip("%v", err)
	}
	t.Repeatable, t.Record.Predicted = true, true
	r := &retracing{T: t, names: map[string]string{}, texts: map[string]string{}, o: t.Session.Oracle(t.LikelyChoices())}
	began := first.Began
	for i := range steps {
		if sent := steps[i].Sent; sent != nil && t.Target.Clock == nil {
			began = sent.At
			break
		}
	}
	if t.Target.Clock != nil {
		t.SetClock(began)
		t.Record.Steps = nil
	} else {
		r.shift = t.Now().Sub(began).Round(time.Second)
		r.lastEnd(steps)
	}
	var last assessment
	for i := range steps {
		last = r.step(&steps[i])
	}
	before := assess(t.Session, steps)[len(steps)-1].wrong
	if last.wrong == "" || gist(last.wrong) != gist(before) {
		return nil
	}
	end := &t.Steps[len(t.Steps)-1]
	end.Expected = r.rename(steps[len(steps)-1].Expected)
	return testcase.NewFailure(report.Counterexample{Began: began.Add(r.shift), Reset: first.Reset, Property: first.Property, Reproduce: first.Reproduce}, t.Shown())
}

// A retracing is the repetition of a trace.
type retracing struct {
	*script.T
	o *oracle.Oracle
	// names and texts map the names in the trace, and the texts that the target
	// generated, to those of the repetition.
	names, texts map[string]string
	// shift is how much later the repetition is.
	shift time.Duration
	// end is the last expiry during the trace, zero if there is none. timed
	// reports whether the trace itself has waited.
	end   time.Time
	timed bool
}

// lastEnd finds the last expiry during a trace.
func (r *retracing) lastEnd(steps []testcase.Step) {
	last := steps[len(steps)-1].Sent
	if last == nil {
		return
	}
	until := last.At
	for i := range steps {
		in, plain := inputOf(r.Session, &steps[i])
		if !plain {
			r.timed = r.timed || steps[i].Call == "wait"
			continue
		}
		timestamps(r.Session, in, r.API.Shape(r.API.Operation(steps[i].Call).Input), func(v any, _ *model.Shape) any {
			if at, ok := value.TimeOf(v); ok && at.After(steps[i].Sent.At) && at.Before(until) && at.After(r.end) {
				r.end = at
			}
			return v
		})
	}
}

// keepTime waits until as long after the beginning as the step was before, if
// time matters. Unless the trace itself has waited, it waits no longer than
// until everything has expired.
func (r *retracing) keepTime(s *testcase.Step) {
	if !r.timed && r.end.IsZero() {
		return
	}
	due := s.Sent.At
	if late := r.Surely(r.end); !r.timed && due.After(late) {
		due = late
	}
	if left := due.Add(r.shift).Sub(r.Now()); left > 0 {
		if err := r.Pause(left, "until as much time has passed as when the clause failed"); err != nil {
			r.Skip("%v", err)
		}
		r.NoteStep("wait", value.Object{"for": left.Round(time.Millisecond).String()}, "waited")
	}
}

// step repeats a step, and has the oracle check the answer.
func (r *retracing) step(s *testcase.Step) assessment {
	switch s.Call {
	case "clock":
		var in struct{ Set time.Time }
		if json.Unmarshal(s.Request, &in) != nil {
			return assessment{}
		}
		r.SetClock(in.Set)
		return r.assess(s)
	case "wait":
		return assessment{} // it is waited before the next step
	case "fact":
		as, fact, values := FactsOf(r.Session, &s.Step)
		for i := range values {
			for name, text := range values[i].Of {
				values[i].Of[name] = r.rename(text)
			}
		}
		if err := r.Target.Facts.SetFacts(r.Ctx, as, fact, values); err != nil {
			r.Skip("%s can't be set: %v", fact, err)
		}
		r.Exchanger().FactsSet(r.T.Case, as, fact, values)
		r.Steps = append(r.Steps, testcase.Step{Step: report.Step{Call: "fact", As: s.As, Request: json.RawMessage(r.rename(string(s.Request))), Got: "set"}, Decided: r.Instant()})
		return r.assess(s)
	}
	r.keepTime(s)
	view := r.Scoped(s.Sent.As)
	body := r.bodyOf(s)
	if op := r.API.Operation(s.Call); op == nil {
		view.CallUnknown(s.Call, body)
	} else if view.Ask(op, body, s.Sent.Change) == nil {
		r.Skip("%s is not there", s.Call)
	}
	now := &r.Steps[len(r.Steps)-1]
	now.Show()
	r.learn(s.Answer, now.Answer)
	return r.assess(s)
}

// assess has the oracle check the repetition of a step. Where the trace shows the
// time of a step and what was expected of it, so does the repetition.
func (r *retracing) assess(s *testcase.Step) assessment {
	now := &r.Steps[len(r.Steps)-1]
	a := assessStep(r.Session, r.o, now)
	now.At = s.At
	if s.Expected != "" {
		now.Expected = cmp.Or(a.want.String(), s.Expected)
	}
	return a
}

// bodyOf returns the body of a step, with the names, texts and times of the
// repetition.
func (r *retracing) bodyOf(s *testcase.Step) []byte {
	body := []byte(r.rename(string(s.Sent.Body)))
	if _, plain := inputOf(r.Session, s); !plain {
		return body
	}
	v, _, err := value.ReadJSON(body)
	if err != nil {
		return body
	}
	changed := timestamps(r.Session, v, r.API.Shape(r.API.Operation(s.Call).Input), func(v any, shape *model.Shape) any {
		at, ok := value.TimeOf(v)
		if ok && at.Sub(s.Sent.At).Abs() < 2*365*24*time.Hour && r.shift != 0 {
			return shapes.Time(shape, at.Add(r.shift))
		}
		return v
	})
	if before, _, _ := value.ReadJSON(body); value.Show(before) == value.Show(changed) {
		return body // to the letter
	}
	return value.Encode(changed)
}

// rename replaces names and generated texts by those of the repetition.
func (r *retracing) rename(text string) string {
	text = namePattern(r.Session).ReplaceAllStringFunc(text, func(name string) string {
		plain := plainName(name)
		if r.names[plain] == "" {
			r.names[plain] = r.Name()
		}
		again := r.names[plain]
		if !strings.Contains(name, "-") {
			again = plainName(again)
		}
		if name != strings.ToLower(name) && name == strings.ToUpper(name) {
			return strings.ToUpper(again)
		}
		return again
	})
	for was, is := range r.texts {
		text = strings.ReplaceAll(text, was, is)
	}
	return text
}

// learn records generated texts, such as page tokens and ids: those that differ
// at the same path of two answers.
func (r *retracing) learn(was, is json.RawMessage) {
	a, _, err := value.ReadJSON(was)
	if err != nil {
		return
	}
	b, _, err := value.ReadJSON(is)
	if err != nil {
		return
	}
	r.learnValue(a, b)
}

func (r *retracing) learnValue(was, is any) {
	switch was := was.(type) {
	case value.Object:
		is, _ := is.(value.Object)
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
		if len(was) >= 8 && text != "" && text != was && !namePattern(r.Session).MatchString(was) {
			r.texts[was] = text
		}
	}
}

// namePattern matches the names that the suite makes, in upper or lower case and with or
// without their dashes.
func namePattern(s *testcase.Session) *regexp.Regexp {
	return s.Pattern(`(?i)` + strings.ReplaceAll(regexp.QuoteMeta(s.NamePrefix), "-", "-?") + `\d+`)
}

// plainName returns a name in the form that is the same for all of its forms.
func plainName(name string) string { return strings.ToLower(strings.ReplaceAll(name, "-", "")) }

// namesIn returns the names in a request, in their plain form.
func namesIn(s *testcase.Session, request []byte) []string {
	var names []string
	for _, name := range namePattern(s).FindAllString(string(request), -1) {
		names = append(names, plainName(name))
	}
	return names
}

// ScopeOf returns the scope of a step.
func ScopeOf(s *testcase.Session, step *report.Step) endpoint.Scope {
	if account, region, elsewhere := strings.Cut(step.As, " "); elsewhere {
		return endpoint.Scope{Account: account, Region: region}
	}
	return s.Target.Scope()
}

// SameFailure reports whether two failures are of one expectation, and fail it in
// one way: the same call is answered with the same status, and the same is expected
// of it but for names and values.
func SameFailure(a, b *testcase.Failure) bool {
	if len(a.Steps) == 0 || len(b.Steps) == 0 {
		return len(a.Steps) == len(b.Steps)
	}
	one, two := &a.Steps[len(a.Steps)-1], &b.Steps[len(b.Steps)-1]
	return one.Call == two.Call && one.Status == two.Status && gist(one.Expected) == gist(two.Expected)
}

var values = regexp.MustCompile(`[\[{"].*[\]}"]|\d+`)

// gist returns a message without the values in it.
func gist(wrong string) string { return values.ReplaceAllString(wrong, "…") }
