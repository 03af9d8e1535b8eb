package conformance_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/generated/remediation"
)

// endless is a body without end that counts what is read of it.
type endless struct {
	io.Closer
	read *int
}

func (e endless) Read(p []byte) (int, error) {
	*e.read += len(p)
	return len(p), nil
}

// TestEveryWayInIsBounded shows that nothing of a target is read without a limit,
// and that no way in lets a credential in that the target has sent back: neither
// where it is checked, nor where targets are compared, nor in its control protocol.
func TestEveryWayInIsBounded(t *testing.T) {
	const limit, secret = 10_000, "fe5f80f77d5fa3beca038a248ff027d0445342fe2855ddc963176630326f1024"
	for name, ask := range map[string]func(conformance.Target) (any, error){
		"check": func(target conformance.Target) (any, error) {
			return conformance.Check(t.Context(), contract(), target, conformance.Options{Seed: seed, Run: only("upsert"), Checks: 1})
		},
		"compare": func(target conformance.Target) (any, error) {
			return conformance.Compare(t.Context(), contract(), []conformance.Target{target, target}, conformance.Options{Seed: seed, Run: only("upsert"), Checks: 1})
		},
		"control": func(target conformance.Target) (any, error) {
			return conformance.Discover(t.Context(), &target)
		},
		"reset": func(target conformance.Target) (any, error) {
			_, _ = conformance.Discover(t.Context(), &target)
			return nil, target.Reset(t.Context())
		},
	} {
		read, calls := 0, 0
		answer := func(body io.Reader, status int) *http.Response {
			return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(body), ContentLength: -1}
		}
		target := conformance.Target{
			MaxResponse: limit,
			Authorize: func(req *http.Request, _ []byte, _ endpoint.Scope) error {
				req.Header.Set("Authorization", "Bearer "+secret)
				return nil
			},
		}
		target.Transport = tripper(func(req *http.Request) (*http.Response, error) {
			calls++
			if name == "reset" && calls == 1 {
				return answer(strings.NewReader(`{"control":1,"powers":["reset"]}`), 200), nil
			}
			return answer(endless{read: &read}, 200), nil
		})
		if _, err := ask(target); err == nil || !strings.Contains(err.Error(), "larger than 10000 bytes") {
			t.Errorf("%s: a body without end is %v", name, err)
		}
		if calls == 0 || read > calls*(limit+1) {
			t.Errorf("%s: %d bytes are read in %d calls", name, read, calls)
		}
		target.Transport = tripper(func(req *http.Request) (*http.Response, error) {
			calls++
			if strings.HasSuffix(req.URL.Path, "/_fakesmith/") && name == "reset" {
				return answer(strings.NewReader(`{"control":1,"powers":["reset"]}`), 200), nil
			}
			return nil, &echoed{req.Header.Get("Authorization")}
		})
		if _, err := ask(target); err == nil || strings.Contains(err.Error(), secret) {
			t.Errorf("%s: the error says %v", name, err)
		}
	}
}

// echoed is an error that quotes what was sent.
type echoed struct{ text string }

func (e *echoed) Error() string { return "malformed: " + e.text }

// TestPagesAreBounded shows that pages without end, each as large as may be, are
// not all asked for and held.
func TestPagesAreBounded(t *testing.T) {
	for name, tolerances := range map[string]conformance.Tolerances{"punctual": {}, "late": {Visible: time.Millisecond}} {
		row, longest := 0, 0
		show := &intermediary{RoundTripper: fake.Transport(remediation.New(remediation.State{})), behaviour: func(v *exchange) {
			if token, _ := v.in["NextToken"].(string); strings.HasPrefix(token, "more") {
				v.answer(node{"RemediationExceptions": []any{}})
			} else {
				v.pass()
			}
			if row++; !v.is("Describe") || !v.ok() {
				row = 0
				return
			}
			longest = max(longest, row)
			if v.out["x"] = strings.Repeat("x", 90_000); v.out["NextToken"] == nil {
				v.out["NextToken"] = fmt.Sprint("more", row)
			}
		}}
		target := conformance.Target{Transport: show, MaxResponse: 100_000, Tolerances: tolerances, Profile: conformance.Profile(contract())}
		rep, err := conformance.Check(t.Context(), contract(), target, conformance.Options{Run: only("describe-pages"), Checks: 1, Seed: 1, Shrink: time.Millisecond})
		if err != nil {
			t.Fatal(err)
		}
		if c := rep.Clauses[0]; c.Outcome == report.Pass || longest < 4 || longest > 50 {
			t.Errorf("%s: %s, %d pages are asked for in a row: %s", name, c.Outcome, longest, c.Reason)
		}
	}
}
