"""A text whose review is overdue: it leaves with a note in the trace, or not at all."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, strategies as st

from messaging.policy import profiles, reasons
from messaging.policy.decide import BLOCK, SEND, decide
from messaging.policy.document import read_policy, write_policy
from messaging.policy.errors import LoosensError, PolicyError
from messaging.policy.facts_json import read_facts, write_facts
from messaging.policy.tighten import tighten

STRICT = {"overdue_review": {"value": "block", "source": "house rule", "status": "P"}}


def _due(reminder, now, days):
    """The review is due `days` from the day of `now` in Shanghai."""
    facts = reminder()
    day = (now + timedelta(hours=8)).date() + timedelta(days=days)
    return replace(facts, template=replace(facts.template, review_due=day))


def _template_entry(verdict):
    return next(entry for entry in verdict.trace if entry.rule == "template")


def test_every_shipped_profile_only_warns():
    assert {profiles.load(name).overdue_review for name in profiles.NAMES} == {"warn"}


def test_an_overdue_text_leaves_where_the_policy_only_warns_and_the_trace_says_so(
    cn, reminder, now
):
    verdict = decide(_due(reminder, now, -1), cn, now)
    assert verdict.outcome == SEND
    due = (now + timedelta(hours=8)).date() - timedelta(days=1)
    assert _template_entry(verdict).saw["review_due"] == due.isoformat()


def test_an_overdue_text_is_blocked_where_the_policy_says_so(cn, reminder, now):
    verdict = decide(_due(reminder, now, -1), tighten(cn, STRICT), now)
    assert (verdict.outcome, verdict.reason) == (BLOCK, reasons.REVIEW_OVERDUE)


@pytest.mark.parametrize("days", [0, 1, 90])
def test_on_the_day_it_is_due_and_before_it_leaves_as_ever(cn, reminder, now, days):
    verdict = decide(_due(reminder, now, days), tighten(cn, STRICT), now)
    assert verdict.outcome == SEND
    assert "review_due" not in _template_entry(verdict).saw


@given(days=st.integers(-4000, 4000))
def test_a_stricter_policy_never_sends_more(cn, reminder, now, days):
    facts = _due(reminder, now, days)
    warned, blocked = decide(facts, cn, now), decide(facts, tighten(cn, STRICT), now)
    assert warned.outcome == SEND
    assert (blocked.outcome == BLOCK) == (days < 0)


@given(days=st.integers(-4000, 4000))
def test_facts_with_a_review_date_come_back_from_json(cn, reminder, now, days):
    facts = _due(reminder, now, days)
    again = read_facts(write_facts(facts))
    assert again == facts
    assert decide(again, cn, now) == decide(facts, cn, now)


def test_facts_stored_before_there_was_a_review_date_give_the_verdict_they_gave(cn, reminder, now):
    stored = write_facts(reminder())
    assert "review_due" not in stored["template"]
    verdict = decide(read_facts(stored), tighten(cn, STRICT), now)
    assert verdict.outcome == SEND
    assert _template_entry(verdict).saw == {"version": 3, "state": "approved"}


def test_a_document_written_before_the_field_existed_means_warn(cn):
    document = write_policy(cn)
    del document["overdue_review"]
    assert read_policy(document).overdue_review == "warn"


def test_an_heir_may_become_stricter_and_never_milder(cn):
    strict = tighten(cn, STRICT)
    assert strict.overdue_review == "block"
    milder = {"overdue_review": {"value": "warn", "source": "", "status": "P"}}
    with pytest.raises(LoosensError, match="overdue_review"):
        tighten(strict, milder)


def test_another_word_is_refused(cn):
    document = {**write_policy(cn), "overdue_review": {"value": "ignore", "status": "P"}}
    with pytest.raises(PolicyError, match="overdue_review"):
        read_policy(document)
