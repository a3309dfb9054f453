"""A hold is placed with a reason, released with a reason, and never edited."""

from datetime import datetime, timedelta

import pytest
from django.db import Error, transaction

from accounts.errors import Refused
from accounts.holds import service as holds
from accounts.models import Hold
from accounts.rules.hold_terms import GRAVE
from tests import make

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


@pytest.mark.parametrize("kind", GRAVE)
def test_a_grave_hold_is_lifted_by_a_second_person_only(kind: str, now: datetime) -> None:
    first, second = make.staff("supervisor"), make.staff("supervisor")
    hold = placed(now, kind=kind, placed_by=first)
    assert hold.until is None
    for nobody_else in (first, None):
        with pytest.raises(Refused):
            holds.release(hold, by=nobody_else, reason="a mistake", now=now)
        with pytest.raises(Error, match="second person"), transaction.atomic():
            Hold.objects.filter(pk=hold.pk).update(
                released_at=now, released_by=nobody_else, release_reason="a mistake"
            )
    assert holds.release(hold, by=second, reason="it was another customer", now=now)


def test_what_a_reply_told_of_is_lifted_by_any_supervisor(now: datetime) -> None:
    hold = placed(now, kind="death", source="reply:1", placed_by=None)
    assert holds.release(hold, by=make.staff("supervisor"), reason="called: alive", now=now)


@pytest.mark.parametrize(("kind", "days"), [("bereavement", 30), ("occasion", 14)])
def test_a_hold_for_a_while_ends_by_itself_unless_an_end_is_given(
    kind: str, days: int, now: datetime
) -> None:
    assert placed(now, kind=kind).until == now + timedelta(days=days)
    given = now + timedelta(days=3)
    assert placed(now, kind=kind, until=given).until == given
