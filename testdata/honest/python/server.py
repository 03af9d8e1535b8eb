#!/usr/bin/env python3
"""An honest server for ten operations of AWS Config, written from public documents alone. It needs Python 3.11.

    server.py [--port N] [--defect NAME] [--events] [--quota N]    serves on the loopback interface until SIGTERM
    server.py --defects                                            lists the defects that --defect can switch on

The wire is awsJson1.1: POST /, X-Amz-Target StarlingDoveService.OPERATION. See README.md for what it chooses.
"""

import argparse
import datetime
import http.server
import json
import re
import signal
import sys
import threading
import uuid

import shapes
from defects import DEFECTS
from errors import ApiError
from service import COMPLIANCES, Service
from wire import encode

MAX_BODY = 4 << 20  # a hundred keys of the greatest length, each character escaped, fit
CREDENTIAL = re.compile(r"Credential=([^/,\s]+)/\d{8}/([^/,\s]+)/")


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    timeout = 60
    server_version = "honest"
    sys_version = ""

    def do_POST(self):
        body = self._body()
        if body is None:
            return
        if self.path.startswith("/_fakesmith"):
            self._control(body)
        else:
            self._operation(body)

    def do_GET(self):
        if self._body() is None:
            return
        if self.path.startswith("/_fakesmith"):
            self._control(None)
        else:
            self._reject(ApiError("UnknownOperationException", "Operations are called with POST."))

    do_PUT = do_DELETE = do_PATCH = do_HEAD = do_OPTIONS = do_GET

    def _body(self):
        """Reads the body, of which there may be MAX_BODY; None if it was rejected."""
        try:
            if self.headers.get("Transfer-Encoding", "").strip().lower() == "chunked":
                return self._chunks()
            length = self.headers.get("Content-Length", "0")
            if not re.fullmatch(r"[0-9]{1,18}", length):
                raise ApiError("SerializationException", "The Content-Length is not a number.")
            return self._part(int(length), 0)
        except ApiError as error:
            self._reject(error)

    def _part(self, size, before):
        if before + size > MAX_BODY:
            # Some of what is too much is read and dropped, so that the client is still there for the answer.
            for _ in range(min(size, 4 * MAX_BODY) >> 16):
                self.rfile.read(1 << 16)
            raise ApiError("RequestEntityTooLargeException", "The request is too large.", 413)
        return self.rfile.read(size)

    def _chunks(self):
        body = b""
        while True:
            size = self.rfile.readline(128).partition(b";")[0].strip()
            if not re.fullmatch(rb"[0-9A-Fa-f]{1,8}", size):
                raise ApiError("SerializationException", "The length of a chunk is not a number.")
            if int(size, 16) == 0:
                for _ in range(100):  # trailers, up to the empty line
                    if self.rfile.readline(1 << 13) in (b"\r\n", b"\n", b""):
                        return body
                raise ApiError("SerializationException", "There are too many trailers.")
            body += self._part(int(size, 16), len(body))
            self.rfile.readline(8)

    def _scope(self):
        """The account and region of a call, from its credential scope: an access key of 12 digits is an account's."""
        found = CREDENTIAL.search(self.headers.get("Authorization", ""))
        key, region = found.groups() if found else ("", "us-east-1")
        return key if re.fullmatch(r"\d{12}", key) else "123456789012", region

    def _operation(self, body):
        try:
            prefix, _, operation = self.headers.get("X-Amz-Target", "").partition(".")
            media = self.headers.get("Content-Type", "").partition(";")[0].strip().lower()
            # The protocol claims a request by its path, its target and its media type together; parameters of the
            # media type do not count [awsJson1.1].
            if self.path != "/" or prefix != "StarlingDoveService" or operation not in shapes.INPUTS:
                raise ApiError("UnknownOperationException", "There is no such operation.")
            if media != "application/x-amz-json-1.1":
                raise ApiError("UnknownOperationException", "The media type is not application/x-amz-json-1.1.")
            output = self.server.service.answer(operation, body, *self._scope())
        except ApiError as error:
            self._reject(error)
            return
        # An operation without an output has an empty body [observed].
        self._send(200, "" if output is None else encode(output))

    def _reject(self, error):
        """An error has a bare __type and a message, and the connection is closed after it [observed]."""
        defect = self.server.service.defect
        self.close_connection = True
        headers = {"Connection": "close"}
        if defect == "error-header-differs":
            headers["x-amzn-ErrorType"] = "InternalFailure"
        content = {"__type": error.code, "message": error.message}
        if defect == "no-error-type":
            del content["__type"]
        self._send(200 if defect == "error-status-200" else error.status, encode(content), headers)

    def _control(self, body):
        """The optional endpoints by which a suite moves the clock and arranges what evaluations found."""
        service = self.server.service
        try:
            path = self.path.removeprefix("/_fakesmith")
            if body is None and path in ("", "/"):
                powers = ["clock", "facts", "reset"]
                self._send_json(200, {"control": 1, "powers": powers, "now": _rfc3339(service.now())})
            elif body is not None and path == "/clock":
                service.frozen = _moved(json.loads(body), service.now())
                self._send_json(200, {"now": _rfc3339(service.now())})
            elif body is not None and path == "/facts":
                facts = [_fact(fact) for fact in json.loads(body)]
                for of, value in facts:
                    service.set_fact(*self._scope(), of, value)
                self._send_json(204)
            elif body is not None and path == "/reset":
                service.reset()
                self._send_json(204)
            else:
                self._send_json(404, {"error": f"there is no {self.command} {self.path} here"})
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
            self._send_json(400, {"error": f"the request can not be understood: {error!r}"})

    def _send_json(self, status, value=None):
        self._send(status, "" if value is None else json.dumps(value), kind="application/json")

    def _send(self, status, body, headers=(), kind="application/x-amz-json-1.1"):
        data = body.encode()
        self.send_response(status)
        # Every answer has a request id, a UUID [observed].
        self.send_header("x-amzn-RequestId", str(uuid.uuid4()))
        if status != 204:
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
        for name, value in dict(headers).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def log_message(self, *args):
        pass


def _rfc3339(milliseconds):
    moment = datetime.datetime.fromtimestamp(0, datetime.UTC) + datetime.timedelta(milliseconds=milliseconds)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _moved(request, now):
    """The time that a request sets, or advances to by a Go duration such as 1h30m or 90s."""
    if "set" in request:
        moment = datetime.datetime.fromisoformat(_microseconds(request["set"]))
        return (moment - datetime.datetime.fromtimestamp(0, datetime.UTC)) // datetime.timedelta(milliseconds=1)
    units = {"h": 3.6e6, "m": 6e4, "s": 1e3, "ms": 1, "us": 1e-3, "µs": 1e-3, "ns": 1e-6}
    parts = re.findall(r"([\d.]+)(h|ms|m|s|us|µs|ns)", request["advance"])
    if "".join(map("".join, parts)) != request["advance"] or not parts:
        raise ValueError(f"{request['advance']} is not a duration such as 90s")
    return now + int(sum(float(count) * units[unit] for count, unit in parts))


def _microseconds(text):
    """RFC 3339 may have nanoseconds, of which datetime takes no more than six digits."""
    return re.sub(r"(\.\d{6})\d+", r"\1", text)


def _fact(fact):
    of = {member: fact["of"][member] for member in ("ConfigRuleName", "ResourceType", "ResourceId")}
    if fact["fact"] != "compliance" or fact["value"] not in (*COMPLIANCES, "INSUFFICIENT_DATA"):
        raise ValueError("a fact is compliance, and one of its values")
    return of, fact["value"]


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], OSError):  # a client that went away is no error of ours
            super().handle_error(request, client_address)


def main():
    arguments = argparse.ArgumentParser(description="An honest server for ten operations of AWS Config.")
    arguments.add_argument("--port", type=int, default=0, help="the port to listen on; 0 takes a free one")
    arguments.add_argument("--defect", metavar="NAME", choices=DEFECTS, help="switch a defect on; --defects lists them")
    arguments.add_argument("--defects", action="store_true", help="list the defects, and stop")
    arguments.add_argument("--events", action="store_true", help="write each invocation of a Lambda function as JSON")
    arguments.add_argument("--quota", type=int, default=1000, help="how many rules a region may have; AWS allows 1000")
    options = arguments.parse_args()
    if options.defects:
        for name, meaning in DEFECTS.items():
            print(f"{name:28} {meaning}")
        return
    server = Server(("127.0.0.1", options.port), Handler)
    invoke = (lambda event: print(json.dumps(event), flush=True)) if options.events else None
    server.service = Service(options.defect, invoke, options.quota)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: threading.Thread(target=server.shutdown).start())
    print(f"listening on http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever(poll_interval=0.1)


if __name__ == "__main__":
    main()
