"""A stored text on screen: the words stay, who it is about does not."""

import secrets

import pytest
from hypothesis import given, strategies as st

from accounts.models.choices import Channel
from accounts.privacy.in_text import MASKS, hide, hide_others
from messaging.content.check_code import BYTES, codes

PHONE = "+8613800138000"
OWN = {"names": ["王小明"], "addresses": [("sms", PHONE), ("email", "wang@example.com")]}


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("我是王小明，已经还了", "我是王*明，已经还了"),
        ("王 小明先生", "王*明先生"),
        ("电话13800138000。", "电话138****8000。"),
        ("电话 138 0013 8000", "电话 138****8000"),
        ("＋８６ １３８－００１３－８０００", "138****8000"),
        ("请写到WANG@example.com", "请写到w***@example.com"),
        ("身份证11010519491231002X", "身份证****"),
        ("查询码7KM3XQ9T", "查询码****"),
        ("7km3xq9t 是真的吗", "**** 是真的吗"),
    ],
)
def test_what_tells_the_person_is_masked(said: str, shown: str) -> None:
    assert hide(said, **OWN) == shown  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "said",
    [
        "请打我先生的电话13900139000",
        "应还1,234.56元，还款日2026-09-10",
        "客服4008001234",
        "张小明不是我",
        "CONTRACT",
        "２０２６年９月",
        "",
    ],
)
def test_what_has_to_be_read_stays(said: str) -> None:
    assert hide(said, **OWN) == said  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("打到6222021234567890123", "打到****0123"),
        ("卡号 6222 0212 3456 7890 123。", "卡号 ****0123。"),
        ("６２２２－０２１２－３４５６－７８９０", "****7890"),
        ("IBAN GB82 WEST 1234 5698 7654 32 please", "IBAN ****5432 please"),
        ("2026-11-30 09:00 还了 1,234.56", "2026-11-30 09:00 还了 1,234.56"),
        ("20261130090000", "20261130090000"),
        ("合同 2026 1130 0900 的第 4 条", "合同 2026 1130 0900 的第 4 条"),
    ],
)
def test_accounts_and_cards_go_with_others_numbers(said: str, shown: str) -> None:
    assert hide(said, dialled=lambda _typed: False) == shown


def test_addresses_of_every_channel_are_masked() -> None:
    assert set(MASKS) == set(Channel.values)
    addresses = [(channel, "oABCDEFGH-token:1") for channel in MASKS]
    assert "ABCDEFGH" not in hide("oABCDEFGH-token:1", addresses=addresses)


def test_a_latin_name_is_found_in_capitals_and_not_inside_words() -> None:
    assert hide("JOHN  SMITH here, Smithson", names=["John Smith"]) == "J*** S*** here, Smithson"


@given(st.sampled_from(["", " ", "-", "\u3000"]), st.text("甲乙，。ab", max_size=5))
def test_a_number_is_masked_however_it_is_spaced(gap: str, around: str) -> None:
    text = f"{around}，{gap.join('13800138000')}，{around}"
    assert "138****8000" in hide(text, addresses=[("sms", PHONE)])


def test_every_code_that_can_be_drawn_is_hidden_wherever_it_stands() -> None:
    for code in codes(secrets.token_bytes(BYTES * 300)):
        assert hide(f"核实请用{code}，谢谢") == "核实请用****，谢谢"
        assert code in hide(f"核实请用{code}，谢谢", codes=True)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("邻居13912345678说", "邻居****说"),
        ("本人138-0013-8000", "本人138-0013-8000"),
        ("还了500.00元，9月15日", "还了500.00元，9月15日"),
    ],
)
def test_for_the_person_themselves_only_others_numbers_are_hidden(said: str, shown: str) -> None:
    assert hide_others(said, [PHONE]) == shown
