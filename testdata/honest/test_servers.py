#!/usr/bin/env python3
"""Tests of the two servers, by calls on the wire: python3 testdata/honest/test_servers.py [-v] [NAME ...]

Each rule is a function that raises AssertionError if a server breaks it. All of them hold of both servers, and each defect
breaks the one that bears its name: so the defects are there to be seen. boto3 and the AWS CLI are tried where they are
installed. Nothing here is shared with the servers, nor with the suite that checks them.
"""

import concurrent.futures
import http.client
import json
import os
import queue
import shutil
import subprocess
import sys
import threading
import time
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
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

    def refusal(self, operation, where=(), **request):
        """Calls an operation that has to be refused, and returns the code."""
        status, headers, reply = self.post(f"StarlingDoveService.{operation}", json.dumps(request), *where)
        assert status >= 400, f"{operation} = {status} {reply}, want a refusal"
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


# ---- The rules. A defect breaks the one that has its name, with underscores. Each is documented by AWS; see the servers
# for where. Where AWS's documents are silent the servers differ, and nothing is said here.


def put(server, rule, resources, **more):
    return server.call("PutRemediationExceptions", ConfigRuleName=rule, ResourceKeys=resources, **more)


def no_upsert(server):
    rule = server.rule(a="NON_COMPLIANT")
    for message in ("first", "second"):
        put(server, rule, keys("a"), Message=message)
    equal([row["Message"] for row in server.listed(rule)], ["second"])


def type_not_in_key(server):
    rule = server.rule(a="NON_COMPLIANT")
    server.rule(rule, kind=BUCKET, a="NON_COMPLIANT")
    put(server, rule, keys("a"))
    put(server, rule, keys("a", kind=BUCKET))
    equal(sorted(row["ResourceType"] for row in server.listed(rule)), [VOLUME, BUCKET])


def first_key_only(server):
    rule = server.rule(**broken(3))
    put(server, rule, keys(*many(3)))
    equal(ids(server.listed(rule)), many(3))


def key_twice(server):
    rule = server.rule(a="NON_COMPLIANT")
    request = {"ConfigRuleName": rule, "ResourceKeys": keys("a", "a")}
    server.post("StarlingDoveService.PutRemediationExceptions", json.dumps(request))
    assert len(server.listed(rule)) <= 1, "a key that was put twice has two exceptions"


def lost_update(server):
    rule = server.rule(**broken(16))
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda identity: put(server, rule, keys(identity)), many(16)))
    equal(ids(server.listed(rule)), many(16))


def has_no_exception(server, state):
    rule = server.rule(a=state, b="NON_COMPLIANT")
    put(server, rule, keys("b"))
    put(server, rule, keys("a"))
    equal(ids(server.listed(rule)), ["b"])


def compliant_accepted(server):
    has_no_exception(server, "COMPLIANT")


def not_applicable_accepted(server):
    has_no_exception(server, "NOT_APPLICABLE")


def failures(server, count):
    rule = server.rule(**dict.fromkeys(many(count), "COMPLIANT"))
    batches = put(server, rule, keys(*many(count))).get("FailedBatches", [])
    assert all(batch["FailureMessage"] for batch in batches), "a failure has no message"
    return rule, batches


def failures_untold(server):
    _, batches = failures(server, 1)
    assert batches, "nothing is said of what failed"


def failed_items_case(server):
    rule, batches = failures(server, 1)
    got = {name: batches[0]["FailedItems"][0].get(name) for name in ("ConfigRuleName", "ResourceType", "ResourceId")}
    equal(got, {"ConfigRuleName": rule, **keys(*many(1))[0]})


def batch_over_25(server):
    _, batches = failures(server, 60)
    equal(ids(item for batch in batches for item in batch["FailedItems"]), many(60))
    assert max(len(batch["FailedItems"]) for batch in batches) <= 25, "a batch has more than 25 items"


def message_dropped(server):
    rule = server.rule(a="NON_COMPLIANT")
    put(server, rule, keys("a"), Message="because\u00e9\U0001f600")
    equal(server.listed(rule)[0].get("Message"), "because\u00e9\U0001f600")


def put_until(server, moment):
    rule = server.rule(a="NON_COMPLIANT", b="NON_COMPLIANT")
    put(server, rule, keys("b"))
    put(server, rule, keys("a"), ExpirationTime=moment)
    return rule


def expiration_dropped(server):
    moment = int(time.time()) + 3600
    rule = put_until(server, moment)
    equal([row.get("ExpirationTime") for row in server.listed(rule, ResourceKeys=keys("a"))], [moment])


def expiration_text(server):
    rule = put_until(server, int(time.time()) + 3600)
    moment = server.listed(rule, ResourceKeys=keys("a"))[0]["ExpirationTime"]
    assert isinstance(moment, (int, float)), f"ExpirationTime = {moment!r}, want a number"


def expire(server):
    moment = time.time() + 1.2
    rule = put_until(server, round(moment, 3))
    equal(ids(server.listed(rule)), ["a", "b"])
    time.sleep(max(0, moment + 1.2 - time.time()))
    return rule


def expiry_ignored(server):
    equal(ids(server.listed(expire(server))), ["b"])


def expired_by_key(server):
    equal(ids(server.listed(expire(server), ResourceKeys=keys("a", "b"))), ["b"])


def put_refusal(server, **request):
    code = server.refusal("PutRemediationExceptions", **request)
    equal(code, "ValidationException")


def keys_101(server):
    rule = server.rule(**broken(101))
    put(server, rule, keys(*many(101)[:100]))
    put_refusal(server, ConfigRuleName=rule, ResourceKeys=keys(*many(101)))


def message_1025(server):
    rule = server.rule(a="NON_COMPLIANT")
    put(server, rule, keys("a"), Message="\u00e9" * 1024)
    put_refusal(server, ConfigRuleName=rule, ResourceKeys=keys("a"), Message="x" * 1025)


def blank_name(server):
    put_refusal(server, ConfigRuleName="  ", ResourceKeys=keys("a"))


def pages(server, **request):
    rule = server.rule(**broken(30))
    put(server, rule, keys(*many(30)))
    return server.listed(rule, **request)


def token_ignored(server):
    equal(ids(pages(server, Limit=7)), many(30))


def page_loses_row(server):
    equal(ids(pages(server, Limit=7)), many(30))


def first_page(server, count, **request):
    rule = server.rule(**broken(count))
    put(server, rule, keys(*many(count)))
    page = server.call("DescribeRemediationExceptions", ConfigRuleName=rule, **request)
    return len(page["RemediationExceptions"])


def limit_ignored(server):
    equal(first_page(server, 30, Limit=7), 7)


def zero_limit_empty(server):
    equal(first_page(server, 30, Limit=0), 25)
    equal(first_page(server, 30), 25)


def bad_token_accepted(server):
    rule = server.rule(a="NON_COMPLIANT")
    code = server.refusal("DescribeRemediationExceptions", ConfigRuleName=rule, NextToken="no token")
    equal(code, "InvalidNextTokenException")


def keys_filter_ignored(server):
    rule = server.rule(**broken(3))
    put(server, rule, keys(*many(3)))
    equal(ids(server.listed(rule, ResourceKeys=keys("vol-001", "vol-777"))), ["vol-001"])


def delete_absent_succeeds(server):
    rule = server.rule(a="NON_COMPLIANT")
    code = server.refusal("DeleteRemediationExceptions", ConfigRuleName=rule, ResourceKeys=keys("a"))
    equal(code, "NoSuchRemediationExceptionException")


def delete_all(server):
    rule = server.rule(**broken(3))
    put(server, rule, keys(*many(3)))
    server.call("DeleteRemediationExceptions", ConfigRuleName=rule, ResourceKeys=keys("vol-001"))
    equal(ids(server.listed(rule)), ["vol-000", "vol-002"])


def only_here(server, other):
    rule = server.check()
    server.check(rule, other)
    equal(server.refusal("DescribeConfigRules", other, ConfigRuleNames=[server.check()]), "NoSuchConfigRuleException")


def accounts_shared(server):
    only_here(server, (OTHER, "us-east-1"))


def regions_shared(server):
    only_here(server, (ACCOUNT, "eu-central-1"))


def unknown_name_ignored(server):
    code = server.refusal("DescribeConfigRules", ConfigRuleNames=[server.check(), "no-rule"])
    equal(code, "NoSuchConfigRuleException")


def described(server, name):
    return server.call("DescribeConfigRules", ConfigRuleNames=[name])["ConfigRules"][0]


def rule_twice(server):
    name = server.check()
    before = described(server, name)
    assert before["ConfigRuleArn"].endswith(before["ConfigRuleId"]), "the ARN does not end in the id"
    server.check(name)
    equal(described(server, name), before)


def results(server, rule, **request):
    reply = server.call("GetComplianceDetailsByConfigRule", ConfigRuleName=rule, **request)
    found = (result["EvaluationResultIdentifier"]["EvaluationResultQualifier"] for result in reply["EvaluationResults"])
    return ids(found)


def rule_keeps_results(server):
    rule = server.rule(a="NON_COMPLIANT")
    equal(results(server, rule), ["a"])
    server.call("DeleteConfigRule", ConfigRuleName=rule)
    server.settle(rule)
    server.rule(rule)
    equal(results(server, rule), [])


def delete_forgotten(server):
    rule = server.check()
    server.call("DeleteConfigRule", ConfigRuleName=rule)
    server.settle(rule)
    equal(server.refusal("DeleteConfigRule", ConfigRuleName=rule), "NoSuchConfigRuleException")


def external(rule, **changes):
    evaluation = {
        "ComplianceResourceType": "AWS::::Account",
        "ComplianceResourceId": ACCOUNT,
        "ComplianceType": "COMPLIANT",
        "OrderingTimestamp": 1700000000,
    }
    return {"ConfigRuleName": rule, "ExternalEvaluation": {**evaluation, **changes}}


def insufficient_data_accepted(server):
    rule = server.check()
    server.call("PutExternalEvaluation", **external(rule))
    code = server.refusal("PutExternalEvaluation", **external(rule, ComplianceType="INSUFFICIENT_DATA"))
    equal(code, "InvalidParameterValueException")


def external_any_account(server):
    code = server.refusal("PutExternalEvaluation", **external(server.check(), ComplianceResourceId=OTHER))
    equal(code, "InvalidParameterValueException")


def external_any_rule(server):
    equal(server.refusal("PutExternalEvaluation", **external(server.rule())), "NoSuchConfigRuleException")


def details_unfiltered(server):
    rule = server.rule(a="NON_COMPLIANT", b="COMPLIANT")
    equal(results(server, rule, ComplianceTypes=["COMPLIANT"]), ["b"])


def summary(server, identity):
    request = {"ResourceType": VOLUME, "ResourceId": identity}
    return server.call("DescribeComplianceByResource", **request)["ComplianceByResources"][0]["Compliance"]


def contributors_miscounted(server):
    for state in ("NON_COMPLIANT", "COMPLIANT", "NON_COMPLIANT"):
        server.rule(miscounted=state)
    want = {"CappedCount": 2, "CapExceeded": False}
    equal(summary(server, "miscounted")["ComplianceContributorCount"], want)


def resource_forgives(server):
    server.rule(forgiven="NON_COMPLIANT")
    server.rule(forgiven="COMPLIANT")
    equal(summary(server, "forgiven")["ComplianceType"], "NON_COMPLIANT")


def error(server):
    return server.post("StarlingDoveService.DescribeConfigRules", json.dumps({"ConfigRuleNames": ["no-rule"]}))


def error_status_200(server):
    equal(error(server)[0], 400)


def error_header_differs(server):
    header = error(server)[1].get("x-amzn-ErrorType", "NoSuchConfigRuleException")
    equal(header.split(":")[0], "NoSuchConfigRuleException")


def no_error_type(server):
    equal(error(server)[2].get("__type", "").split("#")[-1], "NoSuchConfigRuleException")


# ---- Rules of the wire, and of rules, that no defect is about.


def refuses_what_is_not_json(server):
    rule = server.rule(a="NON_COMPLIANT")
    good = json.dumps({"ConfigRuleName": rule})
    bad = ("[1", "null", "7", "[]", good + "x", good.replace(chr(34), chr(39)), good[:-1] + ",}", "[" * 100000)
    bad += (json.dumps({"ConfigRuleName": 7}), json.dumps({"ConfigRuleName": rule, "Limit": "7"}), b"\xff{}")
    bad += (json.dumps({"ConfigRuleName": rule, "Limit": 1.5}), good[:-1] + ',"Limit":NaN}')
    for body in bad:
        status, _, reply = server.post("StarlingDoveService.DescribeRemediationExceptions", body)
        equal((status, reply["__type"].split("#")[-1]), (400, "SerializationException"))
    server.call("DescribeRemediationExceptions", ConfigRuleName=rule, NextToken=None, NoSuchMember=1)


def bounds_bodies(server):
    status, _, _ = server.post("StarlingDoveService.DescribeConfigRules", b" " * (5 << 20))
    equal(status, 413)
    server.call("DescribeConfigRules")


def knows_its_operations(server):
    for target in ("StarlingDoveService.NoSuchOperation", "Other.DescribeConfigRules", "constructor.constructor", ""):
        status, _, reply = server.post(target, "{}")
        equal(reply["__type"].split("#")[-1], "UnknownOperationException")


def supplies_and_withholds(server):
    name = server.name()
    policy = {"PolicyRuntime": "guard-2.x.x", "PolicyText": "rule a { true }"}
    source = {"Owner": "CUSTOM_POLICY", "CustomPolicyDetails": policy}
    server.call("PutConfigRule", ConfigRule={"ConfigRuleName": name, "Source": source})
    rule = described(server, name)
    equal(rule["EvaluationModes"], [{"Mode": "DETECTIVE"}])
    equal(rule["ConfigRuleState"], "ACTIVE")
    assert not rule["Source"]["CustomPolicyDetails"].get("PolicyText"), "the text of the policy comes back"


def refuses_odd_rules(server):
    managed = {"Owner": "AWS", "SourceIdentifier": "S3_BUCKET_VERSIONING_ENABLED"}
    odd = [
        {"Source": {"Owner": "AWS", "SourceIdentifier": "NO_SUCH_RULE"}},
        {"Source": managed, "MaximumExecutionFrequency": "One_Hour"},
        {"Source": managed, "RuleEvaluationVisibility": "EXTERNAL"},
        {"Source": managed, "Scope": {"TagValue": "a"}},
        {"Source": managed, "InputParameters": "a"},
        {"Source": managed, "ConfigRuleId": "config-rule-aaaaaa"},
        {"Source": managed, "ConfigRuleState": "DELETING"},
        {"Source": {**managed, "SourceDetails": [{"EventSource": "aws.config"}]}},
        {"Source": {"Owner": "CUSTOM_POLICY"}},
    ]
    for rule in odd:
        code = server.refusal("PutConfigRule", ConfigRule={"ConfigRuleName": "odd", **rule})
        equal((rule, code), (rule, "InvalidParameterValueException"))


def lists_rules_25_to_a_page(server):
    where = ("333333333333", "us-east-1")
    names = [f"{letter}-{number:02}" for letter in "Bab" for number in range(20)]
    for name in names:
        server.check(name, where)
    first = server.call("DescribeConfigRules", where)
    equal([rule["ConfigRuleName"] for rule in first["ConfigRules"]], sorted(names)[:25])


def keeps_tokens_secret(server):
    rule = server.rule()
    for token in (rule, "a", "x" * 200):
        code = server.refusal("PutEvaluations", ResultToken=token, Evaluations=[])
        equal(code, "InvalidResultTokenException")
    server.call("PutEvaluations", ResultToken="a", TestMode=True, Evaluations=[])


WIRE = (
    refuses_what_is_not_json,
    bounds_bodies,
    knows_its_operations,
    supplies_and_withholds,
    refuses_odd_rules,
    lists_rules_25_to_a_page,
    keeps_tokens_secret,
)


def defects(language):
    """The defects that a server offers."""
    listed = subprocess.run([*COMMANDS[language], "--defects"], capture_output=True, text=True, check=True).stdout
    return [line.split()[0] for line in listed.splitlines()]


class Honest:
    """What is tried of each server."""

    @classmethod
    def setUpClass(cls):
        if not shutil.which(COMMANDS[cls.language][0]):
            raise unittest.SkipTest(f"{cls.language} is not installed")
        cls.server = Server(cls.language)
        cls.defects = defects(cls.language)

    @classmethod
    def tearDownClass(cls):
        equal(cls.server.stop(), 0)

    def test_keeps_the_rules(self):
        for rule in [globals()[name.replace("-", "_")] for name in self.defects] + list(WIRE):
            with self.subTest(rule.__name__):
                rule(self.server)

    def test_each_defect_is_seen(self):
        def holds(name):
            server = Server(self.language, "--defect", name)
            try:
                globals()[name.replace("-", "_")](server)
            except (AssertionError, KeyError):
                return False
            finally:
                server.stop()
            return True

        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for name, held in zip(self.defects, pool.map(holds, self.defects)):
                with self.subTest(name):
                    self.assertFalse(held, f"with --defect {name} the rule still holds")

    def test_boto3(self):
        try:
            import boto3
        except ImportError:
            self.skipTest("boto3 is not installed")
        client = boto3.client(
            "config",
            endpoint_url=self.server.url,
            region_name="us-east-1",
            aws_access_key_id=ACCOUNT,
            aws_secret_access_key="secret",
        )
        rule = self.server.rule(a="NON_COMPLIANT", b="COMPLIANT")
        moment = int(time.time()) + 3600
        reply = client.put_remediation_exceptions(
            ConfigRuleName=rule, ResourceKeys=keys("a"), Message="because", ExpirationTime=moment
        )
        self.assertEqual(reply.get("FailedBatches", []), [])
        reply = client.put_remediation_exceptions(ConfigRuleName=rule, ResourceKeys=keys("b"))
        self.assertEqual(reply["FailedBatches"][0]["FailedItems"][0]["ResourceId"], "b")
        rows = client.describe_remediation_exceptions(ConfigRuleName=rule)["RemediationExceptions"]
        self.assertEqual([row["Message"] for row in rows], ["because"])
        self.assertEqual([row["ExpirationTime"].timestamp() for row in rows], [moment])
        client.delete_remediation_exceptions(ConfigRuleName=rule, ResourceKeys=keys("a"))
        with self.assertRaises(client.exceptions.NoSuchRemediationExceptionException):
            client.delete_remediation_exceptions(ConfigRuleName=rule, ResourceKeys=keys("a"))
        with self.assertRaises(client.exceptions.InvalidNextTokenException):
            client.describe_remediation_exceptions(ConfigRuleName=rule, NextToken="none")
        with self.assertRaisesRegex(client.exceptions.ClientError, "ValidationException.*less than or equal to 100"):
            client.put_remediation_exceptions(ConfigRuleName=rule, ResourceKeys=keys(*many(101)))
        pages = client.get_paginator("describe_config_rules").paginate()
        self.assertIn(rule, [shown["ConfigRuleName"] for page in pages for shown in page["ConfigRules"]])
        details = client.get_compliance_details_by_config_rule(ConfigRuleName=rule)["EvaluationResults"]
        self.assertEqual(len(details), 2)

    def test_aws_cli(self):
        if not shutil.which("aws"):
            self.skipTest("the AWS CLI is not installed")
        rule = self.server.rule(a="NON_COMPLIANT")
        environment = {
            **os.environ,
            "AWS_ACCESS_KEY_ID": ACCOUNT,
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        }

        def aws(*arguments):
            command = ["aws", "--endpoint-url", self.server.url, "--region", "us-east-1", "--output", "json"]
            return subprocess.run(
                [*command, "configservice", *arguments], env=environment, capture_output=True, text=True, timeout=60
            )

        key = f"ResourceType={VOLUME},ResourceId=a"
        done = aws("put-remediation-exceptions", "--config-rule-name", rule, "--resource-keys", key, "--message", "why")
        self.assertEqual(done.returncode, 0, done.stderr)
        done = aws("describe-remediation-exceptions", "--config-rule-name", rule)
        self.assertEqual([row["Message"] for row in json.loads(done.stdout)["RemediationExceptions"]], ["why"])
        for succeeds in (True, False):
            done = aws("delete-remediation-exceptions", "--config-rule-name", rule, "--resource-keys", key)
            self.assertEqual(done.returncode == 0, succeeds, done.stderr)
        self.assertIn("NoSuchRemediationExceptionException", done.stderr)


class Python(Honest, unittest.TestCase):
    language = "python"


class Node(Honest, unittest.TestCase):
    language = "node"


if __name__ == "__main__":
    unittest.main()
