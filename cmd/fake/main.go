// Command fake serves the fake of AWS Config's remediation exceptions over
// HTTP, for boto3, the AWS CLI, or any other client; or with -model the fake of
// another API.
//
//	go run ./cmd/fake [-model MODEL.json [-contract CONTRACT.json]] [-addr HOST:PORT]
//		[-state FILE.json] [-profile FILE.json] [-clock TIME] [-strict] [-no-recorder]
//		[-faults PROFILE|FILE.json] [-faults-seed N] [-accounts ID,ID...] [-host NAME]... [-cors ORIGIN]...
//
// It listens on a free loopback port unless -addr says where, prints how to
// reach it, and stops when it is interrupted.
package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"syscall"

	"github.com/fakesmith/fakesmith/cmd/fake/serving"
	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/account"
	"github.com/fakesmith/fakesmith/generated/remediation"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	status := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

// run is main with its surroundings as parameters. It returns the exit status
// once ctx is done.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	o, rest, err := takeOther(args)
	switch {
	case err != nil:
		fmt.Fprintf(stderr, "fake: %v\nRun fake -help for the manual.\n", err)
		return serving.Misuse
	case o.model != "":
		return o.serve(ctx, rest, stdout, stderr)
	}
	return embedded.Run(ctx, rest, stdout, stderr)
}

// embedded serves the fake of AWS Config.
var embedded = serving.Program{
	Open: func() (http.Handler, *fake.Clock) {
		f := remediation.New(remediation.State{})
		return f, f.Clock
	},
	Traits:   account.Traits(),
	Greeting: greeting,
	Fact:     `{"fact": "compliance", "of": {"ConfigRuleName": "encrypted", "ResourceType": "AWS::EC2::Volume", "ResourceId": "vol-1"}, "value": "NON_COMPLIANT"}`,
	Recorder: true,
}

func greeting(url string) string {
	return fmt.Sprintf(`With the AWS CLI:

  export AWS_ENDPOINT_URL=%[1]s AWS_DEFAULT_REGION=us-east-1
  export AWS_ACCESS_KEY_ID=123456789012 AWS_SECRET_ACCESS_KEY=any
  aws configservice describe-remediation-exceptions --config-rule-name encrypted

With boto3:

  import boto3
  config = boto3.client("config", endpoint_url="%[1]s", region_name="us-east-1",
                        aws_access_key_id="123456789012", aws_secret_access_key="any")
  print(config.describe_remediation_exceptions(ConfigRuleName="encrypted"))
`, url)
}
