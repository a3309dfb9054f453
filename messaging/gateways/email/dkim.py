"""A mail signed by us (DKIM, RFC 6376; rsa-sha256, relaxed), where the relay does not sign. Pure.

By hand, on OpenSSL's RSA, 0.4 ms of a processor a mail: dkimpy, with which the tests read the
signatures, reckons in Python, takes 6.5 ms, and comes only as a source that needs unpinned tools.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

LEAST_BITS = 2048
"""Receivers turn away signatures of less than 1024; 2048 is what RFC 8301 asks for."""

SIGNED = (
    *("from", "to", "subject", "date", "message-id", "auto-submitted", "content-language"),
    *("list-unsubscribe", "list-unsubscribe-post", "mime-version", "content-type"),
)
"""RFC 8058 asks that both headers of the one-click door are; those that a mail does not have are
left out."""

SELECTOR = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*")
"""A part of a host name, as `mail2026`."""

_BLANKS = re.compile(rb"[ \t]+")
_LONGEST = 72


@dataclass(frozen=True, slots=True)
class Signer:
    """Of the mails from one domain. `selector`: under which the key stands in the DNS."""

    domain: str
    selector: str
    key: rsa.RSAPrivateKey

    def sign(self, mail: bytes, now: datetime) -> bytes:
        """The mail (CRLF lines) with its signature on top."""
        head, _blank, body = mail.partition(b"\r\n\r\n")
        fields = {name: value for name, value in _fields(head) if name in SIGNED}
        names = [name for name in SIGNED if name in fields]
        tags = {
            "v": "1",
            "a": "rsa-sha256",
            "c": "relaxed/relaxed",
            "d": self.domain,
            "s": self.selector,
            "t": str(int(now.timestamp())),
            # Named once more than there are: nobody adds a second one on the way.
            "h": ":".join([*names, "from"]),
            "bh": b64encode(sha256(_body(body)).digest()).decode(),
            "b": "",
        }
        unsigned = "DKIM-Signature: " + ";\r\n ".join(f"{tag}={said}" for tag, said in tags.items())
        said = b"".join(_relaxed(name, fields[name]) + b"\r\n" for name in names)
        said += _relaxed("dkim-signature", unsigned.encode().partition(b":")[2])
        made = b64encode(self.key.sign(said, padding.PKCS1v15(), SHA256())).decode()
        lines = [made[at : at + _LONGEST] for at in range(0, len(made), _LONGEST)]
        return (unsigned + "\r\n ".join(lines) + "\r\n").encode() + mail


def read_key(pem: str) -> rsa.RSAPrivateKey:
    """Raises ValueError for what is no RSA key of at least LEAST_BITS bits, or has a password."""
    try:
        key = load_pem_private_key(pem.encode(), password=None)
    except TypeError as error:
        raise ValueError("the key has a password") from error
    if not isinstance(key, rsa.RSAPrivateKey) or key.key_size < LEAST_BITS:
        raise ValueError(f"no RSA key of {LEAST_BITS} bits or more")
    return key


def _fields(head: bytes) -> Iterator[tuple[str, bytes]]:
    """Name in small letters, and what stands behind the colon, folds and all."""
    for each in re.split(rb"\r\n(?![ \t])", head):
        name, _colon, value = each.partition(b":")
        yield name.decode("ascii").lower(), value


def _relaxed(name: str, value: bytes) -> bytes:
    """RFC 6376, 3.4.2."""
    return name.encode() + b":" + _BLANKS.sub(b" ", value.replace(b"\r\n", b"")).strip(b" ")


def _body(body: bytes) -> bytes:
    """RFC 6376, 3.4.4."""
    lines = [_BLANKS.sub(b" ", line).rstrip(b" ") for line in body.split(b"\r\n")]
    while lines and not lines[-1]:
        lines.pop()
    return b"".join(line + b"\r\n" for line in lines)
