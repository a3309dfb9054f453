import pytest
from hypothesis import given, strategies as st

from accounts.intake.parsing.cells.identifiers import parse_identifier, zeros_at_end
from accounts.intake.parsing.cells.problem import CellProblem


def code(text: str) -> str:
    with pytest.raises(CellProblem) as caught:
        parse_identifier(text)
    return caught.value.code


@pytest.mark.parametrize(
    "text",
    [
        *("K000123", "C-558201", "JUN-26-00417", "AH-2026-E0915", "DEC2026000417", "0098120034"),
        *("000000012", "310228198800123456", "BANK-20260914-07", "20260915", "2026-0915-3", "12E5"),
        *("1.2.3", "A/17", "k.1", "True-17", "9930123-0", "NaN0001", "借字第17号", "v1.0"),
    ],
)
def test_a_lenders_own_number_is_taken_as_it_is(text):
    assert parse_identifier(text) == text


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        *[(text, "number_in_short") for text in ("6.22202E+15", "3,1E+17", "4e+27", "6.2220E15")],
        *[(text, "number_with_decimals") for text in ("9930123.0", "88012045.00", "12,0")],
        *[(text, "number_grouped") for text in ("88,012,045", "1,234", "88,012,045.50")],
        *[(text, "became_truth") for text in ("TRUE", "false", "Wahr")],
        *[(text, "says_nothing") for text in ("null", "#N/A", "N/A", "无", "--", "0", "000")],
    ],
)
def test_a_number_that_a_spreadsheet_has_changed_is_refused(text, problem):
    assert code(text) == problem


@pytest.mark.parametrize(
    "text",
    [
        *("15-Sep", "4-Jun-26", "04-June-2026", "Sep-15", "Mar-2026", "Sep 15, 2026", "15. Sep."),
        *("2026-05-11", "2026/5/11", "5/11/2026", "11.5.2026", "5/11/26", "2026/9/15 0:00"),
        *("9月15日", "2026年9月", "2026年9月15日", "2026-09-15T00:00:00", "10:30", "10:30:00"),
    ],
)
def test_a_number_that_became_a_date_is_refused(text):
    assert code(text) == "became_date"


@pytest.mark.parametrize(
    "text",
    [
        *("'0098120034", "’0098120034", '="0098120034"', '"0098120034"', "0098120034\t"),
        *("\ufeff0098120034", "\u202d0098120034\u202c", "0098120034\u00a0", "00981\u200b20034"),
        *("００９８１２００３４", "0098120034_x000D_", "0098120034&#13;", "0098\u00ad120034"),
    ],
)
def test_what_nobody_sees_around_or_in_a_number_is_dropped(text):
    assert parse_identifier(text) == "0098120034"


@given(st.integers(1, 10**15 - 1), st.integers(0, 6))
def test_digits_alone_stay_what_they_are_with_every_zero_in_front(number, zeros):
    text = "0" * zeros + str(number)
    assert parse_identifier(text) == text


@pytest.mark.parametrize(
    ("number", "zeros"),
    [
        ("622202110000123000", 3),
        ("6222021100001230", 1),
        ("622202110000123456", 0),
        ("100000000000000", 0),
        ("K22202110000123000", 0),
    ],
)
def test_zeros_behind_the_fifteenth_digit_are_counted(number, zeros):
    assert zeros_at_end(number) == zeros
