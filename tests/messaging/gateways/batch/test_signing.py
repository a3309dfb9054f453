"""Signatures: the vectors of docs/gateways.md, and what does not pass."""

import pytest
from hypothesis import given, strategies as st

from messaging.gateways.batch import signing

SECRET = "test-secret-of-32-bytes-in-ascii"
AT = "1789468200"
BODY = b'{"ids":["42"]}'


@pytest.mark.parametrize(
    ("body", "signature"),
    [
        (b"", "v1=c0c8a8cbef41a8912efb46df650047addc8cad45947b7e0f55267585d95be4d7"),
        (BODY, "v1=993067155570c3a2f25c3fb534ac0bbe71a9d6b0e9133aa299e3763719db82e7"),
    ],
)
def test_the_documented_vectors(body: bytes, signature: str) -> None:
    assert signing.sign(SECRET, timestamp=AT, body=body) == signature


def passes(
    *, timestamp: str = AT, body: bytes = BODY, signature: str | None = None, now: float = 0
) -> bool:
    made = signing.sign(SECRET, timestamp=AT, body=BODY)
    return signing.is_signed(
        SECRET,
        timestamp=timestamp,
        signature=made if signature is None else signature,
        body=body,
        unix_now=now or float(AT),
    )


def test_the_right_signature_passes_for_five_minutes_either_way() -> None:
    assert passes()
    assert passes(now=float(AT) + 300)
    assert passes(now=float(AT) - 300)
    assert not passes(now=float(AT) + 301)
    assert not passes(now=float(AT) - 301)


@pytest.mark.parametrize(
    "timestamp", ["", "1789468201", "x", "-1", "１７８９４６８２００", "9" * 30]
)
def test_another_timestamp_does_not_pass(timestamp: str) -> None:
    assert not passes(timestamp=timestamp)


def test_another_body_does_not_pass() -> None:
    assert not passes(body=BODY + b" ")


@given(st.text())
def test_no_made_up_signature_passes_or_breaks(signature: str) -> None:
    assert not passes(signature=signature)
