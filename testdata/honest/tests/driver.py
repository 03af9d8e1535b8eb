"""Starts a server, and speaks to it on the wire."""

import http.client
import json
import queue
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
COMMANDS = {
    "python": [sys.executable, str(HERE / "python" / "server.py")],
    "node": [shutil.which("node") or "node", str(HERE / "node" / "server.mjs")],
}
ACCOUNT, OTHER = "123456789012", "210987654321"
BUCKET, VOLUME = "AWS::S3::Bucket", "AWS::EC2::Volume"


class Server:
    """A server that runs, and what is needed to speak to it."""

    def __init__(self, language, *options):
        self.process = subprocess.Popen(
            [*COMMANDS[language], "--events", *options], stdout=subprocess.PIPE, text=True
        )
        self.url = self.process.stdout.readline().strip().removeprefix("listening on ")
        self.address = self.url.removeprefix("http://")
        self.events = queue.Queue()
        self.count = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        for line in self.process.stdout:
            self.events.put(json.loads(line))

    def stop(self):
        self.process.terminate()
        self.process.wait(10)
        self.process.stdout.close()
        return self.process.returncode

    def post(self, target, body, account=ACCOUNT, region="us-east-1"):
        """Sends bytes, and returns the status, the headers and the JSON of the reply."""
        connection = http.client.HTTPConnection(self.address, timeout=10)
        scope = f"Credential={account}/20260101/{region}/config/aws4_request"
        headers = {
            "Content-Type": "application/x-amz-json-1.1",
            "X-Amz-Target": target,
            "Authorization": f"AWS4-HMAC-SHA256 {scope}, SignedHeaders=host, Signature=0",
        }
        connection.request("POST", "/", body, headers)
        reply = connection.getresponse()
        written = reply.read()
        connection.close()
        return reply.status, reply.headers, json.loads(written) if written else None

    def call(self, operation, where=(), **request):
        """Calls an operation that has to succeed."""
        status, headers, reply = self.post(f"StarlingDoveService.{operation}", json.dumps(request), *where)
        assert status == 200 and "__type" not in (reply or {}), f"{operation} = {status} {reply}"
        return reply

    def rejection(self, operation, where=(), **request):
        """Calls an operation that has to be rejected, and returns the code."""
        status, headers, reply = self.post(f"StarlingDoveService.{operation}", json.dumps(request), *where)
        assert status >= 400, f"{operation} = {status} {reply}, want a rejection"
        return reply["__type"].split("#")[-1]

    def name(self):
        self.count += 1
        return f"rule-{self.count}"

    def rule(self, name=None, kind=VOLUME, **states):
        """Makes a rule with a Lambda function, which finds that the resources of these ids are in these states."""
        name = name or self.name()
        source = {
            "Owner": "CUSTOM_LAMBDA",
            "SourceIdentifier": f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:check",
            "SourceDetails": [{"EventSource": "aws.config", "MessageType": "ScheduledNotification"}],
        }
        self.call("PutConfigRule", ConfigRule={"ConfigRuleName": name, "Source": source})
        token = self.events.get(timeout=5)["resultToken"]
        items = [
            {
                "ComplianceResourceType": kind,
                "ComplianceResourceId": identity,
                "ComplianceType": state,
                "OrderingTimestamp": 1700000000,
            }
            for identity, state in states.items()
        ]
        for start in range(0, len(items), 100):
            self.call("PutEvaluations", ResultToken=token, Evaluations=items[start : start + 100])
        return name

    def check(self, name=None, where=()):
        """Makes a rule that is a process check."""
        name = name or self.name()
        source = {"Owner": "AWS", "SourceIdentifier": "AWS_CONFIG_PROCESS_CHECK"}
        self.call("PutConfigRule", where, ConfigRule={"ConfigRuleName": name, "Source": source})
        return name

    def listed(self, rule, where=(), **request):
        """All exceptions of a rule, page after page."""
        rows = []
        for _ in range(300):
            page = self.call("DescribeRemediationExceptions", where, ConfigRuleName=rule, **request)
            rows += page["RemediationExceptions"]
            if "NextToken" not in page:
                return rows
            request["NextToken"] = page["NextToken"]
        raise AssertionError("the pages have no end")

    def settle(self, name):
        """Waits until a rule that was deleted is gone."""
        for _ in range(100):
            status, _, _ = self.post(
                "StarlingDoveService.DescribeConfigRules", json.dumps({"ConfigRuleNames": [name]})
            )
            if status != 200:
                return
            time.sleep(0.05)
        raise AssertionError(f"the rule {name} was deleted, and is still there")


def keys(*ids, kind=VOLUME):
    return [{"ResourceType": kind, "ResourceId": identity} for identity in ids]


def ids(rows):
    return sorted(row["ResourceId"] for row in rows)


def many(count):
    return [f"vol-{number:03}" for number in range(count)]


def broken(count):
    return dict.fromkeys(many(count), "NON_COMPLIANT")


def equal(got, want):
    assert got == want, f"got {got}, want {want}"
