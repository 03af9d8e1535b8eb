package oracle_test

import (
	"strings"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/conformance/oracle"
	"github.com/fakesmith/fakesmith/generated/pipelinestest"
)

// TestLifecycle shows what the oracle makes of states that change after a time: exactly, and
// where it is not known how long that takes.
func TestLifecycle(t *testing.T) {
	slow := map[string]string{"app-lifecycle-period": "a-minute", "delete-app-lifecycle": "a-minute"}
	const arn = "arn:aws:sagemaker:us-east-1:123456789012:partner-app/app-000000000001"
	app := func(state string) string {
		return `{"Arn":"` + arn + `","AuthType":"IAM","CreationTime":1900000000,"ExecutionRoleArn":"arn:aws:iam::123456789012:role/r","Name":"a","Status":"` + state + `","Tier":"small","Type":"comet"}`
	}
	const absent, open = "error", "Creating Available Failed"
	for _, s := range []struct {
		name    string
		profile map[string]string
		lenient bool
		deleted bool          // the app
		after   time.Duration // since it was put, or deleted
		agrees  string        // the states that may be shown, and whether an error may come
	}{
		{"at once", nil, false, false, 0, "Available"},
		{"new", slow, false, false, time.Minute - 1, "Creating"},
		{"old", slow, false, false, time.Minute, "Available"},
		{"deleted at once", nil, false, true, 0, absent},
		{"being deleted", slow, false, true, time.Minute - 1, "Deleting"},
		{"deleted", slow, false, true, time.Minute, absent},
		{"unknown", nil, true, false, 0, open},
		{"unknown, later", slow, true, false, time.Hour, open},
		{"unknown, deleted", nil, true, true, time.Hour, "Deleting " + absent},
	} {
		t.Run(s.name, func(t *testing.T) {
			o := oracle.New(&pipelinestest.Contract, s.profile)
			o.Lenient = s.lenient
			created := o.Call(home, epoch, "CreatePartnerApp", object(t, `{"Name": "a", "Type": "comet", "ExecutionRoleArn": "arn:aws:iam::123456789012:role/r", "Tier": "small", "AuthType": "IAM"}`))
			if err := o.Agree(created, oracle.Reply{Output: object(t, `{"Arn": "`+arn+`"}`)}); err != nil {
				t.Fatal(err)
			}
			if s.deleted {
				if out := o.Call(home, epoch, "DeletePartnerApp", object(t, `{"Arn": "`+arn+`"}`)); out.Output == nil {
					t.Fatalf("it is not deleted: %v", out)
				}
			}
			get := func() (*oracle.Oracle, oracle.Outcome) {
				one := o.Clone()
				return one, one.Call(home, epoch.Add(s.after), "DescribePartnerApp", object(t, `{"Arn": "`+arn+`"}`))
			}
			for _, state := range []string{"Creating", "Available", "Failed", "Deleting", "Updating", absent} {
				reply := oracle.Reply{Code: "ResourceNotFound"}
				if state != absent {
					reply = oracle.Reply{Output: object(t, app(state))}
				}
				one, out := get()
				if err, want := one.Agree(out, reply), strings.Contains(s.agrees, state); (err == nil) != want {
					t.Errorf("%s: the oracle agrees: %t (%v), want %t", state, err == nil, err, want)
				}
			}
		})
	}
}
