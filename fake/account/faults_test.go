package account_test

import (
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/account"
	"github.com/fakesmith/fakesmith/fake/faults"
	"github.com/fakesmith/fakesmith/fake/sdkv2"
	"github.com/fakesmith/fakesmith/generated/remediation"
)

// faulty returns an account that behaves as a fault profile says, and its faults.
func faulty(t *testing.T, f faults.Profile) *faults.Injector {
	t.Helper()
	w, err := faults.New(f, account.Traits(), 1, func() (http.Handler, *fake.Clock) {
		f := remediation.New(remediation.State{})
		return account.New(f, account.Options{}), f.Clock
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// TestFaultsInTheProtocolOfTheCall: STS is answered in XML, and the recorder's
// operations in JSON, so that each client reads which error it is.
func TestFaultsInTheProtocolOfTheCall(t *testing.T) {
	f := remediation.New(remediation.State{})
	w := faulty(t, faults.Profile{})
	for _, way := range []struct {
		name    string
		handler http.Handler
		faults  *fake.Faults
		calls   func() []fake.Call
	}{
		{"the fake's own faults", account.New(f, account.Options{}), f.Faults, f.Calls},
		{"under a profile", w, w.Faults, w.Calls},
	} {
		t.Run(way.name, func(t *testing.T) { eachInItsProtocol(t, way.handler, way.faults, way.calls) })
	}
}

func eachInItsProtocol(t *testing.T, h http.Handler, planned *fake.Faults, calls func() []fake.Call) {
	for _, test := range []struct {
		fault      fake.Code
		sts, wants string // the code that STS answers with, and the one of AWS Config
		status     int
	}{
		{fake.ThrottlingException, "Throttling", "ThrottlingException", 400},
		{fake.InternalFailure, "InternalFailure", "InternalFailure", 500},
		{fake.ServiceUnavailable, "ServiceUnavailable", "ServiceUnavailable", 503},
	} {
		config := sdkv2.Config(h)
		config.Retryer = func() aws.Retryer { return aws.NopRetryer{} }
		for _, call := range []struct {
			operation, want string
			do              func() error
		}{
			{"GetCallerIdentity", test.sts, func() error {
				_, err := sts.NewFromConfig(config).GetCallerIdentity(t.Context(), nil)
				return err
			}},
			{"DescribeConfigurationRecorderStatus", test.wants, func() error {
				_, err := configservice.NewFromConfig(config).DescribeConfigurationRecorderStatus(t.Context(), nil)
				return err
			}},
		} {
			if err := planned.Set(fake.Fault{Operation: call.operation, Error: test.fault}); err != nil {
				t.Fatal(err)
			}
			err := call.do()
			response, _ := errors.AsType[*awshttp.ResponseError](err)
			if codeOf(err) != call.want || response == nil || response.HTTPStatusCode() != test.status || response.RequestID == "" {
				t.Errorf("%s under %s: %v, want %s with status %d and a request id", call.operation, test.fault, err, call.want, test.status)
			}
			if last := calls()[len(calls())-1]; last.Operation != call.operation || last.Status != test.status || last.Fault == "" {
				t.Errorf("%s under %s is recorded as %+v", call.operation, test.fault, last)
			}
			if err := call.do(); err != nil {
				t.Errorf("%s after the fault: %v", call.operation, err)
			}
			// Connections end for these operations as for all others.
			if err := planned.Set(fake.Fault{Operation: call.operation, Reset: true}); err != nil {
				t.Fatal(err)
			}
			if err := call.do(); !errors.Is(err, syscall.ECONNRESET) {
				t.Errorf("%s with a reset: %v, want %v", call.operation, err, syscall.ECONNRESET)
			}
		}
	}
}

// TestThrottledCallersCanBegin: the SDK takes the throttling of STS for what it is,
// and tries again.
func TestThrottledCallersCanBegin(t *testing.T) {
	w := faulty(t, faults.Profile{})
	if err := w.Faults.Set(fake.Fault{Error: fake.ThrottlingException, Times: 3}); err != nil {
		t.Fatal(err)
	}
	config := sdkv2.Config(w)
	config.Retryer = func() aws.Retryer {
		return retry.NewStandard(func(o *retry.StandardOptions) { o.MaxAttempts, o.MaxBackoff = 5, time.Millisecond })
	}
	out, err := sts.NewFromConfig(config).GetCallerIdentity(t.Context(), nil)
	if err != nil || aws.ToString(out.Account) != fake.DefaultScope.Account {
		t.Errorf("GetCallerIdentity() = %v, %v, want the account after three rejections", out, err)
	}
}

// TestErrorsOfSTSAreDocuments in the form of the query protocol.
func TestErrorsOfSTSAreDocuments(t *testing.T) {
	w := faulty(t, faults.Profile{Throttling: faults.Throttling{Rate: 1e-9, Burst: 1}})
	call := func() (*http.Response, []byte) {
		r, _ := http.NewRequest("POST", "http://sts.invalid/", strings.NewReader("Action=GetCallerIdentity&Version=2011-06-15"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
		resp, err := fake.Transport(w).RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp, body
	}
	if resp, body := call(); resp.StatusCode != 200 {
		t.Fatalf("the first call is answered with %d %s", resp.StatusCode, body)
	}
	resp, body := call()
	var document struct {
		XMLName xml.Name `xml:"https://sts.amazonaws.com/doc/2011-06-15/ ErrorResponse"`
		Error   struct{ Type, Code, Message string }
		ID      string `xml:"RequestId"`
	}
	if err := xml.Unmarshal(body, &document); err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	e := document.Error
	if resp.StatusCode != 400 || resp.Header.Get("Content-Type") != "text/xml" || e.Type != "Sender" || e.Code != "Throttling" || e.Message == "" || document.ID != resp.Header.Get("X-Amzn-Requestid") {
		t.Errorf("STS is throttled with %d %s %s", resp.StatusCode, resp.Header.Get("Content-Type"), body)
	}
	// The log says which operation it was.
	calls := w.Calls()
	if last := calls[len(calls)-1]; last.Operation != "GetCallerIdentity" || last.Fault == "" {
		t.Errorf("the log has %+v", last)
	}
}
