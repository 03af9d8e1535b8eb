"""Puts, reads, lists and deletes parameters with boto3, at the address given."""

import json
import sys

import boto3
from botocore.exceptions import ClientError

ssm = boto3.client("ssm", endpoint_url=sys.argv[1])


def say(*what):
    print(json.dumps(what))


def code(call, **given):
    try:
        call(**given)
    except ClientError as e:
        return e.response["Error"]["Code"]
    return "no error"


put = ssm.put_parameter(Name="/app/a", Value="one", Type="String")
say("put", put["Version"], put["Tier"])
say("put again", code(ssm.put_parameter, Name="/app/a", Value="two", Type="String"))
say("overwritten", ssm.put_parameter(Name="/app/a", Value="two", Overwrite=True)["Version"])
say("type", code(ssm.put_parameter, Name="/app/a", Value="two", Type="StringList", Overwrite=True))
ssm.put_parameter(Name="/app/b/c", Value="three", Type="String", Description="for c")
got = ssm.get_parameter(Name="/app/a")["Parameter"]
say("got", got["Name"], got["Value"], got["Version"], got["Type"])
several = ssm.get_parameters(Names=["/app/a", "/none"])
say("several", [p["Name"] for p in several["Parameters"]], several["InvalidParameters"])
say("one level", [p["Name"] for p in ssm.get_parameters_by_path(Path="/app")["Parameters"]])
pages = ssm.get_paginator("get_parameters_by_path").paginate(
    Path="/app", Recursive=True, PaginationConfig={"PageSize": 1}
)
say("all levels", [p["Name"] for page in pages for p in page["Parameters"]])
found = ssm.describe_parameters(
    ParameterFilters=[{"Key": "Path", "Option": "Recursive", "Values": ["/app/b"]}]
)
say("described", [[p["Name"], p["DataType"], p["Description"]] for p in found["Parameters"]])
say("bad key", code(ssm.describe_parameters, ParameterFilters=[{"Key": "Label", "Values": ["x"]}]))
labelled = ssm.label_parameter_version(
    Name="/app/a", ParameterVersion=1, Labels=["first", "now", "1st"]
)
say("labelled", labelled["ParameterVersion"], labelled["InvalidLabels"])
say("moved", ssm.label_parameter_version(Name="/app/a", Labels=["now"])["ParameterVersion"])
versions = ssm.get_parameter_history(Name="/app/a")["Parameters"]
say("history", [[v["Version"], v["Labels"]] for v in versions])
several = ssm.get_parameters(Names=["/app/a:first", "/app/a:now", "/app/a:none"])
say(
    "by label",
    [[p["Name"], p["Value"], p["Version"], p["Selector"]] for p in several["Parameters"]],
    several["InvalidParameters"],
)
say("no label", code(ssm.get_parameter, Name="/app/a:none"))
ssm.put_parameter(Name="/key", Value="a secret", Type="SecureString")
sealed = ssm.get_parameter(Name="/key")["Parameter"]["Value"]
plain = ssm.get_parameter(Name="/key", WithDecryption=True)["Parameter"]["Value"]
versions = ssm.get_parameter_history(Name="/key")["Parameters"]
say("sealed", "secret" in sealed, plain, versions[0]["KeyId"])
gone = ssm.delete_parameters(Names=["/app/a", "/app/b/c", "/none"])
say("deleted", gone["DeletedParameters"], gone["InvalidParameters"])
say("gone", code(ssm.delete_parameter, Name="/app/a"))
