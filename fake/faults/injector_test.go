package faults_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/account"
	"github.com/fakesmith/fakesmith/fake/faults"
	"github.com/fakesmith/fakesmith/generated/remediation"
)

// A cluster is an injector before fakes that a test can look into.
type cluster struct {
	*faults.Injector
	fakes []*remediation.Fake // the primary, and the replicas
}

func under(t *testing.T, f faults.Profile, seed uint64) *cluster {
	t.Helper()
	s := &cluster{}
	var err error
	s.Injector, err = faults.New(f, account.Traits(), seed, func() (http.Handler, *fake.Clock) {
		one := remediation.New(remediation.State{})
		s.fakes = append(s.fakes, one)
		return one, one.Clock
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// try calls an operation and returns the status and the body, or how it failed.
func (s *cluster) try(t *testing.T, operation, body string) (string, http.Header, error) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), "POST", "http://fake.invalid/", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-amz-json-1.1")
	r.Header.Set("X-Amz-Target", "StarlingDoveService."+operation)
	resp, err := fake.Transport(s).RoundTrip(r)
	if err != nil {
		return "", nil, err
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	return resp.Status[:4] + string(answer), resp.Header, err
}

// call is try for what must have an answer.
func (s *cluster) call(t *testing.T, operation, body string) string {
	t.Helper()
	answer, _, err := s.try(t, operation, body)
	if err != nil {
		t.Fatalf("%s %s: %v", operation, body, err)
	}
	return answer
}

// setUp makes a rule with a volume that does not comply.
func (s *cluster) setUp(t *testing.T, rule string) {
	t.Helper()
	s.must(t, "PutConfigRule", `{"ConfigRule": {"ConfigRuleName": "`+rule+`", "Source": {"Owner": "AWS", "SourceIdentifier": "AWS_CONFIG_PROCESS_CHECK"}}}`)
	s.must(t, "PutEvaluations", `{"ResultToken": "`+rule+`", "Evaluations": [{"ComplianceResourceType": "AWS::EC2::Volume", "ComplianceResourceId": "v",
		"ComplianceType": "NON_COMPLIANT", "OrderingTimestamp": 1600000000}]}`)
}

func (s *cluster) must(t *testing.T, operation, body string) {
	t.Helper()
	if got := s.call(t, operation, body); !strings.HasPrefix(got, "200 ") {
		t.Fatalf("%s %s = %s, want success", operation, body, got)
	}
}

func put(rule string) string {
	return `{"ConfigRuleName": "` + rule + `", "ResourceKeys": [{"ResourceType": "AWS::EC2::Volume", "ResourceId": "v"}]}`
}

// TestNoProfileChangesNothing: without any profile, answers are the fake's own.
func TestNoProfileChangesNothing(t *testing.T) {
	s := under(t, faults.Profile{}, 1)
	plain := remediation.New(remediation.State{})
	noon := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	s.Clock.Set(noon)
	plain.Clock.Set(noon)
	if len(s.fakes) != 1 {
		t.Fatalf("there are %d fakes, want one", len(s.fakes))
	}
	for _, c := range [][2]string{
		{"PutConfigRule", `{"ConfigRule": {"ConfigRuleName": "r", "Source": {"Owner": "AWS"}}}`},
		{"DescribeConfigRules", `{}`},
		{"PutRemediationExceptions", put("r")},
		{"PutRemediationExceptions", `{"ConfigRuleName": 3}`},
		{"Dance", `{}`},
	} {
		want := direct(t, plain, c[0], c[1])
		if got := s.call(t, c[0], c[1]); got != want {
			t.Errorf("%s %s = %s, want %s", c[0], c[1], got, want)
		}
	}
}

func direct(t *testing.T, f *remediation.Fake, operation, body string) string {
	t.Helper()
	w, err := faults.New(faults.Profile{}, faults.Traits{}, 1, func() (http.Handler, *fake.Clock) { return f, nil })
	if err != nil {
		t.Fatal(err)
	}
	return (&cluster{Injector: w}).call(t, operation, body)
}

// TestSameSeedSameFaults: what comes of some calls depends on the seed, and what
// is drawn for one fault does not depend on another.
func TestSameSeedSameFaults(t *testing.T) {
	transcript := func(t *testing.T, f faults.Profile, seed uint64) []string {
		var lines []string
		synctest.Test(t, func(t *testing.T) {
			s := under(t, f, seed)
			for i := range 300 {
				operation, body := "DescribeConfigRules", `{}`
				if i%3 == 0 {
					operation, body = "PutConfigRule", `{"ConfigRule": {"ConfigRuleName": "r", "Description": "`+fmt.Sprint(i)+`", "Source": {"Owner": "AWS"}}}`
				}
				answer, _, err := s.try(t, operation, body)
				lines = append(lines, fmt.Sprint(answer, err, time.Now()))
			}
		})
		return lines
	}
	if diff := cmp.Diff(transcript(t, faults.Severe(), 4), transcript(t, faults.Severe(), 4)); diff != "" {
		t.Errorf("the same seed brings other faults (-first +second):\n%s", diff)
	}
	if cmp.Equal(transcript(t, faults.Severe(), 4), transcript(t, faults.Severe(), 5)) {
		t.Error("another seed brings the same faults")
	}
	kinds := func(f faults.Profile) (faulty []int) {
		for i, line := range transcript(t, f, 4) {
			if strings.HasPrefix(line, "50") || strings.Contains(line, "reset") {
				faulty = append(faulty, i)
			}
		}
		return faulty
	}
	few := faults.Severe()
	few.Lag, few.Slow, few.ShortPages, few.Skew, few.Throttling = faults.Lag{}, faults.Slow{}, 0, 0, faults.Throttling{}
	all := few
	all.Slow, all.Lag = faults.Severe().Slow, faults.Severe().Lag
	if diff := cmp.Diff(kinds(few), kinds(all)); diff != "" || len(kinds(few)) == 0 {
		t.Errorf("lag and slowness change which calls fail (-without +with):\n%s", diff)
	}
}

// TestInjectorForManyAtOnce: many callers at once do it no harm.
func TestInjectorForManyAtOnce(t *testing.T) {
	f := faults.Severe()
	f.Slow, f.Throttling = faults.Slow{}, faults.Throttling{}
	s := under(t, f, 1)
	var callers sync.WaitGroup
	for i := range 8 {
		callers.Go(func() {
			for range 50 {
				s.try(t, "PutConfigRule", fmt.Sprintf(`{"ConfigRule": {"ConfigRuleName": "r%d", "Source": {"Owner": "AWS"}}}`, i))
				s.try(t, "DescribeConfigRules", `{}`)
				s.try(t, "DeleteConfigRule", fmt.Sprintf(`{"ConfigRuleName": "r%d"}`, i))
			}
		})
	}
	callers.Wait()
	if n := len(s.Calls()); n != 1000 {
		t.Errorf("%d calls are noted, want the last 1000", n)
	}
}
