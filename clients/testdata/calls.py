"""Makes the calls that it is asked for on standard input, with boto3.

Each line is an order, and each is answered with a line: see drivers_test.go. An argument is the retry mode; the
default one is boto3's own. What boto3 waits between attempts is left out.
"""
import json
import sys

import boto3
import botocore
import botocore.endpoint
import botocore.exceptions
from botocore.config import Config
from dateutil import parser

botocore.endpoint.time.sleep = lambda seconds: None


def item(found):
    until = (found or {}).get("ExpirationTime")
    return None if until is None else ("%.3f" % (until.timestamp() * 1000)).rstrip("0").rstrip(".")


def call(client, order):
    key = {"ResourceType": "T", "ResourceId": "i"}
    try:
        if order.get("put"):
            client.put_remediation_exceptions(
                ConfigRuleName="rule", ResourceKeys=[key], ExpirationTime=parser.isoparse(order["put"]))
            return {}
        out = client.describe_remediation_exceptions(ConfigRuleName="rule")
    except botocore.exceptions.ClientError as e:
        return {"error": e.response["Error"]["Code"]}
    except Exception as e:  # whatever it is has a name
        return {"error": type(e).__name__}
    found = out.get("RemediationExceptions")
    return {"items": None if found is None else len(found), "time": item(found[0]) if found else None}


print(json.dumps({"version": "boto3 %s, botocore %s" % (boto3.__version__, botocore.__version__)}), flush=True)
for line in sys.stdin:
    order = json.loads(line)
    settings = {"read_timeout": order["timeout"] / 1000 if order.get("timeout") else 60}
    if len(sys.argv) > 1:
        settings["retries"] = {"mode": sys.argv[1]}
    client = boto3.client("config", endpoint_url=order["url"], config=Config(**settings))
    print(json.dumps([call(client, order) for _ in range(order["calls"])]), flush=True)
