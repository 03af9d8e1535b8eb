package reproduce

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// commands are the services that the AWS CLI calls otherwise than signatures do.
var commands = map[string]string{"config": "configservice"}

// cli returns the trace as a script for a POSIX shell and the AWS CLI. Steps
// that the CLI can't make, and answers that it does not show, are left to
// curl, and the script says so.
func (w *writer) cli() string {
	var b strings.Builder
	b.WriteString("#!/bin/sh\n" + w.comment("#", status...) + "#\n# It takes a POSIX shell and the AWS CLI, and curl beside it. To try another endpoint: ENDPOINT=URL sh FILE\n")
	w.shellHead(&b)
	command := w.API.SigningName
	if other := commands[command]; other != "" {
		command = other
	}
	b.WriteString(prelude("awscli.sh", "@COMMAND@", shellText(command)))
	byCLI := map[*Step]bool{}
	for i := range w.Steps {
		s := &w.Steps[i]
		b.WriteString("\n" + w.title("#", i))
		why := w.beyondCLI(i)
		if byCLI[s] = why == "" && !s.control(); !byCLI[s] {
			if why != "" && !s.control() {
				b.WriteString(comment("#", "The AWS CLI can't: "+why+". So curl does it."))
			}
			w.sendByCurl(&b, i)
			continue
		}
		as := ""
		if s.Account != "" {
			as = " " + shellText(s.Account) + " " + shellText(s.Region)
		}
		fmt.Fprintf(&b, "cli %d %s %s%s || exit 2\n", i+1, shellText(words(s.Call, '-')), quoted(splice(string(s.Body), w.needles[i])), as)
	}
	w.shellTail(&b, func(s *Step) []string {
		if byCLI[s] {
			return w.split(s, printedByCLI(s.Answer), false)
		}
		return w.split(s, s.Answer, true)
	})
	return b.String()
}

// beyondCLI says why the CLI can't make a step, or does not show what is wrong
// about the answer.
func (w *writer) beyondCLI(i int) string {
	s := &w.Steps[i]
	if s.control() {
		return ""
	}
	if _, why := w.sendable(s); why != "" {
		return why
	}
	switch {
	case len(s.Body) > 100_000:
		return "the request is longer than a word of a shell may be"
	case !utf8.Valid(s.Body):
		return "the request is not UTF-8"
	}
	v, err := decode(s.Answer)
	switch {
	case w.formal(s):
		return "it does not show the form of an answer"
	case s.Status == 0 || len(s.Answer) > 0 && err != nil:
		return "it does not show what comes instead of an answer"
	case s.outcome() != success && !codePattern.MatchString(s.outcome()):
		return "it does not show an error without a plain code"
	}
	op := w.API.Operation(s.Call)
	if s.outcome() == success && len(s.Answer) > 0 && (op.Output == "" || w.misfit(w.API.Shape(op.Output), v, "") != "") {
		return "it does not show members of an answer that it does not know"
	}
	return ""
}

// codePattern matches the codes of errors that the CLI prints as they came.
var codePattern = regexp.MustCompile(`^[\w.-]+$`)

// printedByCLI returns an answer as the CLI prints it, members in any order.
func printedByCLI(answer []byte) []byte {
	v, err := decode(answer)
	if err != nil {
		return answer
	}
	return []byte(spelled(v))
}

// spelled returns the JSON of a value with nothing escaped but quotes, backslashes and
// controls.
func spelled(v any) string {
	return escapePattern.ReplaceAllStringFunc(compact(v), func(escape string) string {
		switch escape {
		case `\u2028`:
			return "\u2028"
		case `\u2029`:
			return "\u2029"
		}
		return escape
	})
}

// escapePattern matches what JSON escapes. Go does so with two characters that need it
// not. A backslash that stands for itself is one of the matches,
// so that nothing behind it is taken for an escape.
var escapePattern = regexp.MustCompile(`\\(?:u2028|u2029|.)`)

// words returns the name of an operation in small letters, with something
// between its words.
func words(name string, between rune) string {
	var b strings.Builder
	runes := []rune(name)
	for i, r := range runes {
		if i > 0 && unicode.IsUpper(r) && (!unicode.IsUpper(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1])) {
			b.WriteRune(between)
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

func sorted(o map[string]any) []string { return slices.Sorted(maps.Keys(o)) }
