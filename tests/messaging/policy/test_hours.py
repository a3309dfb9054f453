"""The hour of a text is drawn from hours that every rule allows, and drawn again it is the same."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from messaging.policy import profiles
from messaging.policy.decide import decide
from messaging.policy.hours import LEAST_SECONDS, Slot, draw, key_of, slots
from tests.messaging.policy.judging import shanghai

MONDAY, SATURDAY = date(2026, 3, 9), date(2026, 3, 14)
EVENING = (Slot(18, 0, 3600), Slot(19, 3600, 7200), Slot(20, 7200, 10_800))
SHARES = {18: 0.2, 19: 0.3, 20: 0.5}


def hours(facts, policy, earliest, day=MONDAY):
    return [slot.hour for slot in slots(facts, policy, shanghai(earliest), day)]


def test_on_a_working_day_they_are_those_of_the_evening(reminder, cn):
    assert hours(reminder(), cn, "2026-03-09 08:00") == [18, 19, 20]
    assert hours(reminder(), cn, "2026-03-14 08:00", SATURDAY) == list(range(9, 21))


def test_an_hour_that_has_begun_counts_while_a_quarter_of_it_is_left(reminder, cn):
    assert hours(reminder(), cn, "2026-03-09 18:45") == [18, 19, 20]
    assert hours(reminder(), cn, "2026-03-09 18:46") == [19, 20]
    assert hours(reminder(), cn, "2026-03-09 21:30") == []


def test_hours_a_customer_asked_for_take_the_place_of_ours(reminder, cn):
    facts = reminder(wished_hours="morning")
    assert hours(facts, cn, "2026-03-09 00:00") == [8, 9, 10, 11]


def test_they_are_hours_of_the_recipients_clock(reminder, cn):
    """Where two zones are possible, both must allow; here one of them is an hour ahead."""
    facts = reminder(zones=("Asia/Tokyo", "Asia/Shanghai"))
    assert hours(facts, cn, "2026-03-09 08:00") == [19, 20]


def test_a_day_that_is_over_has_none(reminder, cn):
    assert hours(reminder(), cn, "2026-03-10 18:30") == []


@given(
    st.sampled_from(["cn", "us-reg-f", "in", "tw", "gb", "hk", "sg", "au"]),
    st.integers(0, 60),
    st.integers(0, 24 * 3600 - 1),
    st.integers(0, 10**9),
)
def test_no_draw_leads_outside_a_rule(reminder_of, profile, days, second, customer):
    policy = profiles.load(profile)
    zone = ZoneInfo(policy.default_zone)
    day = MONDAY + timedelta(days=days)
    earliest = datetime.combine(day, datetime.min.time(), zone) + timedelta(seconds=second)
    facts = reminder_of(policy.default_zone)
    possible = slots(facts, policy, earliest.astimezone(UTC), day)
    if not possible:
        return
    drawn = draw(possible, {slot.hour: 1.0 for slot in possible}, key=str(customer))
    said = {entry.rule: entry for entry in decide(facts, policy, drawn.at).trace}
    assert drawn.at >= earliest
    assert drawn.at.astimezone(zone).date() == day
    assert drawn.at.astimezone(zone).hour == drawn.hour
    for rule in ("quiet_hours", "preferred_window"):
        assert said[rule].outcome == "pass", (drawn, said[rule])


def test_the_same_customer_and_day_draw_the_same_and_another_day_draws_anew():
    keys = [key_of(f"C{n}", MONDAY, "anhe") for n in range(200)]
    first = [draw(EVENING, SHARES, key=key) for key in keys]
    assert first == [draw(EVENING, SHARES, key=key) for key in keys]
    later = [key_of(f"C{n}", SATURDAY, "anhe") for n in range(200)]
    assert [each.hour for each in first] != [draw(EVENING, SHARES, key=key).hour for key in later]


def test_hours_are_drawn_as_often_as_their_shares_say():
    drawn = [draw(EVENING, SHARES, key=str(n)) for n in range(20_000)]
    counted = Counter(each.hour for each in drawn)
    for hour, share in SHARES.items():
        assert counted[hour] / 20_000 == pytest.approx(share, abs=0.012)
    assert {each.share for each in drawn if each.hour == 20} == {0.5}


def test_an_hour_that_is_gone_moves_only_those_who_had_it():
    for n in range(500):
        before = draw(EVENING, SHARES, key=str(n))
        after = draw(EVENING[1:], SHARES, key=str(n))
        assert before.hour in (18, after.hour)
        assert after.share == pytest.approx(SHARES[after.hour] / 0.8)


def test_minutes_are_spread_and_leave_a_quarter_of_an_hour():
    into = [draw(EVENING[:1], {18: 1.0}, key=str(n)).at.timestamp() for n in range(2_000)]
    assert min(into) < 60
    assert 3600 - LEAST_SECONDS - 60 < max(into) <= 3600 - LEAST_SECONDS


def test_nothing_to_draw_from_is_refused():
    with pytest.raises(ValueError, match="no hour"):
        draw((), {}, key="x")


@pytest.fixture(scope="module")
def reminder_of(reminder):
    return lambda zone: reminder(zones=(zone,), ledger_zone=zone)
