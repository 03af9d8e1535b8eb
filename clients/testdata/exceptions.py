"""Drives the endpoint in sys.argv[1] with boto3, and prints what it saw, a line of JSON for each step."""

import datetime
import json
import sys

import boto3
import botocore.config
import botocore.exceptions


def client(account):
    return boto3.client(
        "config",
        endpoint_url=sys.argv[1],
        region_name="us-east-1",
        aws_access_key_id=account,
        aws_secret_access_key="any",
        config=botocore.config.Config(retries={"total_max_attempts": 1}, proxies={}),
    )


def show(step, seen):
    print(json.dumps({step: seen}, default=lambda instant: instant.timestamp()))


def rejection(call, **parameters):
    """Returns the class and the status of the error that the call must end in."""
    try:
        call(**parameters)
    except botocore.exceptions.ClientError as error:
        assert error.response["Error"]["Message"], error.response
        assert error.response["ResponseMetadata"]["RequestId"], error.response
        return [type(error).__name__, error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]]
    return "no error"


def key(resource):
    return {"ResourceType": "AWS::EC2::Volume", "ResourceId": resource}


config = client("123456789012")
rule = {"Owner": "AWS", "SourceIdentifier": "AWS_CONFIG_PROCESS_CHECK"}
config.put_config_rule(ConfigRule={"ConfigRuleName": "encrypted", "Source": rule})
evaluated = datetime.datetime(2026, 1, 2, tzinfo=datetime.timezone.utc)
evaluations = config.put_evaluations(
    ResultToken="encrypted",
    Evaluations=[
        {
            "ComplianceResourceType": "AWS::EC2::Volume",
            "ComplianceResourceId": resource,
            "ComplianceType": compliance,
            "OrderingTimestamp": evaluated,
        }
        for resource, compliance in [("vol-1", "NON_COMPLIANT"), ("vol-2", "NON_COMPLIANT"), ("vol-3", "COMPLIANT")]
    ],
)
show("evaluations that failed", evaluations["FailedEvaluations"])
config.put_external_evaluation(
    ConfigRuleName="encrypted",
    ExternalEvaluation={
        "ComplianceResourceType": "AWS::::Account",
        "ComplianceResourceId": "123456789012",
        "ComplianceType": "NOT_APPLICABLE",
        "OrderingTimestamp": evaluated,
    },
)
found = config.get_compliance_details_by_config_rule(ConfigRuleName="encrypted")["EvaluationResults"]
show("found", sorted([result["EvaluationResultIdentifier"]["EvaluationResultQualifier"]["ResourceId"], result["ComplianceType"]] for result in found))
put = config.put_remediation_exceptions(
    ConfigRuleName="encrypted",
    ResourceKeys=[key("vol-1"), key("vol-2"), key("vol-3")],
    Message="migrating: größer \N{WHALE}",
    ExpirationTime=datetime.datetime(2099, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc),
)
show("rejected", [[item["ResourceId"], item["Message"]] for batch in put["FailedBatches"] for item in batch["FailedItems"]])
show("reasons given", all(batch["FailureMessage"] for batch in put["FailedBatches"]))

page = config.describe_remediation_exceptions(ConfigRuleName="encrypted", Limit=1)
rest = config.describe_remediation_exceptions(ConfigRuleName="encrypted", Limit=1, NextToken=page["NextToken"])
show("listed", page["RemediationExceptions"] + rest["RemediationExceptions"])
show("more", "NextToken" in rest)
show("elsewhere", client("210987654321").describe_remediation_exceptions(ConfigRuleName="encrypted")["RemediationExceptions"])

show("delete", config.delete_remediation_exceptions(ConfigRuleName="encrypted", ResourceKeys=[key("vol-1")])["FailedBatches"])
show("delete again", rejection(config.delete_remediation_exceptions, ConfigRuleName="encrypted", ResourceKeys=[key("vol-1")]))
show("foreign token", rejection(config.describe_remediation_exceptions, ConfigRuleName="encrypted", NextToken="foreign"))
show("too many", rejection(config.put_remediation_exceptions, ConfigRuleName="encrypted", ResourceKeys=[key(str(i)) for i in range(101)]))
show("unknown rule", rejection(config.describe_config_rules, ConfigRuleNames=["unheard-of"]))
show("left", [item["ResourceId"] for item in config.describe_remediation_exceptions(ConfigRuleName="encrypted")["RemediationExceptions"]])
