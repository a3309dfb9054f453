"""What docs/gateways.md shows is what is sent: a carrier builds on it."""

import re
from pathlib import Path

import pytest

from messaging.gateways.base import Outgoing
from messaging.gateways.batch import signing
from messaging.gateways.batch.driver import BatchHttpDriver, _json, _message
from messaging.gateways.permit import Clock
from messaging.models import Gateway
from tests.messaging.gateways.conftest import NOT_AFTER

SECRET = "test-secret-of-32-bytes-in-ascii"
AT = "1789468200"
PAGES = [Path("docs/gateways.md"), Path("docs/gateways.zh-CN.md")]


def example(page: str) -> bytes:
    found = re.search(r'^\{"messages":.*\}$', page, re.MULTILINE)
    assert found
    return found[0].encode()


@pytest.mark.parametrize("path", PAGES, ids=str)
def test_the_vectors_of_the_docs_are_right(path: Path) -> None:
    page = path.read_text("utf-8")
    body = example(page)
    for method, at, signed in (
        ("GET", "/v1/ping", b""),
        ("POST", "/v1/query", b'{"ids":["42"]}'),
        ("POST", "/v1/messages", body),
        (
            *("POST", "/gateways/carrier/receipts/"),
            b'{"receipts":[{"id":"42","ref":"a-1","status":"delivered"}]}',
        ),
    ):
        signature = signing.sign(SECRET, method=method, path=at, timestamp=AT, body=signed)
        assert signature in page
    assert f"Content-Length: {len(body)}" in page


@pytest.mark.parametrize("path", PAGES, ids=str)
def test_the_request_of_the_docs_is_what_the_driver_writes(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = path.read_text("utf-8")
    text = "【安和消费金融】您的账单已到期。"
    out = Outgoing(42, "+8614100000001", text, NOT_AFTER, "collection_service")
    body = _json({"messages": [_message(out)]})
    assert body == example(page)
    monkeypatch.setenv("HUANCUI_GATEWAY_CARRIER", SECRET)
    monkeypatch.setattr("messaging.gateways.batch.driver.time.time", lambda: float(AT))
    gateway = Gateway(
        code="carrier",
        driver="batch_http",
        settings={"url": "https://sms.example.com/v1", "connections": 1},
        credentials_ref="env:HUANCUI_GATEWAY_CARRIER",
    )
    driver = BatchHttpDriver.of_gateway(gateway, Clock(now=lambda: NOT_AFTER, boot=lambda: 0.0))
    written = driver._request("POST", "/messages", body).decode().replace("\r\n", "\n")
    assert written in page
