package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/excerpt"
	"github.com/fakesmith/fakesmith/conformance/reproduce"
	"github.com/fakesmith/fakesmith/internal/printable"
)

type (
	// A failure is a clause that fails, with the timeline of its counterexample.
	failure struct {
		*Clause
		Steps []stepView
		Forms []form
	}
	// A stepView is a step of a timeline.
	stepView struct {
		N               int
		Call, As, At    string
		Control, Wrong  bool
		Description     string
		Request, Answer string
		Expected, Got   string
		Differs         string
		Added, Removed  []string
		Resources       int
		Known           bool
	}
	// A form is a reproduction in one form.
	form struct{ Name, Title, File, Text string }
)

// titles are the titles of the forms.
var titles = map[string]string{
	reproduce.Go: "Go test", reproduce.Boto3: "boto3", reproduce.CLI: "AWS CLI", reproduce.Curl: "curl", reproduce.English: "English",
}

// newFailure returns the view of a clause that fails.
func newFailure(c *Clause) failure {
	v := failure{Clause: c}
	if c.Counterexample == nil {
		return v
	}
	steps := c.Counterexample.Steps
	wrong := c.Counterexample.firstWrong()
	var before []string
	for i, s := range steps {
		view := stepView{
			N: i + 1, Call: s.Call, As: s.As, At: s.At, Wrong: i == wrong, Description: describe(s),
			Control: slices.Contains([]string{"clock", "fact", "member", "wait"}, s.Call), Request: pretty(s.Request), Differs: redact(s.Differs),
		}
		if !view.Control {
			view.Answer = answerText(s)
		}
		if i == len(steps)-1 {
			view.Expected, view.Got = redact(s.Expected), redact(s.Got)
		} else if i == wrong {
			view.Expected = redact(s.Expected)
		}
		if len(s.State) > 0 {
			now := resources(s.State)
			view.Known, view.Resources = true, len(now)
			view.Added, view.Removed = without(now, before), without(before, now)
			before = now
		}
		v.Steps = append(v.Steps, view)
	}
	// English comes first, for readers.
	for _, name := range append([]string{reproduce.English}, reproduce.Names[:len(reproduce.Names)-1]...) {
		if text := c.Counterexample.Reproductions[name]; text != "" {
			v.Forms = append(v.Forms, form{name, titles[name], reproduce.File(name, c.ID), redact(text)})
		}
	}
	return v
}

// describe returns a line about a step.
func describe(s Step) string {
	switch s.Call {
	case "clock":
		var in struct{ Set string }
		_ = json.Unmarshal(s.Request, &in)
		return printable.Text("the clock is set to " + in.Set)
	case "wait":
		return "time passes"
	case "member":
		var in struct {
			Entity, Member string
			Value          any
		}
		_ = json.Unmarshal(s.Request, &in)
		return printable.Text(fmt.Sprintf("the %s of the %s is set to %v", in.Member, in.Entity, in.Value))
	case "fact":
		var in struct {
			Fact, Value string
		}
		_ = json.Unmarshal(s.Request, &in)
		return printable.Text(fmt.Sprintf("the %s is set to %s", in.Fact, in.Value))
	}
	if s.Status == 0 {
		return redact(s.Got)
	}
	return fmt.Sprintf("answered with status %d", s.Status)
}

// answerText returns the answer to a step.
func answerText(s Step) string {
	if len(s.Answer) == 0 {
		return redact(s.Got)
	}
	if s.Cut != nil {
		return fmt.Sprintf("%s\n\nThis is the beginning and the end of %v.", pretty(s.Answer), s.Cut)
	}
	return pretty(s.Answer)
}

// pretty returns JSON with indentation, and any other text unchanged.
func pretty(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return redact(printable.Text(text))
	}
	var b bytes.Buffer
	size, deep := excerpt.Indented(raw, 0)
	if len(raw) > 4000 || size > 64<<10 || deep > excerpt.Deepest || json.Indent(&b, raw, "", "  ") != nil {
		return redact(string(raw))
	}
	return redact(b.String())
}

// resources returns a line for each resource of a state.
func resources(state json.RawMessage) []string {
	var all []map[string]any
	if json.Unmarshal(state, &all) != nil {
		return nil
	}
	var lines []string
	for _, resource := range all {
		name, _ := resource["is"].(string)
		in, elsewhere := resource["in"].(string)
		delete(resource, "is")
		delete(resource, "in")
		var b strings.Builder
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		_ = e.Encode(resource)
		if elsewhere {
			name += " in " + in
		}
		lines = append(lines, redact(printable.Text(name+" "+strings.TrimSpace(b.String()))))
	}
	return lines
}

// without returns the lines that are not in others.
func without(lines, others []string) []string {
	return slices.DeleteFunc(slices.Clone(lines), func(line string) bool { return slices.Contains(others, line) })
}
