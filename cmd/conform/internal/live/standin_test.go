package live

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/account"
	"github.com/fakesmith/fakesmith/generated/remediation"
	"github.com/fakesmith/fakesmith/generated/remediationtest"
)

const (
	theAccount = "123456789012"
	theRegion  = "eu-west-1"
)

// TestMain gives the SDK's default chain credentials, and nothing else to look
// for.
func TestMain(m *testing.M) {
	for name, value := range map[string]string{
		"AWS_ACCESS_KEY_ID": theAccount, "AWS_SECRET_ACCESS_KEY": "secret", "AWS_SESSION_TOKEN": "token",
		"AWS_REGION": "", "AWS_DEFAULT_REGION": "", "AWS_PROFILE": "", "AWS_ENDPOINT_URL": "",
		"AWS_CONFIG_FILE": os.DevNull, "AWS_SHARED_CREDENTIALS_FILE": os.DevNull, "AWS_EC2_METADATA_DISABLED": "true",
	} {
		if err := os.Setenv(name, value); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}

// A standIn is an account in this process.
type standIn struct {
	*remediation.Fake
	options account.Options
	// meddle may answer in the account's place, if it returns true.
	meddle func(operation string, body string, w http.ResponseWriter) bool

	mu   sync.Mutex // guards seen
	seen []sighting
}

// A sighting is a request that reached the account.
type sighting struct {
	operation, body string
	header          http.Header
	at              time.Time
}

func newStandIn() *standIn {
	return &standIn{Fake: remediation.New(remediation.State{}).At(theAccount, theRegion), options: account.Options{Strict: true}}
}

// ServeHTTP notes a request and has it answered.
func (s *standIn) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(err)
	}
	operation := operationOf(r)
	s.mu.Lock()
	s.seen = append(s.seen, sighting{operation, string(body), r.Header, time.Now()})
	s.mu.Unlock()
	if s.meddle != nil && s.meddle(operation, string(body), w) {
		return
	}
	r.Body = io.NopCloser(strings.NewReader(string(body)))
	account.New(s.Fake, s.options).ServeHTTP(w, r)
}

// calls returns how often an operation was called.
func (s *standIn) calls(operation string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, c := range s.seen {
		if c.operation == operation {
			n++
		}
	}
	return n
}

// reject answers with an error.
func reject(w http.ResponseWriter, code, message string) bool {
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	w.WriteHeader(http.StatusBadRequest)
	io.WriteString(w, `{"__type":"`+code+`","message":"`+message+`"}`)
	return true
}

// job returns a job of a few clauses on the account.
func (s *standIn) job(t *testing.T, clauses string) *Job {
	return &Job{
		Suite: Suite{API: &remediationtest.Contract, Options: conformance.Options{
			Run: regexp.MustCompile(clauses), Checks: 1, Seed: 1, Costly: true,
		}, Tolerances: conformance.CloudTolerances()},
		Access:    Access{Region: theRegion, Rate: 1, Base: fake.Transport(s)},
		AccountID: theAccount,
		Run:       "test",
		MaxCalls:  2000,
		MaxTime:   time.Hour,
		Journal:   filepath.Join(t.TempDir(), "journal"),
		Wait:      5 * time.Minute,
		Grace:     10 * time.Second,
		Log:       t.Output(),
	}
}

// rules returns the names of the rules that there are.
func (s *standIn) rules() []string {
	var names []string
	for _, r := range s.State().ConfigRules {
		names = append(names, *r.ConfigRuleName)
	}
	slices.Sort(names)
	return names
}

// has makes rules with an exception each.
func (s *standIn) has(rules ...string) {
	state := s.State()
	for _, rule := range rules {
		state.ConfigRules = append(state.ConfigRules, remediation.ConfigRule{ConfigRuleName: &rule})
		state.RemediationExceptions = append(state.RemediationExceptions, remediation.RemediationException{
			ConfigRuleName: rule, ResourceType: "AWS::EC2::Volume", ResourceID: "vol-1",
		})
	}
	s.Reset(state)
}

// operationOf returns the name of the operation that a request is about.
func operationOf(req *http.Request) string {
	if _, operation, ok := cutTarget(req); ok {
		return operation
	}
	return "GetCallerIdentity" // the only one that is asked for otherwise
}
