#!/usr/bin/env bash
# moto lists the policies of a parameter in a form that the SDK for Go can't read.
#
# Versions: moto 5.2.1, boto3 1.43.11, github.com/aws/aws-sdk-go-v2/service/ssm v1.83.0.
#
# AWS's model has PolicyText and PolicyType of a ParameterInlinePolicy as text.
# moto's DescribeParameters and GetParameterHistory have the whole policy as an
# object in both places, and the status Finished at once, though the policy
# expires in years. boto3 passes the objects on to its caller as dicts; the SDK
# for Go rejects the whole answer, so that one parameter with policies hides all
# parameters from a Go program. A test that passes with boto3 and moto says
# nothing of the same code in Go, nor of AWS.
#
# Seen: what reads the list, what it has of the policy:
#   boto3  dict dict Finished
#   go     DescribeParameters: a DeserializationError, expected string, got {
#          GetParameterHistory: the same
set -euo pipefail
tmp=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$tmp"' EXIT
cd "$tmp"
export GOMODCACHE="$tmp/mod" GOFLAGS="-modcacherw -trimpath" GOWORK=off AWS_ACCESS_KEY_ID=id AWS_SECRET_ACCESS_KEY=secret AWS_DEFAULT_REGION=us-east-1

cat > probe.py <<'PY'
import sys

import boto3
import moto

ssm = boto3.client("ssm", endpoint_url=sys.argv[1])
ssm.put_parameter(Name="name", Value="value", Type="String", Tier="Advanced", Policies=(
    '[{"Type":"Expiration","Version":"1.0","Attributes":{"Timestamp":"2099-01-01T00:00:00.000Z"}}]'))
print("moto", moto.__version__, "boto3", boto3.__version__)
(policy,) = ssm.describe_parameters()["Parameters"][0]["Policies"]
print("boto3", type(policy["PolicyText"]).__name__, type(policy["PolicyType"]).__name__, policy["PolicyStatus"])
PY
cat > main.go <<'GO'
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	"github.com/aws/smithy-go"
)

func main() {
	client := ssm.New(ssm.Options{Region: "us-east-1", BaseEndpoint: &os.Args[1],
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "id", SecretAccessKey: "secret"}, nil
		})})
	_, err := client.DescribeParameters(context.Background(), &ssm.DescribeParametersInput{})
	show("DescribeParameters", err)
	_, err = client.GetParameterHistory(context.Background(), &ssm.GetParameterHistoryInput{Name: aws.String("name")})
	show("GetParameterHistory", err)
}

func show(call string, err error) {
	var unreadable *smithy.DeserializationError
	if !errors.As(err, &unreadable) {
		fmt.Println("go", call, err)
		return
	}
	text := unreadable.Err.Error()
	fmt.Println("go", call, text[strings.Index(text, "expected"):])
}
GO
# The versions may be there already, as they are where pip can't fetch them.
python=python3
if ! python3 -c 'import boto3, moto, moto.server, sys; sys.exit((moto.__version__, boto3.__version__) != ("5.2.1", "1.43.11"))' 2>/dev/null; then
  { python3 -m venv env && env/bin/pip install 'moto[server]==5.2.1' boto3==1.43.11; } > install.log 2>&1 || { cat install.log >&2; exit 1; }
  python=env/bin/python
fi
{ go mod init example.com/probe && go get github.com/aws/aws-sdk-go-v2/service/ssm@v1.83.0 && go mod tidy && go build -o probe .; } > install.log 2>&1 || { cat install.log >&2; exit 1; }

port=$("$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$python" -m moto.server -H 127.0.0.1 -p "$port" > server.log 2>&1 &
server=$!
for _ in $(seq 100); do
  "$python" -c 'import socket, sys; socket.create_connection(("127.0.0.1", int(sys.argv[1])))' "$port" 2>/dev/null && break
  sleep 0.2
done

{ "$python" probe.py "http://127.0.0.1:$port" && ./probe "http://127.0.0.1:$port"; } > got
cat > want <<'EOF'
moto 5.2.1 boto3 1.43.11
boto3 dict dict Finished
go DescribeParameters expected string, got {
go GetParameterHistory expected string, got {
EOF
diff -u want got
echo "finding holds: one parameter with policies keeps the SDK for Go from listing any of moto's"
