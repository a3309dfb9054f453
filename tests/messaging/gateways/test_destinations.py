"""No page makes this machine call a service of ours: hosts are listed, addresses looked at."""

import socket
from collections.abc import Callable, Iterator
from ipaddress import ip_address, ip_network
from typing import Any

import pytest
from hypothesis import given, strategies as st

from messaging.gateways import destinations, options
from messaging.gateways.base import NotSent
from messaging.gateways.destinations import Forbidden
from messaging.gateways.http.connection import Connection
from messaging.gateways.options import BadSettings, Target

PUBLIC, PRIVATE = "8.8.8.8", "10.0.0.1"
Resolves = Callable[..., list[str]]


@pytest.fixture
def production(settings: Any) -> Any:
    settings.OUTGOING_HOSTS = frozenset({"sms.example.com", "localhost", PRIVATE})
    settings.OUTGOING_NETWORKS = ()
    return settings


@pytest.fixture
def resolves(monkeypatch: pytest.MonkeyPatch) -> Resolves:
    """`resolves([first answer], [second answer], …)`; what was asked, in order."""

    def answers(*found: list[str]) -> list[str]:
        asked: list[str] = []
        left: Iterator[list[str]] = iter(found)

        def getaddrinfo(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
            asked.append(host)
            return [
                (
                    socket.AF_INET6 if ":" in each else socket.AF_INET,
                    *(socket.SOCK_STREAM, 6, "", (each, port)),
                )
                for each in next(left)
            ]

        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
        return asked

    return answers


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Addresses that were connected to; nothing leaves."""
    seen: list[Any] = []
    monkeypatch.setattr(socket.socket, "connect", lambda _self, where: seen.append(where))
    return seen


@pytest.mark.parametrize(
    "url",
    [
        "https://169.254.169.254/latest/meta-data",
        "https://evil.example.com",
        "https://sms.example.com.evil.com",
        "https://127.0.0.1:5432",
        "https://[::1]",
        "https://2130706433",
        "https://0x7f.1",
    ],
)
def test_in_production_only_hosts_of_the_list_can_be_drafted(production: Any, url: str) -> None:
    with pytest.raises(BadSettings, match="HUANCUI_OUTGOING_HOSTS"):
        options.target({"url": url})
    assert options.target({"url": "https://SMS.example.com./v1"})


def test_a_host_of_the_list_that_is_a_private_address_is_refused_as_well(production: Any) -> None:
    with pytest.raises(BadSettings, match="no public address"):
        options.target({"url": f"https://{PRIVATE}"})
    production.OUTGOING_NETWORKS = (ip_network("10.0.0.0/24"),)
    assert options.target({"url": f"https://{PRIVATE}"})


def test_metadata_is_called_by_nobody_not_even_in_a_sandbox(settings: Any) -> None:
    settings.OUTGOING_HOSTS, settings.OUTGOING_NETWORKS = None, (ip_network("0.0.0.0/0"),)
    with pytest.raises(BadSettings, match="a cloud's own services"):
        options.target({"url": "http://169.254.169.254", "plain_http": True})


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0"),
        *("100.64.0.1", "100.100.100.200", "192.0.2.1", "224.0.0.1", "255.255.255.255"),
        *("::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1"),
        *("::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:0a00:1::"),
    ],
)
def test_what_a_name_resolves_to_is_looked_at(
    production: Any, resolves: Resolves, called: list[Any], address: str
) -> None:
    resolves([address])
    with pytest.raises(Forbidden, match=r"sms\.example\.com"):
        destinations.connect("sms.example.com", 443, timeout_seconds=1)
    assert called == []


def test_one_forbidden_address_among_public_ones_forbids_all(
    production: Any, resolves: Resolves, called: list[Any]
) -> None:
    resolves([PUBLIC, "127.0.0.1"])
    with pytest.raises(Forbidden):
        destinations.connect("sms.example.com", 443, timeout_seconds=1)
    assert called == []


def test_the_address_looked_at_is_the_one_called(
    production: Any, resolves: Resolves, called: list[Any]
) -> None:
    """A name that turns private on its second answer gains nothing: there is no second question."""
    asked = resolves([PUBLIC], [PRIVATE])
    destinations.connect("sms.example.com", 443, timeout_seconds=1).close()
    assert (asked, called) == (["sms.example.com"], [(PUBLIC, 443)])
    with pytest.raises(Forbidden):
        destinations.connect("sms.example.com", 443, timeout_seconds=1)


def test_nothing_of_a_message_is_sent_there(production: Any, resolves: Resolves) -> None:
    resolves(["127.0.0.1"])
    there = Connection(Target(False, "sms.example.com", 80, ""), None)
    with pytest.raises(NotSent, match="address_forbidden"):
        there.exchange(b"GET / HTTP/1.1\r\n\r\n", method="GET", timeout_seconds=1, most_bytes=100)


def test_in_clear_texts_go_no_further_than_the_named_networks(
    production: Any, resolves: Resolves, called: list[Any]
) -> None:
    """Whatever a gateway's “plain http” says, which one person drafts and another approves."""
    resolves([PUBLIC], [PRIVATE])
    production.OUTGOING_NETWORKS = (ip_network("10.0.0.0/24"),)
    there = Connection(Target(False, "sms.example.com", 80, ""), None)
    for expected in (NotSent, OSError):  # refused; then called, and nothing answers
        with pytest.raises(expected):
            there.exchange(b"GET / HTTP/1.1\r\n\r\n", method="GET", timeout_seconds=1, most_bytes=9)
    assert called == [(PRIVATE, 80)]


def test_the_next_address_is_tried_when_one_does_not_answer(
    production: Any, resolves: Resolves, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[Any] = []

    def connect(_self: socket.socket, where: Any) -> None:
        tried.append(where[0])
        if where[0] == PUBLIC:
            raise ConnectionRefusedError

    monkeypatch.setattr(socket.socket, "connect", connect)
    resolves([PUBLIC, "1.1.1.1"])
    destinations.connect("sms.example.com", 443, timeout_seconds=1).close()
    assert tried == [PUBLIC, "1.1.1.1"]


@given(number=st.integers(0, 2**32 - 1))
def test_an_address_is_judged_the_same_however_it_is_written(number: int) -> None:
    plain = ip_address(number)
    refused = bool(destinations.problem_of_address(plain))
    for written in (f"::ffff:{plain}", str(ip_address((0x64FF9B << 96) + number))):
        assert bool(destinations.problem_of_address(ip_address(written))) == refused
