package serving

import (
	"fmt"
	"io"
	"net"
	"os"
)

// greet prints where the fake listens, for scripts, and how to reach it, for
// people, with its name and a remark that may be empty. control says whether it has the control
// endpoints. Whoever opens it to the network is warned.
func (p *Program) greet(stdout, stderr io.Writer, addr *net.TCPAddr, name string, control bool, remark string) {
	url := "http://" + addr.String()
	if addr.IP.IsUnspecified() {
		url = fmt.Sprintf("http://127.0.0.1:%d", addr.Port)
	}
	moves := ""
	if control {
		moves = fmt.Sprintf(" To move the clock:\n\n  curl %s/_fakesmith/clock -H 'Content-Type: application/json' -d '{\"advance\": \"1h\"}'", url)
		if p.Fact != "" {
			moves += fmt.Sprintf("\n\nTo decide a fact that others decide in the service:\n\n  curl %s/_fakesmith/facts -H 'Content-Type: application/json' -d '[%s]'", url, p.Fact)
		}
	}
	calls := usual
	if p.Greeting != nil {
		calls = p.Greeting
	}
	fmt.Fprintf(stdout, `listening on %s

This is the instance %s, in process %d. Its responses say so in the header Server.

%s
An access key of 12 digits names the account.%s

%sTo stop: Ctrl-C.
`, url, name, os.Getpid(), calls(url), moves, remark)
	if !addr.IP.IsLoopback() {
		fmt.Fprintln(stderr, "fake: listening beyond this machine: whoever reaches the port can read and change everything")
	}
}

// usual tells how any client of AWS is made to call the fake.
func usual(url string) string {
	return fmt.Sprintf(`With the AWS CLI, boto3 and other SDKs:

  export AWS_ENDPOINT_URL=%s AWS_DEFAULT_REGION=us-east-1
  export AWS_ACCESS_KEY_ID=123456789012 AWS_SECRET_ACCESS_KEY=any
`, url)
}
