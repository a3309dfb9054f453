"""A borrower is sent with money to the lender's own hosts only."""

import pytest
from hypothesis import given, strategies as st

from accounts.rules.pay_links import is_somebodys, link_problem, looks_like_a_card

HOSTS = ["pay.anhe.example", "Anhe.example"]


def test_links_to_the_lenders_own_hosts_pass() -> None:
    for link in (
        "https://anhe.example/pay?i=3",
        "https://PAY.anhe.example",
        "https://anhe.example",
    ):
        assert link_problem(link, HOSTS) == ""


@pytest.mark.parametrize(
    ("link", "code"),
    [
        ("http://anhe.example/pay", "not_https"),
        ("javascript:alert(1)//anhe.example", "no_link"),
        ("https://anhe.example:8443/", "not_https"),
        ("https://anhe.example@evil.example/", "not_https"),
        ("https://evil.example/anhe.example", "other_host"),
        ("https://anhe.example.evil.example/", "other_host"),
        ("https://sub.anhe.example/", "other_host"),
        ("https://anhe.example\\@evil.example/", "no_link"),
        ("https://anhe.example/a b", "no_link"),
        ("https://安和.example/", "no_link"),
        ("https://[", "no_link"),
        ("anhe.example/pay", "no_link"),
        ("https://anhe.example/" + "p" * 200, "no_link"),
    ],
)
def test_a_link_leads_to_a_host_of_the_lenders_and_nowhere_else(link: str, code: str) -> None:
    assert link_problem(link, HOSTS) == code


@given(st.text())
def test_no_typed_link_breaks_the_check_and_what_passes_is_https(link: str) -> None:
    if not link_problem(link, HOSTS):
        assert link.lower().startswith("https://")


def test_a_bank_card_is_told_from_a_firms_account() -> None:
    assert looks_like_a_card("6222021234567894") != looks_like_a_card("6222021234567895")
    assert not looks_like_a_card("1100020030004567")


def test_a_code_to_pay_with_is_no_persons_account_or_telephone() -> None:
    card = next(number for end in range(10) if looks_like_a_card(number := f"622202123456789{end}"))
    for code in (card, f"{card[:4]}-{card[4:]}", "13800138000", "86-13800138000"):
        assert is_somebodys(code), code
    for code in ("ORDER-1201", "20261130000123", "12800138000", "1380013800"):
        assert not is_somebodys(code), code
