"""Where a request comes from: past our own proxies, and no further."""

import pytest
from django.test import RequestFactory, override_settings
from hypothesis import given, strategies as st

from accounts.input.network import UNKNOWN, network_of


def seen(address: str = "203.0.113.7", forwarded: str | None = None) -> str:
    extra = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return network_of(RequestFactory().get("/", REMOTE_ADDR=address, **extra))


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("", UNKNOWN),
        ("nonsense", UNKNOWN),
    ],
)
def test_one_customers_network_is_one(address, network, settings):
    settings.PROXIES = 0
    assert seen(address) == network


def test_without_proxies_of_ours_nothing_that_is_forwarded_is_believed(settings):
    settings.PROXIES = 0
    assert seen(forwarded="198.51.100.1") == "203.0.113.7"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "network"),
    [
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "10.0.0.1, 198.51.100.1", "198.51.100.1"),
        (2, "10.0.0.1, 198.51.100.1, 192.0.2.1", "198.51.100.1"),
        (2, "198.51.100.1", "198.51.100.1"),  # fewer hops than there should be
        (1, "", UNKNOWN),
        (1, "10.0.0.1, junk", UNKNOWN),
    ],
)
def test_only_what_our_own_proxies_wrote_counts(proxies, forwarded, network, settings):
    settings.PROXIES = proxies
    assert seen(forwarded=forwarded) == network


@given(st.text(st.characters(max_codepoint=255), max_size=40))
def test_whatever_a_visitor_writes_in_front_changes_nothing(written):
    with override_settings(PROXIES=1):
        assert seen(forwarded=f"{written}, 198.51.100.1") == "198.51.100.1"
