package pipelines_test

import (
	"bytes"
	"flag"
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/generated/pipelines"
	"github.com/fakesmith/fakesmith/generated/pipelinestest"
	"github.com/fakesmith/fakesmith/internal/sample"
)

// TestMain has fewer cases of each clause tried in the sample than the 100 by default, unless
// the command line says how many.
func TestMain(m *testing.M) {
	flag.Parse()
	if f := flag.Lookup("rapid.checks"); f.Value.String() == "100" && !sample.Whole() {
		if err := flag.Set(f.Name, "5"); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}

// TestContract checks the fake against its contract, by the powers that its control
// endpoints lend.
func TestContract(t *testing.T) {
	target := conformance.Target{Transport: fake.Transport(pipelines.New(pipelines.State{}))}
	if _, err := conformance.Discover(t.Context(), &target); err != nil {
		t.Fatal(err)
	}
	pipelinestest.Run(t, target)
}

// TestLongestDefinition: a definition as long as may be is taken over HTTP.
func TestLongestDefinition(t *testing.T) {
	client := &http.Client{Transport: fake.Transport(pipelines.New(pipelines.State{}))}
	for length, want := range map[int]string{1 << 20: "PipelineArn", 1<<20 + 1: "pipelineDefinition"} {
		body := `{"PipelineName":"long","ClientRequestToken":"` + strings.Repeat("t", 32) + `","RoleArn":"arn:aws:iam::123456789012:role/long","PipelineDefinition":"` + "{" + strings.Repeat(" ", length-2) + "}" + `"}`
		req, err := http.NewRequestWithContext(t.Context(), "POST", "http://fake.invalid/", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("X-Amz-Target", "SageMaker.CreatePipeline")
		req.Header.Set("Content-Type", "application/x-amz-json-1.1")
		resp, err := client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil || !strings.Contains(string(answer), want) {
			t.Errorf("a definition of %d characters gives %d %.300s, %v, want %s", length, resp.StatusCode, answer, err, want)
		}
	}
}

// vague is a fake whose errors have no words.
type vague struct{ next http.RoundTripper }

var words = regexp.MustCompile(`("message":")[^"]*"`)

func (v vague) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := v.next.RoundTrip(req)
	if err != nil || resp.StatusCode < 400 {
		return resp, err
	}
	body, err := io.ReadAll(resp.Body)
	body = words.ReplaceAll(body, []byte(`$1"`))
	resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	resp.Header.Del("Content-Length")
	return resp, err
}

// TestLongTextHidesNoConstraint: a definition longer than may be is too much to be shown
// by an endpoint that nobody trusts, so that its length is not tried; whether messages
// name the constraint is told by the others.
func TestLongTextHidesNoConstraint(t *testing.T) {
	f := fake.Transport(pipelines.New(pipelines.State{}))
	for want, transport := range map[report.Outcome]http.RoundTripper{report.Pass: f, report.Fail: vague{f}} {
		target := conformance.Target{Transport: transport}
		if _, err := conformance.Discover(t.Context(), &target); err != nil {
			t.Fatal(err)
		}
		rep, err := conformance.Check(t.Context(), &pipelinestest.Contract, target, conformance.Options{Seed: 1, Run: regexp.MustCompile("^validation-text$")})
		if err != nil {
			t.Fatal(err)
		}
		if len(rep.Clauses) != 1 || rep.Clauses[0].Outcome != want {
			t.Errorf("want one clause that is %s, got %+v", want, rep.Clauses)
		}
	}
}
