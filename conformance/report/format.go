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

// A Format is a file format of a report.
type Format struct {
	// Extension is the file name extension, with the dot.
	Extension string
	// Write writes a report in the format.
	Write func(io.Writer, *Report) error
}

// Formats are the file formats of a report.
var Formats = []Format{
	{".json", func(w io.Writer, r *Report) error { return r.WriteJSON(w) }},
	{".xml", WriteJUnit},
	{".html", WriteHTML},
}

// FormatOf returns the format that a file name asks for by its extension.
func FormatOf(name string) (Format, error) {
	extension := strings.ToLower(filepath.Ext(name))
	for _, f := range Formats {
		if f.Extension == extension {
			return f, nil
		}
	}
	return Format{}, fmt.Errorf("%s: unknown report format; the name must end in .json, .xml (JUnit) or .html", name)
}

// Read reads a report that was written as JSON. name is the name of the file in
// error messages.
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
	// A shard may have no clause, if there are more shards than clauses.
	if r.Target == "" || len(r.Clauses)+len(r.Checks) == 0 && r.Shard == nil {
		return nil, fmt.Errorf("%s:1:1: this is no report: it has no target, or no clauses; conform -report FILE.json writes one", name)
	}
	for i, c := range r.everything() {
		if c.ID == "" || !slices.Contains(outcomes, c.Outcome) {
			return nil, fmt.Errorf("%s: clause %d: this is no report: the id is %q and the outcome %q; write an id, and one of %s", name, i+1, c.ID, c.Outcome, strings.Join(words(outcomes), ", "))
		}
	}
	compact(&r)
	return &r, nil
}

// presentable returns a report that is safe to show, whoever wrote it: bounded
// in size, and without invisible characters.
func presentable(r *Report) *Report { return printable.Of(r.Bounded()) }

// compact removes the white space from requests and answers, which the report
// as JSON has for readers.
func compact(r *Report) {
	for _, c := range r.everything() {
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

// position returns the line and column of an offset.
func position(src []byte, offset int64) (line, column int) {
	before := string(src[:min(offset, int64(len(src)))])
	return strings.Count(before, "\n") + 1, len(before) - strings.LastIndex(before, "\n")
}
