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

// TestReadme shows that the Go in the README stands in files that are compiled
// and run: the test above, and the example.
func TestReadme(t *testing.T) {
	readme := readFile(t, "../README.md")
	sources := unindented(readFile(t, "readme_test.go")) + unindented(readFile(t, "../examples/exempter/conformance_test.go"))
	blocks := strings.Split(readme, "```go\n")[1:]
	if len(blocks) < 2 {
		t.Fatalf("the README has %d blocks of Go, want at least 2", len(blocks))
	}
	for _, block := range blocks {
		code, _, _ := strings.Cut(block, "```")
		if !strings.Contains(sources, unindented(code)) {
			t.Errorf("the README shows Go that stands in no test:\n%s", code)
		}
	}
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// unindented returns the text with nothing before the words of each line.
func unindented(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(strings.TrimLeft(line, "\t "))
	}
	return b.String()
}
