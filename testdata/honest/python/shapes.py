"""The shapes of the ten operations' inputs, and how a request is held against them.

Source of the names, bounds, enumerations and required members: the public model of AWS Config, API version 2014-11-12.
A request is read in two steps, in the order that public replies of AWS's JSON services show: first the JSON types
(SerializationException), then the constraints of the model (ValidationException), all of them in one message.
"""

import json
import re

from errors import ApiError


class Shape:
    """What a value is: `kind`, its bounds, and what it is made of."""

    def __init__(self, kind, low=None, high=None, pattern=None, values=None, of=None, members=None, required=()):
        self.kind = kind
        self.low, self.high = low, high
        self.pattern, self.values = pattern, values
        self.of, self.members, self.required = of, members, required


def text(low=None, high=None, pattern=None):
    return Shape("string", low, high, pattern=pattern)


def enum(*values):
    return Shape("string", values=values)


def array(of, low=None, high=None):
    return Shape("list", low, high, of=of)


def structure(required="", **members):
    return Shape("structure", members=members, required=tuple(required.split()))


BOOLEAN = Shape("boolean")
TIMESTAMP = Shape("timestamp")
ANY_TEXT = text()
RULE_NAME = text(1, 128, r".*\S.*")
RESOURCE_ID = text(1, 768)
LIMIT = Shape("integer", 0, 100)
COMPLIANCE = enum("COMPLIANT", "NON_COMPLIANT", "NOT_APPLICABLE", "INSUFFICIENT_DATA")
FREQUENCY = enum("One_Hour", "Three_Hours", "Six_Hours", "Twelve_Hours", "TwentyFour_Hours")
MODE = enum("DETECTIVE", "PROACTIVE")
VISIBILITY = enum("EXTERNAL", "INTERNAL")  # as ServicePrincipals, a member since June 2026

# Neither member of a remediation exception's key is required by the model.
RESOURCE_KEYS = array(structure(ResourceType=text(1, 256), ResourceId=text(1, 1024)), 1, 100)

EVALUATION = structure(
    "ComplianceResourceType ComplianceResourceId ComplianceType OrderingTimestamp",
    ComplianceResourceType=text(1, 256),
    ComplianceResourceId=RESOURCE_ID,
    ComplianceType=COMPLIANCE,
    Annotation=text(1, 256),
    OrderingTimestamp=TIMESTAMP,
)

CONFIG_RULE = structure(
    "Source",
    ConfigRuleName=RULE_NAME,
    ConfigRuleArn=text(1, 256),
    ConfigRuleId=text(1, 64),
    Description=text(0, 256),
    Scope=structure(
        ComplianceResourceTypes=array(text(1, 256), 0, 100),
        TagKey=text(1, 128),
        TagValue=text(1, 256),
        ComplianceResourceId=RESOURCE_ID,
        ServicePrincipals=array(text(1, 128)),
    ),
    Source=structure(
        "Owner",
        Owner=enum("CUSTOM_LAMBDA", "AWS", "CUSTOM_POLICY"),
        SourceIdentifier=text(1, 256),
        SourceDetails=array(
            structure(
                EventSource=enum("aws.config"),
                MessageType=enum(
                    "ConfigurationItemChangeNotification",
                    "ConfigurationSnapshotDeliveryCompleted",
                    "ScheduledNotification",
                    "OversizedConfigurationItemChangeNotification",
                ),
                MaximumExecutionFrequency=FREQUENCY,
            ),
            0,
            25,
        ),
        CustomPolicyDetails=structure(
            "PolicyRuntime PolicyText",
            PolicyRuntime=text(1, 64, r"guard\-2\.x\.x"),
            PolicyText=text(0, 10000),
            EnableDebugLogDelivery=BOOLEAN,
        ),
    ),
    InputParameters=text(1, 1024),
    MaximumExecutionFrequency=FREQUENCY,
    ConfigRuleState=enum("ACTIVE", "DELETING", "DELETING_RESULTS", "EVALUATING"),
    CreatedBy=text(1, 256),
    EvaluationModes=array(structure(Mode=MODE)),
    RuleEvaluationVisibility=VISIBILITY,
)

INPUTS = {
    "PutRemediationExceptions": structure(
        "ConfigRuleName ResourceKeys",
        ConfigRuleName=RULE_NAME,
        ResourceKeys=RESOURCE_KEYS,
        Message=text(1, 1024),
        ExpirationTime=TIMESTAMP,
    ),
    "DescribeRemediationExceptions": structure(
        "ConfigRuleName",
        ConfigRuleName=RULE_NAME,
        ResourceKeys=RESOURCE_KEYS,
        Limit=LIMIT,
        NextToken=ANY_TEXT,
    ),
    "DeleteRemediationExceptions": structure(
        "ConfigRuleName ResourceKeys", ConfigRuleName=RULE_NAME, ResourceKeys=RESOURCE_KEYS
    ),
    "PutConfigRule": structure(
        "ConfigRule",
        ConfigRule=CONFIG_RULE,
        Tags=array(structure(Key=text(1, 128), Value=text(0, 256)), 0, 50),
    ),
    "DescribeConfigRules": structure(
        ConfigRuleNames=array(RULE_NAME, 0, 25),
        NextToken=ANY_TEXT,
        Filters=structure(EvaluationMode=MODE, RuleEvaluationVisibility=VISIBILITY),
    ),
    "DeleteConfigRule": structure("ConfigRuleName", ConfigRuleName=RULE_NAME),
    "PutEvaluations": structure(
        "ResultToken", Evaluations=array(EVALUATION, 0, 100), ResultToken=ANY_TEXT, TestMode=BOOLEAN
    ),
    "PutExternalEvaluation": structure(
        "ConfigRuleName ExternalEvaluation", ConfigRuleName=RULE_NAME, ExternalEvaluation=EVALUATION
    ),
    "GetComplianceDetailsByConfigRule": structure(
        "ConfigRuleName",
        ConfigRuleName=text(1, 64),
        ComplianceTypes=array(COMPLIANCE, 0, 3),
        Limit=LIMIT,
        NextToken=ANY_TEXT,
    ),
    "DescribeComplianceByResource": structure(
        ResourceType=text(1, 256),
        ResourceId=RESOURCE_ID,
        ComplianceTypes=array(COMPLIANCE, 0, 3),
        Limit=LIMIT,
        NextToken=ANY_TEXT,
    ),
}


def parse(body):
    """Reads a request's body as strict JSON: an object, or nothing at all, which stands for an empty one."""
    if not body.strip(b" \t\r\n"):
        return {}
    try:
        value = json.loads(body.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise ApiError("SerializationException", "The request is not valid JSON.") from None
    if not isinstance(value, dict):
        raise ApiError("SerializationException", "Start of structure or map expected.")
    return value


def _no_constant(name):
    raise ValueError(f"{name} is not JSON")


def read(value, shape):
    """Returns value as what shape says it is: members that are null or unknown are left out, times are milliseconds."""
    kind = shape.kind
    if kind == "structure":
        if not isinstance(value, dict):
            raise _mismatch(value, "a structure")
        return {
            name: read(value[name], member)
            for name, member in shape.members.items()
            if value.get(name) is not None
        }
    if kind == "list":
        if not isinstance(value, list):
            raise _mismatch(value, "a list")
        return [read(element, shape.of) for element in value]
    if kind == "string" and isinstance(value, str):
        return value
    if kind == "boolean" and isinstance(value, bool):
        return value
    if kind == "integer" and isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 31:
        return value
    if kind == "timestamp" and isinstance(value, (int, float)) and not isinstance(value, bool):
        # Times of the years 1 to 9999 can be told on the wire; anything else is not a time.
        if -62135596800 <= value < 253402300800:
            return round(value * 1000)
    raise _mismatch(value, "a " + kind)


def _mismatch(value, wanted):
    found = {dict: "a structure", list: "a list", str: "a string", bool: "a boolean", type(None): "null"}
    return ApiError("SerializationException", f"{found.get(type(value), 'a number')} can not be converted to {wanted}")


def check(value, shape, lenient=()):
    """Raises ValidationException with every constraint of shape that value breaks, in the words of AWS Config.

    Values at the paths in lenient may be too long, and need not match their pattern: that is for defects.
    """
    problems = []
    _check(value, shape, "", problems, lenient)
    if problems:
        count = f"{len(problems)} validation error{'s' if len(problems) > 1 else ''} detected: "
        raise ApiError("ValidationException", count + "; ".join(problems))


def _check(value, shape, path, problems, lenient):
    def broken(constraint):
        shown = "null" if value is None else f"'{_shown(value)}'"
        problems.append(f"Value {shown} at '{path}' failed to satisfy constraint: Member must {constraint}")

    if value is None:
        broken("not be null")
        return
    if shape.kind == "structure":
        for name, member in shape.members.items():
            if name in value or name in shape.required:
                place = name[0].lower() + name[1:]
                _check(value.get(name), member, f"{path}.{place}" if path else place, problems, lenient)
        return
    is_strict = path not in lenient
    size = value if shape.kind == "integer" else len(value) if shape.kind in ("string", "list") else None
    noun = "value" if shape.kind == "integer" else "length"
    if shape.high is not None and size > shape.high and is_strict:
        broken(f"have {noun} less than or equal to {shape.high}")
    if shape.low is not None and size < shape.low:
        broken(f"have {noun} greater than or equal to {shape.low}")
    # A pattern is matched against the whole value.
    if shape.pattern and is_strict and not re.fullmatch(shape.pattern, value, re.DOTALL | re.ASCII):
        broken(f"satisfy regular expression pattern: {shape.pattern}")
    if shape.values and value not in shape.values:
        broken(f"satisfy enum value set: [{', '.join(shape.values)}]")
    if shape.kind == "list":
        for index, element in enumerate(value, 1):
            _check(element, shape.of, f"{path}.{index}.member", problems, lenient)


def _shown(value):
    if isinstance(value, list):
        return "[" + ", ".join(map(_shown, value)) + "]"
    if isinstance(value, dict):
        return f"com.amazonaws.starling.dove.Item@{abs(hash(str(value))) & 0xFFFFFFFF:08x}"
    return str(value)
