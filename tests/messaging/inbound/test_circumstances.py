"""A reply that tells of a death, a lawyer or a minor places the hold that belongs to it."""

from datetime import datetime, timedelta

import pytest

from accounts.holds import service as holds
from accounts.models import Hold
from messaging.dispatch.loop import dispatch
from messaging.inbound import replies
from messaging.models import Message
from tests import make_outbox
from tests.make_outbox import FixedClock

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


def kinds_after(message: Message, text: str, now: datetime) -> set[str]:
    assert message.contact_point is not None
    replies.take(address=message.contact_point.address, text=text, now=now)
    return set(Hold.objects.values_list("kind", flat=True))


@pytest.mark.parametrize(
    ("text", "kind", "days"),
    [
        ("机主上个月过世了", "death", None),
        ("我爷爷刚过世，在守灵", "bereavement", 30),
        ("法院受理了我的个人破产申请", "insolvency", None),
        ("以后请找我的代理律师", "representation", None),
        ("我才16岁", "minor", None),
    ],
)
def test_the_hold_is_placed_at_once_beside_the_one_until_somebody_has_read_it(
    text: str, kind: str, days: int | None, now: datetime
) -> None:
    message = make_outbox.message()
    assert kinds_after(message, text, now) >= {kind, "unread_reply"}
    until = Hold.objects.get(kind=kind).until
    assert until == (now + timedelta(days=days) if days else None)


def test_after_a_death_nothing_leaves_and_the_reason_says_so(now: datetime) -> None:
    message = make_outbox.message()
    holds.place(customer=message.customer, kind="death", reason="x", source="t", now=now)
    Message.objects.filter(pk=message.pk).update(not_before=now)
    dispatch(clock=FixedClock(now + MINUTE).clock)
    message.refresh_from_db()
    assert (message.state, message.reason) == ("queued", "hold_death")


def test_an_opt_out_from_a_mourning_house_is_obeyed_without_a_word(now: datetime) -> None:
    message = make_outbox.message()
    kinds_after(message, "机主已去世", now)
    kinds_after(message, "TD", now + MINUTE)
    dispatch(clock=FixedClock(now + MINUTE).clock)
    confirmation = Message.objects.filter(content_class="confirmation").first()
    assert confirmation is None or (confirmation.state, confirmation.reason) == (
        "blocked",
        "hold_death",
    )


@pytest.mark.parametrize("text", ["好的", "明天还", "累死了，明天还", "my phone died, will pay"])
def test_ordinary_replies_place_none_of_them(text: str, now: datetime) -> None:
    placed = kinds_after(make_outbox.message(), text, now)
    assert placed <= {"unread_reply"}
