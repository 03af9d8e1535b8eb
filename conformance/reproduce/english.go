package reproduce

import (
	"fmt"
	"strings"
	"time"
)

// english returns the trace as a paragraph.
func (w *writer) english() string {
	var b strings.Builder
	if w.Concurrent {
		fmt.Fprintf(&b, "Let several clients call %s at the same time. ", w.Endpoint)
	} else {
		fmt.Fprintf(&b, "At %s, as account %s in %s", w.Endpoint, w.Account, w.Region)
		if w.Run != "" {
			b.WriteString(", with names that nothing else has")
		}
		b.WriteString(": ")
	}
	for i := range w.Steps {
		s := &w.Steps[i]
		switch {
		case i == len(w.Steps)-1 && i > 0:
			b.WriteString("At last ")
		case i > 0:
			b.WriteString("Then ")
		}
		b.WriteString(w.sentence(s) + " ")
	}
	fmt.Fprintf(&b, "The clause %s says: %s (%s.) So what should come is %s. What comes is %s.",
		w.Clause, strings.TrimSpace(w.Description), w.Source, cutText(w.Expected, 600), cutText(w.Got, 600))
	if w.Concurrent {
		fmt.Fprintf(&b, " What clients do at the same time no script can do again in the same order; the suite looks for it anew with: %s", w.Again)
	}
	return visible(b.String()) + "\n"
}

// sentence tells of a step.
func (w *writer) sentence(s *Step) string {
	as := ""
	if s.Account != "" {
		as = fmt.Sprintf(" as account %s in %s", s.Account, s.Region)
	}
	switch s.Call {
	case "reset":
		return "remove all that is there."
	case "clock":
		_, body := s.controlBody()
		at := strings.TrimSuffix(strings.TrimPrefix(body, `{"set":"`), `"}`)
		if t, err := time.Parse(time.RFC3339Nano, at); err == nil {
			at = t.Format("2 January 2006, 15:04:05.999 MST")
		}
		return fmt.Sprintf("set the clock to %s.", at)
	case "member":
		_, body := s.controlBody()
		return fmt.Sprintf("let the state%s be %s.", as, cutText(body, 400))
	case "wait":
		return fmt.Sprintf("wait for %v.", time.Duration(s.seconds())*time.Second)
	case "fact":
		_, body := s.controlBody()
		return fmt.Sprintf("let it be decided%s that %s.", as, cutText(body, 400))
	}
	what := "with " + cutText(string(s.Body), 400)
	switch {
	case len(s.Body) == 0:
		what = "without a body"
	case s.ContentType != "":
		what += " as " + s.ContentType
	}
	if w.Concurrent {
		return fmt.Sprintf("%s %s.", s.Call, what)
	}
	return fmt.Sprintf("call %s%s %s: the answer is %s.", s.Call, as, what, s.outcome())
}

// cutText leaves out the middle of a long text.
func cutText(text string, most int) string {
	runes := []rune(strings.ReplaceAll(text, "\n", " "))
	if len(runes) <= most {
		return string(runes)
	}
	return string(runes[:most*2/3]) + " … " + string(runes[len(runes)-most/3:])
}
