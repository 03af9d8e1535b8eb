package live

import (
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/generated/remediation"
	"github.com/fakesmith/fakesmith/generated/remediationtest"
)

// TestRehearsalTakesCallsAtOnce shows that a rehearsal counts calls which properties make
// at the same time, whether they are sent or withheld.
func TestRehearsalTakesCallsAtOnce(t *testing.T) {
	const clients, turns = 8, 50
	f := remediation.New(remediation.State{})
	u := &understudy{
		guard: &Guard{API: &remediationtest.Contract, Run: "test"}, next: fake.Transport(f),
		seen:    &Rehearsal{Calls: map[string]int{}, Withheld: map[string]int{}},
		time:    &simulation{now: time.Now(), clock: f.Clock, between: time.Millisecond},
		account: "123456789012", region: "eu-west-1",
	}
	send := func(operation, body string) {
		req, err := http.NewRequest("POST", "http://aws.invalid/", strings.NewReader(body))
		if err != nil {
			t.Error(err)
			return
		}
		req.Header.Set("X-Amz-Target", "StarlingDoveService."+operation)
		if resp, err := u.RoundTrip(req); err == nil {
			_, _ = io.Copy(io.Discard, resp.Body)
		}
	}
	var all sync.WaitGroup
	for range clients {
		all.Go(func() {
			for range turns {
				send("DescribeConfigRules", `{}`)
				send("DeleteConfigRule", `{"ConfigRuleName":"somebody-elses"}`)
			}
		})
	}
	all.Wait()
	withheld := 0
	for _, n := range u.seen.Withheld {
		withheld += n
	}
	if sent := u.seen.Calls["DescribeConfigRules"]; sent != clients*turns || withheld != clients*turns {
		t.Errorf("%d calls were sent and %d withheld, want %d each", sent, withheld, clients*turns)
	}
}
