"""One group per rule: what it lets through, what it stops, and with which reason."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from accounts.hold_terms import GRAVE
from messaging.policy import profiles, reasons
from messaging.policy.calendar import CalendarDay
from messaging.policy.decide import BLOCK, HOLD, SEND, decide
from messaging.policy.facts import (
    ANSWER,
    CALL,
    CALL_BACK,
    OPT_OUT_CONFIRMATION,
    HoldFacts,
    PastContact,
)
from messaging.policy.model import Policy
from messaging.policy.rules import RULES

SHANGHAI = ZoneInfo("Asia/Shanghai")
HOUR = timedelta(hours=1)


def shanghai(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.fixture
def judge(cn, now):
    """(outcome, reason, until) of a verdict, by the Chinese policy unless another is given."""

    def judge_facts(facts, *, policy=cn, at=now):
        verdict = decide(facts, policy, at)
        return verdict.outcome, verdict.reason, verdict.until

    return judge_facts


def said(verdict, rule):
    """What one rule said."""
    return next(entry for entry in verdict.trace if entry.rule == rule)


def test_the_rules_come_in_the_order_of_the_design():
    assert [name for name, _ in RULES] == [
        "emergency_stop",
        "loan_settled",
        "least_amount",
        "stale_data",
        "contact_point",
        "suppressed",
        "holds",
        "template",
        "content_class",
        "control_arm",
        "already_reminded",
        "quiet_hours",
        "blackout_days",
        "preferred_window",
        "cap_customer",
        "cap_address",
        "minimum_gap",
        "stage_passed",
    ]


def test_with_nothing_against_it_a_reminder_goes(judge, reminder):
    assert judge(reminder()) == (SEND, reasons.OK, None)


def test_an_emergency_stop_holds_until_it_is_lifted(judge, reminder):
    assert judge(reminder(stops=("lender:1",))) == (HOLD, reasons.EMERGENCY_STOP, None)


class TestLoanSettled:
    def test_a_settled_loan_is_not_reminded(self, judge, reminder, loan):
        facts = reminder(loans=(loan(amount_due=Decimal("0.00")),))
        assert judge(facts) == (BLOCK, reasons.LOAN_SETTLED, None)

    def test_a_settled_loan_among_others_drops_out(self, cn, now, reminder, loan):
        verdict = decide(reminder(loans=(loan(1, amount_due=Decimal(0)), loan(2))), cn, now)
        assert (verdict.outcome, verdict.loan_ids) == (SEND, (2,))

    def test_a_reminder_of_no_loan_is_none(self, judge, reminder):
        assert judge(reminder(loans=()))[:2] == (BLOCK, reasons.LOAN_SETTLED)


class TestStaleData:
    def test_a_day_old_amount_is_fresh_and_a_second_more_is_stale(self, judge, reminder, loan, now):
        day_old = reminder(loans=(loan(as_of=now - 24 * HOUR),))
        assert judge(day_old)[0] == SEND
        older = reminder(loans=(loan(as_of=now - 24 * HOUR - timedelta(seconds=1)),))
        assert judge(older) == (HOLD, reasons.STALE_DATA, None)

    def test_the_oldest_of_several_loans_decides(self, judge, reminder, loan, now):
        facts = reminder(loans=(loan(1), loan(2, as_of=now - 30 * HOUR)))
        assert judge(facts)[1] == reasons.STALE_DATA

    def test_the_age_of_a_settled_loan_does_not_matter(self, judge, reminder, loan, now):
        settled = loan(2, amount_due=Decimal(0), as_of=now - 30 * HOUR)
        assert judge(reminder(loans=(loan(1), settled)))[0] == SEND

    def test_age_is_real_time_over_a_clock_change(self, reminder, loan):
        zone = ZoneInfo("America/New_York")
        us = profiles.load("us-reg-f")
        at = datetime(2026, 11, 1, 19, 0, tzinfo=zone)
        yesterday_same_hour = datetime(2026, 10, 31, 19, 0, tzinfo=zone)
        facts = reminder(loans=(loan(as_of=yesterday_same_hour),), zones=(zone.key,))
        assert said(decide(facts, us, at), "stale_data").reason == reasons.STALE_DATA


class TestContactPoint:
    @pytest.mark.parametrize(
        ("changes", "reason"),
        [
            ({"state": "wrong_party"}, reasons.WRONG_PARTY),
            ({"state": "unreachable"}, reasons.UNREACHABLE),
            ({"state": "retired"}, reasons.NO_CONTACT_POINT),
            ({"valid": False}, reasons.INVALID_ADDRESS),
            ({"role": "contact_person"}, reasons.ROLE_NOT_ALLOWED),
        ],
    )
    def test_an_unusable_address_is_not_written_to(self, judge, reminder, changes, reason):
        point = replace(reminder().contact_point, **changes)
        assert judge(reminder(contact_point=point)) == (BLOCK, reason, None)

    def test_there_must_be_one(self, judge, reminder):
        assert judge(reminder(contact_point=None))[:2] == (BLOCK, reasons.NO_CONTACT_POINT)

    @pytest.mark.parametrize("role", ["debtor", "co_debtor", "guarantor"])
    def test_every_party_may_be_reminded(self, judge, reminder, role):
        point = replace(reminder().contact_point, role=role)
        assert judge(reminder(contact_point=point))[0] == SEND

    def test_nobody_is_told_of_a_loan_they_are_no_party_to(self, judge, reminder, loan):
        facts = reminder(loans=(loan(1), loan(2, role="contact_person")))
        assert judge(facts)[:2] == (BLOCK, reasons.ROLE_NOT_ALLOWED)

    @pytest.mark.parametrize(("age", "outcome"), [(60, SEND), (61, HOLD), (None, HOLD)])
    def test_a_us_number_must_be_confirmed_within_sixty_days(self, reminder, loan, age, outcome):
        at = datetime(2026, 3, 9, 19, 0, tzinfo=ZoneInfo("America/New_York"))
        confirmed = None if age is None else at.date() - timedelta(days=age)
        facts = reminder(
            zones=("America/New_York",),
            loans=(loan(as_of=at - HOUR),),
            contact_point=replace(reminder().contact_point, confirmed_on=confirmed),
        )
        verdict = decide(facts, profiles.load("us-reg-f"), at)
        assert verdict.outcome == outcome
        if outcome == HOLD:
            assert verdict.reason == reasons.NUMBER_NOT_FRESH


def test_a_suppressed_address_is_blocked(judge, reminder):
    assert judge(reminder(suppression="opt_out")) == (BLOCK, reasons.SUPPRESSED, None)


class TestHolds:
    @pytest.mark.parametrize("kind", sorted(reasons.BY_HOLD_KIND))
    def test_each_kind_has_its_reason(self, judge, reminder, now, kind):
        facts = reminder(holds=(HoldFacts(1, kind, now - HOUR),))
        assert judge(facts) == (HOLD, reasons.BY_HOLD_KIND[kind], None)

    def test_a_kind_yet_unheard_of_holds_all_the_same(self, judge, reminder, now):
        assert judge(reminder(holds=(HoldFacts(1, "moon", now),)))[:2] == (HOLD, reasons.HOLD)

    def test_a_dated_hold_ends_in_the_next_preferred_window(self, judge, reminder, now):
        hold = HoldFacts(1, "promise", now - HOUR, until=shanghai("2026-03-11 00:00"))
        expected = (HOLD, reasons.HOLD_PROMISE, shanghai("2026-03-11 18:00"))
        assert judge(reminder(holds=(hold,))) == expected

    def test_ended_and_future_holds_do_not_count(self, judge, reminder, now):
        past = HoldFacts(1, "promise", now - 9 * HOUR, until=now)
        future = HoldFacts(2, "complaint", now + timedelta(seconds=1))
        assert judge(reminder(holds=(past, future)))[0] == SEND

    def test_a_hold_without_end_outlasts_a_dated_one(self, judge, reminder, now):
        dated = HoldFacts(1, "promise", now - HOUR, until=now + HOUR)
        endless = HoldFacts(2, "dispute", now - HOUR)
        facts = reminder(holds=(dated, endless))
        assert judge(facts) == (HOLD, reasons.HOLD_DISPUTE, None)

    def test_a_hold_on_one_loan_holds_the_whole_message(self, judge, reminder, loan, now):
        hold = HoldFacts(1, "dispute", now - HOUR, loan_id=2)
        assert judge(reminder(loans=(loan(1), loan(2)), holds=(hold,)))[0] == HOLD
        assert judge(reminder(loans=(loan(1),), holds=(hold,)))[0] == SEND

    def test_a_death_is_the_reason_whatever_else_holds(self, judge, reminder, now):
        holds = tuple(
            HoldFacts(n, kind, now - HOUR)
            for n, kind in enumerate(("unread_reply", "manual", "death", "complaint"))
        )
        assert judge(reminder(holds=holds)) == (HOLD, reasons.HOLD_DEATH, None)

    @pytest.mark.parametrize("kind", sorted(reasons.BY_HOLD_KIND))
    def test_every_hold_keeps_us_from_calling_on_our_initiative(self, judge, reminder, now, kind):
        call = reminder(channel="phone", purpose=CALL, template=None, send_at_once=True)
        assert judge(call)[0] == SEND
        held = replace(call, holds=(HoldFacts(1, kind, now - HOUR),))
        assert judge(held) == (HOLD, reasons.BY_HOLD_KIND[kind], None)

    @pytest.mark.parametrize("kind", sorted(reasons.BY_HOLD_KIND))
    def test_only_grave_holds_keep_an_answer_from_speaking_of_the_debt(
        self, judge, reminder, now, kind
    ):
        holds = (HoldFacts(1, kind, now - HOUR),)
        answer = reminder(purpose=ANSWER, replying_to=now - HOUR, holds=holds)
        assert judge(answer)[0] == (HOLD if kind in GRAVE else SEND)
        assert judge(replace(answer, loans=()))[0] == SEND

    @pytest.mark.parametrize("kind", sorted(reasons.BY_HOLD_KIND))
    def test_an_opt_out_is_confirmed_unless_the_customer_has_died(self, judge, reminder, now, kind):
        confirmation = reminder(
            purpose=OPT_OUT_CONFIRMATION,
            replying_to=now,
            loans=(),
            holds=(HoldFacts(1, kind, now - HOUR),),
        )
        assert judge(confirmation)[0] == (BLOCK if kind == "death" else SEND)


class TestTemplate:
    @pytest.mark.parametrize("state", ["draft", "submitted", "rejected", "retired"])
    def test_only_an_approved_version_leaves(self, judge, reminder, state):
        template = replace(reminder().template, state=state)
        assert judge(reminder(template=template))[:2] == (BLOCK, reasons.TEMPLATE_NOT_IN_FORCE)

    def test_no_template_no_message(self, judge, reminder):
        assert judge(reminder(template=None))[:2] == (BLOCK, reasons.TEMPLATE_NOT_IN_FORCE)

    def test_a_missing_value_is_never_sent_and_is_named(self, cn, now, reminder):
        template = replace(reminder().template, renders=False, missing=("pay_link",))
        verdict = decide(reminder(template=template), cn, now)
        assert (verdict.outcome, verdict.reason) == (BLOCK, reasons.MISSING_VALUE)
        assert said(verdict, "template").saw["missing"] == ["pay_link"]

    def test_a_version_of_tomorrow_waits_for_tomorrow(self, judge, reminder):
        template = replace(reminder().template, effective_from=shanghai("2026-03-10 00:00"))
        expected = (HOLD, reasons.TEMPLATE_NOT_YET_IN_FORCE, shanghai("2026-03-10 18:00"))
        assert judge(reminder(template=template)) == expected

    def test_a_version_is_in_force_from_its_first_moment(self, judge, reminder, now):
        template = replace(reminder().template, effective_from=now)
        assert judge(reminder(template=template))[0] == SEND

    def test_opt_out_words_are_asked_for_where_the_policy_requires_them(self, reminder, cn, now):
        template = replace(reminder().template, has_opt_out_words=False)
        facts = reminder(template=template)
        assert decide(facts, cn, now).outcome == SEND
        us = decide(facts, profiles.load("us-reg-f"), now)
        assert said(us, "template").reason == reasons.OPT_OUT_WORDS_MISSING


class TestGateway:
    def test_a_class_the_gateway_refuses_is_blocked(self, judge, reminder):
        facts = reminder(gateway_classes=frozenset({"marketing"}))
        assert judge(facts)[:2] == (BLOCK, reasons.CONTENT_CLASS)

    def test_a_closed_or_missing_gateway_only_holds(self, judge, reminder):
        assert judge(reminder(gateway_open=False)) == (HOLD, reasons.GATEWAY_CLOSED, None)
        assert judge(reminder(gateway_classes=None)) == (HOLD, reasons.NO_GATEWAY, None)


def test_the_control_group_gets_nothing(judge, reminder):
    assert judge(reminder(arm="control")) == (BLOCK, reasons.CONTROL_ARM, None)


class TestAlreadyReminded:
    def test_one_text_per_loan_and_stage(self, judge, reminder, loan):
        facts = reminder(loans=(loan(already_reminded=True),))
        assert judge(facts) == (BLOCK, reasons.ALREADY_REMINDED, None)

    def test_a_loan_reminded_elsewhere_drops_out(self, cn, now, reminder, loan):
        verdict = decide(reminder(loans=(loan(1, already_reminded=True), loan(2))), cn, now)
        assert (verdict.outcome, verdict.loan_ids) == (SEND, (2,))


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
        document = cn.to_document()
        document["windows"]["value"] = {"all": {"mon-sun": ["08:00-10:00"]}}
        short = Policy.from_document(document)
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
        document = cn.to_document()
        document["preferred"]["value"] = {"all": {"mon-sun": ["06:00-07:00"]}}
        odd = Policy.from_document(document)
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


class TestCaps:
    def test_one_text_a_day(self, judge, reminder):
        earlier = PastContact(shanghai("2026-03-09 08:00"), "wechat")
        held = judge(reminder(contacts=(earlier,)))
        assert held == (HOLD, reasons.CAP_CUSTOMER, shanghai("2026-03-10 18:00"))

    def test_three_in_seven_days_over_all_channels(self, judge, reminder, now):
        contacts = tuple(
            PastContact(now - timedelta(days=days), channel)
            for days, channel in ((2, "sms"), (4, "email"), (6, "push"))
        )
        held = judge(reminder(contacts=contacts))
        assert held == (HOLD, reasons.CAP_CUSTOMER, now + timedelta(days=1))

    def test_the_seventh_day_to_the_second_is_free_again(self, judge, reminder, now):
        days = (2, 4, 7)
        contacts = tuple(PastContact(now - timedelta(days=n), "sms") for n in days)
        assert judge(reminder(contacts=contacts))[0] == SEND

    def test_eight_in_thirty_days(self, judge, reminder, now):
        contacts = tuple(PastContact(now - timedelta(days=8 + 3 * n), "sms") for n in range(8))
        assert judge(reminder(contacts=contacts))[1] == reasons.CAP_CUSTOMER

    def test_an_address_shared_by_customers_has_caps_of_its_own(self, judge, reminder, now):
        contacts = tuple(
            PastContact(now - timedelta(days=days), "sms", scope="address") for days in (2, 4, 6)
        )
        held = judge(reminder(contacts=contacts))
        assert held == (HOLD, reasons.CAP_ADDRESS, now + timedelta(days=1))

    def test_a_spoken_call_counts_and_an_unanswered_dial_does_not(self, judge, reminder, now):
        call = PastContact(now - HOUR, "phone", kind="call")
        dial = PastContact(now - HOUR, "phone", kind="dial")
        assert judge(reminder(contacts=(call,)))[1] == reasons.CAP_CUSTOMER
        assert judge(reminder(contacts=(dial,)))[0] == SEND

    def test_calls_have_their_own_caps(self, judge, reminder, now):
        calls = tuple(PastContact(now - n * HOUR, "phone", kind="call") for n in (1, 2, 3))
        assert judge(reminder(channel="phone", contacts=calls[:2]))[0] == SEND
        assert judge(reminder(channel="phone", contacts=calls))[1] == reasons.CAP_CUSTOMER
        dials = tuple(
            PastContact(now - n * HOUR / 2, "phone", scope="address", kind="dial")
            for n in range(1, 7)
        )
        assert judge(reminder(channel="phone", contacts=dials[:5]))[0] == SEND
        assert judge(reminder(channel="phone", contacts=dials))[1] == reasons.CAP_ADDRESS


class TestMinimumGap:
    def test_the_night_between_two_days_is_not_enough(self, cn, now, reminder):
        facts = reminder(contacts=(PastContact(now - 23 * HOUR, "sms"),))
        verdict = decide(facts, cn, now)
        assert (verdict.outcome, verdict.reason) == (HOLD, reasons.MINIMUM_GAP)
        assert verdict.until == now + HOUR

    def test_a_full_day_is(self, judge, reminder, now):
        assert judge(reminder(contacts=(PastContact(now - 24 * HOUR, "sms"),)))[0] == SEND


class TestStagePassed:
    def test_a_text_for_yesterdays_stage_is_not_sent(self, judge, reminder):
        held_over = shanghai("2026-03-10 18:00")
        assert judge(reminder(), at=held_over)[:2] == (BLOCK, reasons.STAGE_PASSED)

    def test_the_lenders_day_counts_not_the_recipients(self, cn, reminder):
        """23:30 on the 9th in Shanghai is the 10th in Auckland; the loan is still at dpd-1."""
        facts = reminder(zones=("Pacific/Auckland",))
        before = decide(facts, cn, shanghai("2026-03-09 23:30"))
        after = decide(facts, cn, shanghai("2026-03-10 00:00"))
        assert before.trace[-1].outcome == "pass"
        assert after.trace[-1].reason == reasons.STAGE_PASSED

    def test_a_loan_in_another_stage_drops_out(self, cn, now, reminder, loan):
        moved = loan(1, stage_planned="due-0")
        verdict = decide(reminder(loans=(moved, loan(2))), cn, now)
        assert (verdict.outcome, verdict.loan_ids) == (SEND, (2,))

    def test_a_text_for_a_later_stage_does_not_go_out_for_an_earlier_one(
        self, judge, reminder, loan
    ):
        paid = loan(
            1,
            stage_planned="dpd-8-15",
            due_date=date(2026, 2, 28),
            amount_due=Decimal(0),
        )
        assert judge(reminder(loans=(paid, loan(2))))[:2] == (BLOCK, reasons.STAGE_PASSED)

    def test_the_occurrence_of_the_last_stage_counts(self, judge, reminder, loan):
        due = date(2026, 2, 6)  # 31 days before
        first = loan(stage_planned="dpd-16+", occurrence=0, due_date=due)
        second = loan(stage_planned="dpd-16+", occurrence=1, due_date=due)
        assert judge(reminder(loans=(first,)))[1] == reasons.STAGE_PASSED
        assert judge(reminder(loans=(second,)))[0] == SEND


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
