"""Numbers are grouped the same in both languages of the screens."""

from decimal import Decimal

import pytest
from django.utils import translation
from django.utils.formats import number_format


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_figures_are_grouped_by_three(language: str) -> None:
    with translation.override(language):
        assert number_format(10354) == "10,354"
        assert number_format(Decimal("1234567.50")) == "1,234,567.50"


def test_what_a_person_types_is_read_with_and_without_groups() -> None:
    from django import forms

    with translation.override("zh-hans"):
        field = forms.DecimalField(localize=True)
        assert field.clean("10,354.50") == field.clean("10354.50") == Decimal("10354.50")
