package reproduce

import (
	"embed"
	"fmt"
	"math"
	"slices"
	"strings"
)

//go:embed prelude
var preludes embed.FS

// prelude returns the beginning of a program, in which the names between two
// @ are filled in.
func prelude(name string, values ...string) string {
	text, err := preludes.ReadFile("prelude/" + name)
	if err != nil {
		panic(err) // it is embedded
	}
	return strings.NewReplacer(values...).Replace(string(text))
}

// wire returns the prelude that sends and compares, with what all languages fill in
// alike, but for how they quote a text, and with the values that are their own.
func (w *writer) wire(name string, quote func(string) string, values ...string) string {
	digits := max(1, len(w.Run))
	return prelude(name, append([]string{
		"@ENDPOINT@", quote(w.home()), "@ACCOUNT@", quote(w.Account), "@REGION@", quote(w.Region),
		"@SERVICE@", quote(w.API.SigningName), "@TYPE@", quote(w.contentType()), "@PREFIX@", quote(w.API.TargetPrefix),
		"@DIGITS@", fmt.Sprint(digits), "@TEN@", fmt.Sprint(int64(math.Pow10(digits))),
	}, values...)...)
}

// curl returns the trace as a script for a POSIX shell and curl.
func (w *writer) curl() string {
	var b strings.Builder
	b.WriteString("#!/bin/sh\n" + w.comment("#", status...) + "#\n# It takes a POSIX shell and curl 7.75 or newer. To try another endpoint: ENDPOINT=URL sh FILE\n")
	w.shellHead(&b)
	for i := range w.Steps {
		b.WriteString("\n" + w.title("#", i))
		w.sendByCurl(&b, i)
	}
	w.shellTail(&b, func(s *Step) []string { return w.split(s, s.Answer, true) })
	return b.String()
}

// shellHead writes what a script begins with.
func (w *writer) shellHead(b *strings.Builder) {
	head, unless, varying := "", `[ "$(outcome "$1")" = success ] || return 0`, ""
	if w.Form {
		unless = fmt.Sprintf(`[ "$(outcome "$1")" = success ] || [ "$1" = %d ] || return 0`, w.Wrong+1)
	}
	if w.Steps[w.Wrong].Head {
		head = fmt.Sprintf(`if [ "$1" = %d ] && [ "$(cat "$DIR/$1.status")" != 000 ]; then
    say "status=$(cat "$DIR/$1.status")"
    say "content-type=$(tr -d '\r' <"$DIR/$1.head" | sed -n 's/^[Cc]ontent-[Tt]ype: *//p')"
    if grep -qiE '^x-amzn?-request-?id: *[^[:space:]]' "$DIR/$1.head"; then say request-id=present; else say request-id=absent; fi
  fi
  `, w.Wrong+1)
	}
	for _, name := range w.varying {
		varying += " -e " + shellText(`s/^"`+sedPattern(name)+`":.*/"`+sedPattern(name)+`":*/`)
	}
	b.WriteString(w.wire("wire.sh", shellText, "@HEAD@", head, "@UNLESS@", unless, "@VARYING@", varying, "@BARE@", fmt.Sprint(mostBare)))
	form := ""
	if w.Form {
		form = "yes"
	}
	fmt.Fprintf(b, "\nCLAUSE=%s\nEXPECTED=%s\nRIGHT=%s FORM=%s\n", shellText(w.Clause), w.shell(w.Expected), shellText(strings.Join(w.Right, "\n")), form)
	w.shellCleanup(b)
}

// shellCleanup writes the function that removes what the steps have made.
func (w *writer) shellCleanup(b *strings.Builder) {
	if len(w.Cleanup) == 0 {
		return
	}
	b.WriteString("\n# What the steps make is removed, however the script ends.\nclean() {\n")
	for _, c := range w.Cleanup {
		as := ""
		if s := &w.Steps[c.After]; s.Account != "" {
			as = " " + shellText(s.Account) + " " + shellText(s.Region)
		}
		fmt.Fprintf(b, "  made %d && printf %s | remove %s%s\n", c.After+1, printfArguments(w.splicedAfter(string(c.Body))), shellText(c.Operation), as)
	}
	b.WriteString("  :\n}\n")
}

// sedPattern returns a name as a pattern of sed's that matches just it. As what
// replaces a match, the same text stands for the same name.
func sedPattern(name string) string {
	var b strings.Builder
	for _, r := range name {
		if strings.ContainsRune(`\/.*[]^$&`, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// shellTail writes the outcome that a script ends with.
func (w *writer) shellTail(b *strings.Builder, lines func(*Step) []string) {
	fmt.Fprintf(b, "\n# The answers as they were, the wrong one among them: the result is whether they come again.\n")
	var asked []string
	for i := range w.Steps {
		if w.Steps[i].control() {
			continue
		}
		asked = append(asked, fmt.Sprint(i+1))
		for _, line := range lines(&w.Steps[i]) {
			fmt.Fprintf(b, "was %d %s\n", i+1, printfArguments(w.splicedAfter(line)))
		}
	}
	w.shellContents(b)
	fmt.Fprintf(b, "conclude %d '%s'\n", w.Wrong+1, strings.Join(asked, " "))
}

// shellContents writes what the contract wants of the answer that was wrong.
func (w *writer) shellContents(b *strings.Builder) {
	known := w.contents()
	fmt.Fprintf(b, "CONTENTS=%s\n", shellText(known))
	if known != contentsKnown && known != contentsPart {
		return
	}
	c := w.wanted(memberLine)
	b.WriteString(prelude("leaves.sh"))
	b.WriteString("\n# What the contract wants instead, of the members that are compared.\n")
	fmt.Fprintf(b, "NEXT=%s EXACT=%s LOOSE=%s\n", shellText(w.Want.Next), shellNames(c.exact), shellNames(c.loose))
	for _, line := range c.lines {
		fmt.Fprintf(b, "want %s\n", printfArguments(w.splicedAfter(line)))
	}
}

// shellNames returns names as a shell has them: a line for each, as its reader of JSON
// prints it.
func shellNames(names []string) string {
	lines := make([]string, len(names))
	for i, name := range names {
		quoted := spelled(name)
		lines[i] = quoted[1 : len(quoted)-1]
	}
	return shellText(strings.Join(lines, "\n"))
}

// sendByCurl writes a step as a line for curl.
func (w *writer) sendByCurl(b *strings.Builder, i int) {
	s := &w.Steps[i]
	as := ""
	if s.Account != "" {
		as = " " + shellText(s.Account) + " " + shellText(s.Region)
	}
	if s.waits() {
		fmt.Fprintf(b, "sleep %d\n", s.seconds())
		return
	}
	if s.control() {
		path, body := s.controlBody()
		fmt.Fprintf(b, "%s | control %d %s%s || exit 2\n", w.printed(body, i), i+1, path, as)
		return
	}
	contentType := ""
	if s.ContentType != "" {
		contentType = "TYPE=" + shellText(s.ContentType) + " "
	}
	fmt.Fprintf(b, "%s | %scall %d %s%s || exit 2\n", w.printed(string(s.Body), i), contentType, i+1, shellText(s.Call), as)
}

// printed returns a command that prints a body, to the byte.
func (w *writer) printed(body string, step int) string {
	return "printf " + printfArguments(splice(body, w.needles[step]))
}

// printfArguments returns what has printf print a text, with what differs from
// run to run filled in.
func printfArguments(parts []part) string {
	if !slices.ContainsFunc(parts, func(p part) bool { return !printable(p.literal) }) {
		return "%s " + quoted(parts)
	}
	// A format can name any byte, also the zero byte, which no word can have in it.
	var format, words strings.Builder
	for _, p := range parts {
		if p.kind == literal {
			format.WriteString(shellFormat(p.literal))
		} else {
			format.WriteString("%s")
			words.WriteString(" " + `"` + expansion(p) + `"`)
		}
	}
	return shellText(format.String()) + words.String()
}

// shell returns a text as a word of a shell, with what differs from run to run
// filled in.
func (w *writer) shell(text string) string { return quoted(w.splicedAfter(text)) }

// quoted returns a text as a word of a shell.
func quoted(parts []part) string {
	if len(parts) == 0 {
		return "''"
	}
	var b strings.Builder
	for _, p := range parts {
		if p.kind == literal {
			b.WriteString(shellText(p.literal))
		} else {
			b.WriteString(`"` + expansion(p) + `"`)
		}
	}
	return b.String()
}

// expansion is what a shell replaces by the text of a part.
func expansion(p part) string {
	switch p.kind {
	case run:
		return "${RUN}"
	case now:
		return fmt.Sprintf("$((NOW%+d))", p.offset)
	}
	return fmt.Sprintf("$(given %d %s)", p.step, shellText(sedPattern(p.member)))
}

// home is where a program goes unless it is told where: to where the fault was
// seen, but to no account of AWS by mistake.
func (w *writer) home() string {
	if strings.Contains(w.Endpoint, ".amazonaws.com") {
		return ""
	}
	return w.Endpoint
}

// contentType is the media type of the API's requests.
func (w *writer) contentType() string {
	version := strings.ReplaceAll(strings.TrimPrefix(w.API.Protocol, "awsJson"), "_", ".")
	return "application/x-amz-json-" + version
}

// status is what a script says of its exit status.
var status = []string{
	"The same calls again, under new names: exit status 1 if the fault is there,",
	"0 if it is not, 2 if that can't be told. What they make is removed in the end.",
}

// comment returns what a program says at its top of what it shows.
func (w *writer) comment(mark string, status ...string) string {
	lines := []string{w.Clause + ": " + w.Description, "Source: " + w.Source, "", "expected " + w.Expected, "got      " + w.Got, ""}
	lines = append(lines, status...)
	var b strings.Builder
	for _, line := range lines {
		for _, piece := range wrapped(line, 100) {
			b.WriteString(comment(mark, piece))
		}
	}
	return b.String()
}

// wrapped breaks a text into lines that are no longer than need be, and shows
// what it ends with where it is very long.
func wrapped(text string, width int) []string {
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > 12*width {
		text = string(runes[:9*width]) + " … " + string(runes[len(runes)-2*width:])
	}
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		if line != "" && len(line)+1+len(word) > width {
			lines, line = append(lines, line), ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}

// title returns a comment on a step.
func (w *writer) title(mark string, i int) string {
	s := &w.Steps[i]
	text := fmt.Sprintf("%d. %s", i+1, s.Call)
	switch s.Call {
	case "clock":
		text = fmt.Sprintf("%d. Set the clock of the target.", i+1)
	case "wait":
		text = fmt.Sprintf("%d. Let time pass.", i+1)
	case "reset":
		text = fmt.Sprintf("%d. Remove all that is at the target.", i+1)
	case "member":
		text = fmt.Sprintf("%d. Replace the state of the target by one that no call can make.", i+1)
	case "fact":
		text = fmt.Sprintf("%d. Decide a fact that the API depends on.", i+1)
	default:
		if s.Account != "" {
			text += fmt.Sprintf(", as account %s in %s", s.Account, s.Region)
		}
		text += ": " + s.outcome() + " when this was recorded"
	}
	return comment(mark, text)
}
