"""The ten operations, on tables in memory.

Where the public documents say what happens, the comment names the document: API is the API reference of the operation,
guide is the developer guide, model is the shape model, observed is a public reply of the real service. Where they are
silent, the comment begins with "Choice".
"""

import contextlib
import random
import string
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import shapes
from errors import ApiError, invalid
from rules import Rule, is_process_check, reject_odd_rule, shown_rule
from wire import Seal, Time, rejected

RESOURCE_TYPES = frozenset((Path(__file__).resolve().parent.parent / "resource-types.txt").read_text().split())
COMPLIANCES = ("COMPLIANT", "NON_COMPLIANT", "NOT_APPLICABLE")


@dataclass
class Finding:
    compliance: str
    ordering: int
    recorded: int
    annotation: str | None


@dataclass
class Place:
    """What one account has in one region. Findings and exceptions are by rule, then by key."""

    rules: dict = field(default_factory=dict)
    findings: dict = field(default_factory=dict)
    exceptions: dict = field(default_factory=dict)


@dataclass
class Call:
    """Where a call acts, and when."""

    account: str
    region: str
    place: Place
    now: int


def octets(*texts):
    """A place in the order of bytes, in which AWS Config lists names [observed]: each character stands for a byte."""
    return [text.encode("utf-8", "surrogatepass").decode("latin-1") for text in texts]


def no_rule(name):
    return ApiError(
        "NoSuchConfigRuleException",
        f"The ConfigRule '{name}' provided in the request is invalid. Please check the configRule name.",
    )


class Service:
    def __init__(self, defect=None, invoke=None, quota=1000):
        self.defect = defect
        self.quota = quota
        self.invoke = invoke  # is told each invocation of a Lambda function, with its result token
        self.places = {}
        self.seal = Seal()
        self.lock = threading.Lock()
        self.frozen = None  # the time that a control request has set

    def now(self):
        return self.frozen if self.frozen is not None else time.time_ns() // 1_000_000

    def place(self, account, region):
        owner = "*" if self.defect == "accounts-shared" else account
        where = "*" if self.defect == "regions-shared" else region
        return self.places.setdefault((owner, where), Place())

    def answer(self, operation, body, account, region):
        """Performs an operation, and returns its output, or None if the operation has none."""
        shape = shapes.INPUTS[operation]
        request = shapes.read(shapes.parse(body), shape)
        lenient = {"keys-101": ["resourceKeys"], "message-1025": ["message"], "blank-name": ["configRuleName"]}
        shapes.check(request, shape, lenient.get(self.defect, ()))
        with self.lock:
            call = Call(account, region, self.place(account, region), self.now())
            return getattr(self, operation)(call, request)

    # ---- Remediation exceptions

    def PutRemediationExceptions(self, call, request):
        name = request["ConfigRuleName"]
        expires = request.get("ExpirationTime")
        # Choice: a rule that does not exist is told as the operations on rules tell it.
        if name not in call.place.rules:
            raise no_rule(name)
        # Choice: a key names a resource by its type and its id; without one of them the request is rejected.
        keys = [self._whole(key) for key in request["ResourceKeys"]]
        # Choice: a time that is over is rejected.
        if expires is not None and expires <= call.now:
            raise invalid("The ExpirationTime must be in the future.")
        if self.defect == "first-key-only":
            keys = keys[:1]
        failed = {}
        accepted = {"NON_COMPLIANT"}
        if self.defect == "compliant-accepted":
            accepted.add("COMPLIANT")
        if self.defect == "not-applicable-accepted":
            accepted.add("NOT_APPLICABLE")
        findings = call.place.findings.get(name, {})
        with self._rows_to_write(call, name) as rows:
            # Choice: a key that is named twice is one key. One exception for each key [API].
            for count, key in enumerate(keys if self.defect == "key-twice" else dict.fromkeys(keys)):
                found = findings.get(key)
                # Only resources that are NON_COMPLIANT can have an exception [API]. Choice: the others are told in
                # FailedBatches, and do not keep the rest from being done.
                state = found.compliance if found else "INSUFFICIENT_DATA"
                item = self._exception(name, key, request.get("Message"), expires)
                if state not in accepted:
                    failed.setdefault(f"The resource is {state}, and not NON_COMPLIANT.", []).append(item)
                    continue
                # A put adds an exception or updates the one of the same rule, type and id [API].
                # Choice: an update that leaves out Message or ExpirationTime clears them.
                place = ("*", key[1]) if self.defect == "type-not-in-key" else key
                if self.defect == "key-twice":
                    place = (*key, count if keys.count(key) > 1 else 0)
                if self.defect == "no-upsert" and place in rows:
                    continue
                rows[place] = (item, expires)
        return {"FailedBatches": self._batches(failed)}

    def DescribeRemediationExceptions(self, call, request):
        name = request["ConfigRuleName"]
        # Choice: of a rule that does not exist there are no exceptions.
        rows = self._live(call, name)
        if "ResourceKeys" in request:
            # Limit and NextToken are not applicable here [API]. Choice: they are ignored, and absent keys left out.
            keys = {self._whole(key) for key in request["ResourceKeys"]}
            if self.defect == "expired-by-key":
                rows = call.place.exceptions.get(name, {})
            if self.defect == "type-not-in-key":
                keys = {("*", key[1]) for key in keys}
            chosen = [key for key in rows if key[:2] in keys or self.defect == "keys-filter-ignored"]
            return {"RemediationExceptions": [rows[key][0] for key in chosen]}
        # 25 to a page by default, and for Limit 0 [API]. Choice: up to the 100 that Limit allows, ordered by bytes.
        entries = [(octets(*map(str, key)), row[0]) for key, row in rows.items()]
        return self._page(call, "RemediationExceptions", entries, request, 25, name)

    def DeleteRemediationExceptions(self, call, request):
        name = request["ConfigRuleName"]
        rows = self._live(call, name)
        # Choice: a key that is named twice is one key; an incomplete one names nothing that is there.
        keys = dict.fromkeys((key.get("ResourceType"), key.get("ResourceId")) for key in request["ResourceKeys"])
        if self.defect == "type-not-in-key":
            keys = {("*", key[1]): None for key in keys}
        there = [row for row in rows if row[:2] in keys]
        absent = [key for key in keys if key not in {row[:2] for row in there}]
        # To delete what does not exist is this error [API]. Choice: only if nothing of it exists; else what is there
        # is deleted, and the rest is told in FailedBatches.
        if not there and self.defect != "delete-absent-succeeds":
            raise ApiError("NoSuchRemediationExceptionException", "There is no such remediation exception.")
        stored = call.place.exceptions.get(name, {})
        for key in list(rows) if self.defect == "delete-all" else there:
            del stored[key]
        items = [
            {member: text for member, text in zip(("ResourceType", "ResourceId"), key) if text is not None}
            for key in absent
        ]
        if not items or self.defect in ("delete-absent-succeeds", "failures-untold"):
            return {"FailedBatches": []}
        if self.defect == "failed-items-case":
            items = [_camel(item) for item in items]
        # A batch of failed deletes holds up to 100 keys [model].
        reason = "The remediation exception does not exist."
        return {"FailedBatches": [{"FailureMessage": reason, "FailedItems": items}]}

    def _whole(self, key):
        if len(key) < 2:
            raise invalid("A resource key has a ResourceType and a ResourceId.")
        return key["ResourceType"], key["ResourceId"]

    def _exception(self, rule, key, message, expires):
        item = {"ConfigRuleName": rule, "ResourceType": key[0], "ResourceId": key[1]}
        if message is not None and self.defect != "message-dropped":
            item["Message"] = message
        if expires is not None and self.defect != "expiration-dropped":
            item["ExpirationTime"] = Time(expires)
            if self.defect == "expiration-text":
                item["ExpirationTime"] = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(expires / 1000))
        return item

    def _batches(self, failed):
        """One batch for each reason, and another one for each 25 items, which the model allows at most."""
        size = 100 if self.defect == "batch-over-25" else 25
        batches = []
        for reason, items in failed.items():
            for start in range(0, len(items), size):
                some = items[start : start + size]
                if self.defect == "failed-items-case":
                    some = [_camel(item) for item in some]
                batches.append({"FailureMessage": reason, "FailedItems": some})
        return [] if self.defect == "failures-untold" else batches

    def _live(self, call, rule):
        """The exceptions of a rule that are there now: each is deleted after its ExpirationTime [API].

        Choice: at that very instant it is gone.
        """
        rows = call.place.exceptions.get(rule, {})
        if self.defect == "expiry-ignored":
            return rows
        over = [key for key, (_, expires) in rows.items() if expires is not None and expires <= call.now]
        if self.defect == "expired-by-key":
            return {key: row for key, row in rows.items() if key not in over}
        for key in over:
            del rows[key]
        return rows

    @contextlib.contextmanager
    def _rows_to_write(self, call, rule):
        self._live(call, rule)
        rows = call.place.exceptions.setdefault(rule, {})
        if self.defect != "lost-update":
            yield rows
            return
        # The defect: what others write while this put thinks is written over.
        copy = dict(rows)
        self.lock.release()
        time.sleep(0.01)
        self.lock.acquire()
        yield copy
        call.place.exceptions[rule] = copy

    # ---- Rules

    def PutConfigRule(self, call, request):
        put = request["ConfigRule"]
        rule = self._named(call, put)
        reject_odd_rule(put)
        # Choice: an update replaces the rule as a whole.
        if rule is None:
            name = put.get("ConfigRuleName")
            # A new rule has a name, and neither an ARN nor an id, which AWS Config assigns [API].
            if name is None:
                raise invalid("The ConfigRuleName is required for a new rule.")
            # 1000 rules in a region by default [guide, service limits].
            if len(call.place.rules) >= self.quota:
                raise ApiError("MaxNumberOfConfigRulesExceededException", f"Failed to put config rule '{name}'.")
            rule = self._new_rule(call, name, put)
            call.place.rules[name] = rule
        rule.put = put
        if self.defect == "rule-twice":
            call.place.rules[rule.name] = self._new_rule(call, rule.name, put)
        # Tags are taken at creation, and no operation here returns them [API].
        if put["Source"]["Owner"] == "CUSTOM_LAMBDA" and self.invoke:
            token = self.seal.close(["evaluations", call.account, call.region, rule.id])
            self.invoke({"configRuleName": rule.name, "configRuleArn": rule.arn, "resultToken": token})

    def DescribeConfigRules(self, call, request):
        names = request.get("ConfigRuleNames")
        rules = call.place.rules
        if names:
            unknown = [name for name in names if name not in rules]
            if unknown and self.defect != "unknown-name-ignored":
                raise no_rule(unknown[0])
            rules = {name: rules[name] for name in names if name in rules}
        # Choice: the filter applies to rules that are named, too.
        filters = request.get("Filters", {})
        mode, visibility = filters.get("EvaluationMode"), filters.get("RuleEvaluationVisibility")
        entries = []
        for name, rule in rules.items():
            shown = shown_rule(rule)
            # Choice: rules that no service made are EXTERNAL, though that is not returned.
            if mode in (None, *(known["Mode"] for known in shown["EvaluationModes"])) and visibility != "INTERNAL":
                entries.append((octets(name), shown))
        # 25 to a page, in the order of bytes [observed].
        if names:
            return {"ConfigRules": [shown for _, shown in sorted(entries, key=lambda entry: entry[0])]}
        return self._page(call, "ConfigRules", entries, request, 25, filters)

    def DeleteConfigRule(self, call, request):
        name = request["ConfigRuleName"]
        if name not in call.place.rules:
            raise no_rule(name)
        # The rule and its evaluation results are deleted [API]. Choice: at once, and its exceptions go with it.
        del call.place.rules[name]
        if self.defect != "rule-keeps-results":
            call.place.findings.pop(name, None)
        call.place.exceptions.pop(name, None)

    def _named(self, call, put):
        """The rule that put updates: it may be named by its name, its id or its ARN [API]."""
        found = None
        for member, attribute in (("ConfigRuleName", "name"), ("ConfigRuleId", "id"), ("ConfigRuleArn", "arn")):
            if member not in put:
                continue
            same = [rule for rule in call.place.rules.values() if getattr(rule, attribute) == put[member]]
            if member != "ConfigRuleName" and not same:
                raise invalid(f"{member} is assigned by AWS Config, and no rule has this one.")
            if found and same and found is not same[0]:
                raise invalid("ConfigRuleName, ConfigRuleId and ConfigRuleArn are of different rules.")
            found = found or (same[0] if same else None)
        if found and put.get("ConfigRuleName", found.name) != found.name:
            raise invalid("The name of a rule can not be changed.")
        return found

    def _new_rule(self, call, name, put):
        # An id has six characters of [0-9a-z] [observed].
        identity = "config-rule-" + "".join(random.choices(string.digits + string.ascii_lowercase, k=6))
        return Rule(name, identity, f"arn:aws:config:{call.region}:{call.account}:config-rule/{identity}", put)

    # ---- Evaluations

    def PutEvaluations(self, call, request):
        # In a test run any token will do, and nothing is updated [API].
        rule = None
        if not request.get("TestMode"):
            rule = self._rule_of_token(call, request["ResultToken"])
        if "Evaluations" not in request:  # [inferred in public]
            raise invalid("The Evaluations object in your request cannot be null.")
        for evaluation in request["Evaluations"]:
            kind = evaluation["ComplianceResourceType"]
            # A type that AWS Config does not know is rejected [observed].
            if kind not in RESOURCE_TYPES:
                raise invalid(f"The resource type {kind} is invalid.")
            self._reject_odd_compliance(evaluation)
        for evaluation in request["Evaluations"]:
            if rule:
                key = evaluation["ComplianceResourceType"], evaluation["ComplianceResourceId"]
                self._find(call, rule.name, key, evaluation)
        return {"FailedEvaluations": []}  # [observed]

    def PutExternalEvaluation(self, call, request):
        evaluation = request["ExternalEvaluation"]
        key = evaluation["ComplianceResourceType"], evaluation["ComplianceResourceId"]
        # Only the account itself can be evaluated [API]. Choice: that is looked at before the rule.
        if key[0] != "AWS::::Account":
            raise invalid("The ComplianceResourceType can only be AWS::::Account.")
        if key[1] != call.account and self.defect != "external-any-account":
            raise invalid("The ComplianceResourceId can only be the id of the account.")
        self._reject_odd_compliance(evaluation)
        rule = call.place.rules.get(request["ConfigRuleName"])
        # A rule that is no process check is no such rule [API, NoSuchConfigRuleException].
        if rule is None or not (is_process_check(rule) or self.defect == "external-any-rule"):
            raise no_rule(request["ConfigRuleName"])
        self._find(call, rule.name, key, evaluation)
        return {}

    def GetComplianceDetailsByConfigRule(self, call, request):
        name = request["ConfigRuleName"]
        if name not in call.place.rules:
            raise no_rule(name)
        types = request.get("ComplianceTypes")
        if types and "INSUFFICIENT_DATA" in types:  # [API]
            raise invalid("INSUFFICIENT_DATA can not be filtered by.")
        entries = []
        for key, found in call.place.findings.get(name, {}).items():
            if types and found.compliance not in types and self.defect != "details-unfiltered":
                continue
            qualifier = {"ConfigRuleName": name, "ResourceType": key[0], "ResourceId": key[1]}
            # The mode, and the time of the invocation, are always there [observed].
            qualifier["EvaluationMode"] = "DETECTIVE"
            result = {
                "EvaluationResultIdentifier": {
                    "EvaluationResultQualifier": qualifier,
                    "OrderingTimestamp": Time(found.ordering),
                },
                "ComplianceType": found.compliance,
                "ResultRecordedTime": Time(found.recorded),
                "ConfigRuleInvokedTime": Time(found.recorded - 200),
            }
            if found.annotation is not None:
                result["Annotation"] = found.annotation
            entries.append((octets(key[1], key[0]), result))  # in the order of ids [observed]
        return self._page(call, "EvaluationResults", entries, request, 10, [name, types])

    def DescribeComplianceByResource(self, call, request):
        kind, identity = request.get("ResourceType"), request.get("ResourceId")
        if identity is not None and kind is None:  # [API]
            raise invalid("A ResourceId takes a ResourceType.")
        seen = {}
        for findings in call.place.findings.values():
            for key, found in findings.items():
                if kind in (None, key[0]) and identity in (None, key[1]):
                    seen.setdefault(key, []).append(found.compliance)
        # Choice: a type of compliance that a resource never has is a filter that nothing passes.
        types = request.get("ComplianceTypes")
        entries = []
        for key, states in seen.items():
            compliance = self._summary(states)
            if not types or compliance["ComplianceType"] in types:
                shown = {"ResourceType": key[0], "ResourceId": key[1], "Compliance": compliance}
                entries.append((octets(*key), shown))
        return self._page(call, "ComplianceByResources", entries, request, 10, [kind, identity, types])

    def _summary(self, states):
        """NON_COMPLIANT if one rule says so, with how many do; COMPLIANT if all that say something say that [API]."""
        broken = states.count("NON_COMPLIANT")
        if self.defect == "resource-forgives" and "COMPLIANT" in states:
            broken = 0
        if broken:
            # Choice: counted up to 25. The count is there with NON_COMPLIANT only [guide].
            count = min(broken, 25) + (self.defect == "contributors-miscounted")
            counted = {"CappedCount": count, "CapExceeded": broken > 25}
            return {"ComplianceType": "NON_COMPLIANT", "ComplianceContributorCount": counted}
        # With nothing but NOT_APPLICABLE, there is not enough data [API].
        return {"ComplianceType": "COMPLIANT" if "COMPLIANT" in states else "INSUFFICIENT_DATA"}

    def _reject_odd_compliance(self, evaluation):
        if evaluation["ComplianceType"] not in COMPLIANCES and self.defect != "insufficient-data-accepted":  # [API]
            raise invalid("The ComplianceType can not be INSUFFICIENT_DATA.")

    def _find(self, call, rule, key, evaluation):
        call.place.findings.setdefault(rule, {})[key] = Finding(
            evaluation["ComplianceType"], evaluation["OrderingTimestamp"], call.now, evaluation.get("Annotation")
        )

    def _rule_of_token(self, call, token):
        content = self.seal.open(token, "InvalidResultTokenException")
        if content[:3] != ["evaluations", call.account, call.region]:
            raise rejected("InvalidResultTokenException")
        for rule in call.place.rules.values():
            if rule.id == content[3]:
                return rule
        raise no_rule("of the result token")

    # ---- Pages

    def _page(self, call, member, entries, request, default, scope):
        """Some of entries, which are (position, item), from where the token says; the last page has no token."""
        entries.sort(key=lambda entry: entry[0])
        size = request.get("Limit") or default
        if self.defect == "limit-ignored":
            size = default
        if self.defect == "zero-limit-empty" and request.get("Limit") == 0:
            return {member: []}
        scope = [call.account, call.region, member, scope]
        start = 0
        token = request.get("NextToken")
        # Choice: an empty token is none, and a token is good for the same question alone. It names the last entry
        # that was returned, so that nothing is lost or repeated if others are put or deleted meanwhile.
        if token and self.defect != "token-ignored":
            start = self._start(entries, token, scope)
        if start and self.defect == "page-loses-row":
            start += 1
        page = {member: [item for _, item in entries[start : start + size]]}
        if start + size < len(entries):
            page["NextToken"] = self.seal.close([scope, entries[start + size - 1][0]])
        return page

    def _start(self, entries, token, scope):
        try:
            asked, position = self.seal.open(token, "InvalidNextTokenException")
            if asked != scope:
                raise rejected("InvalidNextTokenException")
        except ApiError:
            if self.defect == "bad-token-accepted":
                return 0
            raise
        return sum(1 for place, _ in entries if place <= position)

    # ---- What a suite may arrange (control protocol, version 1)

    def set_fact(self, account, region, of, value):
        """An evaluation that no operation had to deliver."""
        now = self.now()
        rule, key = of["ConfigRuleName"], (of["ResourceType"], of["ResourceId"])
        with self.lock:
            findings = self.place(account, region).findings.setdefault(rule, {})
            findings.pop(key, None)
            if value != "INSUFFICIENT_DATA":
                findings[key] = Finding(value, now, now, None)

    def reset(self):
        with self.lock:
            self.places.clear()


def _camel(item):
    return {name[0].lower() + name[1:]: value for name, value in item.items()}
