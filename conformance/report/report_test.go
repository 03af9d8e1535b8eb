package report_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"html"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/internal/sample"
)

// TestJUnit shows that a report as JUnit's XML is XML, with the counts that it
// claims, whatever characters are in it.
func TestJUnit(t *testing.T) {
	r := *theSpecimen(t)
	r.Clauses = append([]report.Clause{}, r.Clauses...)
	r.Clauses[1].Reason = "not XML: \x00\x1b]]>\ufffe and bytes \xff"
	var b bytes.Buffer
	if err := report.WriteJUnit(&b, &r); err != nil {
		t.Fatal(err)
	}
	if !utf8.Valid(b.Bytes()) || strings.ContainsAny(b.String(), "\x00\x1b\ufffe") {
		t.Error("there are characters that XML does not have")
	}
	for d := xml.NewDecoder(bytes.NewReader(b.Bytes())); ; {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	var got struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Skipped  int `xml:"skipped,attr"`
		Suites   []struct {
			Name       string `xml:"name,attr"`
			Properties []struct {
				Name  string `xml:"name,attr"`
				Value string `xml:"value,attr"`
			} `xml:"properties>property"`
			Cases []struct {
				Name    string  `xml:"name,attr"`
				Class   string  `xml:"classname,attr"`
				Failure *string `xml:"failure"`
				Skipped *struct {
					Message string `xml:"message,attr"`
				} `xml:"skipped"`
				Output string `xml:"system-out"`
			} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	if err := xml.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	cases, failures, skipped := 0, 0, 0
	for _, s := range got.Suites {
		if len(s.Properties) < 4 || s.Properties[0].Value != r.Target {
			t.Errorf("suite %s has the properties %v", s.Name, s.Properties)
		}
		for _, c := range s.Cases {
			cases++
			if c.Failure != nil {
				failures++
				if !strings.Contains(*c.Failure, c.Name+" fails") || !strings.Contains(c.Output, "#!/bin/sh") {
					t.Errorf("the failure of %s is %s, its output %s", c.Name, *c.Failure, c.Output)
				}
			}
			if c.Skipped != nil {
				skipped++
			}
			if c.Class == "" {
				t.Errorf("%s has no class", c.Name)
			}
		}
	}
	if want := len(r.Clauses) + len(r.Checks); cases != want || got.Tests != want {
		t.Errorf("there are %d cases, and tests is %d, want %d", cases, got.Tests, want)
	}
	if want := r.Count(report.Fail); want == 0 || failures != want || got.Failures != want {
		t.Errorf("there are %d failures, and failures is %d, want %d", failures, got.Failures, want)
	}
	if want := r.Count(report.Skip) + r.Count(report.Unsupported); skipped != want || got.Skipped != want {
		t.Errorf("%d are skipped, and skipped is %d, want %d", skipped, got.Skipped, want)
	}
}

// TestRoundTrip shows that a report is the same when it has been JSON.
func TestRoundTrip(t *testing.T) {
	r := theSpecimen(t)
	var once, twice bytes.Buffer
	if err := r.WriteJSON(&once); err != nil {
		t.Fatal(err)
	}
	again, err := report.Read("report.json", once.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if err := again.WriteJSON(&twice); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(once.Bytes(), twice.Bytes()) {
		t.Error("a report that was read is not written as it was")
	}
	for _, f := range report.Formats {
		var a, b bytes.Buffer
		if err := f.Write(&a, r); err != nil {
			t.Fatal(err)
		}
		if err := f.Write(&b, again); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(a.Bytes(), b.Bytes()) || a.Len() < 1000 {
			t.Errorf("as %s, what was read differs", f.Extension)
		}
	}
}

// TestReadComplains shows that what is no report is said to be none, and where.
func TestReadComplains(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{`nonsense`, "r.json:1:3: this is no report: invalid character"},
		{"{\n \"target\": 7}", "r.json:2:13: this is no report: json: cannot unmarshal number"},
		{`{}`, "r.json:1:1: this is no report: it has no target"},
		{`{"target": "x", "clauses": [{"id": "a", "outcome": "fine"}]}`, `r.json: clause 1: this is no report: the id is "a" and the outcome "fine"; write an id, and one of fail, unsupported, skip, observed, pass`},
	} {
		if _, err := report.Read("r.json", []byte(c.src)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("Read(%s) = %v, want %s", c.src, err, c.want)
		}
	}
	if _, err := report.FormatOf("report.pdf"); err == nil || !strings.Contains(err.Error(), "the name must end in .json, .xml (JUnit) or .html") {
		t.Errorf("FormatOf(report.pdf) = %v", err)
	}
}

// TestPageIsSelfContained shows that the page loads nothing, and shows no
// credentials, whatever was sent.
func TestPageIsSelfContained(t *testing.T) {
	sample.SkipRace(t)
	r := *theSpecimen(t)
	r.Clauses = append([]report.Clause{}, r.Clauses...)
	r.Clauses[2].Outcome = report.Fail
	r.Clauses[2].Counterexample = &report.Counterexample{Property: "</script><script>alert(1)</script>", Steps: []report.Step{{
		Call:    "PutConfigRule",
		Request: json.RawMessage(`{"Description": "AKIAIOSFODNN7EXAMPLE", "SecretAccessKey": "wJalrXUtnFEMI/K7MDENG", "SessionToken": "FwoGZXIvYXdzEBYaDHqa0AP"}`),
		Got:     "X-Amz-Security-Token: FwoGZXIvYXdzEBYaDHqa0AP, Signature=fe5f80f77d5fa3beca038a248ff027d0445342fe2855ddc963176630326f1024",
	}}}
	var b bytes.Buffer
	if err := report.WriteHTML(&b, &r); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	for _, secret := range []string{"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI", "FwoGZXIvYXdz", "fe5f80f77d5f"} {
		if strings.Contains(page, secret) {
			t.Errorf("the page shows %s", secret)
		}
	}
	for _, loads := range []string{"src=", "@import", "url(", "<script>alert", "fetch("} {
		if strings.Contains(page, loads) {
			t.Errorf("the page has %s", loads)
		}
	}
	// What is to be copied is there to the letter.
	shown := html.UnescapeString(page)
	for _, c := range r.Clauses {
		if c.Counterexample == nil {
			continue
		}
		for form, text := range c.Counterexample.Reproductions {
			if !strings.Contains(shown, text) {
				t.Errorf("the page does not show the form %s of %s as it is", form, c.ID)
			}
		}
	}
	if strings.Contains(page, `<link rel="stylesheet"`) {
		t.Error("the page loads a style sheet")
	}
}
