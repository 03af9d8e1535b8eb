package reproduce

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/internal/sample"
	"github.com/fakesmith/fakesmith/model"
)

// hostile are texts that would make a file named marker, were they run where they
// stand.
var hostile = []string{
	"\ntouch marker\n", "\rtouch marker\r", "\x00\ntouch marker\n#", "\u0085touch marker\u0085", "\u2028touch marker\u2029", "\v\ftouch marker",
	"END\ntouch marker\nEND\n", "\nEND\ntouch marker\n", "';touch marker;'", `";touch marker;"`, `\';touch marker;#`, "$(touch marker)", "`touch marker`",
	"${x:-$(touch marker)}", "x' -e '1e touch marker' -e '", "%b\\n$(touch marker)", "|touch marker", "\\\ntouch marker",
	"\nfunc init() { os.WriteFile(`marker`, nil, 0o600) }\n", "*/ func init() { os.WriteFile(`marker`, nil, 0o600) } /*",
	"`+string(os.Args[0][os.WriteFile(`marker`, nil, 0):])+`", "\n//go:debug x=1\n+build ignore\n",
	"\nopen('marker', 'w')\n", "\"+str(open('marker', 'w'))+\"", "\"\"\"\nopen('marker', 'w')\n\"\"\"", "\\\"\nopen('marker', 'w')#",
	"\x1b]0;title\x07\x1b[2J", "\u202e\u2066x\u2069", `"}` + "\n" + `touch marker;{"`,
}

// rules is as much of AWS Config as clients have to know of to be asked for it.
var rules = &model.API{
	Protocol: "awsJson1_1", TargetPrefix: "StarlingDoveService", SigningName: "config",
	Shapes: []model.Shape{
		{Name: "Asked", Kind: model.Structure, Members: []model.Member{{Name: "ConfigRuleNames", Shape: "Texts"}, {Name: "NextToken", Shape: "Text"}}},
		{Name: "Listed", Kind: model.Structure, Members: []model.Member{{Name: "ConfigRules", Shape: "Rules"}, {Name: "NextToken", Shape: "Text"}}},
		{Name: "Rules", Kind: model.List, Elem: "Rule"},
		{Name: "Rule", Kind: model.Structure, Members: []model.Member{{Name: "ConfigRuleName", Shape: "Text"}, {Name: "Description", Shape: "Text"}}},
		{Name: "Texts", Kind: model.List, Elem: "Text"}, {Name: "Text", Kind: model.String},
	},
	Operations: []model.Operation{{Name: "DescribeConfigRules", Input: "Asked", Output: "Listed"}},
}

// asJSON returns a value as JSON.
func asJSON(t *testing.T, v any) []byte {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// hostileTrace is a trace in which every text of an answer is hostile: codes,
// messages, names of members, values, bodies that are no JSON, and headers; and
// what is sent, which may have come from an answer before.
func hostileTrace(t *testing.T) Trace {
	began := time.Now()
	all := strings.Join(hostile, " ")
	trace := Trace{
		API: rules, Clause: "reply", Description: "Said.", Source: "Somewhere", Account: "123456789012", Region: "us-east-1",
		Began: began, Expected: all, Got: all, Form: true,
	}
	step := func(status int, answer string) {
		sent := asJSON(t, map[string]any{"NextToken": hostile[len(trace.Steps)%len(hostile)]})
		trace.Steps = append(trace.Steps, Step{Call: "DescribeConfigRules", Status: status, Body: sent, Answer: []byte(answer)})
	}
	var members, raw []string
	for _, text := range hostile {
		step(400, `{"__type":"`+text+`","message":"`+text+`"}`)
		quoted := string(asJSON(t, text))
		members = append(members, quoted+`:`+fmt.Sprint(began.Unix()), string(asJSON(t, text+"x"))+`:[`+quoted+`]`)
		raw = append(raw, `"`+text+`":`+fmt.Sprint(began.Unix()), `"`+text+`x":["`+text+`"]`)
	}
	step(400, `{"__type":`+string(asJSON(t, all))+`,`+strings.Join(members, ",")+`}`)
	step(200, `{`+strings.Join(members, ",")+`}`)
	step(200, `{`+strings.Join(raw, ",")+`}`)
	step(200, all)
	// Clients show these: a few, since each takes the AWS CLI a second.
	step(200, `{"ConfigRules":[{"ConfigRuleName":`+string(asJSON(t, all))+`,"Description":"`+strings.ReplaceAll(hostile[12], `"`, "")+`"}]}`)
	step(400, `{"__type":"x#NoSuchConfigRuleException","message":`+string(asJSON(t, all))+`}`)
	step(400, `{"__type":"`+hostile[0]+`","`+hostile[8]+`":"`+all+`"}`)
	last := &trace.Steps[len(trace.Steps)-1]
	last.Head, last.AnswerType, last.RequestID = true, inHeader(all), inHeader(all)
	trace.Wrong = len(trace.Steps) - 1
	return trace
}

// inHeader returns a text as the value of a header, in which no line can end.
func inHeader(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f || r >= 0x80 }), "")
}

// replayed serves the answers of a trace again, one after the other, with hostile
// reason phrases and names of headers, and returns the URL.
func replayed(t *testing.T, answer func(n int) Step) string {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for n := 0; ; n++ {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			func() {
				defer c.Close()
				r := bufio.NewReader(c)
				req, err := http.ReadRequest(r)
				if err != nil {
					return
				}
				if req.Header.Get("Expect") != "" {
					fmt.Fprint(c, "HTTP/1.1 100 Continue\r\n\r\n")
				}
				var body bytes.Buffer
				if _, err := body.ReadFrom(req.Body); err != nil {
					return
				}
				s := answer(n)
				if s.Status == 0 {
					return
				}
				text := inHeader(hostile[n%len(hostile)])
				fmt.Fprintf(c, "HTTP/1.1 %d %s\r\nContent-Type: %s\r\nX-Amzn-RequestId: %s\r\n", s.Status, text, s.AnswerType, s.RequestID)
				fmt.Fprintf(c, "X-%s: %s\r\nX-Amzn-ErrorType: %s\r\n", strings.Map(tokenOnly, text), text, text)
				fmt.Fprintf(c, "Location: http://127.0.0.1:1/moved\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s", len(s.Answer), s.Answer)
			}()
		}
	}()
	return "http://" + listener.Addr().String()
}

// tokenOnly leaves what may stand in the name of a header.
func tokenOnly(r rune) rune {
	if r > ' ' && r < 0x7f && !strings.ContainsRune(`"(),/:;<=>?@[\]{}`, r) {
		return r
	}
	return -1
}

// TestNothingOfAnAnswerRuns runs all forms of a trace in which each field of each
// answer is hostile, against an endpoint that answers the same again: they come to
// the outcome, and nothing that was answered has run or reached the terminal.
func TestNothingOfAnAnswerRuns(t *testing.T) {
	t.Parallel()
	trace := hostileTrace(t)
	trace.Right = []string{success}
	forms := Forms(trace)
	for form, program := range forms {
		checkVisible(t, program, "\n\t")
		if form == English {
			continue
		}
		t.Run(form, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			again := replayed(t, func(n int) Step { return trace.Steps[n%len(trace.Steps)] })
			status, out := runForm(t, form, program, folder, again)
			if status != 1 || !strings.Contains(out, "the fault is there") {
				t.Errorf("%s ends with %d\n%.3000s", form, status, out)
			}
			checkVisible(t, out, "\n\t")
			defer func() {
				left, err := filepath.Glob(filepath.Join(folder, "*"))
				if err != nil || len(left) != 1 {
					t.Errorf("%s has left %q, %v, and should have left nothing", form, left, err)
				}
			}()
			if form != Go && !sample.Whole() {
				return // the others start anew for each run, or each step
			}
			right := Step{Status: 200, Answer: []byte("{}")}
			repaired := replayed(t, func(n int) Step {
				if n%len(trace.Steps) == trace.Wrong {
					return right
				}
				return trace.Steps[n%len(trace.Steps)]
			})
			if status, out := runForm(t, form, program, folder, repaired); status != 0 || !strings.Contains(out, "the fault is not there") {
				t.Errorf("where the fault is not, %s ends with %d\n%.3000s", form, status, out)
			}
			// What leads to the fault is answered otherwise, as if a quota were met.
			other := replayed(t, func(int) Step { return right })
			status, out = runForm(t, form, program, folder, other)
			if want := untold(t, form, out); status != want {
				t.Errorf("where the steps before are answered otherwise, %s ends with %d, want %d\n%.3000s", form, status, want, out)
			}
		})
	}
}

// FuzzForms puts random text into all fields of a trace that come from an endpoint,
// and checks that the Go test parses to the same declarations as ever, and that no
// form has anything in it that can't be seen.
func FuzzForms(f *testing.F) {
	for _, text := range hostile {
		f.Add(text, text, uint16(400))
	}
	declarations := func(t *testing.T, program string) string {
		file, err := parser.ParseFile(token.NewFileSet(), "p.go", program, 0)
		if err != nil {
			t.Fatalf("%v\n%s", err, program)
		}
		var names []string
		for _, d := range file.Decls {
			if d, is := d.(*ast.FuncDecl); is {
				names = append(names, d.Name.Name)
			}
		}
		return fmt.Sprint(len(file.Decls), names)
	}
	f.Fuzz(func(t *testing.T, text, answer string, status uint16) {
		trace := asked()
		want := declarations(t, Forms(trace)[Go])
		trace.Expected, trace.Got, trace.Form = text, text, len(text)%2 == 0
		last := &trace.Steps[0]
		last.Status, last.Answer, last.Head, last.AnswerType, last.RequestID = int(status), []byte(answer), true, text, text
		last.Body, last.Account, last.ContentType = asJSON(t, map[string]string{"NextToken": text}), text, text[:len(text)/2]
		trace.Steps = append(trace.Steps, Step{Call: text, Body: []byte(text), Status: 400, Answer: []byte(`{"__type":"` + text + `"}`)})
		trace.Wrong = int(status) % 2
		forms := Forms(trace)
		if got := declarations(t, forms[Go]); got != want {
			t.Errorf("the Go test declares %s, want %s\n%s", got, want, forms[Go])
		}
		for _, program := range forms {
			checkVisible(t, program, "\n\t")
		}
	})
}
