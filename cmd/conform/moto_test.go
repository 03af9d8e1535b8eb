package main

import (
	"encoding/json"
	"net"
	"net/http"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
)

// serveMoto runs moto's server until the test is over, and returns its URL.
func serveMoto(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("moto_server")
	if err != nil {
		t.Skip("there is no moto_server here; pip install 'moto[server]' brings one")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	_ = listener.Close()
	host, port, _ := net.SplitHostPort(address)
	server := exec.CommandContext(t.Context(), path, "-H", host, "-p", port)
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Wait() })
	for range 1200 {
		resp, err := http.Get("http://" + address + "/")
		if err == nil {
			_ = resp.Body.Close()
			return "http://" + address
		}
		time.Sleep(100 * time.Millisecond) // it is another process
	}
	t.Skip("moto_server does not answer")
	return ""
}

// TestMoto checks moto, which does not have the operations on remediation
// exceptions: they are not there, and violate nothing.
func TestMoto(t *testing.T) {
	endpoint := serveMoto(t)
	status, stdout, stderr := conform(t.Context(), "-endpoint", endpoint, "-checks", "2", "-seed", "7", "-timeout", "10m", "-report", "-",
		"-run", "^(upsert|expiry|rejected-keys|describe-.*|delete-.*|rule-upsert|rule-removal|unknown-operation|[A-Za-z]*RemediationExceptions.[^o]*)$")
	if status != exitFail && status != exitError {
		t.Fatalf("conform = %d, want %d or %d\n%s", status, exitFail, exitError, stderr)
	}
	var rep conformance.Report
	if err := json.Unmarshal([]byte(stdout), &rep); err != nil {
		t.Fatal(err)
	}
	if rep.Ended != "" || rep.Setup == nil || rep.Setup.Strategy == "" {
		t.Errorf("the report ended %q, with the setup %+v", rep.Ended, rep.Setup)
	}
	t.Logf("%d pass, %d fail, %d observed, %d skip, %d unsupported, %d calls in %.1f s; setup %+v",
		rep.Count(report.Pass), rep.Count(report.Fail), rep.Count(report.Observed),
		rep.Count(report.Skip), rep.Count(report.Unsupported), rep.Calls, rep.Seconds, rep.Setup)
	lacks := 0
	for _, c := range rep.Clauses {
		if c.Outcome == report.Fail {
			t.Logf("fail: %s %s", c.Operation, c.ID)
		}
		if !strings.Contains(c.Operation, "RemediationExceptions") {
			continue
		}
		lacks++
		if c.Outcome != report.Unsupported || !strings.Contains(c.Reason, " is not implemented: the answer is 500 <!doctype html>") {
			t.Errorf("%s: %s: %s, want unsupported for moto's error page", c.ID, c.Outcome, c.Reason)
		}
	}
	if lacks < 20 {
		t.Errorf("%d clauses are about exceptions, want more", lacks)
	}

	// Compared with the embedded fake, it lacks them.
	_, stdout, stderr = conform(t.Context(), "compare", "-endpoint", endpoint, "-checks", "1", "-seed", "7", "-run", "^describe-unknown-rule$")
	if !strings.Contains(stdout, endpoint+" does not implement DescribeRemediationExceptions: the answer is 500 <!doctype html>") {
		t.Errorf("conform compare says\n%s%s, and not what moto lacks", stdout, stderr)
	}
}
