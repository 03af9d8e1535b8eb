"""Starts remediation executions with boto3, watches them end, and prints what came of it."""

import json
import sys
import urllib.request

import boto3
from botocore.exceptions import ClientError

RULE, VOLUME = "encrypted", "AWS::EC2::Volume"
client = boto3.client("config")


def control(power, order):
    """Asks a control endpoint of the fake."""
    request = urllib.request.Request(sys.argv[1] + "/_fakesmith/" + power, json.dumps(order).encode(), {"Content-Type": "application/json"})
    urllib.request.urlopen(request).read()


def tell(what, value):
    print(json.dumps({what: value}))


def code(call, **arguments):
    """Returns the code of the error that a call fails with."""
    try:
        call(**arguments)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return None


def key(id):
    return {"resourceType": VOLUME, "resourceId": id}


def states():
    found = client.describe_remediation_execution_status(ConfigRuleName=RULE)["RemediationExecutionStatuses"]
    return [[one["ResourceKey"]["resourceId"], one["State"], one["StepDetails"][0]["Name"], one["StepDetails"][0]["State"]] for one in found]


control("facts", [
    {"fact": "remediation-outcome", "of": {"ConfigRuleName": RULE, "ResourceType": VOLUME, "ResourceId": id}, "value": outcome, "with": {"Seconds": 60}}
    for id, outcome in [("vol-1", "SUCCEEDED"), ("vol-2", "FAILED")]
])
started = client.start_remediation_execution(ConfigRuleName=RULE, ResourceKeys=[key("vol-1"), key("vol-2")])
tell("start", [started["FailedItems"], started.get("FailureMessage")])
again = client.start_remediation_execution(ConfigRuleName=RULE, ResourceKeys=[key("vol-1")])
tell("start again", [[one["resourceId"] for one in again["FailedItems"]], bool(again["FailureMessage"])])
tell("delete the configuration", code(client.delete_remediation_configuration, ConfigRuleName=RULE))
tell("before", states())
control("clock", {"advance": "1m"})
tell("after", states())
pages = client.get_paginator("describe_remediation_execution_status").paginate(ConfigRuleName=RULE, PaginationConfig={"PageSize": 1})
tell("pages", [len(page["RemediationExecutionStatuses"]) for page in pages])
tell("of another rule", code(client.describe_remediation_execution_status, ConfigRuleName="other"))
tell("foreign token", code(client.describe_remediation_execution_status, ConfigRuleName=RULE, NextToken="foreign"))
