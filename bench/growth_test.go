package bench_test

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/fakesmith/fakesmith/fake/sdkv2"
	"github.com/fakesmith/fakesmith/generated/remediation"
)

// TestGrowth prints what exceptions cost, the more there are: the memory of each with
// its fact, and the time of a call.
func TestGrowth(t *testing.T) {
	if !*ratios {
		t.Skip("SKIPPED: nothing is measured without -ratios; see make bench")
	}
	w := tabwriter.NewWriter(t.Output(), 0, 0, 2, ' ', 0)
	fmt.Fprint(w, "exceptions with their facts\theap\teach\tresident\tset and put, each\tput again, each\tpage of 25\t\n")
	for _, size := range []int{1, 1e3, 1e5, 1e6} {
		f := newFake(0)
		call(t, f, "DescribeRemediationExceptions", `{"ConfigRuleName":"`+rule+`"}`)
		heap, resident := memory(t)
		start := time.Now()
		fill(t, f, size)
		filled := time.Since(start)
		heapThen, residentThen := memory(t)
		start = time.Now()
		put(t, f, size)
		again := time.Since(start)
		start = time.Now()
		const pages = 1000
		for range pages {
			call(t, f, "DescribeRemediationExceptions", `{"ConfigRuleName":"`+rule+`"}`)
		}
		page := time.Since(start) / pages
		fmt.Fprintf(w, "%d\t%.1f MB\t%d bytes\t%.0f MB\t%v\t%v\t%v\t\n", size, float64(heapThen-heap)/1e6, (heapThen-heap)/int64(size),
			float64(residentThen-resident)/1e6, filled/time.Duration(size), again/time.Duration(size), page)
		runtime.KeepAlive(f)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
}

// fill sets so many facts and puts an exception for each, as a client does it: a
// hundred at a time.
func fill(t *testing.T, f *remediation.Fake, size int) {
	for first := 0; first < size; first += 100 {
		var facts strings.Builder
		for i := first; i < min(first+100, size); i++ {
			fmt.Fprintf(&facts, `,{"fact":"compliance","of":{"ConfigRuleName":"%s","ResourceType":"%s","ResourceId":"%s"},"value":"NON_COMPLIANT"}`, rule, volume, volumeID(i))
		}
		send(t, f, "/_fakesmith/facts", "application/json", "", "["+facts.String()[1:]+"]")
	}
	put(t, f, size)
}

func put(t *testing.T, f *remediation.Fake, size int) {
	for first := 0; first < size; first += 100 {
		call(t, f, "PutRemediationExceptions", string(putBodyOf(first, min(first+100, size))))
	}
}

func call(t *testing.T, f *remediation.Fake, operation, body string) {
	send(t, f, "/", "application/x-amz-json-1.1", "StarlingDoveService."+operation, body)
}

func send(t *testing.T, f *remediation.Fake, path, contentType, target, body string) {
	req, err := http.NewRequest("POST", "http://fake"+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", contentType)
	req.Header.Set("X-Amz-Target", target)
	resp, err := sdkv2.Config(f).HTTPClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode/100 != 2 {
		t.Fatalf("%s %s: %s", path, target, resp.Status)
	}
}

// memory returns how much is live, and how much the process has of the machine's.
func memory(t *testing.T) (heap, resident int64) {
	debug.FreeOSMemory()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return int64(stats.HeapAlloc), int64(stats.Sys - stats.HeapReleased) // as near as it can be seen
	}
	_, rest, _ := bytes.Cut(status, []byte("VmRSS:"))
	kilobytes, err := strconv.ParseInt(string(bytes.Fields(rest)[0]), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return int64(stats.HeapAlloc), kilobytes << 10
}
