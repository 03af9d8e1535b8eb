#!/usr/bin/env python3
"""Tests of the two servers, by calls on the wire: python3 testdata/honest/tests/test_servers.py [-v] [NAME ...]

Each rule is a function that raises AssertionError if a server breaks it. All of them hold of both servers, and each
defect breaks the one that bears its name: so the defects are there to be seen. boto3 and the AWS CLI are tried where
they are installed. Nothing here is shared with the servers, nor with the suite that checks them.
"""

import concurrent.futures
import json
import os
import shutil
import subprocess
import time
import unittest

import probes
from driver import ACCOUNT, COMMANDS, VOLUME, Server, equal, keys, many


def defects(language):
    """The defects that a server offers."""
    listed = subprocess.run([*COMMANDS[language], "--defects"], capture_output=True, text=True, check=True).stdout
    return [line.split()[0] for line in listed.splitlines()]


def probe(defect):
    return getattr(probes, defect.replace("-", "_"))


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
        for rule in [probe(name) for name in self.defects] + list(probes.WIRE):
            with self.subTest(rule.__name__):
                rule(self.server)

    def test_each_defect_is_seen(self):
        def holds(name):
            server = Server(self.language, "--defect", name)
            try:
                probe(name)(server)
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
