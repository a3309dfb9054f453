"""What intake says names columns as the file's own language heads them."""

import pytest
from django.utils import translation

from accounts.intake.jobs import messages


@pytest.mark.parametrize(
    ("language", "said"), [("zh-hans", "手机号、应还金额"), ("en", "phone, amount_due")]
)
def test_missing_columns_are_named_in_the_language_of_the_screen(language: str, said: str) -> None:
    with translation.override(language):
        assert said in messages.sentence("missing_columns", {"columns": "phone, amount_due"})


def test_a_column_without_a_heading_is_named_by_its_number() -> None:
    with translation.override("zh-hans"):
        assert "3" in messages.sentence("blank_header", {"column": 3})


def test_a_line_and_its_column_are_named() -> None:
    with translation.override("zh-hans"):
        assert "手机号" in messages.where(17, "phone")
        assert "17" in messages.where(17, "")
