"""How long a kind is kept takes two people, and nothing is kept too short."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import IntegrityError, transaction

from accounts.audit.trail import acting
from accounts.errors import Refused
from accounts.models import Lender, RetentionRule, User
from accounts.retention import rules
from accounts.retention.kinds import PROPOSALS, VALUES
from tests import make
from tests.as_role import WEB, as_role

pytestmark = pytest.mark.django_db


def ask(by: User, now: datetime, lender: Lender, months: int | None = 60) -> RetentionRule:
    return rules.ask("messages", lender=lender, months=months, why="2024 rules", by=by, now=now)


def test_it_is_in_force_with_the_second_persons_word(
    two: tuple[User, User], lender: Lender, now: datetime
) -> None:
    asked = ask(two[0], now, lender)
    assert rules.in_force() == {}
    approved = rules.approve(asked, by=two[1], now=now)
    assert rules.in_force() == {("messages", lender.pk): approved}


def test_who_asked_does_not_approve(two: tuple[User, User], lender: Lender, now: datetime) -> None:
    with pytest.raises(Refused, match=r"nother|另"):
        rules.approve(ask(two[0], now, lender), by=two[0], now=now)
    assert rules.in_force() == {}


def test_only_whose_role_it_is_approves(
    two: tuple[User, User], lender: Lender, now: datetime
) -> None:
    asked = ask(two[0], now, lender)
    with pytest.raises(Refused, match=r"role|角色"):
        rules.approve(asked, by=make.staff("collector"), now=now)


def test_less_than_six_months_is_refused(
    two: tuple[User, User], lender: Lender, now: datetime
) -> None:
    with pytest.raises(Refused, match=r"six|六"):
        ask(two[0], now, lender, months=5)


def test_what_was_asked_cannot_be_changed_before_it_is_approved(
    two: tuple[User, User], lender: Lender, now: datetime
) -> None:
    asked = ask(two[0], now, lender)
    with pytest.raises(Exception, match="update"), transaction.atomic():
        RetentionRule.objects.filter(pk=asked.pk).update(months=6)


def test_a_page_cannot_write_an_approval_in_another_persons_name(
    two: tuple[User, User], lender: Lender, now: datetime
) -> None:
    asked = ask(two[0], now, lender)
    written = RetentionRule.objects.filter(pk=asked.pk)
    with as_role(WEB), acting(user=two[0], source="x", lenders="*"):
        assert written.count() == 1
        with pytest.raises(IntegrityError, match="who acts"), transaction.atomic():
            written.update(state="approved", decided_by=two[1], decided_at=now)


def test_the_last_one_approved_is_in_force(
    kept: Callable[..., RetentionRule], lender: Lender
) -> None:
    kept("messages", 60, lender)
    later = kept("messages", None, lender)
    assert rules.in_force()["messages", lender.pk] == later


def test_each_kind_has_values_and_a_proposal_with_its_source() -> None:
    from accounts.models.retention import Kind

    assert {values.kind for values in VALUES} == set(Kind.values) == set(PROPOSALS)
    assert all(each.source and each.months >= 6 for each in PROPOSALS.values())
