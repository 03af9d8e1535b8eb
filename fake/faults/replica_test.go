package faults_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fakesmith/fakesmith/fake/faults"
	"github.com/fakesmith/fakesmith/generated/remediation"
)

func TestReadsLagWritesPerKeyAndReplica(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := under(t, faults.Profile{Lag: faults.Lag{Replicas: 3, Most: time.Minute}}, 3)
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
			s := under(t, faults.Severe(), seed)
			d := rand.New(rand.NewPCG(seed, 0))
			for range 150 {
				rule, other := string(rune('a'+d.IntN(3))), string(rune('a'+d.IntN(3)))
				volume := fmt.Sprint(d.IntN(3))
				call := [][2]string{
					{"PutConfigRule", `{"ConfigRule": {"ConfigRuleName": "` + rule + `", "Description": "` + volume + `", "Source": {"Owner": "AWS"}}}`},
					{"DeleteConfigRule", `{"ConfigRuleName": "` + rule + `"}`},
					{"PutEvaluations", `{"ResultToken": "` + rule + `", "Evaluations": [{"ComplianceResourceType": "AWS::EC2::Volume", "ComplianceResourceId": "` + volume + `",
						"ComplianceType": "` + []string{"NON_COMPLIANT", "NON_COMPLIANT", "COMPLIANT"}[d.IntN(3)] + `", "OrderingTimestamp": 1600000000}]}`},
					{"PutRemediationExceptions", fmt.Sprintf(`{"ConfigRuleName": %q, "ResourceKeys": [{"ResourceType": "AWS::EC2::Volume", "ResourceId": %q}], "ExpirationTime": %d}`,
						rule, volume, time.Now().Add(time.Duration(d.IntN(600))*time.Second).Unix())},
					{"PutRemediationExceptions", `{"ConfigRuleName": "` + rule + `", "ResourceKeys": [{"ResourceType": "AWS::EC2::Volume", "ResourceId": "` + volume + `"}]}`},
					{"DeleteRemediationExceptions", `{"ConfigRuleName": "` + rule + `", "ResourceKeys": [{"ResourceType": "AWS::EC2::Volume", "ResourceId": "` + volume + `"}]}`},
					{"DescribeRemediationExceptions", `{"ConfigRuleName": "` + rule + `"}`},
					// It is about two rules, and has to reach a replica after both.
					{"PutRemediationConfigurations", `{"RemediationConfigurations": [
						{"ConfigRuleName": "` + rule + `", "TargetType": "SSM_DOCUMENT", "TargetId": "` + volume + `"},
						{"ConfigRuleName": "` + other + `", "TargetType": "SSM_DOCUMENT", "TargetId": "other"}]}`},
					{"DeleteRemediationConfiguration", `{"ConfigRuleName": "` + rule + `"}`},
				}[d.IntN(9)]
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
	for _, v := range state.RemediationConfigurations {
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
		s := under(t, faults.Profile{Deleting: 10 * time.Minute}, 5)
		s.setUp(t, "r")
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
		s := under(t, faults.Profile{Lag: faults.Lag{Replicas: 2}, Reaping: time.Minute}, 1)
		s.setUp(t, "r")
		until := time.Now().Add(10 * time.Second)
		s.must(t, "PutRemediationExceptions", fmt.Sprintf(`{"ConfigRuleName": "r", "ResourceKeys": [{"ResourceType": "AWS::EC2::Volume", "ResourceId": "v"}], "ExpirationTime": %d}`, until.Unix()))
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

func TestShortPagesAndTokensThatGoHome(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := under(t, faults.Profile{Lag: faults.Lag{Replicas: 4, Most: time.Minute}, ShortPages: 0.7}, 2)
		s.must(t, "PutConfigRule", `{"ConfigRule": {"ConfigRuleName": "r", "Source": {"Owner": "AWS"}}}`)
		var evaluations, keys []string
		for i := range 60 {
			evaluations = append(evaluations, fmt.Sprintf(`{"ComplianceResourceType": "AWS::EC2::Volume", "ComplianceResourceId": "%02d", "ComplianceType": "NON_COMPLIANT", "OrderingTimestamp": 1600000000}`, i))
			keys = append(keys, fmt.Sprintf(`{"ResourceType": "AWS::EC2::Volume", "ResourceId": "%02d"}`, i))
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
				t.Fatalf("the pages return %v, want each of the 60 once", seen)
			}
		}
		if short == 0 {
			t.Error("there was no short page")
		}
	})
}

// TestWhatIsNoRequestStaysSo: a profile with shorter pages makes no
// request of a body that is none.
func TestWhatIsNoRequestStaysSo(t *testing.T) {
	s := under(t, faults.Profile{ShortPages: 1}, 1)
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

// TestTooLargePagesAreRejected: a profile with shorter pages leaves a request alone
// that asks for more than the operation permits.
func TestTooLargePagesAreRejected(t *testing.T) {
	s := under(t, faults.Profile{ShortPages: 1}, 1)
	for body, want := range map[string]string{
		`{"Limit": 51}`: "400 {\"__type\":\"ValidationException\"",
		`{"Limit": 50}`: "200 ",
		`{"Limit": -1}`: "400 {\"__type\":\"ValidationException\"",
	} {
		if got := s.call(t, "DescribeConfigRuleEvaluationStatus", body); !strings.HasPrefix(got, want) {
			t.Errorf("DescribeConfigRuleEvaluationStatus %s = %s, want %s", body, got, want)
		}
	}
}
