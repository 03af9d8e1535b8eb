package live

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/generated/remediationtest"
)

// newTransport returns a transport to a handler, and what it has stopped for.
func newTransport(t *testing.T, h http.Handler) (tr *Transport, stopped *error) {
	t.Helper()
	stopped = new(error)
	return &Transport{
		Guard:   &Guard{API: &remediationtest.Contract, Run: "test"},
		Journal: newJournal(t), Gate: NewGate(fake.Transport(h), 1000),
		Credentials: credentials.NewStaticCredentialsProvider(theAccount, "secret", "token"),
		Region:      theRegion, retryer: newRetryer(),
		Stop:   func(err error) { *stopped = err },
		signer: v4.NewSigner(),
	}, stopped
}

// ask makes a request as the suite does.
func ask(t *testing.T, tr http.RoundTripper, operation, body string) (string, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), "POST", "http://localhost/", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-amz-json-1.1")
	req.Header.Set("X-Amz-Target", "StarlingDoveService."+operation)
	req.Header.Set("X-Amz-Date", "20200101T000000Z")
	req.Header.Set("Authorization", "nobody's")
	resp, err := tr.RoundTrip(req)
	if err != nil {
		return "", err
	}
	answer, err := io.ReadAll(resp.Body)
	return resp.Status[:3] + " " + string(answer), err
}

const aRule = `{"ConfigRule":{"ConfigRuleName":"fakesmith-test-1","Source":{"Owner":"AWS","SourceIdentifier":"AWS_CONFIG_PROCESS_CHECK"}}}`

// TestSignature shows that a request has the signature that the SDK makes for
// the body as it is, though it be no JSON, and for the clock over there.
func TestSignature(t *testing.T) {
	for _, ahead := range []time.Duration{0, 10 * time.Minute, -10 * time.Minute} {
		synctest.Test(t, func(t *testing.T) {
			var got *http.Request
			tr, _ := newTransport(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				got = r.Clone(t.Context())
				w.Header().Set("Date", time.Now().Add(ahead).UTC().Format(http.TimeFormat))
			}))
			for range 2 { // the first answer has the time of the service
				if _, err := ask(t, tr, "DescribeConfigRules", `{"ConfigRuleNames":`); err != nil {
					t.Fatal(err)
				}
			}
			at, err := time.Parse("20060102T150405Z", got.Header.Get("X-Amz-Date"))
			if off := at.Sub(time.Now().Add(ahead)).Abs(); err != nil || off > 2*time.Second {
				t.Errorf("with a clock that is %v ahead, the signature is for %v, %v", ahead, at, err)
			}
			again, err := http.NewRequest("POST", "http://localhost/", strings.NewReader(`{"ConfigRuleNames":`))
			if err != nil {
				t.Fatal(err)
			}
			again.Header = http.Header{"Content-Type": got.Header["Content-Type"], "X-Amz-Target": got.Header["X-Amz-Target"]}
			sum := sha256.Sum256([]byte(`{"ConfigRuleNames":`))
			if err := v4.NewSigner().SignHTTP(t.Context(), aws.Credentials{AccessKeyID: theAccount, SecretAccessKey: "secret", SessionToken: "token"},
				again, hex.EncodeToString(sum[:]), "config", theRegion, at); err != nil {
				t.Fatal(err)
			}
			if got, want := got.Header.Get("Authorization"), again.Header.Get("Authorization"); got != want {
				t.Errorf("the signature is\n%s, want\n%s", got, want)
			}
			if got := got.Header.Get("X-Amz-Security-Token"); got != "token" {
				t.Errorf("the session token is %q", got)
			}
		})
	}
}

// TestJournalComesFirst shows that a request which creates something is made
// when the journal names it, and not before.
func TestJournalComesFirst(t *testing.T) {
	s := newStandIn()
	tr, _ := newTransport(t, s)
	s.meddle = func(operation, body string, w http.ResponseWriter) bool {
		text, err := os.ReadFile(tr.Journal.Name())
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(body, `" "`) {
			return false
		}
		want := map[string]string{putRule: `"creates":"rule","rule":"fakesmith-test-1"`, putExceptions: `"creates":"exceptions","rule":"fakesmith-test-1","keys":[{"type":"T","id":"i"}]`}[operation]
		if !strings.Contains(string(text), want) {
			t.Errorf("when %s comes, the journal is\n%s", operation, text)
		}
		return false
	}
	const exceptions = `{"ConfigRuleName":"fakesmith-test-1","ResourceKeys":[{"ResourceType":"T","ResourceId":"i"}]}`
	for _, c := range []struct {
		operation, body string
		rules, exs      int // owed afterwards
	}{
		{putRule, aRule, 1, 0},
		{putExceptions, exceptions, 1, 1},
		{deleteExceptions, strings.Replace(exceptions, `]}`, `,{"ResourceType":"T","ResourceId":"j"}]}`, 1), 1, 1}, // one of them may be there
		{deleteExceptions, exceptions, 1, 0}, // there is none, as the account says
		{putExceptions, strings.Replace(exceptions, "fakesmith-test-1", " ", 1), 1, 0},
		{deleteRule, `{"ConfigRuleName":"fakesmith-test-1"}`, 0, 0},
	} {
		if _, err := ask(t, tr, c.operation, c.body); err != nil {
			t.Fatal(err)
		}
		if rules, exs := tr.Journal.owed().count(); rules != c.rules || exs != c.exs {
			t.Errorf("after %s %d rules and %d exceptions are owed, want %d and %d", c.operation, rules, exs, c.rules, c.exs)
		}
	}
	// Without a journal that can be written, nothing is sent.
	tr, stopped := newTransport(t, s)
	tr.Journal = &Journal{file: &paper{fail: "sync"}, owing: newDebts()}
	before := s.calls(putRule)
	if _, err := ask(t, tr, putRule, aRule); !isWithheld(err) || *stopped == nil || s.calls(putRule) != before {
		t.Errorf("with a full disk, PutConfigRule = %v, and the run is stopped for %v", err, *stopped)
	}
}

func isWithheld(err error) bool {
	_, ok := errors.AsType[endpoint.Withheld](err)
	return ok
}

// TestWhatIsSaidOfTheCaller shows that answers about the caller never reach
// the suite, which would take them for answers of the API.
func TestWhatIsSaidOfTheCaller(t *testing.T) {
	for code, stops := range map[string]bool{
		"ExpiredTokenException": true, "com.amazon.coral.service#ExpiredTokenException": true, "UnrecognizedClientException": true, "InvalidSignatureException": true,
		"AccessDeniedException": false,
	} {
		s := newStandIn()
		s.meddle = func(_, _ string, w http.ResponseWriter) bool {
			return reject(w, code, "User: arn is not authorized to perform: why not")
		}
		tr, stopped := newTransport(t, s)
		if _, err := ask(t, tr, "DescribeConfigRules", "{}"); !isWithheld(err) || (*stopped != nil) != stops {
			t.Errorf("%s: the suite sees %v, and the run is stopped for %v", code, err, *stopped)
		}
		if stops {
			continue
		}
		// What is denied is not asked for again.
		if _, err := ask(t, tr, "DescribeConfigRules", "{}"); !isWithheld(err) || !strings.Contains(err.Error(), "why not") || len(s.seen) != 1 {
			t.Errorf("%s: the second time the suite sees %v after %d requests", code, err, len(s.seen))
		}
		if _, err := ask(t, tr, "DescribeRemediationExceptions", "{}"); err == nil || len(s.seen) != 2 {
			t.Errorf("%s: other operations are not asked for", code)
		}
	}
	// Errors of the API do reach it, as they are.
	s := newStandIn()
	tr, stopped := newTransport(t, s)
	if got, err := ask(t, tr, "DescribeRemediationExceptions", "{}"); err != nil || !strings.HasPrefix(got, "400 ") || *stopped != nil {
		t.Errorf("DescribeRemediationExceptions = %s, %v", got, err)
	}
}

// TestNewCredentials shows that a call is made again when somebody has logged in
// anew, and once only.
func TestNewCredentials(t *testing.T) {
	for _, c := range []struct {
		tokens []string // one after the other, the last for good
		calls  int
		works  bool
	}{
		{[]string{"old"}, 1, false},
		{[]string{"old", "new"}, 2, true},
		{[]string{"old", "older", "new"}, 2, false},
	} {
		s := newStandIn()
		s.meddle = func(_, _ string, w http.ResponseWriter) bool {
			return s.seen[len(s.seen)-1].header.Get("X-Amz-Security-Token") != "new" && reject(w, "ExpiredTokenException", "expired")
		}
		tr, stopped := newTransport(t, s)
		tokens := c.tokens
		tr.Credentials = aws.NewCredentialsCache(aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			token := tokens[0]
			if len(tokens) > 1 {
				tokens = tokens[1:]
			}
			return aws.Credentials{AccessKeyID: theAccount, SecretAccessKey: "secret", SessionToken: token}, nil
		}))
		got, err := ask(t, tr, "DescribeConfigRules", "{}")
		if (err == nil) != c.works || (*stopped == nil) != c.works || err != nil && !isWithheld(err) || len(s.seen) != c.calls {
			t.Errorf("with the tokens %q, DescribeConfigRules = %s, %v after %d calls, and the run is stopped for %v", c.tokens, got, err, len(s.seen), *stopped)
		}
	}
}

// TestNothingElseIsSent shows that only calls of the API leave the process.
func TestNothingElseIsSent(t *testing.T) {
	s := newStandIn()
	tr, _ := newTransport(t, s)
	for _, c := range []struct{ method, url, target string }{
		{"GET", "http://localhost/_fakesmith/", ""},
		{"GET", "http://localhost/", "StarlingDoveService.DescribeConfigRules"},
		{"POST", "http://localhost/x", "StarlingDoveService.DescribeConfigRules"},
		{"POST", "http://localhost/", "DynamoDB_20120810.DeleteTable"},
		{"POST", "http://localhost/", "DescribeConfigRules"},
	} {
		req, err := http.NewRequest(c.method, c.url, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("X-Amz-Target", c.target)
		if _, err := tr.RoundTrip(req); !isWithheld(err) {
			t.Errorf("%s %s %s = %v, want that it is withheld", c.method, c.url, c.target, err)
		}
	}
	if len(s.seen) > 0 {
		t.Errorf("%d requests were sent", len(s.seen))
	}
}

// TestGate shows that requests go one after the other, however many want to,
// and no faster than they may.
func TestGate(t *testing.T) {
	for _, c := range []struct {
		rate        float64
		lasts, took time.Duration // each, and all ten
	}{
		{2, 100 * time.Millisecond, 4600 * time.Millisecond},
		{1000, 100 * time.Millisecond, time.Second},
	} {
		synctest.Test(t, func(t *testing.T) {
			var inside, most atomic.Int32
			g := NewGate(roundTrip(func(req *http.Request) (*http.Response, error) {
				most.Store(max(most.Load(), inside.Add(1)))
				defer inside.Add(-1)
				time.Sleep(c.lasts)
				return &http.Response{Body: io.NopCloser(strings.NewReader(""))}, nil
			}), c.rate)
			began := time.Now()
			var all sync.WaitGroup
			for range 10 {
				all.Go(func() {
					req, _ := http.NewRequest("POST", "http://localhost/", nil)
					g.RoundTrip(req)
				})
			}
			all.Wait()
			if n := g.Calls(); most.Load() != 1 || n != 10 {
				t.Errorf("of %d calls %d were made at a time, want 10 and 1", n, most.Load())
			}
			if took := time.Since(began); (took - c.took).Abs() > 10*time.Millisecond {
				t.Errorf("10 calls that last %v took %v at %v a second, want %v", c.lasts, took, c.rate, c.took)
			}
			ctx, cancel := context.WithCancelCause(t.Context())
			cancel(errTime)
			req, _ := http.NewRequestWithContext(ctx, "POST", "http://localhost/", nil)
			if _, err := g.RoundTrip(req); !errors.Is(err, errTime) {
				t.Errorf("after the end, a call = %v, want %v", err, errTime)
			}
		})
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// TestBrokenAnswer shows that half an answer is told from a whole one.
func TestBrokenAnswer(t *testing.T) {
	tr, _ := newTransport(t, newStandIn())
	tr.Gate = NewGate(roundTrip(func(*http.Request) (*http.Response, error) {
		return &http.Response{Status: "200 OK", StatusCode: 200, Body: io.NopCloser(io.MultiReader(strings.NewReader("half"), fails{}))}, nil
	}), 1000)
	if got, err := ask(t, tr, "DescribeConfigRules", "{}"); !errors.Is(err, io.ErrUnexpectedEOF) || got != "200 half" {
		t.Errorf("half an answer is read as %q, %v", got, err)
	}
}

type fails struct{}

func (fails) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// TestBudget shows that a run stops in time for cleaning up.
func TestBudget(t *testing.T) {
	s := newStandIn()
	tr, stopped := newTransport(t, s)
	r := &Rehearsal{Calls: map[string]int{putRule: 1}}
	m := &meter{Budget: r.Allow(100), gate: tr.Gate, journal: tr.Journal, stop: tr.Stop, used: map[string]int{}}
	tr.Budget = m.spend
	if _, err := ask(t, tr, "DescribeConfigRules", "{}"); !isWithheld(err) || *stopped != nil {
		t.Errorf("a call that was not planned = %v, and stops the run for %v", err, *stopped)
	}
	made := 0
	for ; *stopped == nil && made < 100; made++ {
		ask(t, tr, putRule, strings.Replace(aRule, "test-1", fmt.Sprint("test-", made), 1))
	}
	// Each rule costs a call, and seven to clean up; 20 are kept anyway.
	if !errors.Is(*stopped, errSpent) || !slices.Contains([]int{10, 11, 12}, made) {
		t.Errorf("the run was stopped after %d calls, for %v", made, *stopped)
	}
	m.Total, *stopped = 1000, nil
	for range 100 {
		ask(t, tr, putRule, aRule)
	}
	if n := s.calls(putRule); n != 53 || *stopped != nil {
		t.Errorf("%d calls were made of an operation that may be called 53 times, and the run is stopped for %v", n, *stopped)
	}
}
