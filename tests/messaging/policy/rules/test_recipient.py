"""Who may be written to, and where."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.rules.hold_terms import GRAVE
from messaging.policy import profiles, reasons
from messaging.policy.decide import BLOCK, HOLD, SEND, decide
from messaging.policy.facts import (
    ANSWER,
    CALL,
    OPT_OUT_CONFIRMATION,
    HoldFacts,
)
from tests.messaging.policy.judging import HOUR, shanghai


def test_an_emergency_stop_holds_until_it_is_lifted(judge, reminder):
    assert judge(reminder(stops=("lender:1",))) == (HOLD, reasons.EMERGENCY_STOP, None)


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


def test_the_control_group_gets_nothing(judge, reminder):
    assert judge(reminder(arm="control")) == (BLOCK, reasons.CONTROL_ARM, None)
