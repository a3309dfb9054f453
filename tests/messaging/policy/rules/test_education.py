"""Useful knowledge: only by consent, seldom, far from reminders, never with any hold."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, strategies as st

from messaging.policy import profiles
from messaging.policy.decide import decide
from messaging.policy.facts import (
    EDUCATION,
    ContactFacts,
    ContactPointFacts,
    EducationFacts,
    HoldFacts,
    TemplateFacts,
)
from messaging.policy.facts_json import read_facts, write_facts
from messaging.policy.rules.education import FIRST_STAGE_DAYS
from tests.messaging.policy.judging import shanghai

NOW = shanghai("2026-03-09T19:00")
DAY = timedelta(days=1)
Judge = Callable[..., tuple[str, str, datetime | None]]
WELCOME = ContactFacts(
    channel="sms",
    zones=("Asia/Shanghai",),
    loans=(),
    contact_point=ContactPointFacts(id=7, role="debtor"),
    template=TemplateFacts(
        version_id=3,
        state="approved",
        effective_from=None,
        content_class="education",
        has_opt_out_words=True,
    ),
    gateway_classes=frozenset({"education"}),
    purpose=EDUCATION,
    education=EducationFacts(consented=True),
)


def facts(**known: Any) -> ContactFacts:
    return replace(WELCOME, education=EducationFacts(**{"consented": True, **known}))


def test_who_agreed_and_is_far_from_everything_gets_it(judge: Judge) -> None:
    assert judge(facts(), at=NOW)[:2] == ("send", "ok")


@pytest.mark.parametrize(
    ("known", "reason"),
    [
        ({"consented": False}, "education_not_wanted"),
        ({"declined": True}, "education_declined"),
        ({"last_at": NOW - 30 * DAY + timedelta(seconds=1)}, "education_too_soon"),
        ({"reminded_at": NOW - 7 * DAY + timedelta(seconds=1)}, "reminder_near"),
        ({"reminder_waiting": True}, "reminder_near"),
        ({"next_dues": (date(2026, 3, 23),)}, "reminder_near"),
        ({"next_dues": (date(2026, 3, 1),)}, "reminder_near"),
        ({"released_at": NOW - 3 * DAY}, "education_late"),
    ],
)
def test_each_rule_blocks_with_its_own_reason(
    judge: Judge, known: dict[str, Any], reason: str
) -> None:
    assert judge(facts(**known), at=NOW) == ("block", reason, None)


@pytest.mark.parametrize(
    "known",
    [
        {"last_at": NOW - 30 * DAY},
        {"reminded_at": NOW - 7 * DAY},
        {"next_dues": (date(2026, 3, 24),)},  # the first reminder comes on 17 March
        {"released_at": NOW - 3 * DAY + timedelta(seconds=1)},
    ],
)
def test_at_its_edge_each_rule_lets_go(judge: Judge, known: dict[str, Any]) -> None:
    assert judge(facts(**known), at=NOW)[0] == "send"


def test_any_hold_holds_it_even_one_about_a_loan_it_does_not_speak_of(judge: Judge) -> None:
    held = replace(facts(), holds=(HoldFacts(1, "dispute", NOW - DAY, loan_id=99),))
    assert judge(held, at=NOW)[:2] == ("hold", "hold_dispute")


def test_a_policy_may_ask_for_more_distance(judge: Judge) -> None:
    strict = replace(profiles.load("cn"), education_gap_days=60, education_apart_days=10)
    assert judge(facts(last_at=NOW - 59 * DAY), policy=strict, at=NOW)[1] == "education_too_soon"
    assert judge(facts(reminded_at=NOW - 9 * DAY), policy=strict, at=NOW)[1] == "reminder_near"


def test_its_facts_are_kept_and_read_back() -> None:
    known = facts(
        last_at=NOW, reminded_at=NOW, next_dues=(date(2026, 3, 24),), released_at=NOW, declined=True
    )
    assert read_facts(write_facts(known)) == known


_BACK = st.none() | st.integers(0, 80 * 24 * 60)
_DUE = st.none() | st.integers(-40, 60)


@given(last=_BACK, reminded=_BACK, due=_DUE, consented=st.booleans(), declined=st.booleans())
def test_whatever_is_sent_keeps_its_distance_on_both_sides(
    last: int | None, reminded: int | None, due: int | None, consented: bool, declined: bool
) -> None:
    """Reckoned a second time, in minutes, from what the rules promise."""

    def ago(minutes: int | None) -> datetime | None:
        return None if minutes is None else NOW - timedelta(minutes=minutes)

    known = facts(
        consented=consented,
        declined=declined,
        last_at=ago(last),
        reminded_at=ago(reminded),
        next_dues=() if due is None else (NOW.date() + due * DAY,),
    )
    sent = decide(known, profiles.load("cn"), NOW).outcome == "send"
    next_minute = None
    if due is not None:
        first = datetime.combine(NOW.date(), datetime.min.time(), NOW.tzinfo)
        first += (due - FIRST_STAGE_DAYS) * DAY  # as early as that day begins
        next_minute = (first - NOW).total_seconds() / 60
    fine = (
        consented
        and not declined
        and (last is None or last >= 30 * 24 * 60)
        and (reminded is None or reminded >= 7 * 24 * 60)
        and (next_minute is None or next_minute >= 7 * 24 * 60)
    )
    assert sent == fine
