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
		f.SetCompliance("r", "V", "v", remediation.ComplianceTypeNonCompliant)
	}
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
		s := under(t, faults.Severe(), 11)
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
