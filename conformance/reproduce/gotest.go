package reproduce

import (
	"fmt"
	"go/format"
	"strings"
	"unicode"
)

// goTest returns the trace as a test that needs nothing but Go.
func (w *writer) goTest() string {
	var b strings.Builder
	b.WriteString(w.comment("//",
		"The same calls again, under new names: the test fails if the fault is there, passes",
		"if it is not, and is skipped if that can't be told. What is made is removed in the end.") + "//\n// It needs nothing but Go. To try another endpoint: ENDPOINT=URL go test -v FILE\npackage reproduction\n")
	head, unless := "", `if a.outcome != "success" {
		return all
	}`
	if w.Form {
		unless = fmt.Sprintf(`if a.outcome != "success" && step != %d {
		return all
	}`, w.Wrong+1)
	}
	if w.Steps[w.Wrong].Head {
		head = fmt.Sprintf(`if step == %d {
		id := "absent"
		if a.header.Get("X-Amzn-RequestId")+a.header.Get("X-Amz-Request-Id") != "" {
			id = "present"
		}
		all = append(all, fmt.Sprintf("status=%%d", a.status), "content-type="+a.header.Get("Content-Type"), "request-id="+id)
	}`, w.Wrong+1)
	}
	b.WriteString(w.wire("wire.go.txt", goText, "@HEAD@", head, "@UNLESS@", unless, "@VARYING@", goTexts(w.varying)))
	fmt.Fprintf(&b, "\nfunc Test%s(t *testing.T) {\n", goName(w.Clause))
	b.WriteString(w.goCleanup())
	for i := range w.Steps {
		s := &w.Steps[i]
		b.WriteString("\t" + w.title("//", i))
		path, body := s.Call, string(s.Body)
		name := "call"
		if s.waits() {
			fmt.Fprintf(&b, "\ttime.Sleep(%d * time.Second)\n", s.seconds())
			continue
		}
		if s.control() {
			path, body = s.controlBody()
			name = "control"
		}
		as := ""
		if s.Account != "" || s.ContentType != "" {
			as = ", " + goText(s.Account) + ", " + goText(s.Region)
		}
		if s.ContentType != "" {
			as += ", " + goText(s.ContentType)
		}
		fmt.Fprintf(&b, "\t%s(t, %d, %s, %s%s)\n", name, i+1, goText(path), goText(mark(splice(body, w.needles[i]))), as)
	}
	expected := mark(w.splicedAfter(w.Expected))
	b.WriteString("\t// The answers as they were, the wrong one among them: the result is whether they come again.\n")
	fmt.Fprintf(&b, "\tconclude(t, %d, %s, %s, %t, %s, map[int][]string{\n", w.Wrong+1, goText(expected), goList(w.Right), w.Form, w.goContents())
	for i := range w.Steps {
		if w.Steps[i].control() {
			continue
		}
		fmt.Fprintf(&b, "\t\t%d: {\n", i+1)
		for _, line := range w.leaves(&w.Steps[i]) {
			fmt.Fprintf(&b, "\t\t\t%s,\n", goText(mark(w.splicedAfter(line))))
		}
		b.WriteString("\t\t},\n")
	}
	b.WriteString("\t})\n}\n")
	if formatted, err := format.Source([]byte(b.String())); err == nil {
		return string(formatted)
	}
	return b.String()
}

// goCleanup returns what has the test remove what the steps have made.
func (w *writer) goCleanup() string {
	if len(w.Cleanup) == 0 {
		return ""
	}
	text := "\tt.Cleanup(func() {\n"
	for _, c := range w.Cleanup {
		as := ""
		if s := &w.Steps[c.After]; s.Account != "" {
			as = ", " + goText(s.Account) + ", " + goText(s.Region)
		}
		text += fmt.Sprintf("\t\tremove(t, %d, %s, %s%s)\n", c.After+1, goText(c.Operation), goText(mark(w.splicedAfter(string(c.Body)))), as)
	}
	return text + "\t})\n"
}

// goContents returns what the contract wants of the answer that was wrong.
func (w *writer) goContents() string {
	known := w.contents()
	if known != contentsKnown && known != contentsPart {
		return "contents{known: " + goText(known) + "}"
	}
	c := w.wanted(leafLine)
	lines := make([]string, len(c.lines))
	for i, line := range c.lines {
		lines[i] = mark(w.splicedAfter(line))
	}
	return fmt.Sprintf("contents{known: %s, next: %s, exact: %s, loose: %s, lines: %s}", goText(known), goText(w.Want.Next), goList(c.exact), goList(c.loose), goList(lines))
}

// goName returns a clause's id as the end of the name of a test.
func goName(clause string) string {
	var b strings.Builder
	up := true
	for _, r := range clause {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			up = true
		case up:
			b.WriteRune(unicode.ToUpper(r))
			up = false
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
