#!/usr/bin/env bash
# One reply, two errors: when the header X-Amzn-ErrorType and the body's
# __type or code differ, aws-sdk-go-v2 believes the header and the AWS SDK
# for JavaScript v3 the body. Of "message" and "Message" in one body, Go
# takes the later and JavaScript always "message".
#
# Versions: github.com/aws/aws-sdk-go-v2/service/configservice v1.74.9 with
# github.com/aws/aws-sdk-go-v2 v1.47.6 and github.com/aws/smithy-go v1.28.9;
# @aws-sdk/client-config-service 3.1124.0 with @aws-sdk/core 3.981.2.
#
# Servers of the awsJson protocol name an error in any of the three places,
# with a namespace before it or a URI after it. Both clients read each place
# alone, and agree on __type before code. Only where the header and the body
# meet do they part: a proxy or a fake that rewrites one of the two changes
# the error for the users of one language and not for the other's.
#
# Seen: go: InvalidNextTokenException (the header's); js, the same reply:
# InvalidParameterValueException (the body's). All at the end.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
export GOMODCACHE="$tmp/mod" GOFLAGS="-modcacherw -trimpath" GOWORK=off

cat > replies.json <<'JSON'
[{"name": "header and __type", "header": "InvalidNextTokenException", "body": {"__type": "InvalidParameterValueException", "message": "no"}},
 {"name": "header and code", "header": "InvalidNextTokenException", "body": {"code": "InvalidParameterValueException", "message": "no"}},
 {"name": "__type and code", "body": {"__type": "InvalidNextTokenException", "code": "InvalidParameterValueException", "message": "no"}},
 {"name": "header with URI", "header": "InvalidNextTokenException:http://example.com/", "body": {"message": "no"}},
 {"name": "__type with namespace and URI", "body": {"__type": "com.example#InvalidNextTokenException:http://example.com/", "message": "no"}},
 {"name": "message, Message", "body": {"__type": "InvalidNextTokenException", "message": "small", "Message": "capital"}},
 {"name": "Message, message", "body": {"__type": "InvalidNextTokenException", "Message": "capital", "message": "small"}}]
JSON
cat > main.go <<'GO'
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/smithy-go"
)

type reply struct {
	Name, Header string
	Body         json.RawMessage
}

func (a reply) RoundTrip(r *http.Request) (*http.Response, error) {
	header := http.Header{}
	if a.Header != "" {
		header.Set("X-Amzn-ErrorType", a.Header)
	}
	return &http.Response{StatusCode: 400, Header: header, Body: io.NopCloser(strings.NewReader(string(a.Body))), Request: r}, nil
}

func main() {
	data, _ := os.ReadFile("replies.json")
	var replies []reply
	if err := json.Unmarshal(data, &replies); err != nil {
		panic(err)
	}
	for _, a := range replies {
		client := configservice.New(configservice.Options{Region: "us-east-1", HTTPClient: &http.Client{Transport: a},
			Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
				return aws.Credentials{AccessKeyID: "id", SecretAccessKey: "secret"}, nil
			})})
		_, err := client.DescribeRemediationExceptions(context.Background(), &configservice.DescribeRemediationExceptionsInput{ConfigRuleName: aws.String("rule")})
		var apiErr smithy.APIError
		if !errors.As(err, &apiErr) {
			panic(err)
		}
		fmt.Printf("go %s: %s %s\n", a.Name, apiErr.ErrorCode(), apiErr.ErrorMessage())
	}
}
GO
cat > client.mjs <<'JS'
import fs from 'node:fs';
import {Readable} from 'node:stream';
import {ConfigService} from '@aws-sdk/client-config-service';
for (const {name, header, body} of JSON.parse(fs.readFileSync('replies.json'))) {
  const headers = header ? {'x-amzn-errortype': header} : {};
  const handle = async () => ({response: {statusCode: 400, headers, body: Readable.from([Buffer.from(JSON.stringify(body))])}});
  const client = new ConfigService({region: 'us-east-1', requestHandler: {handle}, credentials: {accessKeyId: 'id', secretAccessKey: 'secret'}});
  try { await client.describeRemediationExceptions({ConfigRuleName: 'rule'}); } catch (e) { console.log(`js ${name}: ${e.name} ${e.message}`); }
}
JS
{
  go mod init finding
  go get github.com/aws/aws-sdk-go-v2/service/configservice@v1.74.9 github.com/aws/aws-sdk-go-v2@v1.47.6 github.com/aws/smithy-go@v1.28.9
  npm install --no-audit --no-fund --ignore-scripts @aws-sdk/client-config-service@3.1124.0 @aws-sdk/core@3.981.2 @smithy/core@3.41.1
} > install.log 2>&1 || { cat install.log >&2; exit 1; }

{ go run .; node --no-warnings client.mjs; } > got
cat > want <<'EOF'
go header and __type: InvalidNextTokenException no
go header and code: InvalidNextTokenException no
go __type and code: InvalidNextTokenException no
go header with URI: InvalidNextTokenException no
go __type with namespace and URI: InvalidNextTokenException no
go message, Message: InvalidNextTokenException capital
go Message, message: InvalidNextTokenException small
js header and __type: InvalidParameterValueException no
js header and code: InvalidParameterValueException no
js __type and code: InvalidNextTokenException no
js header with URI: InvalidNextTokenException no
js __type with namespace and URI: InvalidNextTokenException no
js message, Message: InvalidNextTokenException small
js Message, message: InvalidNextTokenException small
EOF
diff -u want got
echo "finding holds: header and __type differ: Go names the header's error, JavaScript the body's"
