"""An ordinary question holds nothing, unless the lender's policy says for how many days."""

from datetime import datetime, timedelta

import pytest

from accounts.models import Hold
from messaging.inbound import replies
from messaging.models import Message
from tests import make, make_outbox

pytestmark = pytest.mark.django_db
ASKS = "请问怎么还款"


def number_of(message: Message) -> str:
    assert message.contact_point is not None
    return message.contact_point.address


def test_by_default_it_holds_nothing_and_is_marked(now: datetime) -> None:
    reply = replies.take(address=number_of(make_outbox.message()), text=ASKS, now=now)
    assert (reply.asks, reply.needs_reading) == (True, False)
    assert not Hold.objects.exists()


@pytest.mark.parametrize(("text", "held"), [(ASKS, True), ("好的谢谢", False)])
def test_a_policy_may_hold_it_for_some_days(now: datetime, text: str, held: bool) -> None:
    lender = make.lender()
    make_outbox.policy(lender, question_hold_days=2)
    point = make.loan(lender=lender).customer.contact_points.get()
    reply = replies.take(address=point.address, text=text, now=now)
    found = [(hold.kind, hold.until, hold.source) for hold in Hold.objects.all()]
    expected = ("open_question", now + timedelta(days=2), f"reply:{reply.pk}")
    assert found == ([expected] if held else [])


def test_a_new_number_is_held_for_a_while_and_the_number_is_not_closed(now: datetime) -> None:
    message = make_outbox.message()
    reply = replies.take(address=number_of(message), text="我换号了，新号13812345678", now=now)
    assert reply.needs_reading
    assert not reply.suppressed
    kinds = dict(Hold.objects.values_list("kind", "until"))
    assert kinds == {"unread_reply": None, "new_number": now + timedelta(days=14)}
    point = message.contact_point
    assert point is not None
    point.refresh_from_db()
    assert point.state == "active"
