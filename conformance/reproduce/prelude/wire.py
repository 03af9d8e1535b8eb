import json, os, re, sys, time

import boto3
from botocore.config import Config

ENDPOINT = os.environ.get("ENDPOINT", @ENDPOINT@)
if not ENDPOINT:
    print("say where: ENDPOINT=URL; what is made there stays there", file=sys.stderr)
    sys.exit(2)
# Without credentials in the environment, the access key is the account, as emulators have it.
os.environ.setdefault("AWS_ACCESS_KEY_ID", @ACCOUNT@)
os.environ.setdefault("AWS_SECRET_ACCESS_KEY", "any")
NOW = int(time.time())
# A word that makes all names new, as long as that of the run that found this.
RUN = os.environ.get("RUN") or "%0@DIGITS@d" % (time.time_ns() // 1000000 % @TEN@)
# The members whose values differ from run to run by right.
VARYING = {@VARYING@}

answers, clients = {}, {}


def client(key=None, region=@REGION@):
    """A client that sends what it is given, asks once, and keeps each answer as it came."""
    if (key, region) not in clients:
        one = {} if key is None else {"aws_access_key_id": key, "aws_secret_access_key": "any"}
        config = Config(parameter_validation=False, retries={"total_max_attempts": 1})
        clients[key, region] = boto3.client("@SERVICE@", endpoint_url=ENDPOINT, region_name=region, config=config, **one)
        clients[key, region].meta.events.register("before-parse.@SERVICE@", keep)
    return clients[key, region]


last = {}


def keep(response_dict, **_):
    last.update(status=response_dict["status_code"], headers=response_dict["headers"], body=response_dict["body"])


def call(n, operation, ask):
    """Calls the API as step n, by what ask does with boto3."""
    last.clear()
    try:
        ask()
    except Exception as error:  # what matters is the answer itself
        if not last:
            print("boto3 says:", error, file=sys.stderr)
    answers[n] = dict(last)
    print("step %d: %s: %s" % (n, operation, outcome(n)))


def raw(n, operation, body, key=None, region=@REGION@, content_type=None):
    """Calls the API with a body that boto3 would not make: it goes out as it is."""
    c = client(key, region)

    def replace(params, **_):
        params["body"] = expand(body).encode()
        params["headers"]["X-Amz-Target"] = "@PREFIX@." + operation
        if content_type:
            params["headers"]["Content-Type"] = content_type

    c.meta.events.register("before-call.@SERVICE@", replace)
    try:
        call(n, operation, lambda: c._make_api_call("@KNOWN@", {}))
    finally:
        c.meta.events.unregister("before-call.@SERVICE@", replace)


def control(n, power, body, key=@ACCOUNT@, region=@REGION@):
    """Arranges what the API can't, by the control protocol."""
    from urllib.request import Request, urlopen

    scope = "AWS4-HMAC-SHA256 Credential=%s/%s/%s/control/aws4_request" % (key, time.strftime("%Y%m%d"), region)
    headers = {"Content-Type": "application/json", "Authorization": scope}
    try:
        urlopen(Request(ENDPOINT.rstrip("/") + "/_fakesmith/" + power, expand(body).encode(), headers)).read()
    except OSError as error:
        print("step %d: %s offers no control of its %s, so this can't be reproduced there: %s" % (n, ENDPOINT, power, error))
        sys.exit(2)


def text(n):
    return answers.get(n, {}).get("body", b"").decode("utf-8", "replace")


def outcome(n):
    """Success, the code of an error, or a status without one."""
    status = answers[n].get("status")
    if status is None:
        return "no answer"
    if 200 <= status < 300:
        return "success"
    m = re.search(r'"__type"\s*:\s*"(?:[^"#]*#)?([^"#]*)"', text(n))
    return m.group(1) if m else "status %d" % status


def given(n, member):
    """A word that an answer gave out."""
    m = re.search(r'"%s"\s*:\s*"([^"]*)"' % member, text(n))
    return m.group(1) if m else ""


def expand(body):
    """Fills in what differs from run to run: ${RUN}, ${NOW+60}, ${2.NextToken}."""

    def fill(m):
        name = m.group(1)
        if name == "$":
            return "$"
        if name == "RUN":
            return RUN
        if name.startswith("NOW"):
            return str(NOW + int(name[3:]))
        step, member = name.split(".")
        return given(int(step), member)

    return re.sub(r"\$\{(\$|RUN|NOW[+-]\d+|\d+\.\w+)\}", fill, body)


def lines(n):
    """An answer in lines that can be compared, whatever their order."""
    found = ["outcome=" + outcome(n)]
    @HEAD@

    class Number(str):
        pass

    try:
        value = json.loads(text(n), parse_int=Number, parse_float=Number, parse_constant=Number) if text(n) else None
    except ValueError:
        return found + ["text=" + text(n)]
    @UNLESS@

    def each(name, value):
        if isinstance(value, dict) and value:
            for inner in value.items():
                each(*inner)
        elif isinstance(value, list) and value:
            for inner in value:
                each(name, inner)
        elif value is None and name == "":
            pass
        elif name in VARYING and not isinstance(value, (dict, list)):
            found.append(name + "=*")
        elif isinstance(value, Number):
            found.append(name + "=" + value)
        elif isinstance(value, str):
            found.append('%s="%s"' % (name, value))
        else:
            found.append(name + "=" + json.dumps(value))

    each("", value)
    return found


def verdict(n, clause, expected, right, as_they_were):
    """Says whether the fault is there, which shows at step n."""
    if all(sorted(lines(i)) == sorted(map(expand, wanted)) for i, wanted in as_they_were.items()):
        print("the fault is there: %s is violated" % clause)
    elif right and outcome(n) not in right:
        print("another fault is there: %s is violated" % clause)
    else:
        print("the fault is not there: the steps are not answered as they were")
        sys.exit(0)
    print("expected %s\ngot %s %s" % (expand(expected), outcome(n), text(n)))
    sys.exit(1)
