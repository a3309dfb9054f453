"""A promise written down wrongly is corrected in one step."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from accounts.errors import Refused
from accounts.holds import service as holds
from feedback.models import Promise
from feedback.promises.correcting import correct
from tests import make, make_care

pytestmark = pytest.mark.django_db


def test_the_new_one_takes_its_place_and_the_silence_lasts_to_the_later_day(now: datetime) -> None:
    first, agent = make_care.promise(now=now), make.staff("agent")
    assert first.pay_on is not None
    sooner = first.pay_on - timedelta(days=1)
    made = correct(first, amount=Decimal("500"), on=sooner, reason="听错了日子", by=agent, now=now)
    first.refresh_from_db()
    assert (first.state, first.end_reason) == ("cancelled", "听错了日子")
    assert (made.state, made.amount, made.pay_on) == ("open", Decimal("500"), sooner)
    assert (made.loan, made.made_by) == (first.loan, agent)
    until = (
        holds.in_force(first.customer_id, now).order_by("-until").values_list("until", flat=True)
    )
    assert until[0] == first.hold.until  # type: ignore[union-attr]


def test_what_cannot_be_promised_leaves_the_first_as_it_was(now: datetime) -> None:
    first = make_care.promise(now=now)
    said = {"reason": "听错了", "by": make.staff("agent"), "now": now}
    with pytest.raises(Refused):
        correct(first, amount=Decimal("99999"), on=first.pay_on, **said)  # type: ignore[arg-type]
    with pytest.raises(Refused):
        correct(first, amount=first.amount, on=first.pay_on, **said)  # type: ignore[arg-type]
    assert Promise.objects.get().state == "open"
