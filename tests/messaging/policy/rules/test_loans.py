"""What the loans themselves let through, stop, and with which reason."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from messaging.policy import profiles, reasons
from messaging.policy.decide import BLOCK, HOLD, SEND, decide
from tests.messaging.policy.judging import HOUR, said, shanghai


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


class TestAlreadyReminded:
    def test_one_text_per_loan_and_stage(self, judge, reminder, loan):
        facts = reminder(loans=(loan(already_reminded=True),))
        assert judge(facts) == (BLOCK, reasons.ALREADY_REMINDED, None)

    def test_a_loan_reminded_elsewhere_drops_out(self, cn, now, reminder, loan):
        verdict = decide(reminder(loans=(loan(1, already_reminded=True), loan(2))), cn, now)
        assert (verdict.outcome, verdict.loan_ids) == (SEND, (2,))


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
