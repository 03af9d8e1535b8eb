#!/usr/bin/env bash
# aws-sdk-go-v2 sends the year 9999 as the year 1816, and reads it so.
#
# Versions: github.com/aws/aws-sdk-go-v2/service/configservice v1.74.9 with
# github.com/aws/smithy-go v1.28.9 (Go); @aws-sdk/client-config-service
# 3.1124.0 with @aws-sdk/core 3.981.2 (JavaScript).
#
# An awsJson timestamp is a number of seconds. smithy-go computes it from
# time.Time.UnixNano, which is 64 bits wide and wraps after
# 2262-04-11T23:47:16Z. Neither the client nor the reader reports an error:
# an exception that should "never" expire, 9999-12-31T23:59:59Z, leaves as
# -4852116232.933 and has expired 200 years ago. The JavaScript client
# sends 253402300799 for the same time, and the Go client reads that number
# back as 1816 too. Fakes that put a far date into a reply meet the same.
#
# Seen:
#   go sends 2262-04-11T23:47:16Z 9223372036
#   go sends 2262-04-11T23:47:17Z -9223372036.709
#   go sends 9999-12-31T23:59:59Z -4852116232.933
#   go reads 253402300799 1816-03-30T05:56:07Z
#   js sends 9999-12-31T23:59:59Z 253402300799
#   js reads 253402300799 9999-12-31T23:59:59.000Z
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
export GOMODCACHE="$tmp/mod" GOFLAGS="-modcacherw -trimpath" GOWORK=off

cat > main.go <<'GO'
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/aws-sdk-go-v2/service/configservice/types"
)

var sent struct{ ExpirationTime json.Number }

// answer is a server in place of the network: it keeps what was sent.
type answer string

func (a answer) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := json.NewDecoder(r.Body).Decode(&sent); err != nil {
		return nil, err
	}
	return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(string(a))), Request: r}, nil
}

func client(a answer) *configservice.Client {
	return configservice.New(configservice.Options{Region: "us-east-1", HTTPClient: &http.Client{Transport: a},
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "id", SecretAccessKey: "secret"}, nil
		})})
}

func main() {
	for _, s := range []string{"2262-04-11T23:47:16Z", "2262-04-11T23:47:17Z", "9999-12-31T23:59:59Z"} {
		t, _ := time.Parse(time.RFC3339, s)
		_, err := client("{}").PutRemediationExceptions(context.Background(), &configservice.PutRemediationExceptionsInput{
			ConfigRuleName: aws.String("rule"), ExpirationTime: &t,
			ResourceKeys: []types.RemediationExceptionResourceKey{{ResourceId: aws.String("id"), ResourceType: aws.String("type")}}})
		if err != nil {
			panic(err)
		}
		fmt.Println("go sends", s, sent.ExpirationTime)
	}
	out, err := client(`{"RemediationExceptions":[{"ExpirationTime":253402300799}]}`).DescribeRemediationExceptions(context.Background(),
		&configservice.DescribeRemediationExceptionsInput{ConfigRuleName: aws.String("rule")})
	if err != nil {
		panic(err)
	}
	fmt.Println("go reads 253402300799", out.RemediationExceptions[0].ExpirationTime.Format(time.RFC3339))
}
GO
cat > client.mjs <<'JS'
import {Readable} from 'node:stream';
import {ConfigService} from '@aws-sdk/client-config-service';
let body;
const requestHandler = {handle: async request => {
  body = JSON.parse(new TextDecoder().decode(request.body));
  const reply = '{"RemediationExceptions":[{"ExpirationTime":253402300799}]}';
  return {response: {statusCode: 200, headers: {}, body: Readable.from([Buffer.from(reply)])}};
}};
const client = new ConfigService({region: 'us-east-1', requestHandler, credentials: {accessKeyId: 'id', secretAccessKey: 'secret'}});
const time = '9999-12-31T23:59:59Z';
await client.putRemediationExceptions({ConfigRuleName: 'rule', ResourceKeys: [{ResourceId: 'id', ResourceType: 'type'}], ExpirationTime: new Date(time)});
console.log('js sends', time, body.ExpirationTime);
const out = await client.describeRemediationExceptions({ConfigRuleName: 'rule'});
console.log('js reads 253402300799', out.RemediationExceptions[0].ExpirationTime.toISOString());
JS
{
  go mod init finding
  go get github.com/aws/aws-sdk-go-v2/service/configservice@v1.74.9 github.com/aws/smithy-go@v1.28.9
  npm install --no-audit --no-fund --ignore-scripts @aws-sdk/client-config-service@3.1124.0 @aws-sdk/core@3.981.2 @smithy/core@3.41.1
} > install.log 2>&1 || { cat install.log >&2; exit 1; }

{ go run .; node --no-warnings client.mjs; } > got
cat > want <<'EOF'
go sends 2262-04-11T23:47:16Z 9223372036
go sends 2262-04-11T23:47:17Z -9223372036.709
go sends 9999-12-31T23:59:59Z -4852116232.933
go reads 253402300799 1816-03-30T05:56:07Z
js sends 9999-12-31T23:59:59Z 253402300799
js reads 253402300799 9999-12-31T23:59:59.000Z
EOF
diff -u want got
echo "finding holds: aws-sdk-go-v2 sends and reads the year 9999 as 1816, aws-sdk for JavaScript as 9999"
