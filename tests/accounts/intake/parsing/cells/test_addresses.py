"""Phones, e-mail addresses and WeChat IDs, however they are written; nobody's are refused."""

import phonenumbers
import pytest
from hypothesis import given, strategies as st

from accounts.intake.parsing.cells import addresses
from accounts.intake.parsing.cells.problem import CellProblem
from tests.accounts.intake.parsing.cells.problems import code


def valid_by_library(text: str) -> str | None:
    try:
        number = phonenumbers.parse(text, "CN")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def phone(text: str, *, sandbox: bool = False) -> str:
    return addresses.parse_phone(text, region="CN", sandbox=sandbox)


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


@pytest.mark.parametrize(
    "text", ["95588", "+8695588", "0571-95588", "12345", "10086", "400-820-8820", "800 810 8888"]
)
def test_a_number_that_nobody_in_particular_answers_is_refused(text):
    assert code(phone, text) == "service_number"


@pytest.mark.parametrize("text", ["+44 800 000 0000", "+1 800 356 9377"])
def test_a_foreign_service_number_is_refused_too(text):
    assert code(phone, text) == "service_number"


def test_what_a_spreadsheet_made_of_a_number_is_undone_or_named():
    assert phone("13800138000.0") == "+8613800138000"
    assert code(phone, "1.38E+10") == "number_in_short"


@pytest.mark.parametrize(
    ("number", "texted"),
    [
        ("+8613800138000", True),
        ("+8614112345678", True),
        ("+447911123456", True),
        ("+12125550123", True),  # no telling them apart there
        ("+8657188886666", False),
        ("+442079460000", False),
    ],
)
def test_a_landline_is_called_and_not_texted(number, texted):
    assert addresses.gets_texts(number) is texted


def test_a_landline_is_a_number_all_the_same():
    assert phone("0571-88886666") == "+8657188886666"


def test_one_mailbox_is_written_in_one_way():
    assert addresses.parse_email(" Some.One@Example.COM ") == "some.one@example.com"
    assert addresses.parse_email("ｓome@example.com") == "some@example.com"


@pytest.mark.parametrize("text", ["a@b", "a b@example.com", "a..b@example.com", "@example.com"])
def test_a_mailbox_that_cannot_exist_is_refused(text):
    assert code(addresses.parse_email, text) == "bad_email"


def test_no_mailbox_is_longer_than_mail_allows():
    host = ".".join(["a" * 60] * 4) + ".com"
    assert code(addresses.parse_email, f"{'b' * 30}@{host}") == "bad_email"


def test_a_wechat_id_is_taken_as_written_and_a_word_is_none():
    assert addresses.parse_wechat(" wxid_Abc-1 ") == "wxid_Abc-1"
    for text in ("微信", "abc", "a" * 33, "_abcde"):
        assert code(addresses.parse_wechat, text) == "bad_wechat"
