"""What AWS documents of the ten operations, as functions that raise AssertionError if a server breaks a rule.

A defect breaks the function that has its name, with underscores. Where AWS's documents are silent the servers differ,
and nothing is said here; the servers' comments name the documents.
"""

import concurrent.futures
import json
import time

from driver import ACCOUNT, BUCKET, OTHER, VOLUME, broken, equal, ids, keys, many


def put(server, rule, resources, **more):
    return server.call("PutRemediationExceptions", ConfigRuleName=rule, ResourceKeys=resources, **more)


def no_upsert(server):
    rule = server.rule(a="NON_COMPLIANT")
    for message in ("first", "second"):
        put(server, rule, keys("a"), Message=message)
    equal([row["Message"] for row in server.listed(rule)], ["second"])


def type_not_in_key(server):
    rule = server.rule(a="NON_COMPLIANT")
    server.rule(rule, kind=BUCKET, a="NON_COMPLIANT")
    put(server, rule, keys("a"))
    put(server, rule, keys("a", kind=BUCKET))
    equal(sorted(row["ResourceType"] for row in server.listed(rule)), [VOLUME, BUCKET])


def first_key_only(server):
    rule = server.rule(**broken(3))
    put(server, rule, keys(*many(3)))
    equal(ids(server.listed(rule)), many(3))


def key_twice(server):
    rule = server.rule(a="NON_COMPLIANT")
    request = {"ConfigRuleName": rule, "ResourceKeys": keys("a", "a")}
    server.post("StarlingDoveService.PutRemediationExceptions", json.dumps(request))
    assert len(server.listed(rule)) <= 1, "a key that was put twice has two exceptions"


def lost_update(server):
    rule = server.rule(**broken(16))
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda identity: put(server, rule, keys(identity)), many(16)))
    equal(ids(server.listed(rule)), many(16))


def has_no_exception(server, state):
    rule = server.rule(a=state, b="NON_COMPLIANT")
    put(server, rule, keys("b"))
    put(server, rule, keys("a"))
    equal(ids(server.listed(rule)), ["b"])


def compliant_accepted(server):
    has_no_exception(server, "COMPLIANT")


def not_applicable_accepted(server):
    has_no_exception(server, "NOT_APPLICABLE")


def failures(server, count):
    rule = server.rule(**dict.fromkeys(many(count), "COMPLIANT"))
    batches = put(server, rule, keys(*many(count))).get("FailedBatches", [])
    assert all(batch["FailureMessage"] for batch in batches), "a failure has no message"
    return rule, batches


def failures_untold(server):
    _, batches = failures(server, 1)
    assert batches, "nothing is said of what failed"


def failed_items_case(server):
    rule, batches = failures(server, 1)
    got = {name: batches[0]["FailedItems"][0].get(name) for name in ("ConfigRuleName", "ResourceType", "ResourceId")}
    equal(got, {"ConfigRuleName": rule, **keys(*many(1))[0]})


def batch_over_25(server):
    _, batches = failures(server, 60)
    equal(ids(item for batch in batches for item in batch["FailedItems"]), many(60))
    assert max(len(batch["FailedItems"]) for batch in batches) <= 25, "a batch has more than 25 items"


def message_dropped(server):
    rule = server.rule(a="NON_COMPLIANT")
    put(server, rule, keys("a"), Message="because\u00e9\U0001f600")
    equal(server.listed(rule)[0].get("Message"), "because\u00e9\U0001f600")


def put_until(server, moment):
    rule = server.rule(a="NON_COMPLIANT", b="NON_COMPLIANT")
    put(server, rule, keys("b"))
    put(server, rule, keys("a"), ExpirationTime=moment)
    return rule


def expiration_dropped(server):
    moment = int(time.time()) + 3600
    rule = put_until(server, moment)
    equal([row.get("ExpirationTime") for row in server.listed(rule, ResourceKeys=keys("a"))], [moment])


def expiration_text(server):
    rule = put_until(server, int(time.time()) + 3600)
    moment = server.listed(rule, ResourceKeys=keys("a"))[0]["ExpirationTime"]
    assert isinstance(moment, (int, float)), f"ExpirationTime = {moment!r}, want a number"


def expire(server):
    moment = time.time() + 1.2
    rule = put_until(server, round(moment, 3))
    equal(ids(server.listed(rule)), ["a", "b"])
    time.sleep(max(0, moment + 1.2 - time.time()))
    return rule


def expiry_ignored(server):
    equal(ids(server.listed(expire(server))), ["b"])


def expired_by_key(server):
    equal(ids(server.listed(expire(server), ResourceKeys=keys("a", "b"))), ["b"])


def put_rejection(server, **request):
    code = server.rejection("PutRemediationExceptions", **request)
    equal(code, "ValidationException")


def keys_101(server):
    rule = server.rule(**broken(101))
    put(server, rule, keys(*many(101)[:100]))
    put_rejection(server, ConfigRuleName=rule, ResourceKeys=keys(*many(101)))


def message_1025(server):
    rule = server.rule(a="NON_COMPLIANT")
    put(server, rule, keys("a"), Message="\u00e9" * 1024)
    put_rejection(server, ConfigRuleName=rule, ResourceKeys=keys("a"), Message="x" * 1025)


def blank_name(server):
    put_rejection(server, ConfigRuleName="  ", ResourceKeys=keys("a"))


def pages(server, **request):
    rule = server.rule(**broken(30))
    put(server, rule, keys(*many(30)))
    return server.listed(rule, **request)


def token_ignored(server):
    equal(ids(pages(server, Limit=7)), many(30))


def page_loses_row(server):
    equal(ids(pages(server, Limit=7)), many(30))


def first_page(server, count, **request):
    rule = server.rule(**broken(count))
    put(server, rule, keys(*many(count)))
    page = server.call("DescribeRemediationExceptions", ConfigRuleName=rule, **request)
    return len(page["RemediationExceptions"])


def limit_ignored(server):
    equal(first_page(server, 30, Limit=7), 7)


def zero_limit_empty(server):
    equal(first_page(server, 30, Limit=0), 25)
    equal(first_page(server, 30), 25)


def bad_token_accepted(server):
    rule = server.rule(a="NON_COMPLIANT")
    code = server.rejection("DescribeRemediationExceptions", ConfigRuleName=rule, NextToken="no token")
    equal(code, "InvalidNextTokenException")


def keys_filter_ignored(server):
    rule = server.rule(**broken(3))
    put(server, rule, keys(*many(3)))
    equal(ids(server.listed(rule, ResourceKeys=keys("vol-001", "vol-777"))), ["vol-001"])


def delete_absent_succeeds(server):
    rule = server.rule(a="NON_COMPLIANT")
    code = server.rejection("DeleteRemediationExceptions", ConfigRuleName=rule, ResourceKeys=keys("a"))
    equal(code, "NoSuchRemediationExceptionException")


def delete_all(server):
    rule = server.rule(**broken(3))
    put(server, rule, keys(*many(3)))
    server.call("DeleteRemediationExceptions", ConfigRuleName=rule, ResourceKeys=keys("vol-001"))
    equal(ids(server.listed(rule)), ["vol-000", "vol-002"])


def only_here(server, other):
    rule = server.check()
    server.check(rule, other)
    equal(server.rejection("DescribeConfigRules", other, ConfigRuleNames=[server.check()]), "NoSuchConfigRuleException")


def accounts_shared(server):
    only_here(server, (OTHER, "us-east-1"))


def regions_shared(server):
    only_here(server, (ACCOUNT, "eu-central-1"))


def unknown_name_ignored(server):
    code = server.rejection("DescribeConfigRules", ConfigRuleNames=[server.check(), "no-rule"])
    equal(code, "NoSuchConfigRuleException")


def described(server, name):
    return server.call("DescribeConfigRules", ConfigRuleNames=[name])["ConfigRules"][0]


def rule_twice(server):
    name = server.check()
    before = described(server, name)
    assert before["ConfigRuleArn"].endswith(before["ConfigRuleId"]), "the ARN does not end in the id"
    server.check(name)
    equal(described(server, name), before)


def results(server, rule, **request):
    reply = server.call("GetComplianceDetailsByConfigRule", ConfigRuleName=rule, **request)
    found = (result["EvaluationResultIdentifier"]["EvaluationResultQualifier"] for result in reply["EvaluationResults"])
    return ids(found)


def rule_keeps_results(server):
    rule = server.rule(a="NON_COMPLIANT")
    equal(results(server, rule), ["a"])
    server.call("DeleteConfigRule", ConfigRuleName=rule)
    server.settle(rule)
    server.rule(rule)
    equal(results(server, rule), [])


def delete_forgotten(server):
    rule = server.check()
    server.call("DeleteConfigRule", ConfigRuleName=rule)
    server.settle(rule)
    equal(server.rejection("DeleteConfigRule", ConfigRuleName=rule), "NoSuchConfigRuleException")


def external(rule, **changes):
    evaluation = {
        "ComplianceResourceType": "AWS::::Account",
        "ComplianceResourceId": ACCOUNT,
        "ComplianceType": "COMPLIANT",
        "OrderingTimestamp": 1700000000,
    }
    return {"ConfigRuleName": rule, "ExternalEvaluation": {**evaluation, **changes}}


def insufficient_data_accepted(server):
    rule = server.check()
    server.call("PutExternalEvaluation", **external(rule))
    code = server.rejection("PutExternalEvaluation", **external(rule, ComplianceType="INSUFFICIENT_DATA"))
    equal(code, "InvalidParameterValueException")


def external_any_account(server):
    code = server.rejection("PutExternalEvaluation", **external(server.check(), ComplianceResourceId=OTHER))
    equal(code, "InvalidParameterValueException")


def external_any_rule(server):
    equal(server.rejection("PutExternalEvaluation", **external(server.rule())), "NoSuchConfigRuleException")


def details_unfiltered(server):
    rule = server.rule(a="NON_COMPLIANT", b="COMPLIANT")
    equal(results(server, rule, ComplianceTypes=["COMPLIANT"]), ["b"])


def summary(server, identity):
    request = {"ResourceType": VOLUME, "ResourceId": identity}
    return server.call("DescribeComplianceByResource", **request)["ComplianceByResources"][0]["Compliance"]


def contributors_miscounted(server):
    for state in ("NON_COMPLIANT", "COMPLIANT", "NON_COMPLIANT"):
        server.rule(miscounted=state)
    want = {"CappedCount": 2, "CapExceeded": False}
    equal(summary(server, "miscounted")["ComplianceContributorCount"], want)


def resource_forgives(server):
    server.rule(forgiven="NON_COMPLIANT")
    server.rule(forgiven="COMPLIANT")
    equal(summary(server, "forgiven")["ComplianceType"], "NON_COMPLIANT")


def error(server):
    return server.post("StarlingDoveService.DescribeConfigRules", json.dumps({"ConfigRuleNames": ["no-rule"]}))


def error_status_200(server):
    equal(error(server)[0], 400)


def error_header_differs(server):
    header = error(server)[1].get("x-amzn-ErrorType", "NoSuchConfigRuleException")
    equal(header.split(":")[0], "NoSuchConfigRuleException")


def no_error_type(server):
    equal(error(server)[2].get("__type", "").split("#")[-1], "NoSuchConfigRuleException")


# ---- Rules of the wire, and of rules, that no defect is about.


def rejects_what_is_not_json(server):
    rule = server.rule(a="NON_COMPLIANT")
    good = json.dumps({"ConfigRuleName": rule})
    bad = ("[1", "null", "7", "[]", good + "x", good.replace(chr(34), chr(39)), good[:-1] + ",}", "[" * 100000)
    bad += (json.dumps({"ConfigRuleName": 7}), json.dumps({"ConfigRuleName": rule, "Limit": "7"}), b"\xff{}")
    bad += (json.dumps({"ConfigRuleName": rule, "Limit": 1.5}), good[:-1] + ',"Limit":NaN}')
    for body in bad:
        status, _, reply = server.post("StarlingDoveService.DescribeRemediationExceptions", body)
        equal((status, reply["__type"].split("#")[-1]), (400, "SerializationException"))
    server.call("DescribeRemediationExceptions", ConfigRuleName=rule, NextToken=None, NoSuchMember=1)


def bounds_bodies(server):
    status, _, _ = server.post("StarlingDoveService.DescribeConfigRules", b" " * (5 << 20))
    equal(status, 413)
    server.call("DescribeConfigRules")


def knows_its_operations(server):
    for target in ("StarlingDoveService.NoSuchOperation", "Other.DescribeConfigRules", "constructor.constructor", ""):
        status, _, reply = server.post(target, "{}")
        equal(reply["__type"].split("#")[-1], "UnknownOperationException")


def supplies_and_withholds(server):
    name = server.name()
    policy = {"PolicyRuntime": "guard-2.x.x", "PolicyText": "rule a { true }"}
    source = {"Owner": "CUSTOM_POLICY", "CustomPolicyDetails": policy}
    server.call("PutConfigRule", ConfigRule={"ConfigRuleName": name, "Source": source})
    rule = described(server, name)
    equal(rule["EvaluationModes"], [{"Mode": "DETECTIVE"}])
    equal(rule["ConfigRuleState"], "ACTIVE")
    assert not rule["Source"]["CustomPolicyDetails"].get("PolicyText"), "the text of the policy comes back"


def rejects_odd_rules(server):
    managed = {"Owner": "AWS", "SourceIdentifier": "S3_BUCKET_VERSIONING_ENABLED"}
    odd = [
        {"Source": {"Owner": "AWS", "SourceIdentifier": "NO_SUCH_RULE"}},
        {"Source": managed, "MaximumExecutionFrequency": "One_Hour"},
        {"Source": managed, "RuleEvaluationVisibility": "EXTERNAL"},
        {"Source": managed, "Scope": {"TagValue": "a"}},
        {"Source": managed, "InputParameters": "a"},
        {"Source": managed, "ConfigRuleId": "config-rule-aaaaaa"},
        {"Source": managed, "ConfigRuleState": "DELETING"},
        {"Source": {**managed, "SourceDetails": [{"EventSource": "aws.config"}]}},
        {"Source": {"Owner": "CUSTOM_POLICY"}},
    ]
    for rule in odd:
        code = server.rejection("PutConfigRule", ConfigRule={"ConfigRuleName": "odd", **rule})
        equal((rule, code), (rule, "InvalidParameterValueException"))


def lists_rules_25_to_a_page(server):
    where = ("333333333333", "us-east-1")
    names = [f"{letter}-{number:02}" for letter in "Bab" for number in range(20)]
    for name in names:
        server.check(name, where)
    first = server.call("DescribeConfigRules", where)
    equal([rule["ConfigRuleName"] for rule in first["ConfigRules"]], sorted(names)[:25])


def keeps_tokens_secret(server):
    rule = server.rule()
    for token in (rule, "a", "x" * 200):
        code = server.rejection("PutEvaluations", ResultToken=token, Evaluations=[])
        equal(code, "InvalidResultTokenException")
    server.call("PutEvaluations", ResultToken="a", TestMode=True, Evaluations=[])


WIRE = (
    rejects_what_is_not_json,
    bounds_bodies,
    knows_its_operations,
    supplies_and_withholds,
    rejects_odd_rules,
    lists_rules_25_to_a_page,
    keeps_tokens_secret,
)
