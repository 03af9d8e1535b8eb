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
	// A failure is a clause that fails, and how that shows.
	violation struct {
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
		Things          int
		Known           bool
	}
	// A form is a reproduction in one form.
	form struct{ Name, Title, File, Text string }
)

// titles are what the forms are called.
var titles = map[string]string{
	reproduce.Go: "Go test", reproduce.Boto3: "boto3", reproduce.CLI: "AWS CLI", reproduce.Curl: "curl", reproduce.English: "English",
}

func newViolation(c *Clause) violation {
	v := violation{Clause: c}
	if c.Counterexample == nil {
		return v
	}
	steps := c.Counterexample.Steps
	wrong := FirstWrong(c.Counterexample)
	var before []string
	for i, s := range steps {
		view := stepView{
			N: i + 1, Call: s.Call, As: s.As, At: s.At, Wrong: i == wrong, Description: says(s),
			Control: slices.Contains([]string{"clock", "fact", "wait"}, s.Call), Request: pretty(s.Request), Differs: redact(s.Differs),
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
			now := things(s.State)
			view.Known, view.Things = true, len(now)
			view.Added, view.Removed = without(now, before), without(before, now)
			before = now
		}
		v.Steps = append(v.Steps, view)
	}
	// People read the English first.
	for _, name := range append([]string{reproduce.English}, reproduce.Names[:len(reproduce.Names)-1]...) {
		if text := c.Counterexample.Reproductions[name]; text != "" {
			v.Forms = append(v.Forms, form{name, titles[name], reproduce.File(name, c.ID), redact(text)})
		}
	}
	return v
}

// says tells of a step in a line.
func says(s Step) string {
	switch s.Call {
	case "clock":
		var in struct{ Set string }
		_ = json.Unmarshal(s.Request, &in)
		return printable.Text("the clock is set to " + in.Set)
	case "wait":
		return "time passes"
	case "fact":
		var in struct {
			Fact, Value string
		}
		_ = json.Unmarshal(s.Request, &in)
		return printable.Text(fmt.Sprintf("it is decided that the %s is %s", in.Fact, in.Value))
	}
	if s.Status == 0 {
		return redact(s.Got)
	}
	return fmt.Sprintf("answered with status %d", s.Status)
}

func answerText(s Step) string {
	if len(s.Answer) == 0 {
		return redact(s.Got)
	}
	if s.Cut != nil {
		return fmt.Sprintf("%s\n\nThis is the beginning and the end of %v.", pretty(s.Answer), s.Cut)
	}
	return pretty(s.Answer)
}

// pretty returns JSON as people read it, and a text that is none as it is.
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

// things returns what there is, a line for each thing.
func things(state json.RawMessage) []string {
	var all []map[string]any
	if json.Unmarshal(state, &all) != nil {
		return nil
	}
	var lines []string
	for _, thing := range all {
		name, _ := thing["is"].(string)
		in, elsewhere := thing["in"].(string)
		delete(thing, "is")
		delete(thing, "in")
		var b strings.Builder
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		_ = e.Encode(thing)
		if elsewhere {
			name += " in " + in
		}
		lines = append(lines, redact(printable.Text(name+" "+strings.TrimSpace(b.String()))))
	}
	return lines
}

// without returns the lines that are not among others.
func without(lines, others []string) []string {
	return slices.DeleteFunc(slices.Clone(lines), func(line string) bool { return slices.Contains(others, line) })
}
