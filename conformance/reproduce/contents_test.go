package reproduce

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/internal/sample"
)

// TestContents shows that a success which is not as it was is compared with what the
// contract wants: it is wrong as long as it differs in what callers have put, right
// if it does not, and nothing can be told by a part of a list.
func TestContents(t *testing.T) {
	t.Parallel()
	answer := func(more string, names ...string) string {
		rows := ""
		for i, name := range names {
			if i > 0 {
				rows += ","
			}
			rows += fmt.Sprintf(`{"ConfigRuleName":"%s","ConfigRuleId":"id-%d","Description":"a, b"}`, name, i)
		}
		return `{"ConfigRules":[` + rows + `]` + more + `}`
	}
	trace := asked(Step{Call: "DescribeConfigRules", Status: 200, Body: []byte("{}"), Answer: []byte(answer("", "wrong"))})
	trace.Want = &Contents{Answer: []byte(answer("", "right")), Members: []string{"ConfigRuleName", "Description", "Scope"}, Next: "NextToken"}
	part := trace
	part.Want = &Contents{Answer: trace.Want.Answer, Members: trace.Want.Members, Next: "NextToken", Part: true}
	for _, form := range tried(Curl, Boto3, Go) { // the AWS CLI is in a script with the same end as curl
		t.Run(form, func(t *testing.T) {
			t.Parallel()
			for i, tt := range []struct {
				trace Trace
				is    string
				want  int
			}{
				{trace, answer("", "wrong"), 1},
				{trace, answer("", "right"), 0},
				{part, answer(""), 2},
				{trace, answer(`,"Own":7`, "right"), 0},
				{trace, answer("", "another"), 1},
				{trace, answer("", "right", "right"), 1},
				{trace, answer(""), 1},
				{trace, answer(`,"NextToken":"t"`), 2},
				{part, answer("", "right"), 0},
			} {
				if (form == CLI || form == Boto3) && i > 2 && !sample.Whole() {
					break // of each outcome one: these take long to start
				}
				status, out := runAgainst(t, form, tt.trace, tt.is)
				want := tt.want
				if want == 2 {
					want = untold(t, form, out)
				}
				if status != want {
					t.Errorf("%s: the exit status is %d, want %d\n%.2000s", tt.is, status, want, out)
				}
			}
		})
	}
}

// runAgainst runs a form of a reproduction where all is answered alike, with success.
func runAgainst(t *testing.T, form string, trace Trace, is string) (status int, out string) {
	t.Helper()
	return runForm(t, form, Forms(trace)[form], t.TempDir(), replayed(t, func(int) Step {
		return Step{Call: "DescribeConfigRules", Status: 200, Answer: []byte(is)}
	}))
}

// odd is a text of which JSON makes escapes, or may, and which has marks of JSON in it.
const odd = "back\\slash \"quote\", [a] {b: c} <&>/ \n\u2028 \u0080é 日本 \U0001f600"

// oddEscaped is the text as JSON may have it as well: with nothing but ASCII.
const oddEscaped = `\u0062ack\u005Cslash \u0022quote\u0022, [a] {b: c} \u003c\u0026\u003e\/ \u000a\u2028 \u0080\u00e9 \u65e5\u672C \ud83d\uDE00`

// TestTextsAreComparedExactly shows that what the contract wants of a text is compared
// as a whole, whatever is in the text, and however the answer spells it, and that an
// answer which is no JSON is wrong also where nothing is wanted.
func TestTextsAreComparedExactly(t *testing.T) {
	answer := func(text string) string { return `{"ConfigRules":[{"Description":` + text + `}]}` }
	spelled := compact(odd)
	half := answer(`"` + strings.ReplaceAll(oddEscaped, `\uDE00`, ``) + `"`) // of a character
	one := asked(Step{Call: "DescribeConfigRules", Status: 200, Body: []byte("{}"), Answer: []byte(answer(compact("1 times " + odd)))})
	one.Want = &Contents{Answer: []byte(answer(spelled)), Members: []string{"ConfigRuleName", "Description"}}
	several, none := one, one
	several.Want = &Contents{Answer: []byte(answer(`[` + spelled + `,"b, c",true]`)), Members: one.Want.Members}
	none.Want = &Contents{Answer: []byte("{}"), Members: one.Want.Members}
	part := none
	part.Want = &Contents{Answer: none.Want.Answer, Members: none.Want.Members, Part: true}
	const html = "<html>"
	for _, form := range tried(Curl) {
		t.Run(form, func(t *testing.T) {
			t.Parallel()
			for i, tt := range []struct {
				trace Trace
				is    string
				want  int
			}{
				{one, answer(spelled), 0},
				{one, answer(compact("16 times " + odd)), 1},
				{one, answer(`"` + oddEscaped + `"`), 0},
				{one, half, 1},
				{several, answer(`[true, "b, c",` + spelled + `]`), 0},
				{none, html, 1},
				{part, html, 1},
				{none, "", 0},
				{one, answer(string(asJSON(t, odd))), 0},
				{one, "{ \"ConfigRules\" :\n[\r\n\t{ \"Descri\\u0070tion\" : " + spelled + "\n} ] }\n", 0},
				{one, answer(compact(strings.ReplaceAll(odd, `\`, ``))), 1},
				{one, answer(compact(strings.ReplaceAll(odd, `\`, `\\`))), 1},
				{one, answer(compact(strings.ReplaceAll(odd, `"`, ``))), 1},
				{one, answer(compact(strings.ReplaceAll(odd, `,`, ``))), 1},
				{one, answer(compact(strings.ReplaceAll(odd, `[a]`, `[b]`))), 1},
				{one, answer(compact(strings.ReplaceAll(odd, `本`, `語`))), 1},
				{one, answer(`[` + spelled + `]`), 0}, // leaves are compared, wherever they stand
				{one, answer(`[` + spelled + `,"b"]`), 1},
				{one, answer("null"), 1},
				{several, answer(`["b","c",` + spelled + `,true]`), 1},
				{several, answer(spelled), 1},
				{none, answer("null"), 0},
				{none, answer(`""`), 1},
			} {
				switch {
				case (form == CLI || form == Boto3) && i > 7:
					continue // each takes a second to start
				case form == CLI && tt.is == html:
					continue // it takes that for an answer without members
				}
				status, out := runAgainst(t, form, tt.trace, tt.is)
				want := tt.want
				if form == CLI && tt.is == half {
					want = untold(t, form, out) // it does not print that
				}
				if status != want {
					t.Errorf("%s: the exit status is %d, want %d\n%.2000s", tt.is, status, want, out)
				}
			}
		})
	}
}

// TestUntoldIfAnAnswerIsNotRead shows that a script which can't read an answer, or all
// of one, says that it can't be told whether the fault is there.
func TestUntoldIfAnAnswerIsNotRead(t *testing.T) {
	answer := func(text string) Step {
		more := strings.Repeat(" ", 1000)
		return Step{Call: "DescribeConfigRules", Status: 200, Body: []byte("{}"), Answer: []byte(`{"ConfigRules":[{"Description":"` + text + `"}]` + more + `}`)}
	}
	trace := asked(answer("wrong"))
	trace.Want = &Contents{Answer: answer("right").Answer, Members: []string{"Description"}}
	path := os.Getenv("PATH")
	for _, tool := range []struct{ name, does string }{
		{"awk", "exit 1"}, {"awk", "kill -9 $$"}, {"sed", "exit 4"}, {"fold", "exit 1"}, {"fold", "head -c 800"},
	} {
		bin := t.TempDir()
		if err := os.WriteFile(filepath.Join(bin, tool.name), []byte("#!/bin/sh\n"+tool.does+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
		t.Setenv("PATH", bin+string(os.PathListSeparator)+path)
		for _, text := range []string{"right", "another"} {
			status, out := runForm(t, Curl, Forms(trace)[Curl], t.TempDir(), replayed(t, func(int) Step { return answer(text) }))
			if status != 2 || !strings.Contains(out, "can't be told") {
				t.Errorf("where %s does %q, and the text is %s, the script ends with %d, want 2\n%.2000s", tool.name, tool.does, text, status, out)
			}
		}
	}
}

// TestLeaves shows that each awk that is here finds in an answer what encoding/json
// does, and takes nothing for JSON that is none.
func TestLeaves(t *testing.T) {
	sample.SkipRace(t)
	documents := []string{
		"", " ", "{}", "[]", "null", "true", `"x"`, "7", "{", "}", "[1", "[1}", `{"Text":1]`, `"`, `"x`, `"\`, `"\"`, `{"Text":"\`, ",", ":", "[,]", "[1,]", "[1 2]", "1\n2", `{1}`, `{"Text"}`, `{"Text":}`,
		`{"Text":1,}`, `{"Text",1}`, `{"Text":1:2}`, `{,"Text":1}`, `{"Text":"x"}x`, `{"Text":"x"}{}`, `{"Text":"x"},`, `{"Text":"x"}\`, "{\"Text\":\"x\"}\x00", "{\"Text\":\"x\"}\x01", "{\"Text\":\"x\"}\x03",
		`{"Text":tru}`, `{"Text":True}`, `{"Text":nullnull}`, `{"Text":01}`, `{"Text":1.}`, `{"Text":.5}`, `{"Text":+1}`, `{"Text":1e}`, `{"Text":-}`, `{"Text":0x1}`, `{"Text":[-0,1.50,1E+9,-2e-1,12345678901234567890]}`,
		"{\"Text\":\"a\nb\"}", "{\"Text\":\"a\tb\"}", "{\"Text\":\"a\x00b\"}", "{\"Text\":\"a\x01b\"}", "{\"Text\":\"a\x03b\"}", "{\"Text\":\"\\\n\"}", "{\"Text\":\"a\x7fb\"}",
		`{"Text":"\x"}`, `{"Text":"\{"}`, `{"Text":"\u12g4"}`, `{"Text":"\u123"}`, `{"Text":"\u"}`, `{"Text":"\U0041"}`, `{"Text":"\'"}`,
		`{"Text":"\"\\\/\b\f\n\r\t\u0000\u001f\u007f\u0022\u005C\u002f\u0080\u00ff\u0100\u07ff\u0800\uFFFD"}`, `{"Text":"\\\"\\u0041\\\\"}`, `{"Text":"{\"Text\":[\"x\"]}, %s %c & \\1"}`,
		`{"Text":` + compact(odd) + `}`, `{"Text":"` + oddEscaped + `"}`, `{"\u0054ext":"x","Text\u0000":"y","T\"ext":"z"}`, `{"b\"\\\u000a\u2028":"x","日\u672c":"y"}`,
		"\t{\r\n\"Text\" \n: \n[ true ,\rfalse\n, null, \"\" ] , \"Other\":{\"Number\":[[1],[{}]],\"Text\":{\"Text\":[]}}}\n\n",
		`{"Other":"x","Text":[{"Other":"y"},"z",["w",{"Number":"v"}],"u"],"Number":null}`,
		`{"Text":"` + strings.Repeat(`\"`, 1<<19) + `"}`, `{"Text":"` + strings.Repeat(`a`, 499) + `é` + strings.Repeat(`\u00e9`, 1000) + `"}`, `{"` + strings.Repeat(`Text\n`, 1<<17) + `":1}`,
		strings.Repeat("[", 9999) + `"x"` + strings.Repeat("]", 9999), `{"Text":` + strings.Repeat(" ", 2000) + `1` + strings.Repeat(" ", 2000) + `2}`, `{"Text":` + strings.Repeat("1", 2000) + `}`,
	}
	exact, loose := []string{"Text", "b\"\\\n\u2028", "日本"}, []string{"Number"}
	want := func(document string) string {
		v, err := decode([]byte(document))
		if err != nil && document != "" {
			return "9"
		}
		var lines []string
		each("", v, func(name string, leaf any) {
			switch leaf.(type) {
			case []any, map[string]any, nil:
				return
			}
			switch {
			case slices.Contains(loose, name):
				lines = append(lines, spelled(name)+":*")
			case slices.Contains(exact, name):
				lines = append(lines, spelled(name)+":"+spelled(leaf))
			}
		})
		slices.Sort(lines)
		return strings.Join(append(lines, "0"), "\n")
	}
	folder := t.TempDir()
	script := "export LC_ALL=C\nNL='\n'\nEXACT=" + shellNames(exact) + " LOOSE=" + shellNames(loose) + prelude("leaves.sh") + `
for n; do leaves "$n" >"$n.leaves"; status=$?; [ "$status" = 9 ] || sort "$n.leaves"; printf '%s|\n' "$status"; done`
	words := []string{"-c", script, "sh"}
	var wanted []string
	note := func(document, want string) {
		file := filepath.Join(folder, fmt.Sprint(len(wanted)))
		if err := os.WriteFile(file, []byte(document), 0o600); err != nil {
			t.Fatal(err)
		}
		words, wanted = append(words, file), append(wanted, want)
	}
	for _, document := range documents {
		note(document, want(document))
	}
	note(strings.Repeat("[", 1<<20), "2")
	// Halves of characters, and bytes that are no UTF-8, stay what they are, and are no
	// text that the contract wants.
	note(`{"Text":["\uD800","\udc00","a\ud800b","\ud800\ud83d\ude00","\ud800\n","\ud800\"","\ud800\\","\ud800\u0041"]}`,
		`"Text":"\ud800"|"Text":"\ud800A"|"Text":"\ud800\""|"Text":"\ud800\\"|"Text":"\ud800\n"|"Text":"\ud800`+"\U0001f600"+`"|"Text":"\udc00"|"Text":"a\ud800b"|0`)
	wanted[len(wanted)-1] = strings.ReplaceAll(wanted[len(wanted)-1], "|", "\n")
	note("{\"Text\":\"\xff\xc3\"}", "\"Text\":\"\xff\xc3\"\n0")
	for _, awk := range []string{"awk", "gawk", "mawk", "original-awk", "busybox"} {
		t.Run(awk, func(t *testing.T) {
			at, err := exec.LookPath(awk)
			if err != nil {
				t.Skipf("NOT SHOWN: there is no %s", awk)
			}
			bin := t.TempDir()
			program := "#!/bin/sh\nexec " + shellText(at) + " \"$@\"\n"
			if awk == "busybox" {
				program = "#!/bin/sh\nexec " + shellText(at) + " awk \"$@\"\n"
			}
			if err := os.WriteFile(filepath.Join(bin, "awk"), []byte(program), 0o700); err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command("sh", words...)
			cmd.Env = append(os.Environ(), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"))
			var errors bytes.Buffer
			cmd.Stderr = &errors
			out, err := cmd.Output()
			got := strings.Split(string(out), "|\n")
			if err != nil || errors.Len() > 0 || len(got) != len(wanted)+1 {
				t.Fatalf("%d documents are read, %v, want %d\n%s", len(got)-1, err, len(wanted), &errors)
			}
			for i, want := range wanted {
				if got[i] != want {
					t.Errorf("document %d: the leaves are %.500q, want %.500q", i, got[i], want)
				}
			}
		})
	}
}
