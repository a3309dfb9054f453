import datetime as dt
import unicodedata
from collections.abc import Callable

import phonenumbers
import pytest
from hypothesis import given, strategies as st

from accounts.intake.parsing.cells import addresses, amounts, choices, dates, identifiers, texts
from accounts.intake.parsing.cells.problem import CellProblem
from accounts.intake.readers.errors import CELL_TEXTS

PARSERS = (
    texts.parse_message_text,
    identifiers.parse_identifier,
    texts.parse_name,
    amounts.parse_amount,
    amounts.parse_count,
    dates.parse_date,
    dates.parse_zones,
    lambda text: dates.parse_moment(text, "Asia/Shanghai"),
    addresses.parse_email,
    addresses.parse_wechat,
    lambda text: addresses.parse_phone(text, region="CN", sandbox=True),
    choices.parse_language,
    choices.parse_role,
    choices.parse_cause,
    choices.parse_currency,
    choices.parse_last4,
)


def code(parse: Callable[[str], object], text: str) -> str:
    with pytest.raises(CellProblem) as caught:
        parse(text)
    assert CELL_TEXTS[caught.value.code] % caught.value.params
    return caught.value.code


def phone(text: str, *, sandbox: bool = False) -> str:
    return addresses.parse_phone(text, region="CN", sandbox=sandbox)


def valid_by_library(text: str) -> str | None:
    try:
        number = phonenumbers.parse(text, "CN")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@pytest.mark.parametrize("parse", PARSERS)
@given(text=st.text(st.characters(), max_size=80))
def test_any_text_gives_a_value_or_a_problem(parse, text):
    try:
        parse(text)
    except CellProblem as problem:
        assert problem.code in CELL_TEXTS  # noqa: PT017


@pytest.mark.parametrize(
    "text",
    [
        "13800138000",
        "+8613800138000",
        "+86 138-0013-8000",
        "008613800138000",
        "8613800138000",
        "１３８００１３８０００",
        " 138 0013 8000 ",
    ],
)
def test_a_phone_is_understood_however_it_is_written(text):
    assert phone(text) == "+8613800138000"


@pytest.mark.parametrize(
    "text", ["12345678901", "1380013800", "138001380001", "phone", "1-800-FLOWERS", "13800138000/1"]
)
def test_a_phone_that_cannot_exist_is_refused(text):
    assert code(phone, text) == "bad_phone"


def test_a_foreign_phone_is_taken_with_its_country_code():
    assert phone("+44 7911 123456") == "+447911123456"


@given(st.from_regex(r"(\+86)?1[0-9]{10}", fullmatch=True).filter(lambda text: "141" not in text))
def test_the_short_way_agrees_with_the_library(text):
    try:
        found = phone(text)
    except CellProblem:
        found = None
    assert found == valid_by_library(text)


@pytest.mark.parametrize("prefix", range(100, 200))
def test_every_prefix_agrees_with_the_library(prefix):
    for rest in ("00000000", "12345678", "99999999"):
        text = f"{prefix}{rest}"
        short = addresses.CHINESE_MOBILE.fullmatch(text)
        assert not short or valid_by_library(text) == f"+86{text}"


@given(st.from_regex(r"141[0-9]{8}", fullmatch=True))
def test_sandbox_numbers_belong_to_no_one_and_pass_in_a_sandbox_only(text):
    assert valid_by_library(text) is None
    assert phone(text, sandbox=True) == phone(f"+86{text}", sandbox=True) == f"+86{text}"
    assert phone(text, sandbox=True).startswith(addresses.SANDBOX_PREFIX)
    assert code(phone, text) == "sandbox_phone"
    assert code(phone, f"+86 {text}") == "sandbox_phone"


@given(st.decimals(0, 10**12 - 1, places=2))
def test_an_amount_comes_back_however_it_is_grouped(amount):
    for text in (f"{amount}", f"{amount:,}", f"￥{amount}", f"¥ {amount:,}", f"{amount}元"):
        assert amounts.parse_amount(text) == amount
        assert str(amounts.parse_amount(text)) == f"{amount:.2f}"


@pytest.mark.parametrize(
    ("text", "value"),
    [("１２３４．５", "1234.50"), ("1,234,567", "1234567.00"), ("0", "0.00"), ("7.10000", "7.10")],
)
def test_amounts_in_other_writings(text, value):
    assert str(amounts.parse_amount(text)) == value


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("-1", "negative_amount"),
        ("(100.00)", "negative_amount"),
        ("NaN", "bad_amount"),
        ("Infinity", "bad_amount"),
        ("1e5", "bad_amount"),
        ("1.234,56", "bad_amount"),
        ("12,34", "bad_amount"),
        ("1.005", "too_many_decimals"),
        ("1000000000000", "amount_too_large"),
        ("٣", "bad_amount"),
    ],
)
def test_a_bad_amount_is_refused(text, problem):
    assert code(amounts.parse_amount, text) == problem


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31)))
def test_a_date_is_understood_in_each_writing(day):
    y, m, d = day.year, day.month, day.day
    for text in (
        day.isoformat(),
        f"{y}/{m}/{d}",
        f"{y}{m:02d}{d:02d}",
        f"{y}年{m}月{d}日",
        f"{y}.{m}.{d}",
        f"{day} 00:00:00",
    ):
        assert dates.parse_date(text) == day


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("2026-02-30", "bad_date"),
        ("15/09/2026", "bad_date"),
        ("2026-09-15 18:00", "bad_date"),
        ("1926-09-15", "date_out_of_range"),
        ("46280", "bad_date"),
    ],
)
def test_a_bad_date_is_refused(text, problem):
    assert code(dates.parse_date, text) == problem


@pytest.mark.parametrize(
    "text",
    [
        "2026-09-15T18:00:00+08:00",
        "2026-09-15T10:00:00Z",
        "2026-09-15 18:00",
        "2026/9/15 18:00:00",
        "2026年9月15日18:00",
        "20260915 18:00:00.000",
    ],
)
def test_a_moment_without_offset_is_local(text):
    moment = dates.parse_moment(text, "Asia/Shanghai")
    assert moment == dt.datetime(2026, 9, 15, 10, 0, tzinfo=dt.UTC)


def test_several_zones_are_kept_in_order():
    assert dates.parse_zones("Asia/Shanghai | America/New_York;Asia/Shanghai") == (
        "Asia/Shanghai",
        "America/New_York",
    )


@pytest.mark.parametrize(
    "text", ["Asia", "Mars/Base", "../../etc/passwd", "/etc/passwd", "|", "localtime"]
)
def test_a_zone_that_does_not_exist_is_refused(text):
    assert code(dates.parse_zones, text) == "bad_zone"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("=HYPERLINK(1)", "starts_like_formula"),
        ("+1", "starts_like_formula"),
        ("@SUM", "starts_like_formula"),
        ("－1", "starts_like_formula"),
        ("王\u200b明", "hidden_character"),
        ("王\u202e明", "hidden_character"),
        ("王\n明", "hidden_character"),
        ("王\x07", "hidden_character"),
        ("【银行】", "forbidden_character"),
        ("{{ name }}", "forbidden_character"),
        ("http://x", "forbidden_character"),
        ("王" * 61, "too_long"),
    ],
)
def test_a_name_that_could_do_harm_is_refused(text, problem):
    assert code(texts.parse_message_text, text) == problem


@pytest.mark.parametrize("text", ["王小明", "阿不都·买买提", "John O'Neil-Smith", "José", "㐂𠮷"])
def test_real_names_are_taken(text):
    assert texts.parse_message_text(f" {text} ") == text


@given(st.text(st.characters(), min_size=1, max_size=70))
def test_a_name_that_is_taken_is_visible_and_short(text):
    try:
        name = texts.parse_message_text(text)
    except CellProblem:
        return
    assert len(name) <= 60
    assert not any(unicodedata.category(char) in texts.HIDDEN_CATEGORIES for char in name)


@pytest.mark.parametrize(
    ("parse", "text", "value"),
    [
        (choices.parse_language, "zh_CN", "zh-hans"),
        (choices.parse_language, "简体中文", "zh-hans"),
        (choices.parse_language, "ZH-TW", "zh-hant"),
        (choices.parse_language, "English", "en"),
        (choices.parse_role, "Co-Debtor", "co_debtor"),
        (choices.parse_role, "担保人", "guarantor"),
        (choices.parse_cause, "资金周转", "cash_flow"),
        (choices.parse_currency, "人民币", "CNY"),
        (choices.parse_currency, "usd", "USD"),
        (choices.parse_last4, "123x", "123X"),
        (amounts.parse_count, "3.0", 3),
        (addresses.parse_email, " Some.One@Example.COM ", "some.one@example.com"),
    ],
)
def test_words_in_other_writings(parse, text, value):
    assert parse(text) == value


@pytest.mark.parametrize(
    ("parse", "text", "problem"),
    [
        (choices.parse_language, "klingon", "bad_language"),
        (choices.parse_role, "boss", "bad_role"),
        (choices.parse_cause, "lazy", "bad_cause"),
        (choices.parse_currency, "XXX", "bad_currency"),
        (choices.parse_last4, "12345", "bad_last4"),
        (amounts.parse_count, "-1", "bad_count"),
        (amounts.parse_count, "2.5", "bad_count"),
        (addresses.parse_email, "a@b", "bad_email"),
        (addresses.parse_email, "a b@example.com", "bad_email"),
        (addresses.parse_wechat, "微信", "bad_wechat"),
    ],
)
def test_words_outside_the_list_are_refused(parse, text, problem):
    assert code(parse, text) == problem
