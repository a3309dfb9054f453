"""Whether a verdict leaves a candidate among those to send."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from messaging.planning.eligibility import Eligibility, eligibility_of
from messaging.policy import profiles, reasons
from messaging.policy.decide import ENGINE_VERSION, Verdict
from messaging.policy.facts import ContactFacts, LoanFacts
from messaging.policy.rules.finding import blocks, holds, passes

CN = profiles.load("cn")
DAY = date(2026, 9, 15)
MORNING = datetime(2026, 9, 15, 7, tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)
TONIGHT, TOMORROW = MORNING + timedelta(hours=12), MORNING + timedelta(hours=26)
LOAN = LoanFacts(1, "dpd-1", 0, date(2026, 9, 14), Decimal(100), "CNY", MORNING)
FACTS = ContactFacts("sms", ("Asia/Shanghai",), (LOAN,), None, None)


def found(*trace, until: datetime | None = None, facts: ContactFacts = FACTS) -> Eligibility:
    strictest = max(trace, key=lambda entry: ("pass", "hold", "block").index(entry.outcome))
    outcome = {"pass": "send", "hold": "hold", "block": "block"}[strictest.outcome]
    verdict = Verdict(outcome, strictest.reason, until, tuple(trace), ENGINE_VERSION)
    return eligibility_of(verdict, facts=facts, policy=CN, day=DAY, now=MORNING)


def held(reason: str, until: datetime | None):
    return holds("rule", reason, until, {})


def test_what_may_go_now_is_sent():
    assert found(passes("rule")) == (True, reasons.OK, None)


def test_what_is_blocked_is_not():
    assert found(blocks("rule", reasons.SUPPRESSED, {})) == (False, reasons.SUPPRESSED, None)


def test_what_waits_for_an_hour_is_sent_where_its_stage_still_fits_then():
    timing = min(reasons.TIMING_REASONS)
    assert found(held(timing, TONIGHT), until=TONIGHT) == (True, timing, TONIGHT)
    other_stage = replace(FACTS, loans=(replace(LOAN, stage_planned="due-0"),))
    passed = found(held(timing, TONIGHT), until=TONIGHT, facts=other_stage)
    assert passed == (False, reasons.STAGE_PASSED, TONIGHT)


def test_a_zone_nobody_knows_has_no_hour():
    timing = min(reasons.TIMING_REASONS)
    lost = replace(FACTS, zones=("Mars/Base",))
    assert found(held(timing, TONIGHT), until=TONIGHT, facts=lost).reason == reasons.STAGE_PASSED


def test_a_wait_for_room_under_a_cap_counts_within_the_runs_day():
    cap = reasons.CAP_CUSTOMER
    assert found(held(cap, TONIGHT), until=TONIGHT) == (True, cap, TONIGHT)
    assert found(held(cap, TOMORROW), until=TOMORROW) == (False, cap, TOMORROW)


def test_what_waits_for_something_to_change_is_not_sent():
    assert found(held(reasons.HOLD_DISPUTE, None)) == (False, reasons.HOLD_DISPUTE, None)


def test_of_several_the_one_that_outlasts_the_clock_is_named():
    said = found(
        held(min(reasons.TIMING_REASONS), TONIGHT),
        held(reasons.CAP_CUSTOMER, TONIGHT),
        held(reasons.HOLD_DISPUTE, TOMORROW),
        until=TOMORROW,
    )
    assert said == (False, reasons.HOLD_DISPUTE, TOMORROW)
