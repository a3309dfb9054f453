"""Two readings of the same windows, written apart, agree."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from messaging.policy import profiles
from messaging.policy.windows import is_allowed
from messaging.report.wall_clock import is_closed_day, local_days, margin

ZONES = ["Asia/Shanghai", "America/New_York", "Europe/London", "Australia/Lord_Howe"]
moments = st.integers(0, 2 * 365 * 24 * 60).map(
    lambda minutes: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@given(
    st.sampled_from(profiles.NAMES),
    st.lists(st.sampled_from(ZONES), min_size=1, max_size=2, unique=True),
    moments,
    st.sampled_from(["sms", "phone"]),
)
def test_both_readings_of_the_windows_agree(name, zones, moment, channel):
    policy = profiles.load(name)
    inside = margin(policy, channel, zones, moment) is not None
    assert inside == is_allowed(policy, tuple(zones), moment, channel)


def test_the_margin_is_that_of_the_tightest_zone():
    policy = profiles.load("cn")
    noon = datetime(2026, 9, 15, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
    here = margin(policy, "sms", ["Asia/Shanghai"], noon)
    both = margin(policy, "sms", ["Asia/Shanghai", "Asia/Tokyo"], noon)
    assert here is not None
    assert both is not None
    assert here.to_end - both.to_end == 3600
    assert here.since_start == both.since_start
    assert both.end == noon + timedelta(seconds=both.to_end)


def test_without_a_zone_or_windows_no_moment_is_inside():
    noon = datetime(2026, 9, 15, 4, tzinfo=UTC)
    assert margin(profiles.load("cn"), "sms", [], noon) is None


def test_it_is_two_days_at_once_in_two_zones():
    moment = datetime(2026, 9, 15, 20, tzinfo=UTC)
    assert local_days(["Asia/Shanghai", "Europe/London"], moment) == {
        date(2026, 9, 15),
        date(2026, 9, 16),
    }


@pytest.mark.parametrize(
    ("day", "closed"), [("2026-10-01", True), ("2027-02-16", True), ("2026-02-16", False)]
)
def test_a_closed_day_is_one_date_or_that_day_of_every_year(day, closed):
    policy = replace(profiles.load("cn"), blackout_days=("10-01", "2027-02-16"))
    assert is_closed_day(policy, date.fromisoformat(day)) is closed
