// Package report puts what the suite found in forms for people and machines:
// JUnit's XML for continuous integration, and a page of HTML to look at. What it
// writes it makes from a [Report] alone, so that a report which was
// kept as JSON can be put in any form later.
package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/internal/printable"
)

// A Format is a form of a report.
type Format struct {
	// Extension is what the names of such files end in.
	Extension string
	// Write writes a report in the form.
	Write func(io.Writer, *Report) error
}

// Formats are all forms of a report.
var Formats = []Format{
	{".json", func(w io.Writer, r *Report) error { return r.WriteJSON(w) }},
	{".xml", WriteJUnit},
	{".html", WriteHTML},
}

// FormatOf returns the form that a file's name asks for.
func FormatOf(name string) (Format, error) {
	extension := strings.ToLower(filepath.Ext(name))
	for _, f := range Formats {
		if f.Extension == extension {
			return f, nil
		}
	}
	return Format{}, fmt.Errorf("%s: what form of a report that is to be, its name does not say; let it end in .json, .xml (JUnit) or .html", name)
}

// Read reads a report that was written as JSON. name is for messages.
func Read(name string, src []byte) (*Report, error) {
	var r Report
	if err := json.Unmarshal(src, &r); err != nil {
		at := int64(0)
		if wrong, ok := err.(*json.SyntaxError); ok {
			at = wrong.Offset
		} else if wrong, ok := err.(*json.UnmarshalTypeError); ok {
			at = wrong.Offset
		}
		line, column := position(src, at)
		return nil, fmt.Errorf("%s:%d:%d: this is no report: %v; conform -report FILE.json writes one", name, line, column, err)
	}
	if r.Target == "" || len(r.Clauses)+len(r.Checks) == 0 {
		return nil, fmt.Errorf("%s:1:1: this is no report: it has no target, or no clauses; conform -report FILE.json writes one", name)
	}
	for i, c := range slices.Concat(r.Clauses, r.Checks) {
		if c.ID == "" || !slices.Contains(outcomes, c.Outcome) {
			return nil, fmt.Errorf("%s: clause %d: this is no report: the id is %q and the outcome %q; an id and one of %s would be right", name, i+1, c.ID, c.Outcome, strings.Join(words(outcomes), ", "))
		}
	}
	compact(&r)
	return &r, nil
}

// presentable returns a report as people may be shown it, whoever wrote it: it is
// not large, and no text in it holds a character that is not seen.
func presentable(r *Report) *Report { return printable.Of(r.Bounded()) }

// compact takes the white space out of what was sent and answered, which the
// report as JSON has for people.
func compact(r *Report) {
	for _, c := range slices.Concat(r.Clauses, r.Checks) {
		if c.Counterexample == nil {
			continue
		}
		for i := range c.Counterexample.Steps {
			s := &c.Counterexample.Steps[i]
			for _, raw := range []*json.RawMessage{&s.Request, &s.Answer, &s.State} {
				var b bytes.Buffer
				if len(*raw) > 0 && json.Compact(&b, *raw) == nil {
					*raw = b.Bytes()
				}
			}
		}
	}
}

// outcomes are all outcomes, the worst first.
var outcomes = []Outcome{
	Fail, Unsupported, Skip, Observed, Pass,
}

func words(outcomes []Outcome) []string {
	var all []string
	for _, v := range outcomes {
		all = append(all, string(v))
	}
	return all
}

// position returns the line and column of an offset.
func position(src []byte, offset int64) (line, column int) {
	before := string(src[:min(offset, int64(len(src)))])
	return strings.Count(before, "\n") + 1, len(before) - strings.LastIndex(before, "\n")
}
