package reproduce

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// boto3 returns the trace as a script for Python with boto3.
func (w *writer) boto3() string {
	var b strings.Builder
	b.WriteString("#!/usr/bin/env python3\n# -*- coding: utf-8 -*-\n" + w.comment("#", status...) + "#\n# It takes Python 3 and boto3. To try another endpoint: ENDPOINT=URL python3 FILE\n")
	head, unless := "", "if outcome(n) != \"success\":\n        return found"
	if w.Form {
		unless = fmt.Sprintf("if outcome(n) != \"success\" and n != %d:\n        return found", w.Wrong+1)
	}
	if w.Steps[w.Wrong].Head {
		head = fmt.Sprintf(`if n == %d and answers[n]:
        headers = answers[n]["headers"]
        known = headers.get("x-amzn-requestid") or headers.get("x-amz-request-id")
        found += ["status=%%d" %% answers[n]["status"], "content-type=" + headers.get("content-type", ""),
                  "request-id=" + ("present" if known else "absent")]`, w.Wrong+1)
	}
	b.WriteString(w.wire("wire.py", pyText,
		"{@VARYING@}", "set("+pyList(w.varying)+")", "@KNOWN@", pyText(w.API.Operations[0].Name),
		"@HEAD@", head, "@UNLESS@", unless,
	))
	b.WriteByte('\n')
	b.WriteString(w.pyCleanup())
	for i := range w.Steps {
		b.WriteString("\n" + w.title("#", i) + w.pyStep(i))
	}
	b.WriteString("\n# The answers as they were, the wrong one among them: the result is whether they come again.\n")
	b.WriteString(w.pyContents())
	fmt.Fprintf(&b, "conclude(%d, %s, %s, %s, %s, {\n", w.Wrong+1, pyText(w.Clause), w.pyMarked(w.Expected), pyList(w.Right), map[bool]string{false: "False", true: "True"}[w.Form])
	for i := range w.Steps {
		if w.Steps[i].control() {
			continue
		}
		fmt.Fprintf(&b, "    %d: [\n", i+1)
		for _, line := range w.leaves(&w.Steps[i]) {
			fmt.Fprintf(&b, "        %s,\n", w.pyMarked(line))
		}
		b.WriteString("    ],\n")
	}
	b.WriteString("})\n")
	return b.String()
}

func (w *writer) pyMarked(text string) string {
	return pyText(mark(w.splicedAfter(text)))
}

// pyCleanup writes the calls that remove what the steps have made.
func (w *writer) pyCleanup() string {
	if len(w.Cleanup) == 0 {
		return ""
	}
	text := "\n# What the steps make is removed, however the program ends.\nCLEANUP += [\n"
	for _, c := range w.Cleanup {
		account, region := "None", "REGION"
		if s := &w.Steps[c.After]; s.Account != "" {
			account, region = pyText(s.Account), pyText(s.Region)
		}
		text += fmt.Sprintf("    (%d, %s, %s, %s, %s),\n", c.After+1, pyText(c.Operation), pyText(mark(w.splicedAfter(string(c.Body)))), account, region)
	}
	return text + "]\n"
}

// pyContents writes what the contract wants of the answer that was wrong.
func (w *writer) pyContents() string {
	known := w.contents()
	text := fmt.Sprintf("CONTENTS = %s\n", pyText(known))
	if known != contentsKnown && known != contentsPart {
		return text
	}
	c := w.wanted(leafLine)
	text += fmt.Sprintf("# What the contract wants instead, of the members that are compared.\nNEXT, EXACT, LOOSE = %s, %s, %s\nWANTED = [\n", pyText(w.Want.Next), pyList(c.exact), pyList(c.loose))
	for _, line := range c.lines {
		text += "    " + w.pyMarked(line) + ",\n"
	}
	return text + "]\n"
}

// pyStep returns a step.
func (w *writer) pyStep(i int) string {
	s := &w.Steps[i]
	as := ""
	if s.Account != "" {
		as = fmt.Sprintf(", %s, %s", pyText(s.Account), pyText(s.Region))
	}
	if s.waits() {
		return fmt.Sprintf("time.sleep(%d)\n", s.seconds())
	}
	if s.control() {
		path, body := s.controlBody()
		return fmt.Sprintf("control(%d, %s, %s%s)\n", i+1, pyText(path), pyText(mark(splice(body, w.needles[i]))), as)
	}
	in, why := w.sendable(s)
	if why == "" && (!readable(in, deepestLiteral) || !pyName(words(s.Call, '_'))) {
		why = "Python would not take it for an expression"
	}
	if why == "" {
		var args []string
		for _, m := range w.API.Shape(w.API.Operation(s.Call).Input).Members {
			v, given := in[m.Name]
			switch {
			case given && pyName(m.Name):
				args = append(args, m.Name+"="+w.pyValue(v, i))
			case given:
				args = append(args, "**{"+pyText(m.Name)+": "+w.pyValue(v, i)+"}")
			}
		}
		joined := strings.Join(args, ", ")
		if len(joined) > 80 {
			joined = "\n    " + strings.Join(args, ",\n    ") + ",\n"
		}
		return fmt.Sprintf("call(%d, %s, lambda: client(%s).%s(%s))\n", i+1, pyText(s.Call), strings.TrimPrefix(as, ", "), words(s.Call, '_'), joined)
	}
	body := pyText(mark(splice(string(s.Body), w.needles[i])))
	if s.ContentType != "" {
		as += ", content_type=" + pyText(s.ContentType)
	}
	return comment("#", "boto3 would not send this by itself, for "+why+": the body goes out as it is.") +
		fmt.Sprintf("raw(%d, %s, %s%s)\n", i+1, pyText(s.Call), body, as)
}

// deepestLiteral is how deep a value may be nested that Python is to read as an
// expression, whose parser gives up at some 200 brackets, and longestNumber how
// many digits a number may have, of which it takes no more than 4300.
const deepestLiteral, longestNumber = 50, 1000

// readable reports whether Python reads a value, nested no deeper than that.
func readable(v any, deepest int) bool {
	unreadable := func(v any) bool { return !readable(v, deepest-1) }
	switch v := v.(type) {
	case map[string]any:
		return deepest > 0 && !slices.ContainsFunc(slices.Collect(maps.Values(v)), unreadable)
	case []any:
		return deepest > 0 && !slices.ContainsFunc(v, unreadable)
	case json.Number:
		return len(v) <= longestNumber
	}
	return true
}

// namePattern matches the names that Python takes, but for its keywords.
var namePattern = regexp.MustCompile(`^[A-Za-z_]\w*$`)

var pyKeywords = strings.Fields("False None True and as assert async await break class continue def del elif else except " +
	"finally for from global if import in is lambda nonlocal not or pass raise return try while with yield")

// pyName reports whether Python takes a text for a name.
func pyName(text string) bool {
	return namePattern.MatchString(text) && !slices.Contains(pyKeywords, text)
}

// sendable returns the input of a step that a client which knows the API can be
// asked to send, or says why no client would.
func (w *writer) sendable(s *Step) (map[string]any, string) {
	op := w.API.Operation(s.Call)
	if op == nil {
		return nil, "the API has no such operation"
	}
	if s.ContentType != "" {
		return nil, "the content type is not the usual one"
	}
	v, err := decode(s.Body)
	in, isObject := v.(map[string]any)
	if err != nil || !isObject {
		return nil, "it is no JSON object"
	}
	return in, w.misfit(w.API.Shape(op.Input), in, "")
}

// misfit says in what a value is not of its shape, so that clients don't know
// how to send it.
func (w *writer) misfit(shape *model.Shape, v any, at string) string {
	wrong := func() string { return fmt.Sprintf("%s is %s", strings.TrimPrefix(at, "."), cutText(compact(v), 60)) }
	switch shape.Kind {
	case model.Structure, model.Map:
		o, ok := v.(map[string]any)
		if !ok {
			return wrong()
		}
		for name, inner := range o {
			m := shape.Member(name)
			elem := shape.Elem
			if shape.Kind == model.Structure {
				if m == nil {
					return "the API has no member " + strings.TrimPrefix(at+"."+name, ".")
				}
				elem = m.Shape
			}
			if why := w.misfit(w.API.Shape(elem), inner, at+"."+name); why != "" {
				return why
			}
		}
	case model.List:
		l, ok := v.([]any)
		if !ok {
			return wrong()
		}
		for i, inner := range l {
			if why := w.misfit(w.API.Shape(shape.Elem), inner, fmt.Sprintf("%s[%d]", at, i)); why != "" {
				return why
			}
		}
	case model.Boolean:
		if _, ok := v.(bool); !ok {
			return wrong()
		}
	default:
		n, isNumber := v.(json.Number)
		_, isText := v.(string)
		asText := shape.Kind == model.Timestamp && !shape.EpochTime() || slices.Contains([]model.ShapeKind{model.String, model.Enum, model.Blob}, shape.Kind)
		if asText && !isText || !asText && !isNumber {
			return wrong()
		}
		if _, err := n.Int64(); err != nil && shape.EpochTime() {
			return "clients send times in whole seconds, and " + wrong()
		}
	}
	return ""
}

// pyValue returns a value as Python writes it.
func (w *writer) pyValue(v any, step int) string {
	switch v := v.(type) {
	case map[string]any:
		var members []string
		for _, name := range sorted(v) {
			members = append(members, pyText(name)+": "+w.pyValue(v[name], step))
		}
		return "{" + strings.Join(members, ", ") + "}"
	case []any:
		var all []string
		for _, e := range v {
			all = append(all, w.pyValue(e, step))
		}
		if joined := strings.Join(all, ", "); len(joined) < 100 {
			return "[" + joined + "]"
		}
		return "[\n        " + strings.Join(all, ",\n        ") + ",\n    ]"
	case string:
		return w.pySpliced(splice(v, w.needles[step]))
	case json.Number:
		if parts := splice(v.String(), w.needles[step]); len(parts) == 1 && parts[0].kind == now {
			return fmt.Sprintf("NOW %+d", parts[0].offset)
		}
		return v.String()
	case bool:
		if v {
			return "True"
		}
		return "False"
	}
	return "None"
}

// pySpliced returns a text in which something differs from run to run.
func (w *writer) pySpliced(parts []part) string {
	var terms []string
	for _, p := range parts {
		switch p.kind {
		case literal:
			terms = append(terms, pyText(p.literal))
		case run:
			terms = append(terms, "RUN")
		case now:
			terms = append(terms, fmt.Sprintf("str(NOW %+d)", p.offset))
		case answered:
			terms = append(terms, fmt.Sprintf("given(%d, %s)", p.step, pyText(p.member)))
		}
	}
	if len(terms) == 0 {
		return `""`
	}
	return strings.Join(terms, " + ")
}
