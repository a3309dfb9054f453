"""A hold is placed with a reason, released with a reason, and never edited."""

from datetime import datetime, timedelta

import pytest
from django.db import Error, transaction

from accounts.audit import trail
from accounts.errors import Refused
from accounts.holds import service as holds
from accounts.models import Hold
from accounts.rules.hold_terms import LIFTED_BY_TWO
from accounts.rules.lifting import Lifting
from config.database_roles import granting
from tests import make
from tests.as_role import WEB, as_role

pytestmark = pytest.mark.django_db


def placed(now: datetime, **changes: object) -> Hold:
    return holds.place(
        **{
            "customer": make.customer(),
            "kind": "manual",
            "reason": "asked for peace",
            "source": "staff:1",
            "now": now,
            **changes,
        }
    )


def test_a_hold_is_released_once_with_who_and_why(now: datetime) -> None:
    hold, supervisor = placed(now), make.staff("supervisor")
    assert holds.release(hold, by=supervisor, reason="agreed by phone", now=now)
    assert not holds.release(hold, by=supervisor, reason="again", now=now)
    hold.refresh_from_db()
    assert (hold.released_by, hold.release_reason) == (supervisor, "agreed by phone")


def test_a_hold_that_ends_before_it_starts_is_refused(now: datetime) -> None:
    with pytest.raises(Error, match="a_hold_ends_after_start"):
        placed(now, until=now - timedelta(seconds=1))


def test_the_database_refuses_to_edit_one(now: datetime) -> None:
    hold = placed(now)
    with pytest.raises(Error, match="never edited"), transaction.atomic():
        Hold.objects.filter(pk=hold.pk).update(until=now + timedelta(days=1))


def test_the_database_refuses_to_delete_one(now: datetime) -> None:
    hold = placed(now)
    with pytest.raises(Error), transaction.atomic():
        hold.delete()


def test_a_released_hold_stays_released(now: datetime) -> None:
    hold = placed(now)
    holds.release(hold, by=None, reason="over", now=now)
    with pytest.raises(Error, match="final"), transaction.atomic():
        Hold.objects.filter(pk=hold.pk).update(released_at=None, release_reason="")


def test_a_release_without_a_reason_is_refused(now: datetime) -> None:
    with pytest.raises(Error, match="a_release_says_why"):
        holds.release(placed(now), by=None, reason="", now=now)


@pytest.mark.parametrize("kind", LIFTED_BY_TWO)
@pytest.mark.parametrize("by_hand", [True, False])
def test_of_what_protects_a_customer_one_asks_and_another_lifts(
    kind: str, by_hand: bool, now: datetime
) -> None:
    first, second = make.staff("supervisor"), make.staff("supervisor")
    hold = placed(now, kind=kind, placed_by=first if by_hand else None, source="reply:1")
    with pytest.raises(Refused):
        holds.release(hold, by=first, reason="a mistake", now=now)
    with pytest.raises(Error, match="two people"), transaction.atomic():
        Hold.objects.filter(pk=hold.pk).update(
            released_at=now, released_by=first, release_reason="a mistake"
        )
    assert holds.lift(hold, by=first, reason="a mistake", now=now) == Lifting.ASKED
    hold.refresh_from_db()
    assert hold.released_at is None
    with pytest.raises(Refused):
        holds.lift(hold, by=first, reason="a mistake", now=now)
    for nobody_else in (first, None):
        with pytest.raises(Error, match="two people"), transaction.atomic():
            Hold.objects.filter(pk=hold.pk).update(released_at=now, released_by=nobody_else)
    with pytest.raises(Error, match="who acts"), transaction.atomic():
        Hold.objects.filter(pk=hold.pk).update(lift_asked_by=second)
    assert holds.lift(hold, by=second, reason="called: alive", now=now) == Lifting.LIFTED
    assert holds.lift(hold, by=first, reason="again", now=now) == Lifting.OVER
    hold.refresh_from_db()
    assert (hold.released_by, hold.release_reason) == (second, "a mistake · called: alive")


def test_who_asks_and_who_lifts_is_who_acts(now: datetime) -> None:
    if not granting.exist():
        pytest.skip("this server has no roles but the owner")
    first, second = make.staff("supervisor"), make.staff("supervisor")
    hold = placed(now, kind="death", placed_by=None, source="reply:1")
    with as_role(WEB), trail.acting(user=first, source="web", lenders="*"):
        with pytest.raises(Error, match="who acts"), transaction.atomic():
            Hold.objects.filter(pk=hold.pk).update(lift_asked_by=second, release_reason="x")
        holds.lift(hold, by=first, reason="a mistake", now=now)
        with pytest.raises(Error, match="two people"), transaction.atomic():
            Hold.objects.filter(pk=hold.pk).update(released_at=now, released_by=second)


@pytest.mark.parametrize("kind", sorted(set(Hold.Kind.values) - set(LIFTED_BY_TWO)))
def test_what_is_our_own_question_is_lifted_by_one(kind: str, now: datetime) -> None:
    hold = placed(now, kind=kind, placed_by=None, source="reply:1")
    done = holds.lift(hold, by=make.staff("supervisor"), reason="read", now=now)
    assert done == Lifting.LIFTED


@pytest.mark.parametrize(("kind", "days"), [("bereavement", 30), ("occasion", 14)])
def test_a_hold_for_a_while_ends_by_itself_unless_an_end_is_given(
    kind: str, days: int, now: datetime
) -> None:
    assert placed(now, kind=kind).until == now + timedelta(days=days)
    given = now + timedelta(days=3)
    assert placed(now, kind=kind, until=given).until == given
