"""What AWS Config writes on the wire: JSON without spaces, times as Java prints a double, encrypted tokens."""

import base64
import hashlib
import hmac
import json
import os

from errors import ApiError


class Time(int):
    """Milliseconds since 1970, which travel as seconds."""


def encode(value):
    if isinstance(value, Time):
        return time_text(value)
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(name)}:{encode(member)}" for name, member in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(encode, value)) + "]"
    return json.dumps(value)


def time_text(milliseconds):
    """Seconds in the form that recorded replies of AWS Config have: 1.470573724052E9."""
    sign = "-" if milliseconds < 0 else ""
    whole, part = divmod(abs(milliseconds), 1000)
    if whole < 10**7:
        fraction = f"{part:03d}".rstrip("0") or "0"
        return f"{sign}{whole}.{fraction}"
    digits = f"{whole}{part:03d}".rstrip("0")
    return f"{sign}{digits[0]}.{digits[1:] or '0'}E{len(str(whole)) - 1}"


class Seal:
    """Makes tokens that only it can read, in the form that public tokens of AWS Config have.

    They are base64 of a JSON object with encryptedData, materialSetSerialNumber and ivParameterSpec, another each time.
    """

    def __init__(self):
        self.key = os.urandom(32)

    def close(self, content):
        plain = json.dumps(content).encode()
        plain += b" " * (-len(plain) % 192)
        iv = os.urandom(16)
        data = self._crypt(plain, iv)
        data += hmac.digest(self.key, iv + data, "sha256")
        envelope = {
            "encryptedData": list(_signed(data)),
            "materialSetSerialNumber": 1,
            "ivParameterSpec": {"iv": list(_signed(iv))},
        }
        return base64.b64encode(json.dumps(envelope, separators=(",", ":")).encode()).decode()

    def open(self, token, code):
        """Returns what token was made of, or rejects it with code."""
        try:
            envelope = json.loads(base64.b64decode(token, validate=True))
            data = bytes(byte & 255 for byte in envelope["encryptedData"])
            iv = bytes(byte & 255 for byte in envelope["ivParameterSpec"]["iv"])
        except (ValueError, TypeError, KeyError, RecursionError):
            raise rejected(code) from None
        data, tag = data[:-32], data[-32:]
        if not hmac.compare_digest(tag, hmac.digest(self.key, iv + data, "sha256")):
            raise rejected(code)
        return json.loads(self._crypt(data, iv))

    def _crypt(self, data, iv):
        stream = b""
        while len(stream) < len(data):
            stream += hashlib.sha256(self.key + iv + len(stream).to_bytes(4, "big")).digest()
        return bytes(a ^ b for a, b in zip(data, stream))


def _signed(data):
    return (byte - 256 if byte > 127 else byte for byte in data)


def rejected(code):
    what = "result token" if code == "InvalidResultTokenException" else "nextToken"
    return ApiError(code, f"The {what} provided is invalid")
