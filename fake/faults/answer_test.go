package faults_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/aws-sdk-go-v2/service/configservice/types"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/faults"
	"github.com/fakesmith/fakesmith/fake/runtime"
	"github.com/fakesmith/fakesmith/fake/sdkv2"
	"github.com/fakesmith/fakesmith/generated/remediation"
)

func TestThrottling(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := under(t, faults.Profile{Throttling: faults.Throttling{Rate: 2, Burst: 3}}, 1)
		got := ""
		ask := func() {
			switch answer := s.call(t, "DescribeConfigRules", `{}`); {
			case strings.HasPrefix(answer, "200 "):
				got += "."
			case answer == `400 {"__type":"ThrottlingException","message":"Rate exceeded"}`:
				got += "x"
			default:
				t.Fatalf("DescribeConfigRules = %s", answer)
			}
		}
		for range 5 {
			ask()
		}
		time.Sleep(time.Second)
		for range 4 {
			ask()
		}
		time.Sleep(time.Hour)
		for range 4 {
			ask()
		}
		if want := "...xx" + "..xx" + "...x"; got != want {
			t.Errorf("answers are %s, want %s", got, want)
		}
	})
}

// TestNothingIsForEver: with a clock that stands still, the rate and the lag go on as
// time passes, what has expired goes, and what is being deleted is. A clock that is
// moved ahead has time pass too.
func TestNothingIsForEver(t *testing.T) {
	profile := faults.Profile{
		Throttling: faults.Throttling{Rate: 1, Burst: 4},
		Lag:        faults.Lag{Replicas: 1, Most: time.Minute},
		Reaping:    time.Minute,
		Deleting:   time.Minute,
	}
	for name, pass := range map[string]func(*cluster, time.Duration){
		"time":      func(_ *cluster, d time.Duration) { time.Sleep(d) },
		"the clock": func(s *cluster, d time.Duration) { s.Clock.Advance(d) },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := under(t, profile, 1)
				noon := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
				s.Clock.Set(noon)
				s.setUp(t, "r")
				s.must(t, "PutRemediationExceptions", strings.Replace(put("r"), "{", fmt.Sprintf(`{"ExpirationTime": %d, `, noon.Add(time.Hour).Unix()), 1))
				list := func() string { return s.call(t, "DescribeRemediationExceptions", `{"ConfigRuleName": "r"}`) }
				if got := list(); strings.Contains(got, `"AWS::EC2::Volume"`) {
					t.Errorf("at once there is %s, want what was there before", got)
				}
				if got := list(); !strings.Contains(got, "ThrottlingException") {
					t.Errorf("the fifth call is answered with %s, want it throttled", got)
				}
				pass(s, 2*time.Minute)
				if got := list(); !strings.Contains(got, `"AWS::EC2::Volume"`) {
					t.Errorf("two minutes later there is %s, want the exception", got)
				}
				s.Clock.Set(noon.Add(time.Hour))
				list() // which may still have it
				pass(s, time.Minute)
				if got := list(); strings.Contains(got, `"AWS::EC2::Volume"`) {
					t.Errorf("a minute after it has expired there is %s", got)
				}
				s.must(t, "DeleteConfigRule", `{"ConfigRuleName": "r"}`)
				pass(s, 2*time.Minute)
				if got := s.call(t, "DescribeConfigRules", `{}`); got != `200 {"ConfigRules":[]}` {
					t.Errorf("two minutes after it was deleted there is %s", got)
				}
			})
		})
	}
}

func TestAMinuteOfThrottling(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := under(t, faults.Profile{Throttling: faults.Throttling{Every: 10 * time.Minute, For: time.Minute}}, 1)
		began := time.Now()
		var shut []int
		for i := range 3 * 600 {
			if strings.Contains(s.call(t, "DescribeConfigRules", `{}`), "ThrottlingException") {
				shut = append(shut, i)
			}
			time.Sleep(time.Until(began.Add(time.Duration(i+1) * time.Second)))
		}
		// A minute in each ten, in one piece.
		if len(shut) < 175 || len(shut) > 185 {
			t.Fatalf("%d calls of 1800 are throttled, want about 180", len(shut))
		}
		gaps := 0
		for i := range shut[1:] {
			if shut[i+1] != shut[i]+1 {
				gaps++
			}
		}
		if gaps > 2 {
			t.Errorf("the minutes have %d gaps between them, want 2", gaps)
		}
	})
}

func TestFaultsAreDrawnAndStrikeBeforeAndAfter(t *testing.T) {
	s := under(t, faults.Profile{Errors: 0.2, Resets: 0.1, Truncations: 0.1}, 9)
	s.setUpDespiteFaults(t)
	const n = 3000
	count := map[string]int{}
	for i := range n {
		message := fmt.Sprint(i)
		answer, _, err := s.try(t, "PutRemediationExceptions", strings.Replace(put("r"), "{", `{"Message": "`+message+`", `, 1))
		all := s.fakes[0].State().RemediationExceptions
		done := len(all) == 1 && aws.ToString(all[0].Message) == message
		kind := "answered"
		switch {
		case errors.Is(err, io.ErrUnexpectedEOF):
			kind = "broken off"
		case err != nil:
			kind = "reset"
		case strings.HasPrefix(answer, "5"):
			kind = answer[:3]
		}
		count[fmt.Sprint(kind, " ", done)]++
	}
	for kind, want := range map[string]float64{
		"answered true": 0.6, "answered false": 0,
		"500 true": 1. / 30, "500 false": 1. / 30, "503 true": 1. / 30, "503 false": 1. / 30, "502 true": 1. / 30, "502 false": 1. / 30,
	} {
		if got := float64(count[kind]) / n; got < want*0.7 || got > want*1.3 {
			t.Errorf("the share of %q is %.3f, want about %.3f; there are %v", kind, got, want, count)
		}
	}
	// An answer of which more is cut than there is comes as a reset.
	if count["broken off false"] > 0 || count["broken off true"] == 0 || count["reset false"] == 0 || count["reset true"] == 0 {
		t.Errorf("there are %v, want resets before and after, and answers that break off", count)
	}
}

// setUpDespiteFaults sets up a rule, however often it takes.
func (s *cluster) setUpDespiteFaults(t *testing.T) {
	t.Helper()
	for _, f := range s.fakes {
		f.Reset(remediation.State{ConfigRules: []remediation.ConfigRule{{ConfigRuleName: aws.String("r")}}})
		f.SetCompliance("r", "AWS::EC2::Volume", "v", remediation.ComplianceTypeNonCompliant)
	}
}

// TestDateIsTheRealTime plus skew, wherever the clock was put: a client that is told
// of another time takes its own clock for wrong.
func TestDateIsTheRealTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := under(t, faults.Profile{Skew: time.Minute}, 1)
		s.Clock.Set(time.Now().Add(1000 * time.Hour))
		time.Sleep(time.Hour)
		_, header, err := s.try(t, "DescribeConfigRules", `{}`)
		if err != nil {
			t.Fatal(err)
		}
		if date, err := http.ParseTime(header.Get("Date")); err != nil || time.Until(date) != time.Minute {
			t.Errorf("Date is %s at %v, want a minute later", header.Get("Date"), time.Now())
		}
	})
}

// TestErrorsInTheVersionOfTheProtocol: an error that the injector answers with comes in
// the content type in which the fake answers itself.
func TestErrorsInTheVersionOfTheProtocol(t *testing.T) {
	const json10 = "application/x-amz-json-1.0"
	service := &runtime.Service{Clock: new(fake.Clock), Faults: new(fake.Faults), Protocol: runtime.Protocol{
		ContentType: json10, QueryCompatible: true,
		Errors: map[fake.Code]runtime.ErrorForm{fake.ThrottlingException: {Namespace: "ns", QueryCode: "Slower"}},
	}}
	for _, test := range []struct {
		name             string
		h                http.Handler
		body, queryError string
	}{
		{"a fake", version10{service}, `{"__type":"ns#ThrottlingException","message":"Rate exceeded"}`, "Slower;Sender"},
		{"another handler", http.NotFoundHandler(), `{"__type":"ThrottlingException","message":"Rate exceeded"}`, ""},
	} {
		in, err := faults.New(faults.Profile{Faults: []fake.Fault{{Error: fake.ThrottlingException}}}, faults.Traits{}, 1, func() (http.Handler, *fake.Clock) { return test.h, nil })
		if err != nil {
			t.Fatal(err)
		}
		resp, err := (&http.Client{Transport: fake.Transport(in)}).Post("http://fake.invalid/", json10+"; charset=utf-8", strings.NewReader("{}"))
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		form, queryError := resp.Header.Get("Content-Type"), resp.Header.Get("X-Amzn-Query-Error")
		if form != json10 || resp.StatusCode != 400 || string(body) != test.body || queryError != test.queryError {
			t.Errorf("%s: a throttled call is answered with %s %s %s %s, want %s", test.name, resp.Status, form, queryError, body, test.body)
		}
	}
}

// version10 is a fake of an API whose protocol is awsJson1.0.
type version10 struct{ service *runtime.Service }

func (v version10) Service() *runtime.Service { return v.service }

func (v version10) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	v.service.Serve(w, r, fake.DefaultScope)
}

// TestDoneThenSlow: a slow call is done before it is held back, and the log says what
// became of it.
func TestDoneThenSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := under(t, faults.Profile{Faults: []fake.Fault{{Operation: "PutConfigRule", Delay: time.Hour}}}, 1)
		client := http.Client{Transport: fake.Transport(s), Timeout: time.Minute}
		r, err := http.NewRequest("POST", "http://fake.invalid/", strings.NewReader(`{"ConfigRule": {"ConfigRuleName": "r", "Source": {"Owner": "AWS"}}}`))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-amz-json-1.1")
		r.Header.Set("X-Amz-Target", "StarlingDoveService.PutConfigRule")
		if _, err := client.Do(r); err == nil {
			t.Error("PutConfigRule was answered, want the caller to give up")
		}
		if rules := s.fakes[0].State().ConfigRules; len(rules) != 1 {
			t.Errorf("there are rules %v, want the one that was put", rules)
		}
		if calls := s.Calls(); len(calls) != 1 || calls[0].Status != 0 || calls[0].Fault != "delayed by 1h0m0s, given up by the caller" {
			t.Errorf("the calls are %+v, want one that was given up", calls)
		}
	})
}

func TestSkew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := under(t, faults.Profile{Skew: time.Minute}, 1)
		s.setUp(t, "r")
		_, header, err := s.try(t, "DescribeConfigRules", `{}`)
		if err != nil {
			t.Fatal(err)
		}
		if date, err := http.ParseTime(header.Get("Date")); err != nil || time.Until(date) != time.Minute {
			t.Errorf("Date is %s at %v, want a minute later", header.Get("Date"), time.Now())
		}
		// What expires in half a minute here, has expired there.
		body := strings.Replace(put("r"), "{", fmt.Sprintf(`{"ExpirationTime": %d, `, time.Now().Add(30*time.Second).Unix()), 1)
		if got := s.call(t, "PutRemediationExceptions", body); !strings.Contains(got, "not in the future") {
			t.Errorf("PutRemediationExceptions = %s, want the time rejected", got)
		}
	})
}

func TestASlowAnswerEndsWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := under(t, faults.Profile{Slow: faults.Slow{Share: 1, Most: time.Hour}}, 1)
		client := http.Client{Transport: fake.Transport(s), Timeout: time.Millisecond}
		start := time.Now()
		if _, err := client.Post("http://fake.invalid/", "application/x-amz-json-1.1", strings.NewReader("{}")); err == nil || time.Since(start) != time.Millisecond {
			t.Errorf("Post = %v after %v, want an error after a millisecond", err, time.Since(start))
		}
	})
}

// TestTheSDKGetsThroughTheStorm: a client that retries, and looks again, arrives.
func TestTheSDKGetsThroughTheStorm(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		severe := faults.Severe()
		severe.Truncations = 0 // which this client does not retry
		s := under(t, severe, 11)
		config := sdkv2.Config(s)
		config.RetryMaxAttempts = 20
		client := configservice.NewFromConfig(config)
		for i := range 30 {
			name := fmt.Sprint("rule-", i)
			if _, err := client.PutConfigRule(t.Context(), &configservice.PutConfigRuleInput{ConfigRule: &types.ConfigRule{
				ConfigRuleName: &name, Source: &types.Source{Owner: types.OwnerAws, SourceIdentifier: aws.String("AWS_CONFIG_PROCESS_CHECK")},
			}}); err != nil {
				t.Fatalf("rule %d: %v", i, err)
			}
		}
		time.Sleep(time.Minute)
		seen := 0
		pages := configservice.NewDescribeConfigRulesPaginator(client, &configservice.DescribeConfigRulesInput{})
		for pages.HasMorePages() {
			page, err := pages.NextPage(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			seen += len(page.ConfigRules)
		}
		if seen != 30 {
			t.Errorf("%d rules are listed, want 30", seen)
		}
		went := map[string]int{}
		for _, c := range s.Calls() {
			if c.Fault != "" {
				went[strings.Fields(c.Fault)[0]]++
			}
		}
		if went["answered"] == 0 || went["delayed"] == 0 {
			t.Errorf("what went wrong is %v, want errors and delays", went)
		}
	})
}
