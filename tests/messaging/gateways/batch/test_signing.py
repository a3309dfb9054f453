"""Signatures: the vectors of docs/gateways.md, and what does not pass."""

import hmac

import pytest
from hypothesis import given, strategies as st

from messaging.gateways.batch import signing

SECRET = "test-secret-of-32-bytes-in-ascii"
AT = "1789468200"
DOOR = "/gateways/carrier/receipts/"
BODY = b'{"ids":["42"]}'


@pytest.mark.parametrize(
    ("method", "path", "body", "signature"),
    [
        (
            "GET",
            "/v1/ping",
            b"",
            "v2=8e3f43a5dab67d892e29915c1fcb0d48ff8237eb93a43f18d0b5ecda7e3a1358",
        ),
        (
            "POST",
            "/v1/query",
            BODY,
            "v2=fb88fa55a331e8c11b00accd20d3d0aa9a6a6fb29917fd6af63be56bfa0ce452",
        ),
    ],
)
def test_the_documented_vectors(method: str, path: str, body: bytes, signature: str) -> None:
    made = signing.sign(SECRET, method=method, path=path, timestamp=AT, body=body)
    assert made == signature


def passes(
    *,
    method: str = "POST",
    path: str = DOOR,
    timestamp: str = AT,
    body: bytes = BODY,
    signature: str | None = None,
    now: float = 0,
) -> bool:
    made = signing.sign(SECRET, method="POST", path=DOOR, timestamp=AT, body=BODY)
    return signing.is_signed(
        SECRET,
        method=method,
        path=path,
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


def test_what_is_signed_for_one_address_opens_no_other() -> None:
    assert not passes(path="/gateways/carrier/replies/")
    assert not passes(path="/gateways/other/receipts/")
    assert not passes(path=f"{DOOR}?x=1")
    assert not passes(method="GET")


def test_a_signature_of_the_first_version_does_not_pass() -> None:
    first = hmac.new(SECRET.encode(), AT.encode() + b"." + BODY, "sha256").hexdigest()
    assert not passes(signature=f"v1={first}")
    assert not passes(signature=f"v2={first}")


def test_another_body_does_not_pass() -> None:
    assert not passes(body=BODY + b" ")


@given(st.text())
def test_no_made_up_signature_passes_or_breaks(signature: str) -> None:
    assert not passes(signature=signature)
