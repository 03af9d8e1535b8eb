package reproduce

import (
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/fakesmith/fakesmith/internal/sample"
	"github.com/fakesmith/fakesmith/model"
)

// programs are the forms that run.
var programs = []string{Curl, Boto3, CLI, Go}

// untold is the exit status of a form where it can't be told whether the fault is
// there. A Go test is skipped then, which go test takes for success.
func untold(t *testing.T, form, out string) int {
	t.Helper()
	if !strings.Contains(out, "can't be told") {
		t.Errorf("%s does not say that it can't be told\n%.2000s", form, out)
	}
	if form == Go {
		if !strings.Contains(out, "--- SKIP") {
			t.Errorf("the Go test is not skipped\n%.2000s", out)
		}
		return 0
	}
	return 2
}

// asked is a trace of one call, which is answered with an error.
func asked(steps ...Step) Trace {
	if steps == nil {
		steps = []Step{{Call: "DescribeConfigRules", Status: 400, Body: []byte("{}"), Answer: []byte(`{"__type":"NoSuchConfigRuleException"}`)}}
	}
	return Trace{API: rules, Clause: "reply", Account: "123456789012", Region: "us-east-1", Began: began, Steps: steps, Wrong: len(steps) - 1, Right: []string{success}}
}

// dropped is the answer of a server that hangs up.
var dropped = Step{Call: "DescribeConfigRules", Body: []byte("{}")}

// unsupported returns the URL of a port at which nobody listens.
func unreachable(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener.Close()
	return "http://" + listener.Addr().String()
}

// TestUntold shows that a program which can't ask, or is not answered where it was,
// says so, and does not say that the fault is there; but that a fault is seen that
// consists in hanging up.
func TestUntold(t *testing.T) {
	t.Parallel()
	hangsUp := replayed(t, func(int) Step { return dropped })
	for _, form := range tried(Curl, Boto3) {
		t.Run(form, func(t *testing.T) {
			t.Parallel()
			for _, c := range []struct {
				name, endpoint string
				trace          Trace
			}{
				{"nobody is there, who hung up before", unreachable(t), asked(dropped)},
				{"it hangs up, and did not", hangsUp, asked()},
			} {
				status, out := runForm(t, form, Forms(c.trace)[form], t.TempDir(), c.endpoint)
				if want := untold(t, form, out); status != want {
					t.Errorf("%s: %s ends with %d, want %d\n%.2000s", c.name, form, status, want, out)
				}
			}
			status, out := runForm(t, form, Forms(asked(dropped))[form], t.TempDir(), hangsUp)
			if status != 1 || !strings.Contains(out, "the fault is there") {
				t.Errorf("it hangs up, as it did: %s ends with %d, want 1\n%.2000s", form, status, out)
			}
		})
	}
}

// TestUntoldWithoutTools shows that a program which lacks what it takes ends with 2.
func TestUntoldWithoutTools(t *testing.T) {
	bin := t.TempDir()
	for _, name := range []string{"sh", "date", "mktemp", "rm", "touch", "cat", "tr", "sed", "awk", "head"} {
		at, err := exec.LookPath(name)
		if err != nil {
			t.Skipf("NOT SHOWN what happens without curl: there is no %s either", name)
		}
		if err := os.Symlink(at, filepath.Join(bin, name)); err != nil {
			t.Fatal(err)
		}
	}
	forms := Forms(asked())
	for _, form := range []string{Curl, CLI} {
		cmd := exec.Command(filepath.Join(bin, "sh"), "-c", forms[form])
		cmd.Env = []string{"PATH=" + bin, "ENDPOINT=" + unreachable(t)}
		out, _ := cmd.CombinedOutput()
		if status := cmd.ProcessState.ExitCode(); status != 2 {
			t.Errorf("without its tool, %s ends with %d, want 2\n%s", form, status, out)
		}
	}
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("NOT SHOWN for boto3: there is no python3")
	}
	for name, program := range map[string]string{
		"without boto3": "import sys; sys.modules['boto3'] = None\n" + forms[Boto3],
		"with a crash":  strings.Replace(forms[Boto3], "def conclude(", "def unused(", 1),
	} {
		cmd := exec.Command(python, "-c", program)
		cmd.Env = append(os.Environ(), "ENDPOINT="+replayed(t, func(int) Step { return asked().Steps[0] }))
		out, _ := cmd.CombinedOutput()
		if status := cmd.ProcessState.ExitCode(); status != 2 {
			t.Errorf("%s, Python ends with %d, want 2\n%s", name, status, out)
		}
	}
}

// TestPythonParsesAnyModel shows that members and operations whose names are no
// names in Python, and values too deep for its parser, give a program all the same.
func TestPythonParsesAnyModel(t *testing.T) {
	for _, name := range []string{"from", "x-amz", "1st", "None", "é", ""} {
		if pyName(name) {
			t.Errorf("pyName(%q) = true, want false", name)
		}
	}
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skip("NOT SHOWN what Python parses: there is no python3")
	}
	api := *rules
	api.Shapes = []model.Shape{
		{Name: "In", Kind: model.Structure, Members: []model.Member{{Name: "from", Shape: "Deep"}, {Name: "x-amz", Shape: "Deep"}, {Name: "Plain", Shape: "Deep"}, {Name: "Number", Shape: "Number"}}},
		{Name: "Number", Kind: model.Integer},
		{Name: "Deep", Kind: model.List, Elem: "Deep"},
	}
	api.Operations = []model.Operation{{Name: "Import", Input: "In"}, {Name: "PutBook", Input: "In"}}
	trace := asked()
	trace.API, trace.Steps = &api, nil
	for _, call := range []string{"Import", "PutBook"} {
		for _, depth := range []int{1, deepestLiteral - 1, deepestLiteral, 300} {
			deep := strings.Repeat("[", depth) + strings.Repeat("]", depth)
			body := `{"from":` + deep + `,"x-amz":[],"Plain":` + deep + `}`
			trace.Steps = append(trace.Steps, Step{Call: call, Status: 200, Body: []byte(body)})
		}
	}
	trace.Steps = append(trace.Steps, Step{Call: "PutBook", Status: 200, Body: []byte(`{"Number":` + strings.Repeat("9", 5000) + `}`)})
	program := Forms(trace)[Boto3]
	if n := strings.Count(program, "\nraw("); n != len(trace.Steps)-2 {
		t.Errorf("%d steps go out as they are, want %d\n%s", n, len(trace.Steps)-2, program)
	}
	cmd := exec.Command("python3", "-c", "import ast, sys; ast.parse(sys.stdin.read())")
	cmd.Stdin = strings.NewReader(program)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("Python does not parse it: %v\n%s\n%s", err, out, program)
	}
}

// TestRedirectsAreNotFollowed shows that no program takes a request to where a
// server sends it on to, with all that the request was signed with.
func TestRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	var led atomic.Int32
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { led.Add(1) }))
	t.Cleanup(elsewhere.Close)
	steps := []Step{
		{Call: "DescribeConfigRules", Status: http.StatusFound, Body: []byte("{}")},
		{Call: "DescribeConfigRules", Status: http.StatusTemporaryRedirect, Body: []byte("{}")},
	}
	for _, form := range tried(Curl, CLI, Boto3) {
		t.Run(form, func(t *testing.T) {
			t.Parallel()
			var n atomic.Int32
			sender := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
				http.Redirect(w, req, elsewhere.URL, steps[(n.Add(1)-1)%2].Status)
			}))
			t.Cleanup(sender.Close)
			if status, out := runForm(t, form, Forms(asked(steps...))[form], t.TempDir(), sender.URL); status != 1 {
				t.Errorf("%s ends with %d, want 1: it was sent on, as before\n%.2000s", form, status, out)
			}
			if form != Go { // all its requests are made in one place
				trace := asked(steps...)
				trace.Reset = true
				if status, out := runForm(t, form, Forms(trace)[form], t.TempDir(), sender.URL); status != 2 {
					t.Errorf("%s ends with %d, want 2: it can't be reset\n%.2000s", form, status, out)
				}
			}
			if led.Load() > 0 {
				t.Errorf("%s was led elsewhere", form)
			}
		})
	}
}

// TestProgramsDoNotWaitForever shows that a server which never answers does not
// keep a program, with the limits made shorter.
func TestProgramsDoNotWaitForever(t *testing.T) {
	t.Parallel()
	wait := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusOK)
		_, _ = w.Write([]byte(" "))
		w.(http.Flusher).Flush()
		<-wait
	}))
	t.Cleanup(server.Close)
	t.Cleanup(func() { close(wait) })
	for form, limit := range map[string][2]string{
		Go:    {"time.Minute", "time.Second"},
		Curl:  {"--max-time 60", "--max-time 1"},
		Boto3: {"threading.Timer(120,", "threading.Timer(1,"},
		CLI:   {"--cli-read-timeout 60", "--cli-read-timeout 1"},
	} {
		t.Run(form, func(t *testing.T) {
			t.Parallel()
			program := Forms(asked())[form]
			if strings.Count(program, limit[0]) != 1 {
				t.Fatalf("%s has no limit %s", form, limit[0])
			}
			if !slices.Contains(tried(Curl, Boto3), form) {
				t.Skip(sample.Reason)
			}
			status, out := runForm(t, form, strings.Replace(program, limit[0], limit[1], 1), t.TempDir(), server.URL)
			if want := untold(t, form, out); status != want {
				t.Errorf("%s ends with %d, want %d\n%.2000s", form, status, want, out)
			}
		})
	}
}

// TestWithoutUserinfo shows that no user and no password of an endpoint gets into
// a reproduction.
func TestWithoutUserinfo(t *testing.T) {
	for endpoint, want := range map[string]string{
		"http://127.0.0.1:4566":          "http://127.0.0.1:4566",
		"http://me:s3cret@host:1/x":      "http://host:1/x",
		"https://s3cret@host":            "https://host",
		"http://me:s3@cret@host/a@b?c@d": "http://host/a@b?c@d",
		"http://me:s3/cret@host/":        "http://host/",
		"http://me:s3%zzcret@host/":      "http://host/",
		"me:s3cret@host":                 "host",
		"http://host/a@b":                "http://host/a@b",
		"":                               "",
	} {
		if got := WithoutUserinfo(endpoint); got != want {
			t.Errorf("WithoutUserinfo(%q) = %q, want %q", endpoint, got, want)
		}
	}
	trace := asked()
	trace.Endpoint = "http://me:s3cret@host.example:1"
	for form, text := range Forms(trace) {
		if strings.Contains(text, "s3cret") || !strings.Contains(text, "http://host.example:1") {
			t.Errorf("the form %s has another endpoint than http://host.example:1\n%s", form, text)
		}
	}
}

// TestUntoldWithoutKnownOutcome shows that another answer says nothing where it is
// not known what is right, and that an error that is not among the right ones is
// another fault.
func TestUntoldWithoutKnownOutcome(t *testing.T) {
	t.Parallel()
	otherwise := replayed(t, func(int) Step { return Step{Status: 400, Answer: []byte(`{"__type":"ValidationException"}`)} })
	unknown, known := asked(), asked()
	unknown.Right, known.Right = nil, []string{"SerializationException"}
	for _, form := range tried(Curl, Boto3) {
		t.Run(form, func(t *testing.T) {
			t.Parallel()
			status, out := runForm(t, form, Forms(unknown)[form], t.TempDir(), otherwise)
			if want := untold(t, form, out); status != want {
				t.Errorf("%s ends with %d, want %d\n%.2000s", form, status, want, out)
			}
			if status, out := runForm(t, form, Forms(known)[form], t.TempDir(), otherwise); status != 1 {
				t.Errorf("with another error, %s ends with %d, want 1\n%.2000s", form, status, out)
			}
		})
	}
}
