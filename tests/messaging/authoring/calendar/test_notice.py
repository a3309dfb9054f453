"""The yearly notice on holidays, read into days."""

from datetime import date

import pytest

from messaging.authoring.calendar.notice import NoticeError, is_notice, read_notice

SPRING = (
    "一、春节：2月15日（农历腊月二十八、周日）至23日放假调休，共9天。"
    "2月14日（周六）、2月28日（周六）上班。"
)


def days(text: str, year: int = 2026) -> dict[str, tuple[bool, str]]:
    return {day.date.isoformat(): (day.working, day.name) for day in read_notice(text, year)}


def test_days_off_and_make_up_days_are_read():
    found = days(SPRING)
    assert len(found) == 11
    assert found["2026-02-15"] == found["2026-02-23"] == (False, "春节")
    assert found["2026-02-14"] == found["2026-02-28"] == (True, "春节调休")


def test_one_day_and_a_span_over_the_end_of_a_month_or_a_year():
    assert days("元旦：1月1日放假。") == {"2026-01-01": (False, "元旦")}
    assert list(days("国庆节：9月30日至10月2日放假，共3天。")) == [
        "2026-09-30",
        "2026-10-01",
        "2026-10-02",
    ]
    assert list(days("元旦：2025年12月31日至1月1日放假，共2天。")) == ["2025-12-31", "2026-01-01"]
    assert list(days("元旦：12月31日至1月1日休息。"))[-1] == "2027-01-01"


def test_lines_about_something_else_say_nothing():
    assert days("各省、自治区：\n现将放假安排通知如下。\n节假日期间，各地要妥善安排好值班。") == {}


def test_a_span_that_does_not_have_its_number_of_days_is_refused():
    with pytest.raises(NoticeError) as caught:
        days("春节：2月15日至23日放假，共8天。")
    assert caught.value.reason == "count"
    assert "春节" not in caught.value.said or caught.value.said.startswith("2月15日")


@pytest.mark.parametrize("span", ["2月30日", "2月23日至15日", "2月1日至3月30日", "13月1日"])
def test_a_date_that_cannot_be_is_refused(span):
    with pytest.raises(NoticeError, match="no_date"):
        days(f"春节：{span}放假。")


def test_every_day_is_a_date_of_its_own():
    assert {date.fromisoformat(day).year for day in days(SPRING, 2024)} == {2024}


@pytest.mark.parametrize(
    ("text", "answer"), [(SPRING, True), ("放假", False), ("2026-02-15", False)]
)
def test_a_notice_is_known_by_its_words(text, answer):
    assert is_notice(text) is answer
