"""Moments that have to be told to the second are told in the language of the screen."""

from datetime import UTC, datetime

import pytest
from django.template import Context, Template
from django.utils import translation


@pytest.mark.parametrize(
    ("language", "told"),
    [("zh-hans", "2026年9月15日 18:04:09"), ("en", "2026-09-15 18:04:09")],
)
def test_a_moment_to_the_second_reads_as_dates_do(language: str, told: str) -> None:
    at = datetime(2026, 9, 15, 10, 4, 9, tzinfo=UTC)
    with translation.override(language):
        assert Template('{{ at|date:"TO_SECONDS" }}').render(Context({"at": at})) == told
