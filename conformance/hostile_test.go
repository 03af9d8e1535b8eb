package conformance_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/reproduce"
	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/generated/remediation"
	"github.com/fakesmith/fakesmith/internal/sample"
)

// breakout is a text that creates a file named marker where it is executed: in
// a shell, in Python and in Go, after the end of a line, a literal or a
// here-document.
const breakout = "X\nEND\ntouch marker\nopen('marker', 'w')\nfunc init() { os.WriteFile(`marker`, nil, 0o600) }\n" +
	"'\ntouch marker\n'$(touch marker)`touch marker`\";touch marker\n\"\"\"\nopen('marker', 'w')\n\"\"\"\n*/\x00\r\u0085\u2028touch marker\n#"

// hostileEndpoint passes requests on, and puts the breakout into all parts of
// the answers of one operation: code, message, names of members, values, reason
// phrase, and the names and values of headers as far as a line goes.
func hostileEndpoint(t *testing.T, operation string, body func(answer []byte) string) string {
	next := fake.Transport(remediation.New(remediation.State{}))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	line := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return -1
		}
		return r
	}, breakout)
	answer := func(c net.Conn) {
		defer c.Close()
		r := bufio.NewReader(c)
		req, err := http.ReadRequest(r)
		if err != nil {
			return
		}
		if req.Header.Get("Expect") != "" {
			fmt.Fprint(c, "HTTP/1.1 100 Continue\r\n\r\n")
		}
		req.URL.Scheme, req.URL.Host = "http", "fake.example"
		resp, err := next.RoundTrip(req)
		if err != nil {
			return
		}
		defer resp.Body.Close()
		text, err := io.ReadAll(resp.Body)
		if err != nil {
			return
		}
		if !strings.HasSuffix(req.Header.Get("X-Amz-Target"), "."+operation) {
			fmt.Fprintf(c, "HTTP/1.1 %s\r\nContent-Type: %s\r\nX-Amzn-RequestId: x\r\n", resp.Status, resp.Header.Get("Content-Type"))
			fmt.Fprintf(c, "Content-Length: %d\r\nConnection: close\r\n\r\n%s", len(text), text)
			return
		}
		hostile := body(text)
		fmt.Fprintf(c, "HTTP/1.1 400 %s\r\nContent-Type: %s\r\nX-Amzn-RequestId: %s\r\nX-$X`marker`|': %s\r\n", line, line, line, line)
		fmt.Fprintf(c, "X-Amzn-ErrorType: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s", line, len(hostile), hostile)
	}
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			go answer(c)
		}
	}()
	return "http://" + listener.Addr().String()
}

// TestHostileEndpointRunsNothing checks an endpoint that tries to execute code
// where a reproduction is run, runs all reproductions, and looks for a trace of
// the code.
func TestHostileEndpointRunsNothing(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	now := fmt.Sprint(time.Now().Unix())
	bodies := map[string]func([]byte) string{
		"codes": func([]byte) string { return `{"__type":"` + breakout + `","message":"` + breakout + `"}` },
		"JSON": func([]byte) string {
			text, err := json.Marshal(breakout)
			if err != nil {
				t.Error(err)
			}
			quoted := string(text)
			return `{"__type":` + quoted + `,"message":` + quoted + `,` + quoted + `:` + now + `,"x":[` + quoted + `]}`
		},
		"members": func([]byte) string { return `{"` + breakout + `":` + now + `,"__type":"ValidationException"}` },
		"text":    func([]byte) string { return breakout },
	}
	for i, name := range slices.Sorted(maps.Keys(bodies)) {
		if !sample.OneIn(2, i) {
			continue
		}
		body := bodies[name]
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			target := conformance.Target{URL: hostileEndpoint(t, "PutRemediationExceptions", body), Profile: conformance.Profile(contract())}
			if _, err := conformance.Discover(t.Context(), &target); err != nil {
				t.Fatal(err)
			}
			report, err := conformance.Check(t.Context(), contract(), target, conformance.Options{
				Seed: seed, Run: regexp.MustCompile("^(reply-.*|malformed-body|upsert)$"), Shrink: shortening(), Checks: 3,
			})
			if err != nil {
				t.Fatal(err)
			}
			ran := 0
			for _, c := range slices.Concat(report.Clauses, report.Checks) {
				if c.Counterexample == nil {
					continue
				}
				if !strings.Contains(string(c.Counterexample.Steps[len(c.Counterexample.Steps)-1].Answer), "marker") {
					continue
				}
				forms := []string{reproduce.Curl, reproduce.CLI, reproduce.Boto3, reproduce.Go}
				switch {
				case ran > 0:
					forms = forms[:1] // the others take long
				case !sample.Whole():
					forms = forms[i%len(forms):][:1]
				}
				ran++
				for _, form := range forms {
					folder := t.TempDir()
					file := filepath.Join(folder, reproduce.File(form, c.ID))
					if err := os.WriteFile(file, []byte(c.Counterexample.Reproductions[form]), 0o600); err != nil {
						t.Fatal(err)
					}
					if status, out := runForm(t, form, file, target.URL); status != 1 || !strings.Contains(out, "fault is there") {
						t.Errorf("%s, %s: the exit status is %d, want 1\n%.3000s", c.ID, form, status, out)
					}
					if left, err := os.ReadDir(folder); err != nil || len(left) != 1 {
						t.Errorf("%s, %s: there are %v, %v, want the program alone", c.ID, form, left, err)
					}
				}
			}
			if ran == 0 {
				t.Error("no hostile answer is in a counterexample")
			}
		})
	}
}
