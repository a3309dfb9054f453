"""A gateway's settings and credentials: what can be used, and what is said of the rest."""

from typing import Any

import pytest

from messaging.gateways import options
from messaging.gateways.options import BadSettings, Target
from messaging.gateways.webhooks import shapes as shapes


@pytest.mark.parametrize(
    ("settings", "target"),
    [
        ({"url": "https://sms.example.com/v1/"}, Target(True, "sms.example.com", 443, "/v1")),
        ({"url": "https://sms.example.com:8443"}, Target(True, "sms.example.com", 8443, "")),
        ({"url": "http://127.0.0.1:9000/a"}, Target(False, "127.0.0.1", 9000, "/a")),
        ({"url": "http://localhost"}, Target(False, "localhost", 80, "")),
        ({"url": "http://[::1]:81"}, Target(False, "::1", 81, "")),
        ({"url": "http://10.0.0.7", "plain_http": True}, Target(False, "10.0.0.7", 80, "")),
    ],
)
def test_an_address_is_taken(settings: dict[str, Any], target: Target) -> None:
    assert options.target(settings) == target


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"url": 7},
        {"url": ""},
        {"url": "sms.example.com"},
        {"url": "ftp://sms.example.com"},
        {"url": "https://"},
        {"url": "https://sms.example.com:seven"},
        {"url": "https://sms.example.com/?key=abc"},
        {"url": "https://user:password@sms.example.com"},
        {"url": "http://sms.example.com"},
        {"url": "http://10.0.0.7"},
        {"url": "https://sms.example.com/\r\nX-Evil: 1"},
        {"url": "https://短信.example.com"},
    ],
)
def test_an_address_is_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(BadSettings):
        options.target(settings)


@pytest.mark.parametrize("value", [0, 1001, -1, "100", 1.5, True, None])
def test_a_number_out_of_bounds_is_refused(value: object) -> None:
    with pytest.raises(BadSettings, match="from 1 to 1000"):
        options.number({"call_size": value}, "call_size", least=1, most=1000, default=100)


def test_a_word_is_one_of_some() -> None:
    assert shapes.shape_of({}) == "own"
    assert shapes.shape_of({"webhooks": "aliyun"}) == "aliyun"
    for value in ("pigeon", "", None, 7, ["aliyun"]):
        with pytest.raises(BadSettings, match="one of own, aliyun, tencent"):
            shapes.shape_of({"webhooks": value})
