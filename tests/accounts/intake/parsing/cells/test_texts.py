"""Names, salutations and products stand in texts: no number, no address comes in with them."""

import pytest

from accounts.intake.parsing.cells.problem import CellProblem
from accounts.intake.parsing.cells.texts import parse_message_text, parse_name


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
