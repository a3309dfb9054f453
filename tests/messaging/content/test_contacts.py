"""Numbers and accounts: the lender's hotline, never a person's."""

import pytest
from hypothesis import given, strategies as st

from messaging.content.contacts import review_contacts
from messaging.content.text.flat import flatten, masked
from messaging.content.text.fold import fold

HOTLINES = frozenset({"400-600-0000"})


def codes(text: str, hotlines: frozenset[str] = HOTLINES) -> list[str]:
    text = masked(text)
    return [each.code for each in review_contacts(text, flatten(text), fold(text), hotlines)]


@pytest.mark.parametrize(
    "text",
    [
        "联系13800138000",
        "13800138000转2",
        "１３８-0013 8000",
        "138 0013 8000",
        "138.0013.8000",
        "一三八零零一三八零零零",
        "幺三八〇〇幺三八〇〇〇",
        "+86 138 0013 8000",
        "008613800138000",
        "1 3 8 0 0 1 3 8 0 0 0",
        "1\u200b38\u200b0013\u200b8000",
        "①③⑧⓪⓪①③⑧⓪⓪⓪",
        "١٣٨٠٠١٣٨٠٠٠",
    ],
)
def test_a_mobile_number_in_any_width_and_spacing_is_blocked(text: str) -> None:
    assert codes(text) == ["personal_phone"]


def test_the_lenders_own_hotline_may_be_any_number() -> None:
    assert codes("请致电 400 600 0000") == []
    assert codes("请致电13800138000", frozenset({"138-0013-8000"})) == []


def test_another_number_is_remarked_on() -> None:
    assert codes("请致电400-600-0001") == ["other_number"]


@pytest.mark.parametrize(
    "text",
    [
        "2026-09-15前",
        "20260915",
        "应还12,345,678.90元",
        "{{ hotline }}",
        "尾号{{ loan_tail }}",
        "1000天",
        "12345",
    ],
)
def test_dates_amounts_and_placeholders_are_no_numbers(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "加我微信",
        "请添加专员微信",
        "加V信详谈",
        "微信号：anhe_kf",
        "微 信 号 anhekf",
        "微信同号",
        "電話微信同號",
        "VX：abc123456",
        "QQ：12345678",
        "扣扣 1 2 3 4 5 6 7",
        "V信abc12345",
        "进QQ群协商",
        "add me on WhatsApp",
        "message us on Telegram",
        "my WeChat id is anhe8866",
    ],
)
def test_a_private_account_is_blocked(text: str) -> None:
    assert "personal_account" in codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "可通过微信公众号还款",
        "微信支付、支付宝或银行卡",
        "安和官方微信公众号或微信小程序",
        "WeChat Pay or your linked card",
        "我们不会加您微信",
        "请勿添加微信好友转账",
        "谨防冒充客服加微信",
    ],
)
def test_official_ways_and_warnings_pass(text: str) -> None:
    assert codes(text) == []


@given(st.text(alphabet="138 0-qQ微信号v一二〇①１加我\u200b.", max_size=60))
def test_any_text_is_answered_with_places_inside_it(text: str) -> None:
    for finding in review_contacts(text, flatten(text), fold(text), HOTLINES):
        assert 0 <= finding.start < finding.end <= len(text)


@given(st.data())
def test_nothing_put_between_the_digits_hides_a_mobile_number(data: st.DataObject) -> None:
    text = "".join(
        data.draw(st.sampled_from([c, chr(ord(c) + 0xFEE0)]))
        + data.draw(st.sampled_from(["", " ", "\u200b", "-", "　"]))
        for c in "13912345678"
    )
    assert "personal_phone" in codes("联系" + text)


@pytest.mark.parametrize(
    "text",
    [
        "6222021234567890123",
        "6222 0212 3456 7890 123",
        "6222-0212-3456-7890",
        "6222.0212.3456.7890",
        "６２２２０２１２３４５６７８９０",
        "六二二二零二一二三四五六七八九零",
    ],
)
def test_an_account_number_is_blocked_however_it_is_written(text: str) -> None:
    assert codes(f"请转到{text}") == ["account_number"]


def test_two_dates_are_no_account() -> None:
    assert "account_number" not in codes("2026-09-15 2026-10-15")
