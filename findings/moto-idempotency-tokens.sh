#!/usr/bin/env bash
# moto does a request again that comes with the token of one that was done.
#
# Versions: moto 5.2.1, boto3 1.43.11.
#
# AWS's model marks ClientRequestToken of SageMaker's CreatePipeline as an idempotency
# token: who got no answer sends the request again with the same token, and is answered
# as if it were the first time. boto3 makes up the token where the caller gives none, and
# its own retries keep it. moto 5.2.1 never looks at it: the repeated request is rejected
# as a second pipeline of the name, and so is the repeated deletion, as one of a pipeline
# that is not there. Code that relies on the token, and retries of an SDK after an answer
# was lost, fail with moto where they are meant to succeed, and a test of code that makes
# a new token for each attempt, which is a mistake, sees no difference.
#
# Seen: the answers to the first request, and to the same one again:
#   CreatePipeline  ok, ValidationException
#   DeletePipeline  ok, ValidationException
# and what the model of botocore says of the member in both: idempotencyToken True
set -euo pipefail
tmp=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$tmp"' EXIT
cd "$tmp"
export AWS_ACCESS_KEY_ID=id AWS_SECRET_ACCESS_KEY=secret AWS_DEFAULT_REGION=us-east-1

cat > probe.py <<'PY'
import sys

import boto3
import botocore.exceptions
import moto

sagemaker = boto3.client("sagemaker", endpoint_url=sys.argv[1])
print("moto", moto.__version__, "boto3", boto3.__version__)


def twice(operation, call, **request):
    member = sagemaker.meta.service_model.operation_model(operation).input_shape.members["ClientRequestToken"]
    answers = []
    for _ in range(2):
        try:
            call(**request)
            answers.append("ok")
        except botocore.exceptions.ClientError as e:
            answers.append(e.response["Error"]["Code"])
    print(operation, ", ".join(answers), "idempotencyToken", member.metadata.get("idempotencyToken"))


twice("CreatePipeline", sagemaker.create_pipeline, PipelineName="name", ClientRequestToken="1" * 32,
      RoleArn="arn:aws:iam::123456789012:role/role",
      PipelineDefinition='{"Version":"2020-12-01","Steps":[{"Name":"stop","Type":"Fail","Arguments":{"ErrorMessage":"stop"}}]}')
twice("DeletePipeline", sagemaker.delete_pipeline, PipelineName="name", ClientRequestToken="2" * 32)
PY
# The versions may be there already, as they are where pip can't fetch them.
python=python3
if ! python3 -c 'import boto3, moto, moto.server, sys; sys.exit((moto.__version__, boto3.__version__) != ("5.2.1", "1.43.11"))' 2>/dev/null; then
  { python3 -m venv env && env/bin/pip install 'moto[server]==5.2.1' boto3==1.43.11; } > install.log 2>&1 || { cat install.log >&2; exit 1; }
  python=env/bin/python
fi

port=$("$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$python" -m moto.server -H 127.0.0.1 -p "$port" > server.log 2>&1 &
server=$!
for _ in $(seq 100); do
  "$python" -c 'import socket, sys; socket.create_connection(("127.0.0.1", int(sys.argv[1])))' "$port" 2>/dev/null && break
  sleep 0.2
done

"$python" probe.py "http://127.0.0.1:$port" > got
cat > want <<'EOF'
moto 5.2.1 boto3 1.43.11
CreatePipeline ok, ValidationException idempotencyToken True
DeletePipeline ok, ValidationException idempotencyToken True
EOF
diff -u want got
echo "finding holds: moto takes a repeated request with its token for another one"
