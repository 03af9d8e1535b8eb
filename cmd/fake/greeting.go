package main

import (
	"fmt"
	"io"
	"net"
)

// greet prints where the fake listens, for scripts, and how to reach it, for
// people, with a remark that may be empty. control says whether it has the control
// endpoints. Whoever opens it to the network is warned.
func greet(stdout, stderr io.Writer, addr *net.TCPAddr, control bool, remark string) {
	url := "http://" + addr.String()
	if addr.IP.IsUnspecified() {
		url = fmt.Sprintf("http://127.0.0.1:%d", addr.Port)
	}
	clock := ""
	if control {
		clock = fmt.Sprintf(" To move the clock:\n\n  curl %s/_fakesmith/clock -H 'Content-Type: application/json' -d '{\"advance\": \"1h\"}'", url)
	}
	fmt.Fprintf(stdout, `listening on %[1]s

With the AWS CLI:

  export AWS_ENDPOINT_URL=%[1]s AWS_DEFAULT_REGION=us-east-1
  export AWS_ACCESS_KEY_ID=123456789012 AWS_SECRET_ACCESS_KEY=any
  aws configservice describe-remediation-exceptions --config-rule-name encrypted

With boto3:

  import boto3
  config = boto3.client("config", endpoint_url="%[1]s", region_name="us-east-1",
                        aws_access_key_id="123456789012", aws_secret_access_key="any")
  print(config.describe_remediation_exceptions(ConfigRuleName="encrypted"))

An access key of 12 digits names the account.%[2]s

%[3]sTo stop: Ctrl-C.
`, url, clock, remark)
	if !addr.IP.IsLoopback() {
		fmt.Fprintln(stderr, "fake: listening beyond this machine: whoever reaches the port can read and change everything")
	}
}
