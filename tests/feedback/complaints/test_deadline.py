"""By when a complaint must be answered."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, strategies as st

from accounts.models import Lender
from feedback.complaints.deadline import LONGEST_ROLL_DAYS, DayKnown, reckon, time_left

OFF, WORK = DayKnown(working=False), DayKnown(working=True)
GUESS = DayKnown(working=False, confirmed=False)
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))
SHANGHAI = ZoneInfo("Asia/Shanghai")
CALENDARS = st.dictionaries(
    st.integers(0, 120), st.builds(DayKnown, st.booleans(), st.booleans()), max_size=60
)


def of(starts_on: date, offsets: dict[int, DayKnown]) -> dict[date, DayKnown]:
    return {starts_on + timedelta(days=n): known for n, known in offsets.items()}


def test_the_answer_is_due_when_the_calendar_days_are_over() -> None:
    found = reckon(date(2026, 9, 15), days=15, rolls=True, calendar={date(2026, 9, 30): WORK})
    assert (found.due_on, found.unconfirmed) == (date(2026, 9, 30), ())


def test_a_last_day_on_a_holiday_moves_to_the_next_working_day() -> None:
    holiday = {date(2026, 10, day): OFF for day in range(1, 8)} | {date(2026, 10, 8): WORK}
    found = reckon(date(2026, 9, 16), days=15, rolls=True, calendar=holiday)
    assert found.due_on == date(2026, 10, 8)
    assert found.nominal_on == date(2026, 10, 1)
    assert found.days_off == tuple(date(2026, 10, day) for day in range(1, 8))


def test_a_policy_that_does_not_roll_leaves_a_last_day_on_a_holiday() -> None:
    found = reckon(date(2026, 9, 16), days=15, rolls=False, calendar={date(2026, 10, 1): OFF})
    assert found.due_on == date(2026, 10, 1)


def test_a_guessed_day_off_moves_nothing_and_its_year_is_said() -> None:
    found = reckon(date(2027, 1, 17), days=15, rolls=True, calendar={date(2027, 2, 1): GUESS})
    assert (found.due_on, found.unconfirmed) == (date(2027, 2, 1), (2027,))


def test_a_day_missing_from_the_calendar_is_said_too() -> None:
    assert reckon(date(2029, 1, 1), days=15, rolls=True, calendar={}).unconfirmed == (2029,)


@given(DAYS, st.integers(1, 60), CALENDARS)
def test_a_deadline_is_never_before_its_days_are_over_nor_far_behind(
    opened: date, days: int, offsets: dict[int, DayKnown]
) -> None:
    found = reckon(opened, days=days, rolls=True, calendar=of(opened, offsets))
    assert found.nominal_on == opened + timedelta(days=days) <= found.due_on
    assert (found.due_on - found.nominal_on).days == len(found.days_off) <= LONGEST_ROLL_DAYS


@given(DAYS, st.integers(1, 60), CALENDARS)
def test_only_confirmed_days_off_are_passed_over_and_all_of_them(
    opened: date, days: int, offsets: dict[int, DayKnown]
) -> None:
    calendar = of(opened, offsets)
    found = reckon(opened, days=days, rolls=True, calendar=calendar)
    assert all(calendar[day] == OFF for day in found.days_off)
    assert calendar.get(found.due_on) != OFF or len(found.days_off) == LONGEST_ROLL_DAYS


@given(DAYS, st.integers(1, 59), CALENDARS)
def test_a_day_more_never_makes_a_deadline_earlier(
    opened: date, days: int, offsets: dict[int, DayKnown]
) -> None:
    calendar = of(opened, offsets)
    sooner = reckon(opened, days=days, rolls=True, calendar=calendar)
    later = reckon(opened, days=days + 1, rolls=True, calendar=calendar)
    # But for a holiday longer than the longest roll, which no calendar has.
    assert later.due_on >= sooner.due_on or len(sooner.days_off) == LONGEST_ROLL_DAYS


@given(DAYS, st.timedeltas(timedelta(days=-40), timedelta(days=40)))
def test_the_last_day_counts_to_its_end(due: date, offset: timedelta) -> None:
    end = datetime(due.year, due.month, due.day, tzinfo=SHANGHAI) + timedelta(days=1)
    now = end.astimezone(UTC) + offset
    assert time_left(due, now=now, lender=Lender(timezone="Asia/Shanghai")) == -offset
