"""What came of a text: what left, what was written back, who complained; nothing of other texts."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils.timezone import now as real_now

from feedback.texts.results import came_of
from messaging.models import Message, Reply
from messaging.models.message_states import MessageState
from tests import make, make_complaints, make_messaging, make_outbox

pytestmark = pytest.mark.django_db
SINCE = make.MORNING - timedelta(days=30)


@pytest.fixture
def version() -> Any:
    return make_messaging.version(stage="dpd-4-7")


def sent(
    version: Any,
    state: str = MessageState.DELIVERED,
    *,
    segments: int = 2,
    reason: str = "",
    **more: Any,
) -> Message:
    """A message of this text that was handed over and ended so."""
    return make_outbox.message(
        template_version=version,
        state=state,
        segments=segments,
        reason=reason,
        body="您好",
        gateway=make_outbox.gateway(),
        handed_over_at=make.MORNING,
        permit_until=make.MORNING + timedelta(minutes=5),
        **more,
    )


def reply(to: Message, intent: str) -> Reply:
    return Reply.objects.create(
        address_hash=to.address_hash,
        customer=to.customer,
        answers=to,
        text="……",
        intent=intent,
        received_at=make.MORNING + timedelta(hours=1),
    )


def test_what_left_is_counted_by_how_it_ended(version: Any) -> None:
    sent(version)
    sent(version)
    sent(version, MessageState.UNDELIVERED, segments=1)
    came = came_of([version.pk], since=SINCE)[version.pk]
    assert (came.left, came.delivered, came.failed, came.segments) == (3, 2, 1, 5)
    assert came.share_delivered == pytest.approx(2 / 3)
    assert came.last_sent == make.MORNING


def test_the_cost_is_by_currency_at_each_lenders_price(version: Any) -> None:
    lender = make.lender(code="hk", currency="HKD", price_per_segment=Decimal("0.4000"))
    sent(version, segments=3)
    sent(version, segments=2, loan=make.loan(lender=lender))
    came = came_of([version.pk], since=SINCE)[version.pk]
    assert came.cost["HKD"] == Decimal("0.8")
    assert set(came.cost) == {"CNY", "HKD"}


def test_what_was_refused_by_the_gateway_costs_nothing(version: Any) -> None:
    sent(version, MessageState.REFUSED, reason="refused_for_good")
    came = came_of([version.pk], since=SINCE)[version.pk]
    assert (came.left, came.failed, dict(came.cost)) == (0, 1, {})


def test_replies_belong_to_the_text_they_answer(version: Any) -> None:
    other = make_messaging.version(stage="dpd-1")
    for intent in ("opt_out", "opt_out_review", "promise"):
        reply(sent(version), intent)
    reply(sent(other), "complaint")
    came = came_of([version.pk], since=SINCE)[version.pk]
    assert came.replies == {"opt_out": 1, "opt_out_review": 1, "promise": 1}
    assert came.stops == 2
    assert came.stops_per_thousand == pytest.approx(2000 / 3)


def test_complaints_are_those_about_the_text(version: Any) -> None:
    about = sent(version)
    make_complaints.logged(make.MORNING, customer=about.customer, message=about)
    make_complaints.logged(make.MORNING)
    assert came_of([version.pk], since=SINCE)[version.pk].complaints == 1


def test_what_is_older_is_not_counted(version: Any) -> None:
    reply(sent(version), "promise")
    came = came_of([version.pk], since=real_now() + timedelta(days=3650))[version.pk]
    assert (came.left, came.answered, came.share_delivered) == (0, 0, None)


def test_more_texts_take_no_more_queries(version: Any, django_assert_num_queries: Any) -> None:
    others = [make_messaging.version(stage="dpd-1") for _ in range(3)]
    for each in (version, *others):
        reply(sent(each), "promise")
    with django_assert_num_queries(5):
        came_of([version.pk, *(each.pk for each in others)], since=SINCE)


def test_nothing_asked_for_is_nothing_read(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert came_of([], since=SINCE) == {}
