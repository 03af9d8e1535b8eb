package exempter_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go"

	"example.com/exempter"
	"example.com/exempter/internal/remediation"
	"github.com/fakesmith/fakesmith/fake/sdkv2"
)

const rule = "encrypted"

// volumes returns n resources, and a fake in which none of them complies.
func volumes(n int) ([]exempter.Resource, *remediation.Fake) {
	f := remediation.New(remediation.State{ConfigRules: []remediation.ConfigRule{{
		ConfigRuleName: aws.String(rule),
		Source:         remediation.Source{Owner: remediation.OwnerAws, SourceIdentifier: aws.String("AWS_CONFIG_PROCESS_CHECK")},
	}}})
	resources := make([]exempter.Resource, n)
	for i := range resources {
		resources[i] = exempter.Resource{Type: "AWS::EC2::Volume", ID: fmt.Sprintf("vol-%03d", i)}
		f.SetCompliance(rule, resources[i].Type, resources[i].ID, remediation.ComplianceTypeNonCompliant)
	}
	return resources, f
}

func TestExemptsManyUntilTheirTime(t *testing.T) {
	resources, f := volumes(250)
	e := exempter.New(sdkv2.Config(f))
	until := f.Clock.Now().Add(time.Hour)

	rejected, err := e.Exempt(t.Context(), rule, "migrating", until, resources)
	if err != nil || len(rejected) != 0 {
		t.Fatalf("Exempt() = %v, %v, want all exempt", rejected, err)
	}
	if got := len(f.Calls()); got != 3 {
		t.Errorf("Exempt made %d calls, want 3", got)
	}
	exempt, err := e.Exempted(t.Context(), rule)
	if err != nil || len(exempt) != len(resources) {
		t.Fatalf("Exempted() = %d resources, %v, want %d", len(exempt), err, len(resources))
	}
	for i, got := range exempt {
		if got.Resource != resources[i] || got.Reason != "migrating" || !got.Until.Equal(until.Truncate(time.Millisecond)) {
			t.Errorf("Exempted()[%d] = %v, want %v for migrating until %v", i, got, resources[i], until)
		}
	}

	f.Clock.Advance(time.Hour)
	if exempt, err := e.Exempted(t.Context(), rule); err != nil || len(exempt) != 0 {
		t.Errorf("Exempted() an hour later = %v, %v, want none", exempt, err)
	}
}

func TestTellsWhatIsRejected(t *testing.T) {
	resources, f := volumes(120)
	compliant := resources[110]
	f.SetCompliance(rule, compliant.Type, compliant.ID, remediation.ComplianceTypeCompliant)

	rejected, err := exempter.New(sdkv2.Config(f)).Exempt(t.Context(), rule, "", time.Time{}, resources)
	if err != nil {
		t.Fatal(err)
	}
	if len(rejected) != 1 || rejected[0].Resource != compliant || rejected[0].Why == "" {
		t.Errorf("Exempt() = %v, want %v with a reason", rejected, compliant)
	}
	if got := len(f.State().RemediationExceptions); got != 119 {
		t.Errorf("%d resources are exempt, want 119", got)
	}
}

func TestResumesWhatMayNotBeExempt(t *testing.T) {
	resources, f := volumes(3)
	e := exempter.New(sdkv2.Config(f))
	if _, err := e.Exempt(t.Context(), rule, "", time.Time{}, resources[:2]); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time, none is exempt
		if failed, err := e.Resume(t.Context(), rule, resources[:2]); err != nil || len(failed) != 0 {
			t.Errorf("Resume() = %v, %v, want no error", failed, err)
		}
	}
	if got := f.State().RemediationExceptions; len(got) != 0 {
		t.Errorf("exempt after all: %v", got)
	}
}

// TestPastIsNoError shows the clause that this module's model changes.
func TestPastIsNoError(t *testing.T) {
	resources, f := volumes(1)
	e := exempter.New(sdkv2.Config(f))
	rejected, err := e.Exempt(t.Context(), rule, "", f.Clock.Now().Add(-time.Minute), resources)
	if err != nil || len(rejected) != 0 {
		t.Errorf("Exempt() until a minute ago = %v, %v, want no complaint", rejected, err)
	}
	if exempt, err := e.Exempted(t.Context(), rule); err != nil || len(exempt) != 0 {
		t.Errorf("Exempted() = %v, %v, want none", exempt, err)
	}
}

// TestOutlastsThrottling lets the first calls be throttled. The pauses between
// them pass at once, since the test runs in a bubble of its own time.
func TestOutlastsThrottling(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		resources, f := volumes(1)
		cfg := sdkv2.Config(f)
		cfg.HTTPClient = &throttled{times: 5, next: cfg.HTTPClient}
		began := time.Now()
		if rejected, err := exempter.New(cfg).Exempt(t.Context(), rule, "", time.Time{}, resources); err != nil || len(rejected) != 0 {
			t.Errorf("Exempt() = %v, %v, want it to outlast five rejections", rejected, err)
		}
		if time.Since(began) < time.Second {
			t.Errorf("five rejections were outlasted in %v, want growing pauses", time.Since(began))
		}
	})
}

func TestGivesUpOnThrottling(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, f := volumes(0)
		cfg := sdkv2.Config(f)
		cfg.HTTPClient = &throttled{times: 1000, next: cfg.HTTPClient}
		_, err := exempter.New(cfg).Exempted(t.Context(), rule)
		if api, ok := errors.AsType[smithy.APIError](err); !ok || api.ErrorCode() != "ThrottlingException" {
			t.Errorf("Exempted() = %v, want ThrottlingException", err)
		}
	})
}

// throttled answers the first calls as AWS does when there are too many.
type throttled struct {
	times int
	next  aws.HTTPClient
}

func (t *throttled) Do(r *http.Request) (*http.Response, error) {
	if t.times == 0 {
		return t.next.Do(r)
	}
	t.times--
	return &http.Response{
		StatusCode: http.StatusBadRequest,
		Header:     http.Header{"Content-Type": {"application/x-amz-json-1.1"}},
		Body:       io.NopCloser(bytes.NewBufferString(`{"__type":"ThrottlingException","message":"Rate exceeded"}`)),
		Request:    r,
	}, nil
}
