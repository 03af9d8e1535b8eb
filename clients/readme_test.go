package clients_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/aws-sdk-go-v2/service/configservice/types"

	"github.com/fakesmith/fakesmith/fake/sdkv2"
	"github.com/fakesmith/fakesmith/generated/remediation"
)

func TestExceptionExpires(t *testing.T) {
	f := remediation.New(remediation.State{
		ConfigRules: []remediation.ConfigRule{{ConfigRuleName: aws.String("encrypted")}},
	})
	f.SetCompliance("encrypted", "AWS::EC2::Volume", "vol-1", remediation.ComplianceTypeNonCompliant)
	client := configservice.NewFromConfig(sdkv2.Config(f)) // the real client, and no socket

	_, err := client.PutRemediationExceptions(t.Context(), &configservice.PutRemediationExceptionsInput{
		ConfigRuleName: aws.String("encrypted"),
		ResourceKeys:   []types.RemediationExceptionResourceKey{{ResourceType: aws.String("AWS::EC2::Volume"), ResourceId: aws.String("vol-1")}},
		ExpirationTime: aws.Time(f.Clock.Now().Add(time.Hour)),
	})
	if err != nil {
		t.Fatal(err)
	}
	f.Clock.Advance(time.Hour) // no sleep: the exception is gone
	if got := f.State().RemediationExceptions; len(got) != 0 {
		t.Errorf("an hour later there is still %v", got)
	}
}

// TestReadme shows that the test above is the one in the README.
func TestReadme(t *testing.T) {
	source, err := os.ReadFile("readme_test.go")
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, example, _ := strings.Cut(string(source), "func TestExceptionExpires")
	example, _, _ = strings.Cut(example, "\n}\n")
	if want := "```go\nfunc TestExceptionExpires" + example + "\n}\n```\n"; !strings.Contains(string(readme), want) {
		t.Errorf("the README does not show this test as it is:\n%s", want)
	}
}
