#!/usr/bin/env bash
# The two AWS SDKs for Go retry opposite halves of answers that break off:
# v1 those whose connection is closed, v2 those whose connection is reset.
#
# Versions: github.com/aws/aws-sdk-go v1.55.8;
# github.com/aws/aws-sdk-go-v2/service/configservice v1.74.9 with
# github.com/aws/aws-sdk-go-v2 v1.47.6 and github.com/aws/smithy-go v1.28.9.
#
# A server sends the head of a 200 and half of the body, and then ends the
# connection: with a FIN, as a process that exits does, or with a RST, as a
# load balancer or a machine that is gone does. v2 makes one attempt after a
# FIN, since "deserialization failed: unexpected EOF" is no error of the
# connection to it, and three after a RST. v1 makes four attempts after a
# FIN, and one after a RST, even where no byte was answered. A test that
# breaks answers off in one way only shows half of what a program will meet,
# and a fake whose "reset" is a FIN shows the wrong half.
#
# Seen: SDK, where and how the connection ends, requests:
#   v1 within FIN 4
#   v1 within RST 1
#   v2 within FIN 1
#   v2 within RST 3
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
export GOMODCACHE="$tmp/mod" GOFLAGS="-modcacherw -trimpath" GOWORK=off

cat > main.go <<'GO'
package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"time"

	v1 "github.com/aws/aws-sdk-go/aws"
	"github.com/aws/aws-sdk-go/aws/client"
	"github.com/aws/aws-sdk-go/aws/credentials"
	"github.com/aws/aws-sdk-go/aws/session"
	config1 "github.com/aws/aws-sdk-go/service/configservice"

	v2 "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	config2 "github.com/aws/aws-sdk-go-v2/service/configservice"
)

// requests returns how many requests a call makes of a server that sends so much of
// an answer and ends the connection.
func requests(answer string, reset bool, call func(url string) error) (n int32) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		atomic.AddInt32(&n, 1)
		conn, out, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		out.WriteString(answer)
		out.Flush()
		if reset {
			conn.(*net.TCPConn).SetLinger(0)
		}
		conn.Close()
	}))
	defer s.Close()
	if call(s.URL) == nil {
		panic("the call succeeded")
	}
	return n
}

func callV1(url string) error {
	config := v1.NewConfig().WithEndpoint(url).WithRegion("us-east-1").WithCredentials(credentials.NewStaticCredentials("id", "secret", ""))
	config.Retryer = client.DefaultRetryer{NumMaxRetries: client.DefaultRetryerMaxNumRetries,
		MinRetryDelay: time.Millisecond, MaxRetryDelay: time.Millisecond} // as many as usual, but sooner
	_, err := config1.New(session.Must(session.NewSession(config))).DescribeRemediationExceptions(
		&config1.DescribeRemediationExceptionsInput{ConfigRuleName: v1.String("rule")})
	return err
}

func callV2(url string) error {
	_, err := config2.New(config2.Options{Region: "us-east-1", BaseEndpoint: &url,
		Retryer: retry.NewStandard(func(o *retry.StandardOptions) { o.MaxBackoff = time.Millisecond }),
		Credentials: v2.CredentialsProviderFunc(func(context.Context) (v2.Credentials, error) {
			return v2.Credentials{AccessKeyID: "id", SecretAccessKey: "secret"}, nil
		}),
	}).DescribeRemediationExceptions(context.Background(), &config2.DescribeRemediationExceptionsInput{ConfigRuleName: v2.String("rule")})
	return err
}

func main() {
	const within = "HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.1\r\nContent-Length: 28\r\n\r\n{\"RemediationE"
	for _, sdk := range []struct {
		name string
		call func(string) error
	}{{"v1", callV1}, {"v2", callV2}} {
		for _, answer := range []struct{ name, text string }{{"before", ""}, {"within", within}} {
			fmt.Println(sdk.name, answer.name, "FIN", requests(answer.text, false, sdk.call))
			fmt.Println(sdk.name, answer.name, "RST", requests(answer.text, true, sdk.call))
		}
	}
}
GO
{
  go mod init finding
  go get github.com/aws/aws-sdk-go@v1.55.8 github.com/aws/aws-sdk-go-v2@v1.47.6 \
    github.com/aws/aws-sdk-go-v2/service/configservice@v1.74.9 github.com/aws/smithy-go@v1.28.9
} > install.log 2>&1 || { cat install.log >&2; exit 1; }

go run . > got
cat > want <<'EOF'
v1 before FIN 4
v1 before RST 1
v1 within FIN 4
v1 within RST 1
v2 before FIN 3
v2 before RST 3
v2 within FIN 1
v2 within RST 3
EOF
diff -u want got
echo "finding holds: of answers that break off, aws-sdk-go v1 retries those with a FIN, and v2 those with a RST"
