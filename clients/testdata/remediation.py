"""Has a rule remediate by itself, but for what is exempt, with boto3: in the safe order and in the wrong one."""

import json
import sys
import urllib.request

import boto3

VOLUME = "AWS::EC2::Volume"
client = boto3.client("config")


def ask(power, order=None):
    """Asks a control endpoint of the fake."""
    body = order and json.dumps(order).encode()
    request = urllib.request.Request(sys.argv[1] + "/_fakesmith/" + power, body, {"Content-Type": "application/json"})
    return json.load(urllib.request.urlopen(request))


def create(rule):
    client.put_config_rule(ConfigRule={
        "ConfigRuleName": rule, "Source": {"Owner": "CUSTOM_LAMBDA", "SourceIdentifier": "arn:aws:lambda:us-east-1:123456789012:function:example",
                                           "SourceDetails": [{"EventSource": "aws.config", "MessageType": "ScheduledNotification"}]}})


def evaluate(rule):
    """Finds two volumes NON_COMPLIANT, as the function of the rule would."""
    client.put_evaluations(ResultToken=rule, Evaluations=[
        {"ComplianceResourceType": VOLUME, "ComplianceResourceId": id, "ComplianceType": "NON_COMPLIANT", "OrderingTimestamp": 1772366400}
        for id in ("vol-1", "vol-2")
    ])


def remediate(rule, automatic):
    client.put_remediation_configurations(RemediationConfigurations=[
        {"ConfigRuleName": rule, "TargetType": "SSM_DOCUMENT", "TargetId": "example-EncryptVolume", "Automatic": automatic}
    ])


def exempt(rule):
    client.put_remediation_exceptions(ConfigRuleName=rule, ResourceKeys=[{"ResourceType": VOLUME, "ResourceId": "vol-1"}])


def safe(rule):
    remediate(rule, automatic=False)
    evaluate(rule)
    exempt(rule)
    remediate(rule, automatic=True)


def hasty(rule):
    remediate(rule, automatic=True)
    evaluate(rule)
    exempt(rule)


for order in (safe, hasty):
    create(order.__name__)
    order(order.__name__)
    ask("clock", {"advance": "24h"})
    status = client.describe_remediation_execution_status(ConfigRuleName=order.__name__)["RemediationExecutionStatuses"]
    print(json.dumps({order.__name__: [[one["ResourceKey"]["resourceId"], one["State"]] for one in status]}))

# What an exception came too late for has it beside it.
print(json.dumps({"too late": [[one["ConfigRuleName"], one["ResourceId"], one["Trigger"]] for one in ask("executions") if "Exception" in one]}))
