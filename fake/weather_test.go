package fake_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/aws-sdk-go-v2/service/configservice/types"
	"github.com/google/go-cmp/cmp"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/account"
	"github.com/fakesmith/fakesmith/fake/sdkv2"
	"github.com/fakesmith/fakesmith/generated/remediation"
)

// A sky is weather around fakes that a test can look into.
type sky struct {
	*fake.Weather
	fakes []*remediation.Fake // the primary, and the replicas
}

func under(t *testing.T, f fake.Forecast, seed uint64) *sky {
	t.Helper()
	s := &sky{}
	var err error
	s.Weather, err = fake.NewWeather(f, account.Terrain(), seed, func() (http.Handler, *fake.Clock) {
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
func (s *sky) try(t *testing.T, operation, body string) (string, http.Header, error) {
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
func (s *sky) call(t *testing.T, operation, body string) string {
	t.Helper()
	answer, _, err := s.try(t, operation, body)
	if err != nil {
		t.Fatalf("%s %s: %v", operation, body, err)
	}
	return answer
}

// arrange makes a rule with a volume that does not comply.
func (s *sky) arrange(t *testing.T, rule string) {
	t.Helper()
	s.must(t, "PutConfigRule", `{"ConfigRule": {"ConfigRuleName": "`+rule+`", "Source": {"Owner": "AWS", "SourceIdentifier": "AWS_CONFIG_PROCESS_CHECK"}}}`)
	s.must(t, "PutEvaluations", `{"ResultToken": "`+rule+`", "Evaluations": [{"ComplianceResourceType": "V", "ComplianceResourceId": "v",
		"ComplianceType": "NON_COMPLIANT", "OrderingTimestamp": 1600000000}]}`)
}

func (s *sky) must(t *testing.T, operation, body string) {
	t.Helper()
	if got := s.call(t, operation, body); !strings.HasPrefix(got, "200 ") {
		t.Fatalf("%s %s = %s, want success", operation, body, got)
	}
}

func put(rule string) string {
	return `{"ConfigRuleName": "` + rule + `", "ResourceKeys": [{"ResourceType": "V", "ResourceId": "v"}]}`
}

// TestGoodWeatherChangesNothing: without any forecast, answers are the fake's own.
func TestGoodWeatherChangesNothing(t *testing.T) {
	s := under(t, fake.Forecast{}, 1)
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
	w, err := fake.NewWeather(fake.Forecast{}, fake.Terrain{}, 1, func() (http.Handler, *fake.Clock) { return f, nil })
	if err != nil {
		t.Fatal(err)
	}
	return (&sky{Weather: w}).call(t, operation, body)
}

func TestReadsLagWritesPerKeyAndReplica(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := under(t, fake.Forecast{Lag: fake.Lag{Replicas: 3, Most: time.Minute}}, 3)
		rules := []string{"a", "b", "c", "d"}
		for _, rule := range rules {
			s.must(t, "PutConfigRule", `{"ConfigRule": {"ConfigRuleName": "`+rule+`", "Source": {"Owner": "AWS"}}}`)
		}
		stale, mixed := 0, false
		for range 40 {
			s.call(t, "DescribeConfigRules", `{}`)
			orders := map[string]bool{}
			for _, f := range s.fakes[1:] {
				var names []string
				for _, r := range f.State().ConfigRules {
					names = append(names, *r.ConfigRuleName)
				}
				if len(names) < len(rules) {
					stale++
				}
				orders[strings.Join(names, "")] = true
				if !slices.IsSorted(names) {
					mixed = true // a later key came first
				}
			}
			time.Sleep(2 * time.Second)
		}
		if stale == 0 || !mixed {
			t.Errorf("replicas were behind %d times, keys out of order: %v; want both", stale, mixed)
		}
		for i, f := range s.fakes[1:] {
			if n := len(f.State().ConfigRules); n != len(rules) {
				t.Errorf("after longer than the lag replica %d has %d rules, want %d", i, n, len(rules))
			}
		}
	})
}

// TestReplicasConverge: whatever was written, and whatever went wrong with it, in
// the end all replicas hold what the primary holds.
func TestReplicasConverge(t *testing.T) {
	for seed := range uint64(20) {
		synctest.Test(t, func(t *testing.T) {
			s := under(t, fake.Storm(), seed)
			d := rand.New(rand.NewPCG(seed, 0))
			for range 150 {
				rule := string(rune('a' + d.IntN(3)))
				volume := fmt.Sprint(d.IntN(3))
				call := [][2]string{
					{"PutConfigRule", `{"ConfigRule": {"ConfigRuleName": "` + rule + `", "Description": "` + volume + `", "Source": {"Owner": "AWS"}}}`},
					{"DeleteConfigRule", `{"ConfigRuleName": "` + rule + `"}`},
					{"PutEvaluations", `{"ResultToken": "` + rule + `", "Evaluations": [{"ComplianceResourceType": "V", "ComplianceResourceId": "` + volume + `",
						"ComplianceType": "` + []string{"NON_COMPLIANT", "NON_COMPLIANT", "COMPLIANT"}[d.IntN(3)] + `", "OrderingTimestamp": 1600000000}]}`},
					{"PutRemediationExceptions", fmt.Sprintf(`{"ConfigRuleName": %q, "ResourceKeys": [{"ResourceType": "V", "ResourceId": %q}], "ExpirationTime": %d}`,
						rule, volume, time.Now().Add(time.Duration(d.IntN(600))*time.Second).Unix())},
					{"PutRemediationExceptions", `{"ConfigRuleName": "` + rule + `", "ResourceKeys": [{"ResourceType": "V", "ResourceId": "` + volume + `"}]}`},
					{"DeleteRemediationExceptions", `{"ConfigRuleName": "` + rule + `", "ResourceKeys": [{"ResourceType": "V", "ResourceId": "` + volume + `"}]}`},
					{"DescribeRemediationExceptions", `{"ConfigRuleName": "` + rule + `"}`},
				}[d.IntN(7)]
				s.try(t, call[0], call[1])
				time.Sleep(time.Duration(d.IntN(5000)) * time.Millisecond)
			}
			time.Sleep(time.Hour)
			for range 10 {
				s.try(t, "DescribeConfigRules", `{}`)
				time.Sleep(time.Minute)
			}
			for _, f := range s.fakes {
				f.Clock.Set(time.Now()) // or some would not know what has expired since
			}
			want := contents(s.fakes[0])
			for i, f := range s.fakes[1:] {
				if diff := cmp.Diff(want, contents(f)); diff != "" {
					t.Fatalf("seed %d: replica %d differs from the primary (-primary +replica):\n%s", seed, i, diff)
				}
			}
		})
	}
}

// contents returns what is in a fake, in an order that does not depend on when
// it came there.
func contents(f *remediation.Fake) []string {
	state := f.State()
	var all []string
	add := func(v any) {
		text, _ := json.Marshal(v)
		all = append(all, string(text))
	}
	for _, v := range state.ConfigRules {
		add(v)
	}
	for _, v := range state.RemediationExceptions {
		add(v)
	}
	for _, v := range state.Compliance {
		add(v)
	}
	slices.Sort(all)
	return all
}

func TestDeletionTakesItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := under(t, fake.Forecast{Deleting: 10 * time.Minute}, 5)
		s.arrange(t, "r")
		s.must(t, "PutRemediationExceptions", put("r"))
		s.must(t, "DeleteConfigRule", `{"ConfigRuleName": "r"}`)
		if got := s.call(t, "DescribeConfigRules", `{}`); !strings.Contains(got, `"ConfigRuleState":"DELETING"`) {
			t.Errorf("DescribeConfigRules = %s, want DELETING", got)
		}
		if got := s.call(t, "DescribeRemediationExceptions", `{"ConfigRuleName": "r"}`); !strings.Contains(got, `"ResourceId":"v"`) {
			t.Errorf("DescribeRemediationExceptions = %s, want the exception", got)
		}
		for _, c := range [][2]string{
			{"DeleteConfigRule", `{"ConfigRuleName": "r"}`},
			{"PutConfigRule", `{"ConfigRule": {"ConfigRuleName": "r", "Source": {"Owner": "AWS"}}}`},
		} {
			if got := s.call(t, c[0], c[1]); !strings.HasPrefix(got, `400 {"__type":"ResourceInUseException"`) {
				t.Errorf("%s = %s, want ResourceInUseException", c[0], got)
			}
		}
		s.must(t, "PutConfigRule", `{"ConfigRule": {"ConfigRuleName": "other", "Source": {"Owner": "AWS"}}}`)
		time.Sleep(10 * time.Minute)
		if got := s.call(t, "DescribeConfigRules", `{}`); strings.Contains(got, `"r"`) || strings.Contains(got, "DELETING") || !strings.Contains(got, `"other"`) {
			t.Errorf("DescribeConfigRules = %s, want the other rule alone", got)
		}
		s.must(t, "PutConfigRule", `{"ConfigRule": {"ConfigRuleName": "r", "Source": {"Owner": "AWS"}}}`)
		if got := s.call(t, "DescribeRemediationExceptions", `{"ConfigRuleName": "r"}`); strings.Contains(got, `"v"`) {
			t.Errorf("DescribeRemediationExceptions = %s, want none of the rule that was", got)
		}
		if got := s.call(t, "DeleteConfigRule", `{"ConfigRuleName": "missing"}`); !strings.Contains(got, "NoSuchConfigRuleException") {
			t.Errorf("DeleteConfigRule(missing) = %s, want NoSuchConfigRuleException", got)
		}
	})
}

func TestExpiryIsReapedLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := under(t, fake.Forecast{Lag: fake.Lag{Replicas: 2}, Reaping: time.Minute}, 1)
		s.arrange(t, "r")
		until := time.Now().Add(10 * time.Second)
		s.must(t, "PutRemediationExceptions", fmt.Sprintf(`{"ConfigRuleName": "r", "ResourceKeys": [{"ResourceType": "V", "ResourceId": "v"}], "ExpirationTime": %d}`, until.Unix()))
		late := 0
		for time.Since(until) < 2*time.Minute {
			seen := strings.Contains(s.call(t, "DescribeRemediationExceptions", `{"ConfigRuleName": "r"}`), `"v"`)
			switch since := time.Since(until); {
			case since < 0 && !seen, since > time.Minute && seen:
				t.Errorf("%v after its time the exception is seen: %v", since, seen)
			case since >= 0 && seen:
				late++
			}
			time.Sleep(time.Second)
		}
		if late == 0 {
			t.Error("the exception was never seen after its time")
		}
	})
}

func TestThrottling(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := under(t, fake.Forecast{Throttling: fake.Throttling{Rate: 2, Burst: 3}}, 1)
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
		s := under(t, fake.Forecast{Throttling: fake.Throttling{Every: 10 * time.Minute, For: time.Minute}}, 1)
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
			t.Fatalf("%d calls of 1800 are refused, want about 180", len(shut))
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
	s := under(t, fake.Forecast{Errors: 0.2, Resets: 0.1, Truncations: 0.1}, 9)
	s.arrangeCalm(t)
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

// arrangeCalm arranges, however often it takes.
func (s *sky) arrangeCalm(t *testing.T) {
	t.Helper()
	for _, f := range s.fakes {
		f.Reset(remediation.State{ConfigRules: []remediation.ConfigRule{{ConfigRuleName: aws.String("r")}}})
		f.SetCompliance("r", "V", "v", remediation.ComplianceTypeNonCompliant)
	}
}

func TestSkew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := under(t, fake.Forecast{Skew: time.Minute}, 1)
		s.arrange(t, "r")
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
			t.Errorf("PutRemediationExceptions = %s, want a refusal of the time", got)
		}
	})
}

func TestShortPagesAndTokensThatGoHome(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := under(t, fake.Forecast{Lag: fake.Lag{Replicas: 4, Most: time.Minute}, ShortPages: 0.7}, 2)
		s.must(t, "PutConfigRule", `{"ConfigRule": {"ConfigRuleName": "r", "Source": {"Owner": "AWS"}}}`)
		var evaluations, keys []string
		for i := range 60 {
			evaluations = append(evaluations, fmt.Sprintf(`{"ComplianceResourceType": "V", "ComplianceResourceId": "%02d", "ComplianceType": "NON_COMPLIANT", "OrderingTimestamp": 1600000000}`, i))
			keys = append(keys, fmt.Sprintf(`{"ResourceType": "V", "ResourceId": "%02d"}`, i))
		}
		s.must(t, "PutEvaluations", `{"ResultToken": "r", "Evaluations": [`+strings.Join(evaluations, ",")+`]}`)
		s.must(t, "PutRemediationExceptions", `{"ConfigRuleName": "r", "ResourceKeys": [`+strings.Join(keys, ",")+`]}`)
		// A list that is asked for by keys comes as a whole.
		time.Sleep(3 * time.Minute)
		for range 5 {
			if got := s.call(t, "DescribeRemediationExceptions", `{"ConfigRuleName": "r", "ResourceKeys": [`+strings.Join(keys, ",")+`]}`); strings.Count(got, `"ResourceId"`) != 60 {
				t.Fatalf("by their keys %d exceptions are listed, want 60", strings.Count(got, `"ResourceId"`))
			}
		}
		short := 0
		for range 20 {
			var seen []string
			token := ""
			for {
				got := s.call(t, "DescribeRemediationExceptions", `{"ConfigRuleName": "r"`+token+`}`)
				var page struct {
					RemediationExceptions []struct{ ResourceId string }
					NextToken             string
				}
				if err := json.Unmarshal([]byte(got[4:]), &page); err != nil {
					t.Fatalf("%s: %v", got, err)
				}
				for _, e := range page.RemediationExceptions {
					seen = append(seen, e.ResourceId)
				}
				if page.NextToken == "" {
					break
				}
				if len(page.RemediationExceptions) < 25 {
					short++
				}
				token = `, "NextToken": "` + page.NextToken + `"`
				// A token that was tampered with leads nowhere.
				if got := s.call(t, "DescribeRemediationExceptions", `{"ConfigRuleName": "r", "NextToken": "`+page.NextToken[:len(page.NextToken)-1]+`~"}`); !strings.Contains(got, "InvalidNextTokenException") {
					t.Fatalf("a token that was tampered with is answered %s", got)
				}
			}
			slices.Sort(seen)
			if len(seen) != 60 || len(slices.Compact(seen)) != 60 {
				t.Fatalf("the pages show %v, want each of the 60 once", seen)
			}
		}
		if short == 0 {
			t.Error("there was no short page")
		}
	})
}

// TestSameSeedSameWeather: what comes of some calls depends on the seed, and what
// is drawn for one thing does not depend on another.
func TestSameSeedSameWeather(t *testing.T) {
	transcript := func(t *testing.T, f fake.Forecast, seed uint64) []string {
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
	if diff := cmp.Diff(transcript(t, fake.Storm(), 4), transcript(t, fake.Storm(), 4)); diff != "" {
		t.Errorf("the same seed brings another weather (-first +second):\n%s", diff)
	}
	if cmp.Equal(transcript(t, fake.Storm(), 4), transcript(t, fake.Storm(), 5)) {
		t.Error("another seed brings the same weather")
	}
	kinds := func(f fake.Forecast) (faulty []int) {
		for i, line := range transcript(t, f, 4) {
			if strings.HasPrefix(line, "50") || strings.Contains(line, "reset") {
				faulty = append(faulty, i)
			}
		}
		return faulty
	}
	few := fake.Storm()
	few.Lag, few.Slow, few.ShortPages, few.Skew, few.Throttling = fake.Lag{}, fake.Slow{}, 0, 0, fake.Throttling{}
	all := few
	all.Slow, all.Lag = fake.Storm().Slow, fake.Storm().Lag
	if diff := cmp.Diff(kinds(few), kinds(all)); diff != "" || len(kinds(few)) == 0 {
		t.Errorf("lag and slowness change which calls fail (-without +with):\n%s", diff)
	}
}

func TestASlowAnswerEndsWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := under(t, fake.Forecast{Slow: fake.Slow{Share: 1, Most: time.Hour}}, 1)
		client := http.Client{Transport: fake.Transport(s), Timeout: time.Millisecond}
		start := time.Now()
		if _, err := client.Post("http://fake.invalid/", "application/x-amz-json-1.1", strings.NewReader("{}")); err == nil || time.Since(start) != time.Millisecond {
			t.Errorf("Post = %v after %v, want an error after a millisecond", err, time.Since(start))
		}
	})
}

func TestControlIsSpared(t *testing.T) {
	f := fake.Storm()
	f.Errors, f.Faults = 1-f.Resets-f.Truncations, []fake.Fault{{Operation: "PutConfigRule", Call: 2, Drop: true}}
	s := under(t, f, 1)
	control := func(method, power, body string) string {
		t.Helper()
		r, err := http.NewRequest(method, "http://fake.invalid/_fakesmith/"+power, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		resp, err := fake.Transport(s).RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		answer, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp.Status[:4] + string(answer)
	}
	for _, step := range []struct{ method, power, body, want string }{
		{"POST", "clock", `{"set": "2030-01-01T00:00:00Z"}`, `200 {"now":"2030-01-01T00:00:00Z"}`},
		{"GET", "", ``, `"now":"2030-01-01T00:00:40Z"`}, // the clock there is ahead
		{"POST", "state", `{"ConfigRules": [{"ConfigRuleName": "r"}]}`, "204 "},
		{"POST", "facts", `[{"fact": "compliance", "of": {"ConfigRuleName": "r", "ResourceType": "V", "ResourceId": "v"}, "value": "COMPLIANT"}]`, "204 "},
		{"POST", "faults", `[{"operation": "DescribeConfigRules", "error": "SadException"}]`, "204 "},
		{"GET", "faults", ``, `200 [{"operation":"DescribeConfigRules","error":"SadException"}]`},
		{"POST", "faults", `[{}]`, `400 {"error":"1:2: [0]: nothing goes wrong`},
		{"GET", "nonsense", ``, "404 "},
	} {
		if got := control(step.method, step.power, step.body); !strings.Contains(got, step.want) {
			t.Errorf("%s %s %s = %s, want %s", step.method, step.power, step.body, got, step.want)
		}
	}
	for i, one := range s.fakes {
		if state := one.State(); len(state.ConfigRules) != 1 || len(state.Compliance) != 1 {
			t.Errorf("fake %d holds %v, want what it was told", i, state)
		}
	}
	if got := s.call(t, "DescribeConfigRules", `{}`); !strings.Contains(got, "SadException") {
		t.Errorf("DescribeConfigRules = %s, want the fault that was planned", got)
	}
	if got := control("GET", "calls", ""); !strings.Contains(got, "answered with SadException before it was done") {
		t.Errorf("the calls are %s, want what went wrong", got)
	}
	control("POST", "reset", "")
	for i, one := range s.fakes {
		if state := one.State(); len(state.ConfigRules) != 0 {
			t.Errorf("fake %d holds %v after a reset", i, state)
		}
	}
	// Who has no control endpoints gets none from the weather.
	strict, err := fake.NewWeather(f, fake.Terrain{}, 1, func() (http.Handler, *fake.Clock) {
		return account.New(remediation.New(remediation.State{}), account.Options{Strict: true}), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	s = &sky{Weather: strict}
	for _, power := range []string{"", "clock", "faults", "calls"} {
		if got := control("GET", power, ""); !strings.HasPrefix(got, "404 ") {
			t.Errorf("GET %s = %s, want 404", power, got)
		}
	}
}

// TestTheSDKGetsThroughTheStorm: a client that retries, and looks again, arrives.
func TestTheSDKGetsThroughTheStorm(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := under(t, fake.Storm(), 11)
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

// TestWeatherForManyAtOnce: many callers at once do it no harm.
func TestWeatherForManyAtOnce(t *testing.T) {
	f := fake.Storm()
	f.Slow, f.Throttling = fake.Slow{}, fake.Throttling{}
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

// TestWhatIsNoRequestStaysSo: weather that asks for shorter pages makes no
// request of a body that is none.
func TestWhatIsNoRequestStaysSo(t *testing.T) {
	s := under(t, fake.Forecast{ShortPages: 1}, 1)
	for body, want := range map[string]string{
		`"ConfigRuleNames": []}`: "400 {\"__type\":\"SerializationException\"",
		`{} x`:                   "400 {\"__type\":\"SerializationException\"",
		`null`:                   "400 {\"__type\":\"SerializationException\"",
		``:                       "200 {\"ConfigRules\":[]}",
		`{"NextToken": 3}`:       "400 {\"__type\":\"SerializationException\"",
	} {
		if got := s.call(t, "DescribeConfigRules", body); !strings.HasPrefix(got, want) {
			t.Errorf("DescribeConfigRules %s = %s, want %s", body, got, want)
		}
	}
}
