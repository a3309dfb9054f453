import pytest
from hypothesis import given, strategies as st

from accounts.intake.readers.number_formats import as_shown


@pytest.mark.parametrize(
    ("number", "number_format", "shown"),
    [
        (4711, "00000000", "00004711"),
        (4711, "0000000000;[Red]-0000000000", "0000004711"),
        (42, '"AH-"0000', "AH-0042"),
        (42, "\\A\\H0000", "AH0042"),
        (13800138000, "000-0000-0000", "138-0013-8000"),
        (1234567890, "000-0000", "123456-7890"),
        (7, '#"号"', "7号"),
        (0, "0000", "0000"),
        (5, "_(00_)", "05"),
    ],
)
def test_a_number_is_the_text_its_format_shows(number, number_format, shown):
    assert as_shown(number, number_format) == shown


@pytest.mark.parametrize(
    "number_format",
    [
        "General",
        "0",
        "0.00",
        "#,##0",
        "#,##0.00",
        "0.00E+00",
        "0%",
        "yyyy-mm-dd",
        "@",
        "# ?/?",
        '"x',
    ],
)
def test_a_format_that_pads_nothing_leaves_the_digits(number_format):
    assert as_shown(1234, number_format) is None


@given(st.integers(0, 10**15), st.text('0#?"-_\\[];@ E.,%/ymdh', max_size=12))
def test_any_format_gives_all_digits_or_nothing(number, number_format):
    shown = as_shown(number, number_format)
    if shown is not None and '"' not in number_format and "\\" not in number_format:
        assert "".join(filter(str.isdigit, shown)).lstrip("0") == str(number).lstrip("0")
