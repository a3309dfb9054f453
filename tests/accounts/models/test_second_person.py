"""One asks, another decides: the two rules as PostgreSQL reads them, and the tables under them."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.apps import apps
from django.db.models import BigIntegerField, CheckConstraint, DateTimeField, Q, Value

from accounts.models.second_person import Decided, says_who_decided, takes_two_people

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 15, 10, tzinfo=UTC)
TWO = takes_two_people("two", ["approved", "refused"])
WHO = says_who_decided("who", waiting="asked")


def holds(constraint: CheckConstraint, state: str, **said: Any) -> bool:
    condition = constraint.condition
    assert isinstance(condition, Q)
    row = {"asked_by": 7, "proposed_by": 7, "decided_by": None, "decided_at": None, **said}
    kinds = {name: DateTimeField() if name.endswith("_at") else BigIntegerField() for name in row}
    values = {name: Value(value, kinds[name]) for name, value in row.items()}
    return condition.check({"state": state, **values})


@pytest.mark.parametrize("state", ["approved", "refused"])
def test_who_asked_does_not_decide(state: str) -> None:
    assert not holds(TWO, state, decided_by=7, decided_at=NOW)
    assert holds(TWO, state, decided_by=8, decided_at=NOW)


@pytest.mark.parametrize("missing", ["decided_by", "decided_at"])
def test_a_decision_says_who_and_when(missing: str) -> None:
    whole = {"decided_by": 8, "decided_at": NOW}
    assert holds(WHO, "approved", **whole)
    for rule in (TWO, WHO):
        assert not holds(rule, "approved", **{**whole, missing: None})


def test_a_state_that_needs_no_second_person_may_be_reached_alone() -> None:
    assert holds(TWO, "withdrawn", decided_by=7, decided_at=NOW)


@pytest.mark.parametrize("said", [{"decided_by": 8}, {"decided_at": NOW}])
def test_what_waits_was_decided_by_nobody(said: dict[str, Any]) -> None:
    assert holds(WHO, "asked")
    assert not holds(WHO, "asked", **said)


def test_another_column_may_name_who_asked() -> None:
    rule = takes_two_people("two", ["approved"], asked_by="proposed_by")
    said = {"decided_by": 7, "decided_at": NOW}
    assert not holds(rule, "approved", **said, proposed_by=7)
    assert holds(rule, "approved", **said, proposed_by=8)


def test_rows_let_alone_are_let_alone() -> None:
    rule = takes_two_people("two", ["approved"], unless=Q(asked_by=None))
    assert holds(rule, "approved", asked_by=None, decided_at=NOW)
    assert not holds(rule, "approved", decided_by=7, decided_at=NOW)


def test_no_table_leaves_it_to_one_person() -> None:
    kept = {
        "accounts.ApiKey": "a_key_takes_two_people",
        "accounts.EventDestination": "a_destination_takes_two_people",
        "accounts.LoanMove": "a_move_takes_two_people",
        "accounts.NewNumber": "a_new_number_takes_two_people",
        "accounts.StaffNumber": "a_staff_number_takes_two_people",
        "accounts.StaffRequest": "a_person_takes_two_people",
        "accounts.RetentionRule": "a_period_takes_two_people",
        "accounts.ErasureRequest": "an_erasure_takes_two_people",
        "accounts.LegalHold": "a_legal_hold_takes_two_people",
        "feedback.Checklist": "a_checklist_takes_two_people",
        "feedback.SecretUnlock": "an_unlock_takes_two_people",
        "feedback.HardshipDecision": "who_proposed_relief_does_not_approve_it",
        "feedback.ComplaintExtension": "an_extension_needs_a_second_person",
        "feedback.ComplaintReview": "by_another_person",  # a trigger: not who answered first
    }
    tables = [model for model in apps.get_models() if issubclass(model, Decided)]
    assert {model._meta.label for model in tables} == kept.keys()
    for model in tables:
        names = {rule.name for rule in model._meta.constraints}
        names |= {trigger.name for trigger in getattr(model._meta, "triggers", [])}
        assert kept[model._meta.label] in names
