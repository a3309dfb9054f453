"""A sender's number is that of a customer's file however the gateway writes it."""

import pytest

from messaging.gateways import phones

NUMBER = "+8613800138000"


@pytest.mark.parametrize(
    "said",
    [
        *("13800138000", "+8613800138000", "008613800138000", "8613800138000", "138 0013 8000"),
        *("tel:+8613800138000", "TEL:13800138000", "tel:+86-138-0013-8000", "sms:+8613800138000"),
        *("tel://+8613800138000", "smsto:13800138000", "sip:+8613800138000@ims.carrier.example"),
        "tel:13800138000;phone-context=+86",
        *("＋8613800138000", "\u202a+8613800138000\u202c", " tel: +8613800138000 "),
    ],
)
def test_a_number_is_read_however_it_is_written(said: str) -> None:
    assert phones.normal(said, region="CN") == NUMBER


@pytest.mark.parametrize("said", ["", "tel:", "安和", "10086@x", "+", "sip:alice@carrier.example"])
def test_what_is_no_customers_number_is_none(said: str) -> None:
    assert phones.normal(said, region="CN") is None
