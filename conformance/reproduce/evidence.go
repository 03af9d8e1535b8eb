package reproduce

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// success is the outcome of a call that was not rejected.
const success = "success"

// outcome returns what became of a call: success, the code of an error, or a
// status without one. What does not look like a code is none, so that an outcome
// is one plain word or a few.
func (s *Step) outcome() string {
	switch {
	case s.Status == 0:
		return "no answer"
	case s.Status >= 200 && s.Status < 300:
		return success
	}
	if m := typePattern.FindSubmatch(s.Answer); m != nil {
		return string(m[1])
	}
	return fmt.Sprintf("status %d", s.Status)
}

// typePattern finds the code of an error, as the programs do.
var typePattern = regexp.MustCompile(`"__type"[ \t\r\n]*:[ \t\r\n]*"(?:[^"#]*#)?([\w.:-]+)"`)

// lookForVarying finds the members of answers whose values differ from run to
// run by right: they are put aside.
func (w *writer) lookForVarying() {
	names := map[string]bool{}
	needles := w.needles[len(w.needles)-1]
	for _, s := range w.Steps {
		v, err := decode(s.Answer)
		if err != nil {
			continue
		}
		each("", v, func(name string, leaf any) {
			if w.next[name] || w.made[name] {
				names[name] = true
			}
			number, isNumber := leaf.(json.Number)
			if !isNumber || w.Clock || !printable(name) || strings.ContainsAny(name, `"\`) {
				return
			}
			at, err := number.Float64()
			if err != nil || math.Abs(at-float64(w.Began.Unix())) > (24*time.Hour).Seconds() {
				return
			}
			whole := strconv.FormatInt(int64(math.Floor(at)), 10)
			if !slices.ContainsFunc(needles, func(n needle) bool { return n.number && n.text == whole }) {
				names[name] = true // the time of the answer itself
			}
		})
	}
	w.varying = slices.Sorted(maps.Keys(names))
}

// each visits the leaves of a value, each with the name of the member that it
// stands in. An empty list or object is a leaf.
func each(name string, v any, visit func(name string, leaf any)) {
	switch v := v.(type) {
	case map[string]any:
		if len(v) == 0 {
			visit(name, v)
		}
		for inner, value := range v {
			each(inner, value, visit)
		}
	case []any:
		if len(v) == 0 {
			visit(name, v)
		}
		for _, value := range v {
			each(name, value, visit)
		}
	default:
		visit(name, v)
	}
}

// leaves returns an answer as programs compare it that read JSON: a line for
// the outcome, and one for each leaf, in any order, so that neither the order of
// members nor that of rows matters.
func (w *writer) leaves(s *Step) []string {
	lines := w.head(s)
	v, err := decode(s.Answer)
	if len(s.Answer) > 0 && err != nil {
		return append(lines, "text="+string([]rune(string(s.Answer)))) // in UTF-8, as programs have it
	}
	if s.outcome() != success && !w.formal(s) {
		return lines
	}
	before := len(lines)
	each("", v, func(name string, leaf any) {
		switch {
		case leaf == nil && name == "":
		case slices.Contains(w.varying, name):
			lines = append(lines, name+"=*")
		default:
			lines = append(lines, name+"="+leafText(leaf))
		}
	})
	slices.Sort(lines[before:])
	return lines
}

// leafText returns a leaf in a form that is the same in all languages.
func leafText(leaf any) string {
	switch leaf := leaf.(type) {
	case nil:
		return "null"
	case bool:
		return strconv.FormatBool(leaf)
	case string:
		return `"` + leaf + `"`
	case json.Number:
		return leaf.String()
	case []any:
		return "[]"
	}
	return "{}"
}

// formal reports whether the form of an answer counts: if that is what is wrong.
func (w *writer) formal(s *Step) bool { return w.Form && s == &w.Steps[w.Wrong] }

// head are the lines about an answer as a whole.
func (w *writer) head(s *Step) []string {
	lines := []string{"outcome=" + s.outcome()}
	if s.Head && w.formal(s) {
		id := "absent"
		if s.RequestID != "" {
			id = "present"
		}
		lines = append(lines, fmt.Sprintf("status=%d", s.Status), "content-type="+s.AnswerType, "request-id="+id)
	}
	return lines
}

// split returns an answer as a shell compares it with what it was: cut at each bracket
// and comma, as if it were no JSON, with nothing but what stands between.
//
// The lines of an answer that has none of its own say what it is made of. whole is set
// for the bytes of an answer, and not for what a client prints of one.
func (w *writer) split(s *Step, answer []byte, whole bool) []string {
	lines := w.head(s)
	if s.outcome() != success && !w.formal(s) {
		return lines
	}
	if form, bare := bare(answer); whole && bare {
		lines = append(lines, "bare="+form)
	}
	for line := range strings.SplitSeq(splitter.Replace(string(answer)), "\n") {
		if line = strings.Trim(line, " \t\r\v\f"); line == "" {
			continue
		}
		if m := memberPattern.FindStringSubmatch(line); m != nil {
			line = `"` + m[1] + `":` + m[2]
			if slices.Contains(w.varying, m[1]) {
				line = `"` + m[1] + `":*`
			}
		}
		lines = append(lines, line)
	}
	return lines
}

// mostBare is how many brackets and commas of an answer are compared that has nothing
// else.
const mostBare = 100

// bare reports whether an answer is nothing but brackets, commas and white space, and
// returns those that are not white space, or what there is in place of them.
func bare(answer []byte) (form string, is bool) {
	if len(answer) == 0 {
		return "nothing", true
	}
	marks := blanks.Replace(string(answer))
	switch {
	case marks == "":
		return "white space", true
	case strings.Trim(marks, "{}[],") != "":
		return "", false
	}
	return marks[:min(len(marks), mostBare)], true
}

var blanks = strings.NewReplacer(" ", "", "\t", "", "\r", "", "\n", "", "\v", "", "\f", "")

// memberPattern matches what stands between brackets and commas of a member.
var memberPattern = regexp.MustCompile(`(?s)^"([^"]*)":[ \t\r\v\f]*(.*)$`)

var splitter = strings.NewReplacer("{", "\n", "}", "\n", "[", "\n", "]", "\n", ",", "\n")
