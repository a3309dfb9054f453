"""Dates, moments and time zones in each writing; what cannot be is refused."""

import datetime as dt

import pytest
from hypothesis import given, strategies as st

from accounts.intake.parsing.cells import dates
from tests.accounts.intake.parsing.cells.problems import code


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31)))
def test_a_date_is_understood_in_each_writing(day):
    y, m, d = day.year, day.month, day.day
    for text in (
        day.isoformat(),
        f"{y}/{m}/{d}",
        f"{y}{m:02d}{d:02d}",
        f"{y}年{m}月{d}日",
        f"{y}.{m}.{d}",
        f"{day} 00:00:00",
    ):
        assert dates.parse_date(text) == day


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("2026-02-30", "bad_date"),
        ("15/09/2026", "bad_date"),
        ("2026-09-15 18:00", "bad_date"),
        ("1926-09-15", "date_out_of_range"),
        ("46280", "bad_date"),
    ],
)
def test_a_bad_date_is_refused(text, problem):
    assert code(dates.parse_date, text) == problem


@pytest.mark.parametrize(
    "text",
    [
        "2026-09-15T18:00:00+08:00",
        "2026-09-15T10:00:00Z",
        "2026-09-15 18:00",
        "2026/9/15 18:00:00",
        "2026年9月15日18:00",
        "20260915 18:00:00.000",
    ],
)
def test_a_moment_without_offset_is_local(text):
    moment = dates.parse_moment(text, "Asia/Shanghai")
    assert moment == dt.datetime(2026, 9, 15, 10, 0, tzinfo=dt.UTC)


def test_several_zones_are_kept_in_order():
    assert dates.parse_zones("Asia/Shanghai | America/New_York;Asia/Shanghai") == (
        "Asia/Shanghai",
        "America/New_York",
    )


@pytest.mark.parametrize(
    "text", ["Asia", "Mars/Base", "../../etc/passwd", "/etc/passwd", "|", "localtime"]
)
def test_a_zone_that_does_not_exist_is_refused(text):
    assert code(dates.parse_zones, text) == "bad_zone"


def test_a_bare_date_is_its_midnight_in_the_zone():
    assert dates.parse_moment("2026-09-15", "Asia/Shanghai") == dt.datetime(
        2026, 9, 14, 16, tzinfo=dt.UTC
    )


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("2026-09-15T18:00+08:00", 8),
        ("2026-09-15 18:00 +0800", 8),
        ("2026-09-15T18:00-05:30", -5.5),
    ],
)
def test_an_offset_is_believed(text, hours):
    found = dates.parse_moment(text, "Asia/Shanghai")
    assert found.utcoffset() == dt.timedelta(hours=hours)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("yesterday", "bad_time"),
        ("2026-02-30 18:00", "bad_time"),
        ("2026-09-15 25:00", "bad_time"),
        ("2026-09-15 18:60", "bad_time"),
        ("1999-12-31 18:00", "date_out_of_range"),
    ],
)
def test_a_moment_that_cannot_be_is_refused(text, problem):
    assert code(lambda text: dates.parse_moment(text, "Asia/Shanghai"), text) == problem


def test_zones_are_said_in_chinese_too():
    assert dates.parse_zones("北京时间|乌鲁木齐") == ("Asia/Shanghai", "Asia/Urumqi")


def test_five_zones_are_too_many():
    zones = "Asia/Shanghai;Asia/Tokyo;Asia/Seoul;Asia/Manila;Asia/Dubai"
    assert code(dates.parse_zones, zones) == "too_many_zones"
