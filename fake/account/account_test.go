package account_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/account"
	"github.com/fakesmith/fakesmith/fake/sdkv2"
	"github.com/fakesmith/fakesmith/generated/remediation"
)

func TestGetCallerIdentity(t *testing.T) {
	f := remediation.New(remediation.State{})
	for _, at := range []*remediation.Fake{f, f.At("210987654321", "eu-west-1")} {
		client := sts.NewFromConfig(sdkv2.Config(account.New(at, account.Options{})))
		out, err := client.GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{})
		if err != nil {
			t.Fatal(err)
		}
		want := at.Scope().Account
		if aws.ToString(out.Account) != want || aws.ToString(out.Arn) != "arn:aws:iam::"+want+":user/fakesmith" || aws.ToString(out.UserId) == "" {
			t.Errorf("GetCallerIdentity() = %s %s %s, want account %s", aws.ToString(out.Account), aws.ToString(out.Arn), aws.ToString(out.UserId), want)
		}
	}
	// Of other actions nothing is known.
	client := sts.NewFromConfig(sdkv2.Config(account.New(f, account.Options{})))
	_, err := client.GetSessionToken(t.Context(), &sts.GetSessionTokenInput{})
	if got := codeOf(err); got != "InvalidAction" {
		t.Errorf("GetSessionToken() = %v, want InvalidAction", err)
	}
}

func TestRecorder(t *testing.T) {
	f := remediation.New(remediation.State{})
	for _, test := range []struct {
		options account.Options
		want    int
		named   string // what asking for the recorder by its name comes to
	}{
		{account.Options{}, 1, ""},
		{account.Options{NoRecorder: true}, 0, "NoSuchConfigurationRecorderException"},
	} {
		client := configservice.NewFromConfig(sdkv2.Config(account.New(f, test.options)))
		recorders, err := client.DescribeConfigurationRecorders(t.Context(), &configservice.DescribeConfigurationRecordersInput{})
		if err != nil || len(recorders.ConfigurationRecorders) != test.want {
			t.Errorf("%+v: DescribeConfigurationRecorders() = %v, %v, want %d", test.options, recorders, err, test.want)
		}
		status, err := client.DescribeConfigurationRecorderStatus(t.Context(), &configservice.DescribeConfigurationRecorderStatusInput{})
		if err != nil || len(status.ConfigurationRecordersStatus) != test.want {
			t.Errorf("%+v: DescribeConfigurationRecorderStatus() = %v, %v, want %d", test.options, status, err, test.want)
			continue
		}
		for _, s := range status.ConfigurationRecordersStatus {
			if !s.Recording || s.LastStartTime == nil {
				t.Errorf("the recorder is %+v, want one that records", s)
			}
		}
		for name, want := range map[string]string{"default": test.named, "other": "NoSuchConfigurationRecorderException"} {
			_, err = client.DescribeConfigurationRecorderStatus(t.Context(), &configservice.DescribeConfigurationRecorderStatusInput{ConfigurationRecorderNames: []string{name}})
			if got := codeOf(err); got != want {
				t.Errorf("%+v: DescribeConfigurationRecorderStatus(%s) = %v, want code %q", test.options, name, err, want)
			}
		}
	}
}

// TestOthersGoToTheFake: what is not the account's is the fake's, bytes and all.
func TestOthersGoToTheFake(t *testing.T) {
	f := remediation.New(remediation.State{ConfigRules: []remediation.ConfigRule{{ConfigRuleName: aws.String("r")}}})
	h := account.New(f, account.Options{})
	if got := post(t, h, "PutEvaluations", evaluation(`"r"`)); got != `200 {"FailedEvaluations":[]}` {
		t.Errorf("PutEvaluations = %s, want success", got)
	}
	if got := post(t, h, "Dance", `{}`); !strings.Contains(got, "UnknownOperationException") {
		t.Errorf("Dance = %s, want UnknownOperationException", got)
	}
	if got := get(t, h, "/_fakesmith/"); !strings.HasPrefix(got, `200 {"control":1`) {
		t.Errorf("GET /_fakesmith/ = %s, want the powers", got)
	}
	if scoped, ok := h.(interface{ Scope() fake.Scope }); !ok || scoped.Scope() != f.Scope() {
		t.Errorf("the scope is not the fake's")
	}
}

func TestStrict(t *testing.T) {
	f := remediation.New(remediation.State{ConfigRules: []remediation.ConfigRule{{ConfigRuleName: aws.String("r")}}})
	h := account.New(f, account.Options{Strict: true})
	for body, want := range map[string]string{
		evaluation(`"r"`):     "InvalidResultTokenException",
		evaluation(`"other"`): "InvalidResultTokenException",
		// What else is wrong comes first, as it does at the fake.
		evaluation(`7`):                          "SerializationException",
		`{"ResultToken": "r"`:                    "SerializationException",
		`{"ResultToken": "r", "Evaluations": 1}`: "SerializationException",
		`{}`:                                     "ValidationException",
		// In test mode any token does.
		strings.Replace(evaluation(`"r"`), `{`, `{"TestMode": true, `, 1): `200 {"FailedEvaluations":[]}`,
	} {
		if got := post(t, h, "PutEvaluations", body); !strings.Contains(got, want) {
			t.Errorf("PutEvaluations %s = %s, want %s", body, got, want)
		}
	}
	if got := f.State().Compliance; len(got) != 0 {
		t.Errorf("there is compliance %v, want none", got)
	}
	for _, path := range []string{"/_fakesmith/", "/_fakesmith/state"} {
		if got := get(t, h, path); !strings.HasPrefix(got, "404 ") {
			t.Errorf("GET %s = %s, want 404", path, got)
		}
	}
}

func evaluation(token string) string {
	return `{"ResultToken": ` + token + `, "Evaluations": [{"ComplianceResourceType": "AWS::EC2::Volume", "ComplianceResourceId": "vol-1",
		"ComplianceType": "NON_COMPLIANT", "OrderingTimestamp": 1600000000}]}`
}

// post calls an operation of AWS Config, and returns the status and the body.
func post(t *testing.T, h http.Handler, operation, body string) string {
	t.Helper()
	r, err := http.NewRequest("POST", "http://fake.invalid/", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-amz-json-1.1")
	r.Header.Set("X-Amz-Target", "StarlingDoveService."+operation)
	return send(t, h, r)
}

func get(t *testing.T, h http.Handler, path string) string {
	t.Helper()
	r, err := http.NewRequest("GET", "http://fake.invalid"+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	return send(t, h, r)
}

func send(t *testing.T, h http.Handler, r *http.Request) string {
	t.Helper()
	resp, err := fake.Transport(h).RoundTrip(r)
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

func codeOf(err error) string {
	if apiErr, ok := errors.AsType[smithy.APIError](err); ok {
		return apiErr.ErrorCode()
	}
	return ""
}
