"""Windows in absolute time: over midnight, over the change of clocks, on odd days."""

from datetime import UTC, date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from messaging.policy.calendar import CalendarDay
from messaging.policy.parts import ANY_CHANNEL, DAY_SECONDS, Window
from messaging.policy.timetable import (
    CLOSED,
    MONDAY,
    Timetable,
    Timetables,
    day_spans,
    merge,
    overlap,
)

HOUR = 3600
SHANGHAI = ("Asia/Shanghai",)


def week(*windows: str, days: str = "0123456") -> tuple[tuple[Window, ...], ...]:
    parsed = tuple(map(Window.parse, windows))
    return tuple(parsed if str(day) in days else () for day in range(7))


def second(text: str, zone: str = "Asia/Shanghai") -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp())


def table(*windows: str, days: str = "0123456", **exceptions: int) -> Timetable:
    odd = {
        date.fromisoformat(day[1:].replace("_", "-")).toordinal(): kind
        for day, kind in exceptions.items()
    }
    return Timetable(day_spans(week(*windows, days=days)), exceptions=odd)


segments = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 9)).map(lambda s: (s[0], s[0] + s[1])), max_size=8
).map(lambda found: merge(sorted(found)))


@given(segments, segments)
def test_what_two_have_in_common_is_in_both_and_nothing_else(left, right):
    def seconds(of):
        return {second for start, end in of for second in range(start, end)}

    assert seconds(overlap(left, right)) == seconds(left) & seconds(right)


@given(segments)
def test_merged_segments_neither_touch_nor_overlap(found):
    assert all(a[1] < b[0] for a, b in pairwise(found))


def test_a_window_over_midnight_spills_into_the_next_day():
    spans = day_spans(week("22:00-06:00", days="6"))
    assert spans[6] == ((22 * HOUR, DAY_SECONDS),)
    assert spans[0] == ((0, 6 * HOUR),)
    assert day_spans(week("22:00-24:00", days="6"))[0] == ()


@pytest.mark.parametrize(
    ("clock", "is_open"),
    [("07:59:59", False), ("08:00", True), ("19:59:59", True), ("20:00", False)],
)
def test_a_window_holds_its_start_and_not_its_end(clock, is_open):
    assert table("08:00-20:00").is_open(SHANGHAI, second(f"2026-09-15 {clock}")) is is_open


def test_every_zone_must_be_inside():
    both = ("Asia/Shanghai", "America/New_York")  # twelve hours apart in September
    hours = table("08:00-21:00")
    open_hours = [
        hour for hour in range(24) if hours.is_open(both, second(f"2026-09-15 {hour:02}:30"))
    ]
    assert open_hours == [8, 20]


def test_clocks_that_are_put_forward_shorten_the_window_and_back_lengthen_it():
    night = table("01:00-04:00")
    spring, autumn = (
        sum(end - start for start, end in night.segments(("America/New_York",), day))
        for day in (date(2026, 3, 8).toordinal() - 719163, date(2026, 11, 1).toordinal() - 719163)
    )
    assert (spring, autumn) == (2 * HOUR, 4 * HOUR)


def test_an_odd_day_follows_another_weekday_or_is_closed():
    hours = table("08:00-20:00", days="01234", d2026_09_19=MONDAY, d2026_09_15=CLOSED)
    assert hours.is_open(SHANGHAI, second("2026-09-19 12:00"))  # a Saturday
    assert not hours.is_open(SHANGHAI, second("2026-09-15 12:00"))
    assert not hours.is_open(SHANGHAI, second("2026-09-20 12:00"))


def tables(**said) -> Timetables:
    return Timetables(
        **{
            "hard": {ANY_CHANNEL: week("08:00-22:00"), "phone": week("09:00-18:00")},
            "preferred": {ANY_CHANNEL: week("10:00-18:00", days="01234")},
            "blackout_days": (),
            "no_contact_on_holidays": False,
            "holds_on_unknown_days": False,
            **said,
        }
    )


def test_a_channel_without_windows_of_its_own_takes_those_for_all():
    hours = tables()
    early = second("2026-09-15 08:30")
    assert hours.hard("sms").is_open(SHANGHAI, early)
    assert not hours.hard("phone").is_open(SHANGHAI, early)


def test_without_preferred_windows_every_hour_is_as_good():
    assert tables(preferred={}).preferred("sms").is_open(SHANGHAI, second("2026-09-15 03:00"))


def test_a_make_up_day_has_mondays_hours_and_a_day_off_sundays():
    calendar = (
        CalendarDay(date(2026, 9, 19), working=True, name="make-up"),
        CalendarDay(date(2026, 9, 25), working=False, name="中秋节"),
        CalendarDay(date(2026, 9, 26), working=True, name="?", confirmed=False),
    )
    preferred = tables().preferred("sms", calendar)
    noons = {
        day: preferred.is_open(SHANGHAI, second(f"2026-09-{day} 12:00")) for day in (19, 25, 26)
    }
    assert noons == {19: True, 25: False, 26: False}


def test_closed_days_are_those_named_those_of_every_year_and_holidays_where_the_law_says_so():
    calendar = (CalendarDay(date(2026, 9, 25), working=False, name="中秋节"),)
    said = {"blackout_days": ("2026-09-16", "09-17"), "no_contact_on_holidays": True}
    days = tables(**said).days(calendar)
    closed = [d for d in range(14, 27) if not days.is_open(SHANGHAI, second(f"2026-09-{d} 12:00"))]
    assert closed == [16, 17, 25]
    assert tables(**said).has_closed_days
    assert not tables().has_closed_days
    assert tables().days(calendar).is_open(SHANGHAI, second("2026-09-25 12:00"))


def test_the_timetable_of_a_calendar_is_made_once():
    hours, calendar = tables(), (CalendarDay(date(2026, 9, 25), working=False),)
    assert hours.preferred("sms", calendar) is hours.preferred("sms", calendar)
    assert hours.preferred("sms", calendar) is not hours.preferred("sms", (*calendar,) * 2)


def test_an_instant_is_in_the_utc_day_it_is_asked_in():
    moment = datetime(2026, 9, 15, 23, 30, tzinfo=UTC)
    assert table("07:00-08:00").is_open(SHANGHAI, int(moment.timestamp()))
