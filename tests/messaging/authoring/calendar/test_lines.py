"""Days as people write, paste and export them."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from messaging.authoring.calendar.lines import read_days, write_days
from messaging.authoring.calendar.proposal import proposed
from messaging.policy.calendar import CalendarDay, days_between

OFFICIAL_2026 = """
各省、自治区、直辖市人民政府：
经国务院批准，现将2026年放假安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
"""


def day(text: str, working: bool, name: str) -> CalendarDay:
    return CalendarDay(date.fromisoformat(text), working, name)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2027-01-01 休 元旦", day("2027-01-01", False, "元旦")),
        ("2027/1/1\t放假\t元旦", day("2027-01-01", False, "元旦")),
        ("2027年1月1日，元旦，休", day("2027-01-01", False, "元旦")),
        ("20270206,班,春节调休", day("2027-02-06", True, "春节调休")),
        ("2027-02-06;true;make-up day", day("2027-02-06", True, "make-up day")),
        ("2027-12-25 Christmas Day", day("2027-12-25", False, "Christmas Day")),
        ("2027-12-27 00:00:00\tfalse\tBank Holiday", day("2027-12-27", False, "Bank Holiday")),
        ("2027-02-06 班", day("2027-02-06", True, "")),
    ],
)
def test_a_line_is_read_however_it_is_divided(line: str, expected: CalendarDay) -> None:
    reading = read_days(line, 2027)
    assert (reading.days, reading.problems) == ((expected,), ())


def test_headings_are_passed_over_and_a_span_is_every_day_of_it() -> None:
    reading = read_days("date\tkind\tname\n2027-02-10~2027-02-12 休 春节", 2027)
    assert [found.date.day for found in reading.days] == [10, 11, 12]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("元旦 2027-01-01", "no_date"),
        ("2027-02-30 休", "no_date"),
        ("2027-01-041 休", "no_date"),
        ("2026-01-01 休 元旦", "another_year"),
        ("2027-01-04 班", "plain"),
        ("2027-01-01~2027-03-01 休", "no_date"),
        ("2027-01-01 休 " + "x" * 61, "long_name"),
    ],
)
def test_what_is_no_day_is_said_with_its_line(line: str, reason: str) -> None:
    (problem,) = read_days("2027-05-01 休 劳动节\n" + line, 2027).problems
    assert problem.reason == reason
    assert problem.line in (0, 2)


def test_the_notice_as_published_gives_the_official_year() -> None:
    reading = read_days(OFFICIAL_2026, 2026)
    assert reading.problems == ()
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    read, official = (
        [day.working for day in days_between({2026: odd}, first, last)]
        for odd in (reading.days, proposed("CN", 2026))
    )
    assert read == official


def test_a_notice_whose_spans_do_not_add_up_is_refused() -> None:
    wrong = OFFICIAL_2026.replace("放假调休，共9天", "放假调休，共8天")
    (problem,) = read_days(wrong, 2026).problems
    assert problem.reason == "count"


def test_the_days_of_the_year_before_are_left_out_and_told() -> None:
    notice = "元旦：2022年12月31日至2023年1月2日放假调休，共3天。1月8日（周日）上班。"
    reading = read_days(notice, 2023)
    assert reading.left_out == (date(2022, 12, 31),)
    assert [found.date.day for found in reading.days] == [1, 2, 8]


@given(
    st.lists(
        st.builds(
            CalendarDay,
            st.dates(date(2027, 1, 1), date(2027, 12, 31)),
            st.booleans(),
            st.sampled_from(["元旦", "春节调休", "Boxing Day"]),
        ),
        unique_by=lambda found: found.date,
    )
)
def test_what_is_written_is_read_back(days: list[CalendarDay]) -> None:
    assert read_days(write_days(days), 2027).days == tuple(sorted(days, key=lambda d: d.date))
