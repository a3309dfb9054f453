"""What would keep every text back under a policy, each by itself."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from messaging.policy import profiles, sendable
from messaging.policy.calendar import CalendarDay, days_between
from messaging.policy.model import Policy
from messaging.policy.parts import Window
from messaging.policy.sendable import Texts, obstacles

NOW = datetime(2026, 9, 15, 10, 30, tzinfo=UTC)
CALENDAR = days_between({2026: ()}, date(2026, 9, 13), date(2026, 10, 27))
TEXTS = Texts(in_force=3, with_opt_out_words=1)
CN = profiles.load("cn")


def told(policy: Policy, **facts: object) -> list[str]:
    return obstacles(policy, NOW, **{"calendar": CALENDAR, "texts": TEXTS, **facts})


def week(*days: int) -> dict[str, tuple[tuple[Window, ...], ...]]:
    """Nine to twelve on these weekdays."""
    window = (Window(time(9), time(12)),)
    return {"all": tuple(window if day in days else () for day in range(7))}


@pytest.mark.parametrize("name", profiles.NAMES)
def test_every_shipped_profile_lets_texts_go(name: str) -> None:
    assert told(profiles.load(name)) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"windows": week()}, sendable.NEVER_OPEN),
        ({"preferred": week(0), "windows": week(1)}, sendable.PREFERRED_NEVER_MEETS),
        ({"roles": ("guarantor",)}, sendable.NOBODY_ADDRESSED),
        ({"control_share": Decimal(1)}, sendable.ALL_ARE_CONTROL),
        ({"caps": (replace(CN.caps[0], limit=0),)}, sendable.CAP_OF_NOTHING),
        (
            {"blackout_days": tuple(f"{m:02}-{d:02}" for m in range(1, 13) for d in range(1, 32))},
            sendable.NEVER_OPEN,
        ),
    ],
)
def test_a_policy_under_which_nothing_goes_is_told_by_its_cause(
    changes: dict[str, object], code: str
) -> None:
    assert told(replace(CN, **changes)) == [code]


@given(st.sets(st.integers(0, 6), min_size=1))
def test_hours_on_any_one_day_of_the_week_are_enough(days: set[int]) -> None:
    assert told(replace(CN, windows=week(*days), preferred=week(*days))) == []


def test_a_long_feast_does_not_make_a_policy_unusable() -> None:
    feast = tuple(f"09-{day}" for day in range(15, 31))
    assert told(replace(CN, blackout_days=feast)) == []


def test_where_holidays_count_the_year_must_be_confirmed() -> None:
    au = profiles.load("au")
    assert told(au, calendar=()) == [sendable.UNCONFIRMED_CALENDAR]
    guess = (CalendarDay(date(2026, 9, 15), True, confirmed=False),)
    assert told(au, calendar=guess) == [sendable.UNCONFIRMED_CALENDAR]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (Texts(0, 0), []),  # none is approved yet: the policy comes first
        (Texts(5, 0), [sendable.NO_OPT_OUT_WORDS]),
        (Texts(5, 1), []),
    ],
)
def test_required_opt_out_words_must_stand_in_some_approved_text(
    texts: Texts, expected: list[str]
) -> None:
    assert told(profiles.load("us-reg-f"), texts=texts) == expected
    assert told(CN, texts=texts) == []
