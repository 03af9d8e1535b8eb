package live

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/account"
	"github.com/fakesmith/fakesmith/fake/faults"
	"github.com/fakesmith/fakesmith/generated/remediation"
)

const firstLine = `{"journal":1,"run":"test","account":"123456789012","region":"eu-west-1","started":"2026-03-01T12:00:00Z"}` + "\n"

// journalOf writes a journal of some lines after the first.
func journalOf(t *testing.T, lines ...string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "journal")
	if err := os.WriteFile(name, []byte(firstLine+strings.Join(lines, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// cleaning returns a sweep of the account.
func (s *standIn) cleaning(t *testing.T) *Cleaning {
	return &Cleaning{
		Access: Access{Region: theRegion, Rate: 1, Base: fake.Transport(s)}, AccountID: theAccount,
		Wait: 5 * time.Minute, Grace: 30 * time.Second, Lag: time.Minute, Log: t.Output(),
	}
}

// TestSweepKeepsToItsRun shows that a journal which names what is not of its run,
// or that can't be read, deletes nothing, and that what is wrong is named; and
// that on demand its other lines are swept by.
func TestSweepKeepsToItsRun(t *testing.T) {
	const own = `{"n":1,"at":"2026-03-01T12:00:00Z","creates":"rule","rule":"fakesmith-test-1"}`
	for _, c := range []struct{ name, line, want string }{
		{"somebody's rule", `{"n":2,"creates":"rule","rule":"encrypted"}`, `it names the rule "encrypted", which is not of the run test`},
		{"a rule of another run", `{"n":2,"creates":"rule","rule":"fakesmith-other-1"}`, `it names the rule "fakesmith-other-1", which is not of the run test`},
		{"a rule of a run whose id begins alike", `{"n":2,"creates":"rule","rule":"fakesmith-testing-1"}`, `it names the rule "fakesmith-testing-1"`},
		{"a member twice", `{"n":2,"creates":"rule","rule":"fakesmith-test-2","rule":"encrypted"}`, `it names the rule "encrypted"`},
		{"a member in other letters", `{"n":2,"creates":"rule","RULE":"encrypted"}`, `it names the rule "encrypted"`},
		{"an exception of somebody's", `{"n":2,"creates":"exceptions","rule":"encrypted","keys":[{"type":"AWS::EC2::Volume","id":"vol-1"}]}`, `it names the exception of "AWS::EC2::Volume" "vol-1" of the rule "encrypted", which is neither of the run test nor in a file given with -fixtures`},
		{"exceptions of somebody's, and no keys", `{"n":2,"creates":"exceptions","rule":"encrypted"}`, `it names the rule "encrypted"`},
		{"somebody's rule, deleted", `{"gone":"encrypted"}`, `it names the rule "encrypted"`},
		{"a line that is no JSON", `nonsense`, "it can't be read: invalid character"},
		{"an empty line", ``, "it can't be read: unexpected end of JSON input"},
		{"a line that was overwritten", "\x00\x00\x00", "it can't be read: invalid character"},
		{"another kind of creation", `{"n":2,"creates":"recorder","rule":"fakesmith-test-2"}`, "it is not an entry of a journal"},
		{"a creation of nothing", `{"n":2,"creates":"rule"}`, "it is not an entry of a journal"},
		{"no entry", `{}`, "it is not an entry of a journal"},
		{"two entries in one", `{"n":2,"answered":200,"gone":"fakesmith-test-1"}`, "it is not an entry of a journal"},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStandIn()
				s.has("encrypted", "fakesmith-other-1", "fakesmith-testing-1", "fakesmith-test-1", "fakesmith-test-7")
				name := journalOf(t, own, c.line, "")
				cleaning := s.cleaning(t)
				err := cleaning.Read(name)
				for _, want := range []string{
					"nothing was deleted", name + ":3: ", c.want, "-skip-bad-lines",
					"conform sweep -aws -region eu-west-1 -account 123456789012 -run-id test",
				} {
					if err == nil || !strings.Contains(err.Error(), want) {
						t.Errorf("Read() = %v, want %s", err, want)
					}
				}
				cleaning.SkipBadLines = true
				if err := cleaning.Read(name); err != nil {
					t.Fatal(err)
				}
				_, left, err := cleaning.Do(t.Context())
				if want := name + ":3 names: "; err != nil || len(left) != 1 || !strings.Contains(left[0].String(), want) || !strings.Contains(left[0].Why, c.want) {
					t.Errorf("Do() = %v, %v, want that %s%s is left", left, err, want, c.want)
				}
				if got, want := s.rules(), []string{"encrypted", "fakesmith-other-1", "fakesmith-testing-1"}; !slices.Equal(got, want) || len(s.excepted()) != len(want) {
					t.Errorf("afterwards there are %v and exceptions of %v, want those of %v", got, s.excepted(), want)
				}
			})
		})
	}
}

// TestTornJournal shows that a last line which was not written whole is ignored,
// and reported.
func TestTornJournal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStandIn()
		s.has("encrypted", "fakesmith-test-1")
		name := journalOf(t, `{"n":1,"creates":"rule","rule":"fakesmith-test-1"}`, `{"n":2,"creates":"rule","rule":"fakesm`)
		cleaning := s.cleaning(t)
		var log bytes.Buffer
		cleaning.Log = &log
		if err := cleaning.Read(name); err != nil {
			t.Fatal(err)
		}
		_, left, err := cleaning.Do(t.Context())
		if want := "note: " + name + ":3: the last line is incomplete"; err != nil || len(left) > 0 || !strings.Contains(log.String(), want) || !slices.Equal(s.rules(), []string{"encrypted"}) {
			t.Errorf("Do() = %v, %v, leaves %v and says\n%s, want %s", left, err, s.rules(), log.String(), want)
		}
	})
}

// TestSweepSparesOtherRules shows that a rule which has the name of a run, but is
// of a kind that no run makes, is not deleted though the journal names it.
func TestSweepSparesOtherRules(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStandIn()
		s.has("fakesmith-test-1", "fakesmith-test-2")
		state := s.State()
		managed := "S3_BUCKET_VERSIONING_ENABLED"
		state.ConfigRules[0].Source = remediation.Source{Owner: remediation.OwnerAws, SourceIdentifier: &managed}
		s.Reset(state)
		cleaning := s.cleaning(t)
		if err := cleaning.Read(journalOf(t, `{"n":1,"creates":"rule","rule":"fakesmith-test-1"}`, `{"n":2,"creates":"rule","rule":"fakesmith-test-2"}`, "")); err != nil {
			t.Fatal(err)
		}
		_, left, err := cleaning.Do(t.Context())
		if err != nil || len(left) != 1 || !strings.Contains(left[0].String(), "rule fakesmith-test-1: it is in the journal, but it is not a process check") {
			t.Errorf("Do() = %v, %v", left, err)
		}
		if !slices.Equal(s.rules(), []string{"fakesmith-test-1"}) || !slices.Equal(s.excepted(), []string{"fakesmith-test-1 vol-1"}) {
			t.Errorf("afterwards there are %v, and exceptions of %v", s.rules(), s.excepted())
		}
	})
}

// lagging returns an account whose reads are up to so long behind its writes,
// and what is written to.
func lagging(t *testing.T, seed uint64, most, deleting time.Duration) (http.Handler, *standIn) {
	t.Helper()
	var primary *standIn
	w, err := faults.New(faults.Profile{Lag: faults.Lag{Replicas: 3, Most: most}, Deleting: deleting}, account.Traits(), seed, func() (http.Handler, *fake.Clock) {
		s := newStandIn()
		if primary == nil {
			primary = s
		}
		return s, s.Fake.Clock
	})
	if err != nil {
		t.Fatal(err)
	}
	return w, primary
}

// TestSweepUnderLag shows that nothing is taken for swept because reads do not
// show it yet: not a rule that was made a moment ago, nor an exception of it, nor
// one whose creation was still under way.
func TestSweepUnderLag(t *testing.T) {
	for seed := range uint64(12) {
		for _, named := range []bool{false, true} {
			synctest.Test(t, func(t *testing.T) {
				cloud, s := lagging(t, seed, 50*time.Second, 20*time.Second)
				// The run is killed, and its last request arrives later.
				at := time.Now().UTC().Format(time.RFC3339)
				create(t, cloud, putRule, `{"ConfigRule":{"ConfigRuleName":"fakesmith-test-1","Source":{"Owner":"AWS","SourceIdentifier":"AWS_CONFIG_PROCESS_CHECK"}}}`)
				create(t, cloud, putExternal, `{"ConfigRuleName":"fakesmith-test-1","ExternalEvaluation":{"ComplianceResourceType":"AWS::::Account","ComplianceResourceId":"123456789012","ComplianceType":"NON_COMPLIANT","OrderingTimestamp":1600000000}}`)
				create(t, cloud, putExceptions, `{"ConfigRuleName":"fakesmith-test-1","ResourceKeys":[{"ResourceType":"AWS::::Account","ResourceId":"123456789012"}]}`)
				late := time.AfterFunc(20*time.Second, func() {
					create(t, cloud, putRule, `{"ConfigRule":{"ConfigRuleName":"fakesmith-test-2","Source":{"Owner":"AWS","SourceIdentifier":"AWS_CONFIG_PROCESS_CHECK"}}}`)
				})
				defer late.Stop()
				if len(s.rules()) != 1 || len(s.excepted()) != 1 {
					t.Fatalf("there are %v and exceptions of %v", s.rules(), s.excepted())
				}
				cleaning := s.cleaning(t)
				cleaning.Base, cleaning.Header.Run = fake.Transport(cloud), "test"
				if named {
					if err := cleaning.Read(journalOf(t,
						`{"n":1,"at":"`+at+`","creates":"rule","rule":"fakesmith-test-1"}`, `{"n":1,"answered":200}`,
						`{"n":2,"at":"`+at+`","creates":"exceptions","rule":"fakesmith-test-1","keys":[{"type":"AWS::::Account","id":"123456789012"}]}`,
						`{"n":2,"answered":200}`,
						`{"n":3,"at":"`+at+`","creates":"rule","rule":"fakesmith-test-2"}`, "")); err != nil {
						t.Fatal(err)
					}
				}
				swept, left, err := cleaning.Do(t.Context())
				if err != nil || len(left) > 0 || swept.Rules < 2 || swept.Exceptions != 1 {
					t.Errorf("seed %d, with a journal %t: Do() = %v, %v, %v", seed, named, swept, left, err)
				}
				if len(s.rules())+len(s.excepted()) > 0 {
					t.Errorf("seed %d, with a journal %t: nothing is said to be left, and there are %v and exceptions of %v", seed, named, s.rules(), s.excepted())
				}
			})
		}
	}
}

// create makes a request that creates something.
func create(t *testing.T, h http.Handler, operation, body string) {
	t.Helper()
	req, err := http.NewRequest(http.MethodPost, "http://fake.invalid/", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-amz-json-1.1")
	req.Header.Set("X-Amz-Target", "StarlingDoveService."+operation)
	req.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential="+theAccount+"/20260101/"+theRegion+"/config/aws4_request, SignedHeaders=host, Signature=0")
	resp, err := fake.Transport(h).RoundTrip(req)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%s = %v, %v", operation, resp, err)
	}
	resp.Body.Close()
}

// TestSweepReadsByName shows that a rule which the journal names is asked for by
// its name, where a listing does not show it.
func TestSweepReadsByName(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStandIn()
		began := time.Now()
		s.meddle = func(operation, body string, w http.ResponseWriter) bool {
			if operation != "DescribeConfigRules" {
				return false
			}
			rules := ""
			if strings.Contains(body, "fakesmith-test-1") && time.Since(began) < 4*time.Minute {
				rules = `{"ConfigRuleName":"fakesmith-test-1","ConfigRuleState":"DELETING","Source":{"Owner":"AWS","SourceIdentifier":"AWS_CONFIG_PROCESS_CHECK"}}`
			}
			w.Header().Set("Content-Type", "application/x-amz-json-1.1")
			w.Write([]byte(`{"ConfigRules":[` + rules + `]}`))
			return true
		}
		cleaning := s.cleaning(t)
		if err := cleaning.Read(journalOf(t, `{"n":1,"creates":"rule","rule":"fakesmith-test-1"}`, "")); err != nil {
			t.Fatal(err)
		}
		_, left, err := cleaning.Do(t.Context())
		if took := time.Since(began); err != nil || len(left) > 0 || took < 4*time.Minute {
			t.Errorf("Do() = %v, %v after %v, though the rule is shown by its name for 4 minutes", left, err, took)
		}
	})
}

// TestSweepAfterADeletion shows that a request which was never answered is
// reckoned with even if what it creates was deleted since.
func TestSweepAfterADeletion(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStandIn()
		s.has("fakesmith-test-1")
		// The listing does not show the rule.
		s.meddle = func(operation, body string, w http.ResponseWriter) bool {
			return operation == "DescribeConfigRules" && !strings.Contains(body, "fakesmith") && emptyListing(w)
		}
		at := time.Now().UTC().Format(time.RFC3339)
		cleaning := s.cleaning(t)
		if err := cleaning.Read(journalOf(t,
			`{"n":1,"at":"`+at+`","creates":"rule","rule":"fakesmith-test-1"}`,
			`{"n":2,"at":"`+at+`","creates":"rule","rule":"fakesmith-test-1"}`, `{"n":2,"answered":200}`, `{"gone":"fakesmith-test-1"}`, "")); err != nil {
			t.Fatal(err)
		}
		if _, left, err := cleaning.Do(t.Context()); err != nil || len(left) > 0 || len(s.rules()) > 0 {
			t.Errorf("Do() = %v, %v; there are %v", left, err, s.rules())
		}
	})
}

func emptyListing(w http.ResponseWriter) bool {
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	w.Write([]byte(`{"ConfigRules":[]}`))
	return true
}

// TestSweepOfStaleExceptions shows that exceptions which are shown for a while
// after they were deleted are not taken for left behind.
func TestSweepOfStaleExceptions(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStandIn()
		s.has("fakesmith-test-1")
		var deleted time.Time
		s.meddle = func(operation, body string, w http.ResponseWriter) bool {
			if operation == deleteExceptions && deleted.IsZero() {
				deleted = time.Now()
			}
			if operation != "DescribeRemediationExceptions" || deleted.IsZero() || time.Since(deleted) > 45*time.Second {
				return false
			}
			w.Header().Set("Content-Type", "application/x-amz-json-1.1")
			w.Write([]byte(`{"RemediationExceptions":[{"ConfigRuleName":"fakesmith-test-1","ResourceType":"AWS::EC2::Volume","ResourceId":"vol-1"}]}`))
			return true
		}
		cleaning := s.cleaning(t)
		if err := cleaning.Read(journalOf(t, `{"n":1,"creates":"rule","rule":"fakesmith-test-1"}`, "")); err != nil {
			t.Fatal(err)
		}
		if swept, left, err := cleaning.Do(t.Context()); err != nil || len(left) > 0 || len(s.excepted()) > 0 {
			t.Errorf("Do() = %v, %v, %v; there are exceptions of %v", swept, left, err, s.excepted())
		}
	})
}

// TestYoungJournal shows that a sweep waits until reads show what its run has
// created, and that one long after its run loses no time.
func TestYoungJournal(t *testing.T) {
	for _, answer := range []string{"", `{"n":1,"answered":200}` + "\n" + `{"gone":"fakesmith-test-1"}` + "\n"} {
		synctest.Test(t, func(t *testing.T) {
			s := newStandIn()
			at := time.Now().UTC().Format(time.RFC3339)
			name := journalOf(t, `{"n":1,"at":"`+at+`","creates":"rule","rule":"fakesmith-test-1"}`, answer)
			for _, wait := range []struct{ before, least, most time.Duration }{{0, time.Minute, 2 * time.Minute}, {time.Hour, 0, 15 * time.Second}} {
				time.Sleep(wait.before)
				began := time.Now()
				cleaning := s.cleaning(t)
				if err := cleaning.Read(name); err != nil {
					t.Fatal(err)
				}
				_, left, err := cleaning.Do(t.Context())
				if took := time.Since(began); err != nil || len(left) > 0 || took < wait.least || took > wait.most {
					t.Errorf("%v after the run, Do() = %v, %v in %v, want between %v and %v", wait.before, left, err, took, wait.least, wait.most)
				}
			}
		})
	}
}

// FuzzJournal looks for a journal by which more would be swept than what is its
// run's.
func FuzzJournal(f *testing.F) {
	f.Add(`{"n":1,"creates":"rule","rule":"fakesmith-test-1"}` + "\n" + `{"n":1,"answered":400}`)
	f.Add(`{"n":1,"creates":"exceptions","rule":"encrypted","keys":[{"type":"a","id":"b"}]}`)
	f.Add(`{"gone":"fakesmith-test-1","keys":null}` + "\n{")
	f.Fuzz(func(t *testing.T, lines string) {
		r, err := parseJournal(strings.NewReader(firstLine+lines), nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, rule := range r.owed.withOpen().names() {
			if !RunID("test").Owns(rule) {
				t.Errorf("%s\nis swept by, and names %q", lines, rule)
			}
		}
	})
}
