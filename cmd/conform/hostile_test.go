package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/generated/remediation"
	"github.com/fakesmith/fakesmith/internal/sample"
)

// A meddler is a server that answers as the fake does, but for the operations
// whose answers it makes up from what the fake has answered.
type meddler func(w http.ResponseWriter, r *http.Request, operation string, honest *httptest.ResponseRecorder) bool

func (m meddler) serve(t *testing.T) string {
	f := remediation.New(remediation.State{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		honest := httptest.NewRecorder()
		f.ServeHTTP(honest, r)
		_, operation, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
		if operation != "" && m(w, r, operation, honest) {
			return
		}
		for name, values := range honest.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(honest.Code)
		_, _ = w.Write(honest.Body.Bytes())
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// listing adds a member to each answer that lists exceptions.
func listing(member string) meddler {
	return func(w http.ResponseWriter, _ *http.Request, operation string, honest *httptest.ResponseRecorder) bool {
		if operation != "DescribeRemediationExceptions" || honest.Code != http.StatusOK {
			return false
		}
		for name, values := range honest.Header() {
			w.Header()[name] = values
		}
		w.Header().Del("Content-Length")
		_, _ = io.WriteString(w, strings.TrimSuffix(strings.TrimSpace(honest.Body.String()), "}")+`,"remediationExceptions":`+member+"}")
		return true
	}
}

// TestEndlessResponses shows that an answer without end takes no memory to speak
// of, whether it is compressed or traced.
func TestEndlessResponses(t *testing.T) {
	sample.SkipRace(t)
	if runtime.GOOS != "linux" {
		t.Skip("only Linux has /proc")
	}
	t.Parallel()
	url := meddler(func(w http.ResponseWriter, r *http.Request, operation string, _ *httptest.ResponseRecorder) bool {
		if operation != "DescribeRemediationExceptions" {
			return false
		}
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		var to io.Writer = w
		if r.ContentLength%2 == 0 {
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			to = z
		}
		_, err := io.WriteString(to, `{"RemediationExceptions":[`)
		for chunk := bytes.Repeat([]byte(`{"a":1},`), 1<<13); err == nil && r.Context().Err() == nil; {
			_, err = to.Write(chunk)
		}
		return true
	}).serve(t)
	for _, more := range [][]string{nil, {"-v"}, {"-tolerances", "cloud", "-checks", "1"}} {
		args := append([]string{"-endpoint", url, "-seed", "7", "-timeout", "5m", "-run", "^(upsert|expiry|describe-pages|reply-.*)$"}, more...)
		cmd := process(t.Context(), t.TempDir(), args...)
		out, peak, err := watched(cmd)
		if err == nil || !strings.Contains(string(out), "the response body is larger than 1048576 bytes") {
			t.Errorf("conform %q: %v\n%s", more, err, out[:min(len(out), 2000)])
		}
		if peak == 0 || peak > 64<<10 {
			t.Errorf("conform %q had %d KB", more, peak)
		}
		if len(out) > 5_000_000 {
			t.Errorf("conform %q wrote %d bytes", more, len(out))
		}
	}
}

// watched runs a command, and returns what it printed and the most memory that it
// had, in kilobytes. What the kernel says of a process at its end is not it: that
// counts what this process had when it made the other.
func watched(cmd *exec.Cmd) (out []byte, peak int, err error) {
	var b bytes.Buffer
	cmd.Stdout, cmd.Stderr = &b, &b
	if err := cmd.Start(); err != nil {
		return nil, 0, err
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	for {
		status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", cmd.Process.Pid))
		if _, rest, found := strings.Cut(string(status), "VmHWM:"); found {
			now := 0
			_, _ = fmt.Sscan(rest, &now)
			peak = max(peak, now)
		}
		select {
		case err := <-done:
			return b.Bytes(), peak, err
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// TestLargeResponses shows that what is written of a run stays small, and is
// written in time, also where large answers are read.
func TestLargeResponses(t *testing.T) {
	if sample.Race {
		t.Skip("a run is to end within a time limit, and takes many times as long under the race detector")
	}
	t.Parallel()
	const limit = 2 * time.Minute // it takes a second or two
	var rows strings.Builder
	rows.WriteByte('[')
	for i := range 100_000 {
		fmt.Fprintf(&rows, `{"ConfigRuleName":"r%d","ResourceId":"i"},`, i)
	}
	rows.WriteString("{}]")
	for i, large := range []struct{ name, member string }{
		{"18 KB of brackets", strings.Repeat("[", 9000) + strings.Repeat("]", 9000)},
		{"wide and deep", strings.Repeat("[", 90) + strings.Repeat("1,", 9000) + "1" + strings.Repeat("]", 90)},
		{"5 MB", `"` + strings.Repeat("<", 5<<20) + `"`},
		{"a name twice", `{"` + strings.Repeat("k", 400_000) + `":{` + strings.Repeat(`"a":1,`, 90_000) + `"a":1}}`},
		{"100,000 rows", rows.String()},
		{"a long name", `{"` + strings.Repeat("k", 400_000) + `":[` + strings.Repeat("1,", 200_000) + `1]}`},
	} {
		if !sample.OneIn(3, i) {
			continue
		}
		t.Run(large.name, func(t *testing.T) {
			folder := t.TempDir()
			began := time.Now()
			status, stdout, stderr := conform(t.Context(), "-endpoint", listing(large.member).serve(t), "-seed", "7", "-timeout", limit.String(), "-max-response", fmt.Sprint(8<<20),
				"-checks", fmt.Sprint(sample.Cases(3, 1)), // each of which fails, and whose counterexample is as large as any
				"-run", "^(upsert|reply-members|malformed-body|describe-pages)$", "-report", filepath.Join(folder, "r.json"), "-report", filepath.Join(folder, "r.xml"),
				"-report", filepath.Join(folder, "r.html"), "-repro", filepath.Join(folder, "repro"))
			if took := time.Since(began); status != exitFail || took > limit+grace {
				t.Errorf("conform = %d after %v\n%s%s", status, took, stdout, stderr)
			}
			total := int64(len(stdout) + len(stderr))
			err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
				if err != nil || entry.IsDir() {
					return err
				}
				info, err := entry.Info()
				if err == nil && info.Size() > 2_000_000 {
					t.Errorf("%s has %d bytes", path, info.Size())
				}
				total += info.Size()
				return err
			})
			if err != nil || total > 5_000_000 {
				t.Errorf("all files together have %d bytes, %v", total, err)
			}
			src, err := os.ReadFile(filepath.Join(folder, "r.json"))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := report.Read("r.json", src); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestTimeLimitHolds shows that a run with a time limit ends, also if nobody reads
// what it has to say, and that it may say it if somebody does.
func TestTimeLimitHolds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &settings{timeout: time.Minute}
		var stderr bytes.Buffer
		for work, want := range map[time.Duration]int{time.Second: exitPass, time.Minute + grace/2: exitPass, time.Hour: exitError} {
			ctx, cancel := s.limited(t.Context())
			defer cancel()
			began := time.Now()
			got := inTime(ctx, &stderr, func() int { time.Sleep(work); return exitPass })
			if took := time.Since(began); got != want || took > s.timeout+grace {
				t.Errorf("what takes %v ends with %d after %v, want %d", work, got, took, want)
			}
		}
		if stderr.String() != "conform: "+errUnwritten.Error()+"\n" {
			t.Errorf("what is said is %q", stderr.String())
		}
		// Who interrupts a run waits for what it has to say.
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if got := inTime(ctx, &stderr, func() int { time.Sleep(time.Hour); return exitFail }); got != exitFail {
			t.Errorf("an interrupted run ends with %d, want %d", got, exitFail)
		}
		time.Sleep(2 * time.Hour)
	})
}

// steering holds what steers terminals and the direction of writing, and what is
// no text.
const steering = "\x1b]0;title\a\x1b[2J\u009b31m\x7f\u202eabc\u2066\xff\xfe"

// TestNothingSteersTheTerminal shows that what a server says, wherever it says it,
// and what is in a report from elsewhere, comes to no terminal but as escapes.
func TestNothingSteersTheTerminal(t *testing.T) {
	t.Parallel()
	quoted := func(s string) string { return strings.NewReplacer("\x1b", `\u001b`, "\a", `\u0007`).Replace(s) }
	rejecting := meddler(func(w http.ResponseWriter, r *http.Request, operation string, _ *httptest.ResponseRecorder) bool {
		conn, buffer, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return true
		}
		defer conn.Close()
		body := `{"__type":"` + quoted(steering) + `Exception","message":"` + quoted(steering) + "\\nconform: all is well\"}"
		fmt.Fprintf(buffer, "HTTP/1.1 400 %s\r\nConnection: close\r\nX-Steer: %s\r\nX-Amzn-RequestId: %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s",
			"No \x1b[31m\u202e", strings.NewReplacer("\x1b", "", "\a", "", "\x7f", "").Replace(steering), "1\u202e", "text\u009b/\u2066json", len(body), body)
		return buffer.Flush() != nil || true
	}).serve(t)
	broken := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		conn, buffer, _ := w.(http.Hijacker).Hijack()
		fmt.Fprintf(buffer, "HTTP/1.1 2%s\r\n\r\n", steering)
		_ = buffer.Flush()
		_ = conn.Close()
	}))
	t.Cleanup(broken.Close)
	control := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/reset") {
			w.WriteHeader(http.StatusTeapot)
			_, _ = io.WriteString(w, steering+"\nconform: all is well")
			return
		}
		_, _ = io.WriteString(w, `{"control":1,"powers":["reset"]}`)
	}))
	t.Cleanup(control.Close)
	foreign := strings.NewReplacer("STEER", quoted(steering), "LINE", `\nconform: all is well`).Replace(`{"target":"STEERLINE","model":"STEER","ended":"STEERLINE",
		"setup":{"strategy":"STEERLINE","by":"STEER"},"unexpected":["STEERLINE"],"clauses":[{"id":"STEERLINE","description":"STEERLINE","outcome":"fail","reason":"STEER",
		"counterexample":{"property":"STEERLINE","steps":[{"call":"STEERLINE","got":"STEERLINE","request":{"a":"STEERLINE"},"answer":"STEERLINE"}],"reproduce":"STEERLINE"}}]}`)
	for name, args := range map[string][]string{
		"errors":   {"-endpoint", rejecting, "-run", "^(upsert|reply-.*|unknown-operation)$", "-seed", "7", "-v", "-report", "-"},
		"trace":    {"-endpoint", rejecting, "-run", "^(upsert|reply-.*|unknown-operation)$", "-seed", "7", "-all"},
		"compared": {"compare", "-endpoint", rejecting, "-checks", "1"},
		"broken":   {"-endpoint", broken.URL, "-v"},
		"control":  {"-endpoint", control.URL},
		"foreign":  {"show", "-all", file(t, foreign)},
		"matrix":   {"matrix", filepath.Dir(named(t, "\u202ereport.json", foreign))},
		"no file":  {"show", file(t, "{}") + steering},
	} {
		_, stdout, stderr := conform(t.Context(), args...)
		if !strings.Contains(stdout+stderr, `\u202e`) {
			t.Errorf("%s: what the server says is not shown:\n%s%s", name, stdout, stderr)
		}
		for _, text := range []string{stdout, stderr} {
			if !utf8.ValidString(text) {
				t.Errorf("%s: it prints no UTF-8", name)
			}
			for i, r := range text {
				if r != '\n' && r != '\t' && !unicode.IsGraphic(r) {
					t.Errorf("%s: it prints %U in %q", name, r, text[max(i-40, 0):min(i+40, len(text))])
					break
				}
			}
			if strings.Contains(text, "\nconform: all is well") {
				t.Errorf("%s: the server speaks for the command:\n%s", name, text)
			}
		}
		if name == "errors" && !json.Valid([]byte(stdout)) {
			t.Errorf("the report is no JSON:\n%s", stdout)
		}
	}
}

// named writes a file of that name into a folder of its own.
func named(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
