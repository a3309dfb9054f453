"""Names, salutations and products stand in texts: no number, no address comes in with them."""

import unicodedata

import pytest
from hypothesis import given, strategies as st

from accounts.intake.parsing.cells import texts
from accounts.intake.parsing.cells.problem import CellProblem
from accounts.intake.parsing.cells.texts import parse_message_text, parse_name
from tests.accounts.intake.parsing.cells.problems import code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("王小明13800138000", "number_in_text"),
        ("消费贷 6222 0212 3456", "number_in_text"),
        ("消费贷６２２２０", "number_in_text"),
        ("六二二二零二一", "number_in_text"),
        ("王小明evil.com", "link_in_text"),
        ("访问 evil . cn", "link_in_text"),
    ],
)
def test_a_number_or_an_address_in_it_is_an_error_of_its_cell(text: str, code: str) -> None:
    for parse in (parse_name, parse_message_text):
        with pytest.raises(CellProblem) as problem:
            parse(text)
        assert problem.value.code == code


@pytest.mark.parametrize(
    "text", ["王小明", "De.La.Cruz", "Sheriff Ali", "J.R. Smith", "经营快贷2号", "消费贷2024"]
)
def test_ordinary_names_and_products_are_taken(text: str) -> None:
    assert parse_message_text(text) == text


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
