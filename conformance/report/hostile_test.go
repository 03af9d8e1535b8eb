package report_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/internal/sample"
)

// steering holds what steers terminals and the direction of writing, and what is
// no text.
const steering = "\x1b]0;title\a\x1b[2J\u009b31m\x00\x7f\u202eabc\u2066\r\nconform: all is well\xff\xfe"

// fill gives a text to all strings in a value, however deep.
func fill(v reflect.Value, text string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), text)
	case reflect.Slice:
		if v.Type() == reflect.TypeFor[json.RawMessage]() {
			v.SetBytes([]byte("{\"a\": \"\u202e\x7f\u0085\xff\xfe\"}"))
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), text)
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(key, text)
		fill(value, text)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(v.Field(i), text)
			}
		}
	}
}

// hostile returns a report in which every string steers, but for the outcomes.
func hostile() *conformance.Report {
	r := &conformance.Report{}
	fill(reflect.ValueOf(r).Elem(), steering)
	for _, list := range []*[]report.Clause{&r.Clauses, &r.Checks} {
		c := (*list)[0]
		*list = nil
		for _, v := range []report.Outcome{report.Fail, report.Observed, report.Skip, report.Unsupported, report.Pass} {
			c.Outcome = v
			c.Divergence = nil
			*list = append(*list, c)
		}
	}
	// A body that is no JSON, and what there is by the contract.
	text, _ := json.Marshal(strings.ToValidUTF8(steering, ""))
	found := r.Clauses[0].Counterexample
	found.Steps = append(found.Steps, report.Step{
		Call: "List", Status: 200, Request: text, Answer: text, Got: steering, State: json.RawMessage(`[{"is":"Thing","Name":` + string(text) + `}]`),
	}, report.Step{Call: "clock", Request: json.RawMessage(`{"set":` + string(text) + `}`)}, report.Step{Call: "fact", Request: json.RawMessage(`{"fact":` + string(text) + `}`)})
	for form := range map[string]bool{"go": true, "boto3": true, "cli": true, "curl": true, "english": true} {
		r.Clauses[0].Counterexample.Reproductions[form] = "a program\n" + steering
	}
	return r
}

// forms are all forms of a report.
var forms = map[string]func(io.Writer, *conformance.Report) error{
	"terminal": func(w io.Writer, r *conformance.Report) error { return report.Text{All: true}.Write(w, r) },
	"narrow":   func(w io.Writer, r *conformance.Report) error { return report.Text{Width: 20}.Write(w, r) },
	"explain": func(w io.Writer, r *conformance.Report) error {
		_, err := io.WriteString(w, report.Explain(&r.Clauses[0]))
		return err
	},
	"json":  func(w io.Writer, r *conformance.Report) error { return r.WriteJSON(w) },
	"junit": report.WriteJUnit,
	"html":  report.WriteHTML,
	"matrix": func(w io.Writer, r *conformance.Report) error {
		m, err := report.NewMatrix([]report.Entrant{{Name: steering, Report: r}})
		if err != nil {
			return err
		}
		if err := m.WriteMarkdown(w); err != nil {
			return err
		}
		return m.WriteHTML(w)
	},
}

// TestNothingSteers shows that what a target says, or a report from elsewhere, is
// seen in every form, and does nothing.
func TestNothingSteers(t *testing.T) {
	for name, write := range forms {
		var b bytes.Buffer
		if err := write(&b, hostile()); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		text := b.String()
		if !utf8.ValidString(text) {
			t.Errorf("%s is not UTF-8", name)
		}
		for i, r := range text {
			if r != '\n' && r != '\t' && !unicode.IsGraphic(r) {
				t.Errorf("%s holds %U in %q", name, r, text[max(i-40, 0):min(i+40, len(text))])
				break
			}
		}
		for line := range strings.Lines(text) {
			if strings.HasPrefix(line, "conform: all is well") && name != "html" && name != "junit" && name != "json" {
				t.Errorf("%s has a line of the target's", name)
				break
			}
		}
		// In JSON a backslash is doubled.
		if plain := strings.ReplaceAll(text, `\\`, `\`); !strings.Contains(plain, `\xff\xfe`) {
			t.Errorf("%s does not show the bytes that are no text", name)
		}
		switch name {
		case "json":
			var back conformance.Report
			if err := json.Unmarshal(b.Bytes(), &back); err != nil {
				t.Errorf("the JSON is none: %v", err)
			}
			if want := strings.ReplaceAll(steering, "\xff\xfe", `\xff\xfe`); back.Clauses[0].Description != want {
				t.Errorf("what is read again is %q, want %q", back.Clauses[0].Description, want)
			}
		case "junit":
			d := xml.NewDecoder(&b)
			for {
				if _, err := d.Token(); err == io.EOF {
					break
				} else if err != nil {
					t.Fatalf("the XML is none: %v", err)
				}
			}
		}
	}
}

// TestColoursStay shows that the colours are there, and no others.
func TestColoursStay(t *testing.T) {
	var b bytes.Buffer
	paint := func(v report.Outcome, text string) string { return "\x1b[1m" + text + "\x1b[0m" }
	if err := (report.Text{Paint: paint}).Write(&b, hostile()); err != nil {
		t.Fatal(err)
	}
	n := strings.Count(b.String(), "\x1b[1m")
	if n < 10 || strings.Count(b.String(), "\x1b") != 2*n {
		t.Errorf("%d texts have colours, among %d escapes", n, strings.Count(b.String(), "\x1b"))
	}
}

// TestReportsAreBounded shows that no form of a report is large, be its
// counterexamples many, long, large, nested, or made of what takes most to escape.
func TestReportsAreBounded(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	nested := strings.Repeat("[", 9000) + strings.Repeat("]", 9000)
	wide := strings.Repeat("[", 90) + strings.Repeat("1,", 20_000) + "1" + strings.Repeat("]", 90)
	quoted := func(s string) string { raw, _ := json.Marshal(s); return string(raw) }
	for i, c := range []struct {
		name            string
		failures, steps int
		answer, text    string
	}{
		{"many", 1000, 3, `{"a":1}`, "got"},
		{"large", 2, 2, quoted(strings.Repeat("x", 2<<20)), strings.Repeat("got", 1<<17)},
		{"long", 4, 5000, `{"a":1}`, "got"},
		{"nested", 20, 3, nested, "got"},
		{"wide", 20, 3, wide, "got"},
		{"to be escaped", 5, 5, quoted(strings.Repeat(`<>&"'`, 10_000)), strings.Repeat("<\x1b\u202e\xff\"\\\n", 1000)},
		{"all of it", 20, 5, quoted(strings.Repeat("\x1b\u202e<", 2000)), strings.Repeat("\x1b<", 500)},
	} {
		r := &conformance.Report{Target: "http://x", Started: time.Now()}
		step := report.Step{Call: "List", Request: json.RawMessage(`{"a":"b"}`), Got: c.text, Expected: c.text, Differs: c.text, Status: 200, Answer: json.RawMessage(c.answer), State: json.RawMessage(c.answer)}
		for i := range c.failures {
			found := &report.Counterexample{Reproductions: map[string]string{"curl": c.text, "english": c.text, "go": c.text}}
			for range c.steps {
				found.Steps = append(found.Steps, step)
			}
			r.Clauses = append(r.Clauses, report.Clause{ID: fmt.Sprint("clause-", i), Outcome: report.Fail, Reason: c.text, Stray: c.text, Counterexample: found})
		}
		before := len(r.Clauses[0].Counterexample.Steps)
		for n, form := range slices.Sorted(maps.Keys(forms)) {
			if !sample.OneIn(7, i+n) {
				continue // the sample has each form with one or two of them
			}
			var b bytes.Buffer
			if err := forms[form](&b, r); err != nil {
				t.Fatalf("%s: %s: %v", c.name, form, err)
			}
			// A contract of thousands of clauses is more than any that there is.
			most := 5_000_000
			if c.name == "many" {
				most *= 4
			}
			if b.Len() > most {
				t.Errorf("%s: %s has %d bytes", c.name, form, b.Len())
			}
			if c.name == "large" && form == "json" && !bytes.Contains(b.Bytes(), []byte(`"sha256": "`)) {
				t.Errorf("%s: %s has no length and digest", c.name, form)
			}
		}
		if len(r.Clauses[0].Counterexample.Steps) != before || len(r.Clauses[0].Counterexample.Steps[0].State) != len(c.answer) {
			t.Errorf("%s: what was given has changed", c.name)
		}
	}
}
