"""Config rules: what may be put, and how a rule comes back.

API is AWS's API reference, guide its developer guide, observed a public reply of the real service.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from errors import invalid

MANAGED_RULES = json.loads((Path(__file__).resolve().parent.parent / "managed-rules.json").read_text())


@dataclass
class Rule:
    name: str
    id: str
    arn: str
    put: dict


def is_process_check(rule):
    return rule.put["Source"].get("SourceIdentifier") == "AWS_CONFIG_PROCESS_CHECK"


def reject_odd_rule(put):
    """Raises an error for what the model allows and the service rejects."""
    source = put["Source"]
    owner = source["Owner"]
    details = source.get("SourceDetails", [])
    scope = put.get("Scope", {})
    # ConfigRuleState is the service's; a request can only say ACTIVE [inferred in public].
    if put.get("ConfigRuleState", "ACTIVE") != "ACTIVE":
        raise invalid("The ConfigRuleState of a rule that is put can only be ACTIVE.")
    # These are filled by services alone [observed for RuleEvaluationVisibility; API for the others].
    for place, member in ((put, "RuleEvaluationVisibility"), (put, "CreatedBy"), (scope, "ServicePrincipals")):
        if member in place:
            raise invalid(f"AWS Config populates the {member} field for ServiceLinkedConfigRule.")
    # A resource id takes exactly one type, a tag's value its key [API, Scope].
    if "ComplianceResourceId" in scope and len(scope.get("ComplianceResourceTypes", [])) != 1:
        raise invalid("A ComplianceResourceId takes exactly one of ComplianceResourceTypes.")
    if "TagValue" in scope and "TagKey" not in scope:
        raise invalid("A TagValue takes a TagKey.")
    # InputParameters is text in the form of JSON [API].
    try:
        if not isinstance(json.loads(put.get("InputParameters", "{}")), dict):
            raise ValueError
    except (ValueError, RecursionError):
        raise invalid("The InputParameters are not a JSON object.") from None
    # A frequency in a detail takes ScheduledNotification [API, SourceDetail].
    for detail in details:
        if "MaximumExecutionFrequency" in detail and detail.get("MessageType") != "ScheduledNotification":
            raise invalid("A MaximumExecutionFrequency takes the MessageType ScheduledNotification.")
    # The policy is of custom policy rules alone, and they have one [API, Source].
    if ("CustomPolicyDetails" in source) != (owner == "CUSTOM_POLICY"):
        raise invalid("CustomPolicyDetails are required for CUSTOM_POLICY, and only allowed there.")
    modes = [mode.get("Mode") for mode in put.get("EvaluationModes", [])]
    if None in modes or len(set(modes)) != len(modes):
        raise invalid("The EvaluationModes are not distinct modes.")
    if owner == "AWS":
        _reject_odd_managed_rule(put, modes)
    elif "PROACTIVE" in modes:
        # Only some managed rules can be proactive [guide, evaluation modes].
        raise invalid("A custom rule can not be PROACTIVE.")
    if owner == "CUSTOM_LAMBDA" and not source.get("SourceIdentifier", "").startswith("arn:aws:lambda:"):
        raise invalid("The SourceIdentifier of a CUSTOM_LAMBDA rule is the ARN of a Lambda function.")
    # Guard policies see changes alone [API, Source].
    allowed = ("ConfigurationItemChangeNotification", "OversizedConfigurationItemChangeNotification")
    if owner == "CUSTOM_POLICY" and any(detail.get("MessageType") not in allowed for detail in details):
        raise invalid("A CUSTOM_POLICY rule is triggered by changes alone.")


def _reject_odd_managed_rule(put, modes):
    source = put["Source"]
    identifier = source.get("SourceIdentifier")
    if identifier not in MANAGED_RULES:  # [observed]
        raise invalid(f"The sourceIdentifier {identifier} is invalid.")
    if "SourceDetails" in source:  # [API, SourceDetail: only for custom rules]
        raise invalid("SourceDetails are of custom rules alone.")
    known = MANAGED_RULES[identifier]
    if known["trigger"] == "change" and "MaximumExecutionFrequency" in put:  # [observed, 2022]
        raise invalid("A maximum execution frequency is not allowed: only changes trigger this rule.")
    if known["trigger"] == "periodic" and put.get("Scope"):  # [observed, 2025]
        raise invalid("A scope is not allowed: this rule is triggered at a frequency.")
    if "PROACTIVE" in modes and not known.get("proactive"):  # [guide, evaluation modes]
        raise invalid("This rule can not be PROACTIVE.")


def shown_rule(rule):
    """A rule as DescribeConfigRules returns it."""
    put = rule.put
    source = dict(put["Source"])
    shown = {**put, "ConfigRuleName": rule.name, "ConfigRuleArn": rule.arn, "ConfigRuleId": rule.id}
    shown["ConfigRuleState"] = "ACTIVE"
    shown["Source"] = source
    # Detective by default [API]; it comes back though nobody put it [observed].
    if not put.get("EvaluationModes"):
        shown["EvaluationModes"] = [{"Mode": "DETECTIVE"}]
    # The text of a policy is not returned; whether it is debugged is [observed].
    if "CustomPolicyDetails" in source:
        details = dict(source["CustomPolicyDetails"])
        del details["PolicyText"]
        source["CustomPolicyDetails"] = {"EnableDebugLogDelivery": False, **details}
    # The frequency of a scheduled custom rule moves into its detail [observed].
    frequency = put.get("MaximumExecutionFrequency")
    details = source.get("SourceDetails", [])
    if frequency and any(detail.get("MessageType") == "ScheduledNotification" for detail in details):
        del shown["MaximumExecutionFrequency"]
        source["SourceDetails"] = [
            {"MaximumExecutionFrequency": frequency, **detail}
            if detail.get("MessageType") == "ScheduledNotification"
            else detail
            for detail in details
        ]
    return shown
