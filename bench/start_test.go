package bench_test

import (
	"io"
	"net"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestStart prints how long it takes from the start of command fake to its first
// answer.
func TestStart(t *testing.T) {
	if !*ratios {
		t.Skip("SKIPPED: nothing is measured without -ratios; see make bench")
	}
	program := filepath.Join(t.TempDir(), "fake")
	if out, err := exec.Command("go", "build", "-o", program, "../cmd/fake").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	var times []float64
	for range *rounds {
		times = append(times, startOnce(t, program).Seconds()*1e3)
	}
	t.Logf("start to first answer: %.1f ms", median(times))
}

func startOnce(t *testing.T, program string) time.Duration {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := free.Addr().String()
	free.Close()
	cmd := exec.Command(program, "-addr", addr)
	start := time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Wait()
	defer cmd.Process.Kill()
	for time.Since(start) < 30*time.Second {
		req, err := http.NewRequest("POST", "http://"+addr, strings.NewReader(`{"ConfigRuleName":"a"}`))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/x-amz-json-1.1")
		req.Header.Set("X-Amz-Target", "StarlingDoveService.DescribeRemediationExceptions")
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			continue // it does not listen yet
		}
		took := time.Since(start)
		io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
		return took
	}
	t.Fatal("no answer within 30 seconds")
	return 0
}
