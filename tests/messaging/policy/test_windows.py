from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings, strategies as st

from messaging.policy import profiles
from messaging.policy.calendar import CalendarDay
from messaging.policy.document import read_policy, write_policy
from messaging.policy.errors import NeverAllowed, NotAllowedNow, UnknownZone
from messaging.policy.windows import is_allowed, next_allowed, next_preferred, window_end

CN = profiles.load("cn")
US = profiles.load("us-reg-f")
AU = profiles.load("au")
SHANGHAI = "Asia/Shanghai"
MINUTE = timedelta(minutes=1)


def local(text, zone=SHANGHAI, fold=0):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)


def with_windows(*windows, days="mon-sun", field="windows"):
    document = write_policy(CN)
    document[field]["value"] = {"all": {days: list(windows)}}
    return read_policy(document)


def test_ten_at_night_is_blocked_and_eight_in_the_morning_allowed():
    assert not is_allowed(CN, SHANGHAI, local("2026-03-09 22:00:00"))
    assert is_allowed(CN, SHANGHAI, local("2026-03-09 21:59:59.999999"))
    assert not is_allowed(CN, SHANGHAI, local("2026-03-09 07:59:59.999999"))
    assert is_allowed(CN, SHANGHAI, local("2026-03-09 08:00:00"))


def test_an_allowed_moment_is_its_own_answer_to_the_microsecond():
    now = local("2026-03-09 12:00:00.123456")
    assert next_allowed(CN, SHANGHAI, now) is now


def test_the_answer_keeps_the_time_zone_of_the_question():
    now = local("2026-03-09 23:00")
    assert next_allowed(CN, SHANGHAI, now) == local("2026-03-10 08:00")
    assert next_allowed(CN, SHANGHAI, now).tzinfo is now.tzinfo
    assert next_allowed(CN, SHANGHAI, now.astimezone(UTC)).tzinfo is UTC


def test_a_time_without_zone_is_refused():
    with pytest.raises(ValueError, match="aware"):
        is_allowed(CN, SHANGHAI, datetime(2026, 3, 9, 12))  # noqa: DTZ001 - the point


@pytest.mark.parametrize("zones", [None, "", (), []])
def test_without_a_zone_the_policys_own_is_meant(zones):
    assert next_allowed(CN, zones, local("2026-03-09 22:00")) == local("2026-03-10 08:00")


def test_an_unknown_zone_is_named():
    with pytest.raises(UnknownZone, match="Mars/Olympus"):
        next_allowed(CN, "Mars/Olympus", local("2026-03-09 22:00"))


def test_every_candidate_zone_must_allow_it():
    zones = ["America/New_York", "America/Los_Angeles"]
    east_morning = local("2026-06-01 08:00", "America/New_York")
    assert next_allowed(US, zones, east_morning) == local("2026-06-01 08:00", "America/Los_Angeles")
    open_now = local("2026-06-01 12:00", "America/New_York")
    assert window_end(US, zones, open_now) == local("2026-06-01 21:00", "America/New_York")


def test_zones_that_never_agree_are_an_error_not_an_endless_search():
    short = with_windows("08:00-10:00")
    with pytest.raises(NeverAllowed, match="40 days"):
        next_allowed(short, [SHANGHAI, "America/New_York"], local("2026-03-09 12:00"))


def test_a_window_may_wrap_midnight():
    night = with_windows("22:00-02:00")
    assert is_allowed(night, SHANGHAI, local("2026-03-10 01:59"))
    assert not is_allowed(night, SHANGHAI, local("2026-03-10 02:00"))
    assert window_end(night, SHANGHAI, local("2026-03-09 23:00")) == local("2026-03-10 02:00")


def test_a_wrap_belongs_to_the_day_it_starts_on():
    friday_night = with_windows("22:00-02:00", days="fri")
    assert is_allowed(friday_night, SHANGHAI, local("2026-03-14 01:00"))
    assert not is_allowed(friday_night, SHANGHAI, local("2026-03-13 01:00"))


def test_the_end_is_asked_only_of_an_open_window():
    with pytest.raises(NotAllowedNow):
        window_end(CN, SHANGHAI, local("2026-03-09 22:00"))


def test_the_end_of_a_window_across_utc_midnight_is_found():
    now = local("2026-06-01 17:00", "America/Los_Angeles")
    assert window_end(US, "America/Los_Angeles", now) == now.replace(hour=21)


def test_night_consent_lifts_quiet_hours_where_the_policy_knows_it():
    night = local("2026-03-09 23:30")
    assert next_allowed(CN, SHANGHAI, night, night_consent=True) is night
    assert window_end(CN, SHANGHAI, night, night_consent=True) == night + timedelta(days=2)
    late = local("2026-06-01 23:30", "America/New_York")
    assert not is_allowed(US, "America/New_York", late, night_consent=True)


class TestClockChanges:
    """New York: 2026-03-08 02:00 becomes 03:00; 2026-11-01 02:00 becomes 01:00 again."""

    ZONE = "America/New_York"

    def test_the_night_the_clocks_go_forward_is_an_hour_shorter(self):
        evening = local("2026-03-07 21:00", self.ZONE)
        opening = next_allowed(US, self.ZONE, evening.astimezone(UTC))
        assert opening - evening.astimezone(UTC) == timedelta(hours=10)
        assert opening == local("2026-03-08 08:00", self.ZONE)

    def test_the_night_the_clocks_go_back_is_an_hour_longer(self):
        evening = local("2026-10-31 21:00", self.ZONE).astimezone(UTC)
        assert next_allowed(US, self.ZONE, evening) - evening == timedelta(hours=12)

    def test_an_opening_inside_the_missing_hour_comes_when_the_hour_is_over(self):
        policy = with_windows("02:30-04:00")
        opening = next_allowed(policy, self.ZONE, local("2026-03-08 01:00", self.ZONE))
        assert opening == local("2026-03-08 03:00", self.ZONE)

    def test_a_window_inside_the_missing_hour_waits_for_the_next_day(self):
        policy = with_windows("02:00-02:45")
        opening = next_allowed(policy, self.ZONE, local("2026-03-08 01:00", self.ZONE))
        assert opening == local("2026-03-09 02:00", self.ZONE)

    def test_a_window_inside_the_doubled_hour_opens_twice(self):
        policy = with_windows("01:00-01:30")
        between = local("2026-11-01 01:45", self.ZONE).astimezone(UTC)
        again = local("2026-11-01 01:00", self.ZONE, fold=1).astimezone(UTC)
        assert next_allowed(policy, self.ZONE, between) == again
        assert window_end(policy, self.ZONE, again) == again + timedelta(minutes=30)

    def test_a_half_hour_change_counts_too(self):
        zone = "Australia/Lord_Howe"
        opening = next_allowed(AU, zone, local("2026-10-03 22:00", zone).astimezone(UTC))
        assert opening == local("2026-10-04 09:00", zone)


class TestClosedDays:
    CALENDAR = (
        CalendarDay(date(2026, 12, 25), working=False, name="Christmas Day"),
        CalendarDay(date(2026, 12, 26), working=False, name="Boxing Day"),
        CalendarDay(date(2026, 12, 27), working=False),
    )

    def test_australia_is_closed_on_national_holidays_and_open_on_plain_weekends(self):
        eve = local("2026-12-24 21:00", "Australia/Sydney")
        opening = next_allowed(AU, "Australia/Sydney", eve, calendar=self.CALENDAR)
        assert opening == local("2026-12-27 09:00", "Australia/Sydney")

    def test_elsewhere_a_holiday_is_a_day_like_others(self):
        noon = local("2026-12-25 12:00")
        assert is_allowed(CN, SHANGHAI, noon, calendar=self.CALENDAR)

    def test_blackout_days_close_once_or_every_year(self):
        document = write_policy(CN)
        document["blackout_days"]["value"] = ["02-16", "2026-02-17"]
        policy = read_policy(document)
        assert next_allowed(policy, SHANGHAI, local("2026-02-16 12:00")) == local(
            "2026-02-18 08:00"
        )
        assert is_allowed(policy, SHANGHAI, local("2027-02-17 12:00"))
        assert not is_allowed(policy, SHANGHAI, local("2027-02-16 12:00"))

    def test_consent_to_the_night_is_no_consent_to_a_blackout_day(self):
        document = write_policy(CN)
        document["blackout_days"]["value"] = ["2026-02-17"]
        policy = read_policy(document)
        night = local("2026-02-16 23:00")
        assert window_end(policy, SHANGHAI, night, night_consent=True) == local("2026-02-17 00:00")


class TestPreferred:
    def test_working_days_wait_for_the_evening(self):
        assert next_preferred(CN, SHANGHAI, local("2026-03-09 10:00")) == local("2026-03-09 18:00")

    def test_weekends_begin_at_nine(self):
        assert next_preferred(CN, SHANGHAI, local("2026-03-14 08:00")) == local("2026-03-14 09:00")

    def test_a_make_up_saturday_is_a_working_day(self):
        saturday = (CalendarDay(date(2026, 2, 14), working=True, name="春节调休"),)
        opening = next_preferred(CN, SHANGHAI, local("2026-02-14 10:00"), calendar=saturday)
        assert opening == local("2026-02-14 18:00")

    def test_a_holiday_on_a_weekday_is_like_a_weekend(self):
        holiday = (CalendarDay(date(2026, 2, 17), working=False, name="春节"),)
        now = local("2026-02-17 10:00")
        assert next_preferred(CN, SHANGHAI, now, calendar=holiday) is now

    def test_an_unconfirmed_day_is_read_by_its_weekday(self):
        guess = (CalendarDay(date(2027, 2, 8), working=False, name="春节", confirmed=False),)
        opening = next_preferred(CN, SHANGHAI, local("2027-02-08 10:00"), calendar=guess)
        assert opening == local("2027-02-08 18:00")


ZONES = st.lists(
    st.sampled_from(
        [
            "Asia/Shanghai",
            "Asia/Kolkata",
            "Asia/Kathmandu",
            "Australia/Lord_Howe",
            "Australia/Sydney",
            "America/New_York",
            "America/Los_Angeles",
            "America/Sao_Paulo",
            "Africa/Casablanca",
            "Europe/London",
            "Pacific/Apia",
            "Asia/Beirut",
        ]
    ),
    min_size=1,
    max_size=2,
)
MOMENTS = st.integers(0, 25 * 365 * 86_400 * 1000).map(
    lambda ms: datetime(2010, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)
)
WINDOWS = st.lists(
    st.tuples(st.integers(0, 1439), st.integers(0, 1439)).filter(lambda w: w[0] != w[1]),
    min_size=1,
    max_size=2,
)


def by_wall_clock(windows, zone, moment):
    """The definition, written naively: read the wall clock and look whether a window covers it."""
    wall = moment.astimezone(ZoneInfo(zone))
    minute = wall.hour * 60 + wall.minute
    return any(
        start <= minute < end if start < end else minute >= start or minute < end
        for start, end in windows
    )


def text_of(window):
    start, end = window
    return f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"


@given(WINDOWS, ZONES, MOMENTS)
@settings(max_examples=300)
def test_allowed_is_what_the_wall_clocks_say(windows, zones, moment):
    policy = with_windows(*map(text_of, windows))
    assert is_allowed(policy, zones, moment) == all(
        by_wall_clock(windows, zone, moment) for zone in zones
    )


@given(st.sampled_from(profiles.NAMES), ZONES, MOMENTS)
@settings(max_examples=300, deadline=None)
def test_the_next_allowed_moment_is_allowed_and_the_first(name, zones, moment):
    policy = profiles.load(name)
    try:
        opening = next_allowed(policy, zones, moment)
    except NeverAllowed:
        assert not any(is_allowed(policy, zones, moment + n * 5 * MINUTE) for n in range(2016))
        return
    assert opening >= moment
    assert is_allowed(policy, zones, opening)
    if opening > moment:
        assert not is_allowed(policy, zones, opening - timedelta(microseconds=1))
        step = moment
        while step < opening:
            assert not is_allowed(policy, zones, step)
            step += MINUTE


@given(st.sampled_from(profiles.NAMES), ZONES, MOMENTS)
@settings(max_examples=200, deadline=None)
def test_a_permit_that_ends_with_the_window_covers_only_allowed_minutes(name, zones, moment):
    policy = profiles.load(name)
    if not is_allowed(policy, zones, moment):
        return
    end = window_end(policy, zones, moment)
    assert not is_allowed(policy, zones, end)
    step = moment
    while step < end:
        assert is_allowed(policy, zones, step)
        step += 7 * MINUTE
