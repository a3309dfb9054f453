"""What holds for every decision, whatever the facts."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings, strategies as st

from messaging.policy import profiles, reasons
from messaging.policy.calendar import CalendarDay
from messaging.policy.decide import BLOCK, ENGINE_VERSION, HOLD, SEND, Verdict, decide
from messaging.policy.document import read_policy, write_policy
from messaging.policy.facts import (
    ContactFacts,
    ContactPointFacts,
    HoldFacts,
    LoanFacts,
    PastContact,
    TemplateFacts,
)
from messaging.policy.facts_json import read_facts, write_facts
from messaging.policy.rules import RULES
from messaging.policy.windows import is_allowed

START = datetime(2026, 3, 9, tzinfo=UTC)
CALENDAR = tuple(
    CalendarDay(day, working=day.weekday() < 5, name="Holiday" if day.day == 12 else "")
    for day in (date(2026, 3, 1) + timedelta(days=n) for n in range(60))
)
moments = st.integers(0, 14 * 86_400).map(lambda s: START + timedelta(seconds=s))
past = st.integers(1, 40 * 86_400).map(lambda s: START - timedelta(seconds=s))
mostly = st.sampled_from


loans = st.builds(
    LoanFacts,
    loan_id=st.integers(1, 3),
    stage_planned=mostly(["dpd-1", "dpd-2-3", "dpd-4-7", "dpd-16+"]),
    occurrence=mostly([0, 0, 0, 1]),
    due_date=st.integers(0, 40).map(lambda n: date(2026, 3, 22) - timedelta(days=n)),
    amount_due=mostly([Decimal("10.00"), Decimal("99.90"), Decimal("0.00")]),
    currency=st.just("CNY"),
    as_of=moments,
    already_reminded=mostly([False, False, False, True]),
    role=mostly(["debtor", "debtor", "guarantor", "contact_person"]),
)
points = st.builds(
    ContactPointFacts,
    id=st.just(5),
    role=mostly(["debtor", "debtor", "contact_person"]),
    state=mostly(["active", "active", "active", "wrong_party"]),
    confirmed_on=mostly([None, date(2026, 3, 1), date(2025, 3, 1)]),
    valid=mostly([True, True, True, False]),
)
templates = st.builds(
    TemplateFacts,
    version_id=st.just(3),
    state=mostly(["approved", "approved", "approved", "retired"]),
    effective_from=st.none() | moments,
    content_class=mostly(["service", "service", "marketing"]),
    has_opt_out_words=st.booleans(),
    renders=mostly([True, True, True, False]),
)
holds = st.builds(
    HoldFacts,
    id=st.integers(1, 99),
    kind=mostly(["complaint", "promise", "other"]),
    starts_at=moments,
    until=st.none() | moments,
    loan_id=mostly([None, 1, 2]),
)
contacts = st.builds(
    PastContact,
    at=past | moments,
    channel=mostly(["sms", "email", "phone"]),
    scope=mostly(["customer", "address", "both"]),
    kind=mostly(["message", "message", "call", "dial"]),
)
any_facts = st.builds(
    ContactFacts,
    channel=mostly(["sms", "sms", "email", "phone"]),
    zones=mostly(
        [(), ("Asia/Shanghai",), ("America/New_York",), ("Asia/Shanghai", "Australia/Sydney")]
    ),
    loans=st.lists(loans, max_size=2).map(tuple),
    contact_point=mostly([None]) | points | points | points,
    template=mostly([None]) | templates | templates | templates,
    stops=mostly([(), (), (), ("all",)]),
    suppression=mostly([None, None, None, "opt_out"]),
    holds=st.lists(holds, max_size=2).map(tuple),
    gateway_classes=mostly([frozenset({"service"}), frozenset({"service"}), None]),
    gateway_open=mostly([True, True, True, False]),
    arm=mostly(["contact", "contact", "contact", "control"]),
    contacts=st.lists(contacts, max_size=4).map(tuple),
    send_at_once=st.booleans(),
    calendar=mostly([(), CALENDAR]),
    night_consent=st.booleans(),
    wished_hours=mostly(["", "", "morning", "evening"]),
    wished_channel=mostly(["", "", "", "sms", "phone", "email"]),
)
likely_facts = st.builds(
    ContactFacts,
    channel=st.just("sms"),
    zones=mostly([("Asia/Shanghai",), ("America/New_York", "America/Los_Angeles"), ()]),
    loans=st.just(
        (
            LoanFacts(
                1,
                "dpd-16+",
                0,
                date(2026, 2, 20),
                Decimal("10"),
                "CNY",
                START + timedelta(days=14),
            ),
        )
    ),
    contact_point=st.just(ContactPointFacts(5, "debtor", confirmed_on=date(2026, 3, 1))),
    template=st.just(TemplateFacts(3, "approved", None, "service", True)),
    gateway_classes=st.just(frozenset({"service"})),
    suppression=mostly([None, None, "opt_out"]),
    holds=st.lists(holds, max_size=1).map(tuple),
    contacts=st.lists(contacts, max_size=3).map(tuple),
    send_at_once=st.booleans(),
    calendar=st.just(CALENDAR),
)
facts_of_all_kinds = any_facts | likely_facts
policies = st.sampled_from(profiles.NAMES).map(profiles.load)
many = settings(max_examples=400, deadline=None)


@given(facts_of_all_kinds, policies, moments)
@many
def test_the_strictest_rule_wins_and_the_earliest_of_those_names_the_reason(facts, policy, now):
    verdict = decide(facts, policy, now)
    assert [entry.rule for entry in verdict.trace] == [name for name, _ in RULES]
    outcomes = [entry.outcome for entry in verdict.trace]
    if "block" in outcomes:
        assert verdict.outcome == BLOCK
        assert verdict.reason == verdict.trace[outcomes.index("block")].reason
    elif "hold" in outcomes:
        assert verdict.outcome == HOLD
        assert verdict.reason == verdict.trace[outcomes.index("hold")].reason
    else:
        assert (verdict.outcome, verdict.reason) == (SEND, reasons.OK)
    assert all(entry.reason in reasons.ALL_REASONS for entry in verdict.trace)


@given(likely_facts, policies, moments)
@many
def test_what_is_sent_is_inside_the_windows_wanted_and_within_the_caps(facts, policy, now):
    if decide(facts, policy, now).outcome != SEND:
        return
    assert is_allowed(policy, facts.zones, now, calendar=facts.calendar)
    assert facts.suppression is None
    for hold in facts.holds:
        in_force = hold.starts_at <= now and (hold.until is None or now < hold.until)
        assert not in_force or hold.loan_id not in (None, 1)
    for scope in ("customer", "address"):
        mine = [c.at for c in facts.contacts if c.scope in (scope, "both") and c.kind != "dial"]
        assert sum(now - at < timedelta(days=7) for at in mine) < 3
        assert all(now - at >= timedelta(hours=24) for at in mine)


@given(facts_of_all_kinds, policies, moments)
@many
def test_a_dated_hold_ends_later_at_a_moment_when_sending_is_allowed(facts, policy, now):
    verdict = decide(facts, policy, now)
    if verdict.outcome != HOLD or verdict.until is None:
        return
    assert verdict.until > now
    for entry in verdict.trace:
        assert entry.until is None or verdict.until >= entry.until
    assert is_allowed(
        policy,
        facts.zones,
        verdict.until,
        facts.channel,
        facts.calendar,
        night_consent=facts.night_consent,
    )
    again = decide(facts, policy, verdict.until)
    assert reasons.QUIET_HOURS not in [entry.reason for entry in again.trace]
    assert reasons.PREFERRED_WINDOW not in [entry.reason for entry in again.trace]
    assert reasons.WISHED_HOURS not in [entry.reason for entry in again.trace]


@given(facts_of_all_kinds, policies, moments)
@many
def test_stored_facts_under_the_stored_policy_give_the_same_verdict(facts, policy, now):
    stored_facts = json.loads(json.dumps(write_facts(facts)))
    stored_policy = json.loads(json.dumps(write_policy(policy)))
    verdict = decide(facts, policy, now)
    again = decide(read_facts(stored_facts), read_policy(stored_policy), now)
    assert again == verdict
    assert Verdict.from_json(json.loads(json.dumps(verdict.to_json()))) == verdict


@given(facts_of_all_kinds, moments)
@many
def test_the_time_zone_in_which_the_question_is_asked_changes_nothing(facts, now):
    policy = profiles.load("cn")
    elsewhere = now.astimezone(ZoneInfo("America/New_York"))
    assert decide(facts, policy, elsewhere) == decide(facts, policy, now)


def test_a_naive_time_is_refused(reminder, cn):
    with pytest.raises(ValueError, match="aware"):
        decide(reminder(), cn, datetime(2026, 3, 9, 19))  # noqa: DTZ001 - the point


def test_a_block_is_stricter_than_an_earlier_hold(reminder, cn, now):
    verdict = decide(reminder(stops=("all",), suppression="opt_out"), cn, now)
    assert (verdict.outcome, verdict.reason, verdict.until) == (BLOCK, reasons.SUPPRESSED, None)


def test_a_hold_without_end_wins_over_the_clock(reminder, cn, now):
    verdict = decide(reminder(gateway_open=False), cn, now - timedelta(hours=8))
    assert (verdict.outcome, verdict.until) == (HOLD, None)


def test_a_reminder_planned_in_the_morning_waits_for_the_clock_only(reminder, cn, now):
    morning = decide(reminder(), cn, now - timedelta(hours=8))
    against = [entry.reason for entry in morning.trace if entry.outcome != "pass"]
    assert against
    assert set(against) <= reasons.TIMING_REASONS


def test_an_unchanged_verdict_is_recognised(reminder, loan, cn, now):
    first = decide(reminder(), cn, now)
    fresher = reminder(loans=(loan(as_of=now),))
    assert decide(fresher, cn, now).is_same_as(first)
    assert decide(fresher, cn, now).is_same_as(first.said)
    assert not decide(reminder(arm="control"), cn, now).is_same_as(first)


def test_a_verdict_about_fewer_loans_is_a_new_one(reminder, loan, cn, now):
    both = decide(reminder(loans=(loan(1), loan(2))), cn, now)
    one = decide(reminder(loans=(loan(1), loan(2, amount_due=Decimal(0)))), cn, now)
    assert (one.outcome, one.reason) == (both.outcome, both.reason) == (SEND, reasons.OK)
    assert not one.is_same_as(both)


def test_the_verdict_says_which_engine_gave_it(reminder, cn, now):
    assert decide(reminder(), cn, now).engine_version == ENGINE_VERSION


def test_stored_facts_leave_out_what_stands_at_its_default(reminder):
    assert set(write_facts(reminder())) == {
        "channel",
        "zones",
        "loans",
        "contact_point",
        "template",
        "gateway_classes",
    }
