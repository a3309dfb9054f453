"""Which loans, which text and which arm: one message a customer."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from messaging.decisions.facts.loans import Reminders
from messaging.decisions.facts.rows import CustomerRow, LoanRow
from messaging.planning.choose import Wordings, choose, staged
from messaging.planning.running_trials import RunningTrial
from messaging.policy import profiles
from messaging.policy.arms import CONTACT, CONTROL

DAY = date(2026, 9, 15)
NOW = datetime(2026, 9, 15, tzinfo=UTC)
POLICY = replace(profiles.load("cn"), control_share=Decimal(0), least_amount=Decimal(5))
CUSTOMER = CustomerRow(1, "C1", b"", "", "en", ("Asia/Shanghai",), "", "", None, False, False)
NONE = Reminders({})
BODIES = {8: "{{ officer_name }}"}
"""The others name nobody."""
CELLS = {("dpd-1", "neutral", "unknown"): 7, ("dpd-1", "neutral", "forgot"): 8}


def loan(pk: int, overdue: int, amount: int = 1000, **said: Any) -> LoanRow:
    return LoanRow(
        **{
            "id": pk,
            "customer_id": 1,
            "loan_no": f"L{pk}",
            "product": "p",
            "currency": "CNY",
            "outstanding": Decimal(amount),
            "amount_due": Decimal(amount),
            "as_of": NOW,
            "due_date": DAY - timedelta(days=overdue),
            "instalments_paid": 4,
            "instalments_paid_late": 1,
            "cause": "unknown",
            **said,
        }
    )


def wordings(*languages: str, trials: Any = None) -> Wordings:
    versions: Any = {
        (template, language): SimpleNamespace(
            pk=template, language=language, body=BODIES.get(template, "")
        )
        for template in (7, 8, 9)
        for language in languages
    }
    return Wordings(CELLS, versions, trials or {})


def chosen(
    *loans: LoanRow, reminders: Reminders = NONE, words: Wordings | None = None, **said: Any
):
    return choose(
        customer=CUSTOMER,
        loans=loans,
        day=DAY,
        policy=POLICY,
        wordings=words or wordings("en", "zh-hans"),
        reminders=reminders,
        salt="salt",
    )


def test_the_loan_longest_past_due_leads_and_others_of_its_standing_come_along():
    found = chosen(loan(1, 1, 500), loan(2, 3, 700), loan(3, 0))
    assert [each.id for each in found.loans] == [2, 1]
    assert (found.lead.id, found.amount_due) == (2, Decimal(1200))
    assert found.waiting == (3,)
    assert [each.stage for each in found.staged] == ["dpd-2-3", "dpd-1"]


def test_a_loan_whose_stage_ends_today_is_told_of_to_nobody_and_is_named():
    found = chosen(loan(1, 1), loan(2, 0))
    assert (found.waiting, found.untold) == ((2,), (2,))


def test_a_loan_that_had_its_text_makes_room_for_one_that_had_none():
    had = loan(1, 2)
    reminders = Reminders({staged(had, DAY, POLICY): {9}})
    assert [each.id for each in chosen(had, loan(2, 1), reminders=reminders).loans] == [2]
    assert [each.id for each in chosen(had, reminders=reminders).loans] == [1]


def test_what_is_not_worth_a_text_is_left_out_unless_nothing_else_is_due():
    assert [each.id for each in chosen(loan(1, 5, 1), loan(2, 1)).loans] == [2]
    assert [each.id for each in chosen(loan(1, 5, 1)).loans] == [1]


@pytest.mark.parametrize(("cause", "template"), [("forgot", 8), ("cash_flow", 7)])
def test_the_text_is_that_of_the_cause_or_of_any(cause, template):
    version: Any = chosen(loan(1, 1, cause=cause, officer_name="Grace Lin")).version
    assert version.pk == template


@pytest.mark.parametrize("officers", [("",), ("陈静",), ("Grace Lin", "Ann Wu"), ("Ann Wu", "")])
def test_a_text_that_names_an_officer_gives_way_where_nobody_is_named(officers):
    loans = [loan(pk, 1, cause="forgot", officer_name=each) for pk, each in enumerate(officers)]
    version: Any = chosen(*loans).version
    assert version.pk == 7


def test_a_trial_of_such_a_text_is_for_whom_all_its_texts_can_be_said():
    cell = ("dpd-1", "neutral", "unknown")
    words = wordings("en", trials={cell: RunningTrial(1, (9, 8))})
    without: Any = chosen(loan(1, 1), words=words)
    assert (without.trial, without.version.pk) == (None, 7)
    named = chosen(loan(1, 1, officer_name="Grace Lin"), words=words)
    assert (named.trial and named.trial.trial_id) == 1


def test_without_the_customers_language_the_text_is_in_simplified_chinese():
    found = chosen(loan(1, 1), words=wordings("zh-hans"))
    assert found.language == "zh-hans"
    nothing = chosen(loan(1, 1), words=wordings())
    assert (nothing.version, nothing.language) == (None, "en")


def test_a_trial_takes_the_place_of_its_cell_and_an_arm_without_text_is_no_contact():
    cell = ("dpd-1", "neutral", "unknown")
    with_text = chosen(loan(1, 1), words=wordings("en", trials={cell: RunningTrial(1, (9, 9))}))
    assert (with_text.version.pk, with_text.arm, with_text.trial.written_to) == (9, CONTACT, True)
    empty = next(
        arms for arms in ((None, 9), (9, None)) if arms[RunningTrial(1, arms).arm_of("C1")] is None
    )
    without = chosen(loan(1, 1), words=wordings("en", trials={cell: RunningTrial(1, empty)}))
    assert (without.trial.template_id, without.trial.written_to, without.arm) == (9, False, CONTROL)


def test_the_control_group_takes_no_part_in_a_trial():
    cell = ("dpd-1", "neutral", "unknown")
    words = wordings("en", trials={cell: RunningTrial(1, (9, 9))})
    found = choose(
        customer=CUSTOMER,
        loans=[loan(1, 1)],
        day=DAY,
        policy=replace(POLICY, control_share=Decimal(1)),
        wordings=words,
        reminders=NONE,
        salt="salt",
    )
    assert (found.arm, found.trial) == (CONTROL, None)


def test_a_loan_that_is_not_due_for_a_run_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="30 days before its due date"):
        staged(loan(1, -30), DAY, POLICY)
