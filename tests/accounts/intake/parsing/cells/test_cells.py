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


@pytest.mark.parametrize("parse", PARSERS)
@given(text=st.text(st.characters(), max_size=80))
def test_any_text_gives_a_value_or_a_problem(parse, text):
    try:
        parse(text)
    except CellProblem as problem:
        assert problem.code in CELL_TEXTS  # noqa: PT017
