from datetime import datetime

import pytest

from accounts.models import ContactPoint
from messaging.models import Suppression
from messaging.suppression import wrong_party
from tests import make

pytestmark = pytest.mark.django_db


def stopped(point: ContactPoint) -> set[str]:
    point.refresh_from_db()
    assert point.state == "wrong_party"
    return set(Suppression.objects.values_list("channel", flat=True))


def test_a_number_that_is_anothers_is_stopped_for_texts_and_calls(now: datetime) -> None:
    point = make.customer().contact_points.get()

    wrong_party.shield(point, source="test", by=None, now=now)

    assert stopped(point) == {"sms", "phone"}


def test_one_that_cannot_be_read_is_stopped_on_its_own_channel(now: datetime) -> None:
    point = make.customer().contact_points.get()
    ContactPoint.objects.filter(pk=point.pk).update(address=b"damaged")
    point.refresh_from_db()

    wrong_party.shield(point, source="test", by=None, now=now)

    assert stopped(point) == {"sms"}
