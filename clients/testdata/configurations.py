"""Drives the endpoint in sys.argv[1] with boto3, and prints what it saw, a line of JSON for each step."""

import json
import sys

import boto3
import botocore.config
import botocore.exceptions

config = boto3.client(
    "config", endpoint_url=sys.argv[1],
    config=botocore.config.Config(retries={"total_max_attempts": 1}, proxies={}))


def show(step, seen):
    print(json.dumps({step: seen}))


def outcome(call, **parameters):
    """Returns the status of the call, or the code of its error."""
    try:
        return call(**parameters)["ResponseMetadata"]["HTTPStatusCode"]
    except botocore.exceptions.ClientError as error:
        return error.response["Error"]["Code"]


put = config.put_remediation_configurations(RemediationConfigurations=[{
    "ConfigRuleName": "encrypted", "TargetType": "SSM_DOCUMENT", "TargetId": "AWS-EnableS3BucketEncryption",
    "Parameters": {"BucketName": {"ResourceValue": {"Value": "RESOURCE_ID"}}}}])
show("put", put["FailedBatches"])
found = config.describe_remediation_configurations(ConfigRuleNames=["encrypted"])["RemediationConfigurations"]
show("described", [[c["ConfigRuleName"], c["TargetId"], c["Parameters"], c["Arn"].rpartition("/")[0]] for c in found])
show("delete the rule", outcome(config.delete_config_rule, ConfigRuleName="encrypted"))
show("delete", outcome(config.delete_remediation_configuration, ConfigRuleName="encrypted"))
show("delete again", outcome(config.delete_remediation_configuration, ConfigRuleName="encrypted"))
show("delete the rule then", outcome(config.delete_config_rule, ConfigRuleName="encrypted"))
