"""An address is the customer's because somebody made sure of it."""

from datetime import date, datetime

import pytest

from accounts.contact import confirming
from accounts.errors import Refused
from accounts.models import ContactPoint
from tests import make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 15)


def confirm(point: ContactPoint, now: datetime, *, on: date = TODAY, **told: str) -> ContactPoint:
    return confirming.confirm(
        point,
        on=on,
        evidence=told.get("evidence", "called back"),
        by=make.staff("agent"),
        today=TODAY,
        now=now,
    )


def point(**columns: object) -> ContactPoint:
    found = make.customer().contact_points.get()
    ContactPoint.objects.filter(pk=found.pk).update(**columns)
    return found


@pytest.mark.parametrize("state", ["active", "unreachable", "wrong_party"])
def test_a_confirmed_number_may_be_written_to_again(state: str, now: datetime) -> None:
    confirmed = confirm(point(state=state), now)
    assert (confirmed.state, confirmed.confirmed_on) == ("active", TODAY)
    assert confirmed.confirmed_evidence == "called back"
    assert confirmed.confirmed_through.startswith("staff:")


def test_what_is_no_evidence_or_no_past_day_is_refused(now: datetime) -> None:
    known = point(confirmed_on=date(2026, 9, 10), confirmed_through="import")
    for wrong in (
        {"evidence": " "},
        {"on": date(2026, 9, 16)},
        {"on": date(2026, 9, 9)},  # a later day is known
    ):
        with pytest.raises(Refused):
            confirm(known, now, **wrong)
    known.refresh_from_db()
    assert known.confirmed_on == date(2026, 9, 10)


def test_a_number_the_core_system_no_longer_names_is_not_confirmed(now: datetime) -> None:
    with pytest.raises(Refused):
        confirm(point(state="retired"), now)
