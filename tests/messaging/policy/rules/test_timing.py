"""When a text may leave."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from messaging.policy import profiles, reasons
from messaging.policy.calendar import CalendarDay
from messaging.policy.decide import BLOCK, HOLD, SEND, decide
from messaging.policy.document import read_policy, write_policy
from messaging.policy.facts import (
    CALL,
    CALL_BACK,
)
from messaging.policy.rules import RULES
from tests.messaging.policy.judging import HOUR, said, shanghai


class TestQuietHours:
    def test_sent_at_once_means_at_eight_in_the_morning(self, judge, reminder):
        facts = reminder(send_at_once=True)
        assert judge(facts, at=shanghai("2026-03-09 21:59:59"))[0] == SEND
        held = judge(facts, at=shanghai("2026-03-09 22:00:00"))
        assert held == (HOLD, reasons.QUIET_HOURS, shanghai("2026-03-10 08:00"))

    def test_otherwise_the_wait_ends_in_the_preferred_window(self, judge, reminder):
        held = judge(reminder(), at=shanghai("2026-03-09 22:00"))
        assert held == (HOLD, reasons.QUIET_HOURS, shanghai("2026-03-10 18:00"))

    def test_recorded_consent_lifts_them(self, judge, reminder):
        facts = reminder(send_at_once=True, night_consent=True)
        assert judge(facts, at=shanghai("2026-03-09 23:00"))[0] == SEND

    def test_consent_lifts_nothing_where_the_policy_knows_no_such_consent(self, reminder):
        facts = reminder(send_at_once=True, night_consent=True, zones=("America/New_York",))
        night = datetime(2026, 3, 9, 23, 0, tzinfo=ZoneInfo("America/New_York"))
        verdict = decide(facts, profiles.load("us-reg-f"), night)
        assert said(verdict, "quiet_hours").reason == reasons.QUIET_HOURS

    def test_all_candidate_zones_count(self, judge, reminder):
        facts = reminder(send_at_once=True, zones=("Asia/Shanghai", "Asia/Tokyo"))
        assert judge(facts, at=shanghai("2026-03-09 21:30"))[1] == reasons.QUIET_HOURS

    def test_a_zone_nobody_knows_holds_instead_of_failing(self, judge, reminder):
        held = judge(reminder(zones=("Mars/Olympus",)))
        assert held == (HOLD, reasons.UNKNOWN_ZONE, None)

    def test_a_zone_nobody_knows_is_said_under_night_consent_too(self, judge, reminder):
        facts = reminder(night_consent=True, send_at_once=True, zones=("Asia/Shanghai", "Mars/X"))
        assert judge(facts) == (HOLD, reasons.UNKNOWN_ZONE, None)

    def test_zones_that_never_agree_hold_without_end(self, reminder, cn, now):
        document = write_policy(cn)
        document["windows"]["value"] = {"all": {"mon-sun": ["08:00-10:00"]}}
        short = read_policy(document)
        verdict = decide(reminder(zones=("Asia/Shanghai", "America/New_York")), short, now)
        assert (verdict.outcome, verdict.until) == (HOLD, None)
        assert said(verdict, "quiet_hours").reason == reasons.NEVER_ALLOWED


def preferred(facts, policy, now):
    return next(e for e in decide(facts, policy, now).trace if e.rule == "preferred_window")


class TestSoftWish:
    """Our own preferred hours postpone a text within the day; they never stop it."""

    APART = ("Asia/Shanghai", "America/New_York")
    COASTS = ("America/New_York", "America/Los_Angeles")

    def test_where_the_preferred_hours_never_meet_the_hard_ones_decide(self, reminder, loan, cn):
        noon_in_new_york = datetime(2026, 7, 1, 13, 30, tzinfo=UTC)  # 21:30 in Shanghai
        due = loan(due_date=date(2026, 6, 30), as_of=noon_in_new_york)
        facts = reminder(zones=self.APART, loans=(due,))
        found = {e.rule: e for e in decide(facts, cn, noon_in_new_york).trace}
        assert found["preferred_window"].outcome == "pass"
        assert found["quiet_hours"].outcome == "pass"
        night = decide(facts, cn, noon_in_new_york + timedelta(hours=2))
        assert night.until == datetime(2026, 7, 2, 0, 0, tzinfo=UTC)  # 8:00 and 20:00

    def test_on_a_weekday_of_two_coasts_a_text_goes_and_on_a_weekend_it_waits(self, reminder):
        us = profiles.load("us-reg-f")
        facts = reminder(zones=self.COASTS, loans=())
        wednesday = datetime(2026, 7, 1, 17, 0, tzinfo=UTC)  # 13:00 and 10:00
        assert preferred(facts, us, wednesday).outcome == "pass"
        saturday = datetime(2026, 7, 4, 15, 0, tzinfo=UTC)  # 11:00 and 8:00
        waits = preferred(facts, us, saturday)
        assert waits.reason == reasons.PREFERRED_WINDOW
        assert waits.until == datetime(2026, 7, 4, 17, 0, tzinfo=UTC)  # 13:00 and 10:00

    def test_one_zone_waits_for_its_evening_as_ever(self, reminder, cn):
        morning = shanghai("2026-03-09 10:00")
        assert preferred(reminder(), cn, morning).until == shanghai("2026-03-09 18:00")

    def test_preferred_hours_outside_the_hard_ones_are_not_waited_for(self, reminder, cn, now):
        document = write_policy(cn)
        document["preferred"]["value"] = {"all": {"mon-sun": ["06:00-07:00"]}}
        odd = read_policy(document)
        assert decide(reminder(), odd, now).outcome == SEND


class TestBlackoutDays:
    SYDNEY = "Australia/Sydney"

    def at(self, day, hour=19):
        return datetime(2026, 12, day, hour, tzinfo=ZoneInfo(self.SYDNEY))

    def facts(self, reminder, loan, calendar, day):
        as_of = self.at(day) - HOUR
        due = date(2026, 12, day - 1)
        return reminder(
            zones=(self.SYDNEY,), calendar=calendar, loans=(loan(as_of=as_of, due_date=due),)
        )

    def test_a_national_holiday_holds_to_the_next_open_day(self, reminder, loan):
        calendar = tuple(
            CalendarDay(
                date(2026, 12, day), working=day < 25, name="Christmas" if day == 25 else ""
            )
            for day in range(20, 29)
        )
        facts = self.facts(reminder, loan, calendar, 25)
        verdict = decide(facts, profiles.load("au"), self.at(25))
        assert (verdict.outcome, verdict.reason) == (HOLD, reasons.BLACKOUT_DAY)
        assert verdict.until == self.at(26, 10)

    @pytest.mark.parametrize(
        "calendar", [(), (CalendarDay(date(2026, 12, 21), working=True, confirmed=False),)]
    )
    def test_an_unconfirmed_day_holds_and_says_so(self, reminder, loan, calendar):
        facts = self.facts(reminder, loan, calendar, 21)
        verdict = decide(facts, profiles.load("au"), self.at(21))
        assert (verdict.outcome, verdict.reason) == (HOLD, reasons.UNCONFIRMED_CALENDAR)
        assert verdict.until is None
        assert said(verdict, "blackout_days").saw["unconfirmed"] == ["2026-12-21"]

    def test_policies_without_a_holiday_rule_need_no_calendar(self, judge, reminder):
        assert judge(reminder(calendar=()))[0] == SEND


class TestPreferredWindow:
    def test_working_hours_wait_for_the_evening(self, judge, reminder):
        held = judge(reminder(), at=shanghai("2026-03-09 17:59"))
        assert held == (HOLD, reasons.PREFERRED_WINDOW, shanghai("2026-03-09 18:00"))

    def test_send_at_once_overrides(self, judge, reminder):
        assert judge(reminder(send_at_once=True), at=shanghai("2026-03-09 17:59"))[0] == SEND


class TestOptOutConfirmation:
    def confirm(self, reminder, asked, **changes):
        return reminder(
            purpose="opt_out_confirmation",
            replying_to=asked,
            loans=(),
            suppression="opt_out",
            **changes,
        )

    def test_it_may_answer_at_night_and_although_suppressed(self, judge, reminder):
        asked = shanghai("2026-03-09 23:00")
        facts = self.confirm(reminder, asked)
        assert judge(facts, at=asked + timedelta(minutes=5)) == (SEND, reasons.OK, None)

    def test_it_is_not_sent_late(self, judge, reminder):
        asked = shanghai("2026-03-09 23:00")
        late = judge(self.confirm(reminder, asked), at=asked + timedelta(minutes=5, seconds=1))
        assert late == (BLOCK, reasons.REPLY_TOO_LATE, None)

    def test_an_emergency_stop_stops_it_too(self, judge, reminder):
        asked = shanghai("2026-03-09 23:00")
        assert judge(self.confirm(reminder, asked, stops=("all",)), at=asked)[0] == HOLD

    def test_every_rule_is_still_in_the_trace(self, cn, reminder):
        asked = shanghai("2026-03-09 23:00")
        verdict = decide(self.confirm(reminder, asked), cn, asked)
        assert [entry.rule for entry in verdict.trace] == [name for name, _ in RULES]


def test_utc_is_what_comes_out(judge, reminder):
    assert judge(reminder(), at=shanghai("2026-03-09 12:00"))[2].tzinfo is UTC


class TestCalls:
    def test_figures_too_old_hold_a_call_as_they_hold_a_text(self, judge, reminder, loan, now):
        facts = reminder(channel="phone", purpose=CALL, template=None, send_at_once=True)
        assert judge(facts)[0] == SEND
        old = replace(facts, loans=(loan(as_of=now - timedelta(hours=24, seconds=1)),))
        assert judge(old) == (HOLD, reasons.STALE_DATA, None)
        assert judge(replace(old, purpose=CALL_BACK))[0] == SEND
