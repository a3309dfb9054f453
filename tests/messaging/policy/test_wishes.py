"""Hours a customer asked for are kept to, inside what the policy allows."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from accounts.models.choices import DayPart
from messaging.policy import profiles, reasons
from messaging.policy.decide import BLOCK, HOLD, SEND, Verdict, decide
from messaging.policy.facts import ANSWER, CALL, CALL_BACK, NOTICE, ContactFacts
from messaging.policy.facts_json import read_facts, write_facts
from messaging.policy.windows import is_allowed
from messaging.policy.wishes import DAY_PARTS, wished_table

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 3, 9, tzinfo=SHANGHAI)
HOURS = {"morning": (8, 12), "afternoon": (12, 18), "evening": (18, 21)}


def at(hour: float) -> datetime:
    return (MONDAY + timedelta(hours=hour)).astimezone(UTC)


def test_what_can_be_chosen_is_what_is_understood() -> None:
    assert set(DayPart.values) == set(DAY_PARTS)
    assert wished_table("") is None
    assert wished_table("midnight") is None


@pytest.mark.parametrize("profile", ["cn", "us-reg-f", "in", "tw", "au", "gb", "hk", "sg"])
@pytest.mark.parametrize("wish", DAY_PARTS)
def test_every_profile_can_keep_to_every_wish(reminder, profile: str, wish: str) -> None:
    policy = profiles.load(profile)
    verdict = decide(reminder(wished_hours=wish), policy, at(3))
    waits = next(entry for entry in verdict.trace if entry.rule == "preferred_window")
    local = waits.until.astimezone(SHANGHAI)
    assert waits.reason == reasons.WISHED_HOURS
    assert HOURS[wish][0] <= local.hour < HOURS[wish][1]
    assert is_allowed(policy, "Asia/Shanghai", waits.until)


def test_a_wish_takes_the_place_of_the_preferred_hours(reminder, cn) -> None:
    assert decide(reminder(), cn, at(9)).outcome == HOLD
    assert decide(reminder(wished_hours="morning"), cn, at(9)).outcome == SEND
    evening = decide(reminder(wished_hours="morning"), cn, at(19))
    assert (evening.outcome, evening.reason) == (HOLD, reasons.WISHED_HOURS)
    assert evening.until == at(24 + 8)
    assert [e.reason for e in evening.trace if e.outcome != "pass"] == [reasons.WISHED_HOURS]


def test_send_at_once_does_not_override_what_a_customer_asked_for(reminder, cn) -> None:
    verdict = decide(reminder(wished_hours="evening", send_at_once=True), cn, at(9))
    assert verdict.reason == reasons.WISHED_HOURS
    assert verdict.until == at(18)


def test_a_wish_that_leaves_no_moment_is_not_kept_to(reminder, cn) -> None:
    apart = ("Asia/Shanghai", "America/New_York")
    facts = reminder(wished_hours="afternoon", zones=apart)
    without = decide(reminder(zones=apart), cn, at(9))
    kept = decide(facts, cn, at(9))
    assert (kept.outcome, kept.reason, kept.until) == (
        without.outcome,
        without.reason,
        without.until,
    )


@given(st.sampled_from([*DAY_PARTS, ""]), st.integers(0, 14 * 24 * 3600), st.booleans())
def test_a_wish_is_kept_and_never_allows_what_the_policy_forbids(
    reminder, cn, wish: str, seconds: int, at_once: bool
) -> None:
    now = MONDAY.astimezone(UTC) + timedelta(seconds=seconds)
    verdict = decide(reminder(wished_hours=wish, send_at_once=at_once), cn, now)
    moment = now if verdict.outcome == SEND else verdict.until
    if moment is None or verdict.outcome not in (SEND, HOLD):
        return
    assert is_allowed(cn, "Asia/Shanghai", moment)
    if wish:
        start, end = HOURS[wish]
        assert start <= moment.astimezone(SHANGHAI).hour < end


def call(reminder, **changed: object) -> ContactFacts:
    """A call on our initiative, as the call list asks about it."""
    return reminder(purpose=CALL, channel="phone", template=None, send_at_once=True, **changed)


def test_who_asked_for_calls_is_not_reminded_by_text(reminder, cn) -> None:
    verdict = decide(reminder(wished_channel="phone"), cn, at(19))
    assert (verdict.outcome, verdict.reason) == (BLOCK, reasons.WISHED_CHANNEL)
    assert decide(call(reminder, wished_channel="phone"), cn, at(19)).outcome == SEND


def test_who_asked_for_texts_is_not_called_on_our_initiative(reminder, cn) -> None:
    verdict = decide(call(reminder, wished_channel="sms"), cn, at(19))
    assert (verdict.outcome, verdict.reason) == (BLOCK, reasons.WISHED_CHANNEL)
    assert decide(reminder(wished_channel="sms"), cn, at(19)).outcome == SEND


@pytest.mark.parametrize("purpose", [CALL_BACK, ANSWER, NOTICE])
def test_no_wish_stands_against_what_answers_the_customer(reminder, cn, purpose: str) -> None:
    channel, wished = ("phone", "sms") if purpose == CALL_BACK else ("sms", "phone")
    facts = reminder(
        purpose=purpose, channel=channel, wished_channel=wished, replying_to=at(18), loans=()
    )
    assert decide(facts, cn, at(19)).outcome == SEND


@pytest.mark.parametrize("wished", ["email", "wechat", "push"])
def test_who_asked_for_another_channel_is_neither_texted_nor_called(
    reminder, cn, wished: str
) -> None:
    for facts in (reminder(wished_channel=wished), call(reminder, wished_channel=wished)):
        assert decide(facts, cn, at(19)).reason == reasons.WISHED_CHANNEL
    assert decide(reminder(wished_channel=wished, channel=wished), cn, at(19)).outcome == SEND


@given(st.sampled_from(["", "telex"]))
def test_a_channel_we_do_not_have_changes_nothing(reminder, cn, wished: str) -> None:
    for facts in (reminder(), call(reminder)):
        asked = replace(facts, wished_channel=wished)
        assert decide(asked, cn, at(19)) == decide(facts, cn, at(19))


def test_the_control_group_and_who_had_the_text_are_named_so(reminder, cn) -> None:
    control = decide(reminder(wished_channel="phone", arm="control"), cn, at(19))
    assert control.reason == reasons.CONTROL_ARM


def test_our_calls_wait_for_the_hours_asked_for_and_not_for_our_own(reminder, cn) -> None:
    assert decide(call(reminder), cn, at(9)).outcome == SEND
    held = decide(call(reminder, wished_hours="evening"), cn, at(9))
    assert (held.outcome, held.reason, held.until) == (HOLD, reasons.WISHED_HOURS, at(18))
    asked_for = reminder(purpose=CALL_BACK, channel="phone", wished_hours="evening")
    assert decide(asked_for, cn, at(9)).outcome == SEND


def test_a_stored_wish_gives_the_same_verdict_again(reminder, cn) -> None:
    facts = reminder(wished_hours="morning", wished_channel="sms")
    again = read_facts(write_facts(facts))
    assert again == facts
    verdict = decide(facts, cn, at(19))
    assert Verdict.from_json(verdict.to_json()) == verdict == decide(again, cn, at(19))


def test_without_a_wish_nothing_is_stored_about_it(reminder) -> None:
    assert not {"wished_hours", "wished_channel"} & set(write_facts(reminder()))
