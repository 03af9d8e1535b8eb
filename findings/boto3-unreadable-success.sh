#!/usr/bin/env bash
# boto3 takes an answer of 200 that it can't read for an empty success.
#
# Versions: boto3 1.43.11 with botocore 1.43.11.
#
# Where an awsJson service answers 200 with something that is not JSON, such
# as the page of a proxy, or JSON that ends too early, botocore's parser
# keeps the text as a message, and the caller gets a dict without any member
# of the output: a list of exceptions looks empty, and a put looks done. The
# SDKs for Go report a deserialization error and those for JavaScript a
# SyntaxError for the same bytes. A program that reads out["Rules"] fails
# with KeyError; one that reads out.get("Rules", []) goes on as if there
# were none. So a health check by status alone hides a captive portal, and a
# fake that answers with a page of HTML shows what a program does then.
#
# Seen: body of the 200, what the caller gets:
#   {"RemediationExceptions":[]}  ['RemediationExceptions']
#   <html>Sign in</html>          []
#   {"RemediationExcept           []
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"

cat > probe.py <<'PY'
import http.server
import threading

import boto3
import botocore

body = b""


class Answer(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Type", "text/html" if body.startswith(b"<") else "application/x-amz-json-1.1")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Answer)
threading.Thread(target=server.serve_forever, daemon=True).start()
config = boto3.client("config", endpoint_url="http://127.0.0.1:%d" % server.server_port, region_name="us-east-1",
                      aws_access_key_id="id", aws_secret_access_key="secret")
print("boto3", boto3.__version__, "botocore", botocore.__version__)
for body in b'{"RemediationExceptions":[]}', b"<html>Sign in</html>", b'{"RemediationExcept':
    out = config.describe_remediation_exceptions(ConfigRuleName="rule")
    print(body.decode(), sorted(set(out) - {"ResponseMetadata"}), out["ResponseMetadata"]["HTTPStatusCode"])
for body in b'{"FailedBatches":[]}', b"<html>Sign in</html>":
    out = config.put_remediation_exceptions(ConfigRuleName="rule", ResourceKeys=[{"ResourceType": "type", "ResourceId": "id"}])
    print(body.decode(), sorted(set(out) - {"ResponseMetadata"}), out["ResponseMetadata"]["HTTPStatusCode"])
PY
# The version may be there already, as it is where pip can't fetch it.
python=python3
if ! python3 -c 'import boto3, sys; sys.exit(boto3.__version__ != "1.43.11")' 2>/dev/null; then
  { python3 -m venv env && env/bin/pip install boto3==1.43.11 botocore==1.43.11; } > install.log 2>&1 || { cat install.log >&2; exit 1; }
  python=env/bin/python
fi

"$python" probe.py > got
cat > want <<'EOF'
boto3 1.43.11 botocore 1.43.11
{"RemediationExceptions":[]} ['RemediationExceptions'] 200
<html>Sign in</html> [] 200
{"RemediationExcept [] 200
{"FailedBatches":[]} ['FailedBatches'] 200
<html>Sign in</html> [] 200
EOF
diff -u want got
echo "finding holds: boto3 takes a page of HTML with status 200 for an empty success"
