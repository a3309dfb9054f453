"""Every rule and every reason has a sentence, in both languages, from what was kept alone."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from messaging.explaining import words
from messaging.explaining.known import known
from messaging.explaining.sentences import sentences, span, summary
from messaging.policy import profiles, reasons
from messaging.policy.decide import Verdict, decide
from messaging.policy.facts import (
    ContactFacts,
    ContactPointFacts,
    HoldFacts,
    PastContact,
)
from messaging.policy.rules import OF_EDUCATION, RULES
from tests.messaging.policy import test_oracle
from tests.messaging.policy.conftest import MONDAY_EVENING, loan, reminder  # noqa: F401

CN = profiles.load("cn")
SAID_BY_NO_RULE = {reasons.OK, reasons.NOT_APPLICABLE}


def told(
    facts: ContactFacts, at: datetime = MONDAY_EVENING, language: str = "en"
) -> dict[str, str]:
    verdict = decide(facts, CN, at)
    with translation.override(language):
        return {each.rule: each.text for each in sentences(verdict.trace, facts, CN, at)}


def test_every_rule_has_words_for_when_it_passes() -> None:
    assert {name for name, _rule in (*RULES, *OF_EDUCATION)} == set(words.PASSES)


def test_every_reason_has_words() -> None:
    assert set(words.AGAINST) == reasons.ALL_REASONS - SAID_BY_NO_RULE


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_whatever_was_decided_is_told_in_full(language: str) -> None:
    pick = random.Random(20260915)
    for _ in range(300):
        facts, profile, at = test_oracle.case(pick)
        policy = profiles.load(profile)
        verdict = decide(facts, policy, at)
        with translation.override(language):
            said = sentences(verdict.trace, facts, policy, at)
            first = summary(verdict, facts, policy, at, next_at=verdict.until)
            lines = known(facts, policy)
        assert [each.rule for each in said] == [entry.rule for entry in verdict.trace]
        whole = "".join([*(each.text for each in said), *first, *(text for _, text in lines)])
        assert "%(" not in whole
        assert "None" not in whole
        assert all(each.text.strip() for each in said)


def test_the_same_trace_is_told_the_same_at_any_later_time(reminder) -> None:  # noqa: F811
    facts = reminder()
    verdict = Verdict.from_json(decide(facts, CN, MONDAY_EVENING).to_json())
    assert sentences(verdict.trace, facts, CN, MONDAY_EVENING) == sentences(
        decide(facts, CN, MONDAY_EVENING).trace, facts, CN, MONDAY_EVENING
    )


def test_quiet_hours_name_the_hour_and_the_window(reminder) -> None:  # noqa: F811
    late = MONDAY_EVENING + timedelta(hours=4)
    said = told(reminder(), late)["quiet_hours"]
    assert "23:00" in said
    assert "from 08:00 to" in said
    assert "10 March, 08:00" in said


def test_a_cap_tells_how_much_of_it_is_used(reminder) -> None:  # noqa: F811
    before = PastContact(at=MONDAY_EVENING - timedelta(days=2), channel="sms")
    assert "1 of " in told(reminder(contacts=(before,)))["cap_customer"]


def test_what_is_ours_is_not_for_the_customers_ears(reminder) -> None:  # noqa: F811
    facts = reminder(arm="control")
    verdict = decide(facts, CN, MONDAY_EVENING)
    with translation.override("en"):
        said = summary(verdict, facts, CN, MONDAY_EVENING, next_at=None)
    assert said == [
        "There is no contact at this moment.",
        "The reason lies with us and not with you.",
    ]


def test_a_hold_says_in_chinese_why_and_how_long(reminder) -> None:  # noqa: F811
    until = datetime(2026, 3, 12, 2, 0, tzinfo=UTC)
    facts = reminder(
        holds=(HoldFacts(id=1, kind="promise", starts_at=MONDAY_EVENING, until=until),)
    )
    said = told(facts, language="zh-hans")["holds"]
    assert said == "您说好了还款的日子，到那天之前我们不发提醒。 到3月12日 10:00为止。"


def test_an_unknown_place_is_told_by_the_policys_clock(reminder) -> None:  # noqa: F811
    assert "unknown" not in told(reminder(zones=("Mars/Olympus",)))["quiet_hours"]


def test_spans_are_days_where_they_are_whole() -> None:
    with translation.override("en"):
        assert [span(None), span(24), span(168), span(5)] == [
            "one day",
            "1 day",
            "7 days",
            "5 hours",
        ]


def test_what_was_known_leaves_out_what_there_was_not(reminder) -> None:  # noqa: F811
    with translation.override("en"):
        lines = dict(known(reminder(), CN))
    assert "1,250.50元, due on 2026-03-08" in lines["loan"]
    assert "on hold" not in lines
    point = ContactPointFacts(id=7, role="debtor", state="wrong_party")
    with translation.override("en"):
        assert dict(known(reminder(contact_point=point), CN))["address"]
