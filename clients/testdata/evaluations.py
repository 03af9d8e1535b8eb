"""Records findings and reads them back in every way with boto3."""

import json
import sys

import boto3

config = boto3.client("config", endpoint_url=sys.argv[1])


def show(what, value):
    print(json.dumps({what: value}))


for name in ("encrypted", "tagged", "unused"):
    config.put_config_rule(ConfigRule={
        "ConfigRuleName": name,
        "Source": {"Owner": "AWS", "SourceIdentifier": "AWS_CONFIG_PROCESS_CHECK"},
    })
for name, compliance in (("encrypted", "NON_COMPLIANT"), ("tagged", "COMPLIANT")):
    config.put_external_evaluation(ConfigRuleName=name, ExternalEvaluation={
        "ComplianceResourceType": "AWS::::Account", "ComplianceResourceId": "123456789012",
        "ComplianceType": compliance, "OrderingTimestamp": 1772366400,
    })

found = []
for page in config.get_paginator("get_compliance_details_by_resource").paginate(
        ResourceType="AWS::::Account", ResourceId="123456789012"):
    found += page["EvaluationResults"]
show("of the resource", sorted(
    [f["EvaluationResultIdentifier"]["EvaluationResultQualifier"]["ConfigRuleName"], f["ComplianceType"]] for f in found))

rules = []
for page in config.get_paginator("describe_compliance_by_config_rule").paginate():
    rules += page["ComplianceByConfigRules"]
show("of the rules", sorted([r["ConfigRuleName"], r["Compliance"]] for r in rules))

status = []
for page in config.get_paginator("describe_config_rule_evaluation_status").paginate(PaginationConfig={"PageSize": 2}):
    status += page["ConfigRulesEvaluationStatus"]
show("evaluated", [[s["ConfigRuleName"], s["FirstEvaluationStarted"], "LastSuccessfulEvaluationTime" in s] for s in status])

try:
    config.get_compliance_details_by_resource()
except config.exceptions.InvalidParameterValueException as e:
    show("of no resource", e.response["Error"]["Code"])
try:
    config.describe_compliance_by_config_rule(ConfigRuleNames=["encrypted", "none"])
except config.exceptions.NoSuchConfigRuleException as e:
    show("of no rule", e.response["Error"]["Code"])

started = config.start_config_rules_evaluation(ConfigRuleNames=["unused"])
show("start", {name: value for name, value in started.items() if name != "ResponseMetadata"})
status = config.describe_config_rule_evaluation_status(ConfigRuleNames=["unused"])["ConfigRulesEvaluationStatus"]
show("started", [[s["ConfigRuleName"], s["FirstEvaluationStarted"], "LastSuccessfulInvocationTime" in s] for s in status])
try:
    config.start_config_rules_evaluation(ConfigRuleNames=["unused"])
except config.exceptions.LimitExceededException as e:
    show("start again", e.response["Error"]["Code"])
