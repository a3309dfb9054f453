"""Numbers and days are written the same on all screens of a language."""

import re
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.formats import date_format, number_format

TEMPLATES = sorted((Path(__file__).resolve().parents[2] / "templates").rglob("*.html"))


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


BARE_ID = re.compile(r"[=/#-]\{\{ [\w.]*(?:pk|(?<!auto)_id|\.id) \}\}")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_an_id_in_an_address_or_a_name_has_no_thousands_mark(template: Path) -> None:
    assert BARE_ID.findall(template.read_text("utf-8")) == []


def test_a_bare_id_is_found() -> None:
    assert BARE_ID.findall('<a href="?user={{ row.user_id }}">#{{ row.pk }}</a>') == [
        "={{ row.user_id }}",
        "#{{ row.pk }}",
    ]


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [
        ("zh-hans", "2026年9月5日", "9月5日 18:04"),
        ("en", "2026-09-05", "09-05 18:04"),
    ],
)
def test_a_day_is_written_in_one_way(language: str, day: str, moment: str) -> None:
    at = datetime(2026, 9, 5, 18, 4)  # noqa: DTZ001
    with translation.override(language):
        assert date_format(at, "DATE_FORMAT") == day
        assert date_format(at, "SHORT_DATETIME_FORMAT") == moment


STAFF = [file for file in TEMPLATES if file.parent.name != "customer"]
OF_ITS_OWN = re.compile(
    r'(?<!value=")(?<!max=")(?<!date=)\{\{ [\w.]+\|date:"(?:Y-m-d|m-d)(?: H:i)?" \}\}'
)


@pytest.mark.parametrize("template", STAFF, ids=lambda path: path.name)
def test_no_page_of_staff_writes_a_day_in_a_way_of_its_own(template: Path) -> None:
    assert OF_ITS_OWN.findall(template.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("language", "told"),
    [("zh-hans", "2026年9月15日 18:04:09"), ("en", "2026-09-15 18:04:09")],
)
def test_a_moment_to_the_second_reads_as_dates_do(language: str, told: str) -> None:
    at = datetime(2026, 9, 15, 10, 4, 9, tzinfo=UTC)
    with translation.override(language):
        assert Template('{{ at|date:"TO_SECONDS" }}').render(Context({"at": at})) == told
