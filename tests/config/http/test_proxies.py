"""Whoever reaches the web process past the proxy says nothing of TLS or of where they are."""

from __future__ import annotations

import re
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse

from config.http import network
from config.http.proxies import SAID_BY_PROXIES, FromOurProxies, is_ours

ROOT = Path(__file__).resolve().parents[3]
HERE = network.proxy_networks({}, sandbox=False)


def heard(peer: str, settings: Any) -> HttpRequest:
    settings.PROXY_NETWORKS = HERE
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    request = HttpRequest()
    request.META |= {"REMOTE_ADDR": peer, **dict.fromkeys(SAID_BY_PROXIES, "https")}
    FromOurProxies(lambda _request: HttpResponse())(request)
    return request


@pytest.mark.parametrize("peer", ["127.0.0.1", "::1", "::ffff:127.0.0.1", ""])
def test_a_proxy_on_this_machine_is_believed(peer: str, settings: Any) -> None:
    assert heard(peer, settings).is_secure()


@pytest.mark.parametrize("peer", ["10.0.0.7", "203.0.113.5", "2001:db8::1", "nonsense"])
def test_nobody_else_is(peer: str, settings: Any) -> None:
    request = heard(peer, settings)
    assert not request.is_secure()
    assert not [name for name in SAID_BY_PROXIES if name in request.META]


def test_proxies_elsewhere_are_named_by_their_network(settings: Any) -> None:
    settings.PROXY_NETWORKS = network.proxy_networks(
        {"HUANCUI_PROXY_NETWORKS": "10.20.0.5/32, 2001:db8::/64"}, sandbox=False
    )
    assert [is_ours(each) for each in ("10.20.0.5", "10.20.0.6", "2001:db8::9", "127.0.0.1")] == [
        *(True, False, True, False)
    ]
    with pytest.raises(ImproperlyConfigured, match="HUANCUI_PROXY_NETWORKS"):
        network.proxy_networks({"HUANCUI_PROXY_NETWORKS": "proxy.example"}, sandbox=False)


def test_a_sandbox_has_no_proxy_to_tell_apart() -> None:
    assert ip_network("203.0.113.0/24").subnet_of(network.proxy_networks({}, sandbox=True)[0])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "logged"),
    [
        ("/gateways/ali/secret-token/receipts/", "/gateways/ali/-/receipts/"),
        ("/gateways/ali/secret-token/replies", "/gateways/ali/-/replies"),
        ("/gateways/kannel/replies/?pass=secret&text=x", "/gateways/kannel/replies/?-"),
        ("/gateways/own/receipts/", "/gateways/own/receipts/"),
        ("/staff/set-password/MQ/secret-token/", "/staff/set-password/-"),
        ("/staff/customers/7/", "/staff/customers/7/"),
        ("/c/anhe/?x=secret", "/c/anhe/?-"),
    ],
)
def test_the_log_of_the_shipped_proxy_has_no_secret_of_an_address(asked: str, logged: str) -> None:
    """The rules of docs/proxy.md, read as nginx reads them: the first that fits."""
    text = (ROOT / "docs" / "proxy.md").read_text("utf-8")
    rules = re.findall(r'^    "~(\S+)"\s+"([^"]+)";', text, re.MULTILINE)
    assert len(rules) == 3
    for pattern, put in rules:
        if found := re.search(pattern, asked):
            assert re.sub(r"\$(\d)", lambda number: found[int(number[1])], put) == logged
            return
    assert asked == logged
