import atexit, json, os, re, sys, threading, time, traceback


def give_up(why):
    """Ends the program where it can't be told whether the fault is there."""
    if "clean" in globals() and threading.current_thread() is threading.main_thread():
        clean()
    print("%s, so it can't be told whether the fault is there" % plain(why), file=sys.stderr)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(2)


def plain(text):
    """A text without what a terminal would act on."""
    return "".join(c if c.isprintable() or c == "\n" else "?" for c in str(text))


def crashed(*error):
    give_up("".join(traceback.format_exception(*error)) + "the program can't run")


# Whatever ends the program before the result, the exit status says that it can't be told.
sys.excepthook = crashed
for stream in sys.stdout, sys.stderr:
    stream.reconfigure(errors="backslashreplace")

import boto3
from botocore.config import Config
from botocore.exceptions import HTTPClientError

ENDPOINT = os.environ.get("ENDPOINT") or @ENDPOINT@
if not ENDPOINT:
    print("say where: ENDPOINT=URL; what is made there is removed in the end", file=sys.stderr)
    sys.exit(2)
ACCOUNT, REGION, SERVICE, PREFIX = @ACCOUNT@, @REGION@, @SERVICE@, @PREFIX@
# Without credentials in the environment, the access key is the account, as emulators have it.
os.environ.setdefault("AWS_ACCESS_KEY_ID", ACCOUNT)
os.environ.setdefault("AWS_SECRET_ACCESS_KEY", "any")
NOW = int(time.time())
# A word that makes all names new, as long as that of the run that found this.
RUN = os.environ.get("RUN") or "%0@DIGITS@d" % (time.time_ns() // 1000000 % @TEN@)
# The members whose values differ from run to run by right.
VARYING = {@VARYING@}

answers, clients = {}, {}


def client(key=None, region=REGION):
    """A client that sends what it is given, asks once, and keeps each answer as it came."""
    if (key, region) not in clients:
        one = {} if key is None else {"aws_access_key_id": key, "aws_secret_access_key": "any"}
        config = Config(parameter_validation=False, retries={"total_max_attempts": 1}, connect_timeout=10, read_timeout=60)
        clients[key, region] = boto3.client(SERVICE, endpoint_url=ENDPOINT, region_name=region, config=config, **one)
        clients[key, region].meta.events.register("before-parse." + SERVICE, keep)
    return clients[key, region]


last = {}


def keep(response_dict, **_):
    last.update(status=response_dict["status_code"], headers=response_dict["headers"], body=response_dict["body"])


def limited(n, ask):
    """Asks, but not for ever, however slowly an answer comes."""
    watch = threading.Timer(120, give_up, ["step %d takes too long" % n])
    watch.daemon = True
    watch.start()
    try:
        return ask()
    finally:
        watch.cancel()


def call(n, operation, ask):
    """Calls the API as step n, by what ask does with boto3."""
    last.clear()
    try:
        limited(n, ask)
    except Exception as error:  # what matters is the answer itself
        if not last:
            print("boto3 says:", plain(error), file=sys.stderr)
            if not isinstance(error, HTTPClientError):  # it has not come to the server
                give_up("step %d: the request could not be made" % n)
    answers[n] = dict(last)
    print("step %d: %s: %s" % (n, operation, outcome(n)))


def raw(n, operation, body, key=None, region=REGION, content_type=None):
    """Calls the API with a body that boto3 would not make: it goes out as it is."""
    c = client(key, region)

    def replace(params, **_):
        params["body"] = to_bytes(expand(body))
        params["headers"]["X-Amz-Target"] = PREFIX + "." + operation
        if content_type:
            params["headers"]["Content-Type"] = content_type

    c.meta.events.register("before-call." + SERVICE, replace)
    try:
        call(n, operation, lambda: c._make_api_call(@KNOWN@, {}))
    finally:
        c.meta.events.unregister("before-call." + SERVICE, replace)


CLEANUP = []


def clean():
    """Removes what the steps have made. How that is answered is no part of the result."""
    while CLEANUP:
        n, operation, body, key, region = CLEANUP.pop(0)
        if not 200 <= (answers.get(n, {}).get("status") or 0) < 300:
            continue

        def replace(params, operation=operation, body=body, **_):
            params["body"] = to_bytes(expand(body))
            params["headers"]["X-Amz-Target"] = PREFIX + "." + operation

        events = client(key, region).meta.events
        events.register("before-call." + SERVICE, replace)
        try:
            client(key, region)._make_api_call(@KNOWN@, {})
        except Exception:
            pass
        finally:
            events.unregister("before-call." + SERVICE, replace)


atexit.register(clean)


def control(n, power, body, key=ACCOUNT, region=REGION):
    """Arranges what the API can't, by the control protocol."""
    from urllib.request import HTTPRedirectHandler, Request, build_opener

    class Stay(HTTPRedirectHandler):
        def redirect_request(self, *_):
            return None

    scope = "AWS4-HMAC-SHA256 Credential=%s/%s/%s/control/aws4_request" % (key, time.strftime("%Y%m%d"), region)
    headers = {"Content-Type": "application/json", "Authorization": scope}
    request = Request(ENDPOINT.rstrip("/") + "/_fakesmith/" + power, to_bytes(expand(body)), headers)
    try:
        limited(n, lambda: build_opener(Stay).open(request, timeout=60).read())
    except OSError as error:
        give_up("step %d: %s offers no control of its %s (%s)" % (n, ENDPOINT, power, error))


def to_bytes(text):
    return text.encode("utf-8", "surrogateescape")


def to_text(value):
    """Text as a report has it: in UTF-8, without halves of characters."""
    return re.sub("[\ud800-\udfff]", "\ufffd", value)


def text(n):
    return to_text(answers.get(n, {}).get("body", b"").decode("utf-8", "surrogateescape"))


def outcome(n):
    """Success, the code of an error, or a status without one."""
    status = answers[n].get("status")
    if status is None:
        return "no answer"
    if 200 <= status < 300:
        return "success"
    m = re.search(r'"__type"[ \t\r\n]*:[ \t\r\n]*"(?:[^"#]*#)?([A-Za-z0-9_.:-]+)"', text(n))
    return m.group(1) if m else "status %d" % status


def given(n, member):
    """A word that an answer gave out."""
    m = re.search(r'"%s"\s*:\s*"([^"]*)"' % re.escape(member), text(n))
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


class Number(str):
    """A number as it is written."""


def read(n):
    """The value of an answer, or a ValueError if it is no JSON."""

    def reject(constant):
        raise ValueError("JSON has no " + constant)

    return json.loads(text(n), parse_int=Number, parse_float=Number, parse_constant=reject) if text(n) else None


def lines(n):
    """An answer in lines that can be compared, whatever their order."""
    found = ["outcome=" + outcome(n)]
    @HEAD@
    try:
        value = read(n)
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
            found.append(to_text('%s="%s"' % (name, value)))
        else:
            found.append(name + "=" + json.dumps(value))

    each("", value)
    return found


def right_contents(n):
    """Whether an answer that succeeds has in it what the contract wants: None if that is not known."""
    if outcome(n) != "success" or not CONTENTS:
        return True
    if CONTENTS == "unknown":
        return None
    try:
        read(n)
    except ValueError:
        return False
    found = []
    for line in lines(n):
        name, _, value = line.partition("=")
        if name in LOOSE and value not in ("[]", "{}", "null"):
            found.append(name + "=*")
        elif name in EXACT and value not in ("[]", "{}", "null"):
            found.append(line)
    if sorted(found) == sorted(map(expand, WANTED)):
        return True
    # Of a list that goes on, this is a part.
    part = CONTENTS == "part" or NEXT and '"%s"' % NEXT in text(n)
    return None if part else False


def conclude(n, clause, expected, right, form, as_they_were):
    """Says whether the fault is there, which shows at step n."""
    for i, wanted in as_they_were.items():
        if outcome(i) == "no answer" and "outcome=no answer" not in wanted:
            give_up("step %d is not answered" % i)
    for i, wanted in as_they_were.items():
        if i < n and "outcome=" + outcome(i) not in wanted:
            give_up("step %d is answered otherwise than it was" % i)
    if all(sorted(lines(i)) == sorted(map(expand, wanted)) for i, wanted in as_they_were.items()):
        print("the fault is there: %s is violated" % clause)
    elif right and outcome(n) not in right:
        print("another fault is there: %s is violated" % clause)
    elif not right and not form:
        give_up("step %d is answered otherwise than it was, and what is right depends on the target" % n)
    elif right and right_contents(n) is None:
        give_up("step %d is answered otherwise than it was, and what it has to return is not known" % n)
    elif right and not right_contents(n):
        print("another fault is there: %s is violated" % clause)
    else:
        print("the fault is not there: the steps are not answered as they were")
        sys.exit(0)
    print(plain("expected %s\ngot %s %s" % (expand(expected), outcome(n), text(n))))
    sys.exit(1)
