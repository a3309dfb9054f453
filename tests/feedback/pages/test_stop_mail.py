"""The door that stops e-mails: one click of a mail program, and a page that asks which channels."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from messaging.gateways.email.addresses import stop_token
from messaging.models import EducationDeclined, Message, Suppression
from tests import make, make_channels, make_education, make_outbox

pytestmark = pytest.mark.django_db
TOMORROW = make.DAY + timedelta(days=1)
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def mail(monkeypatch: pytest.MonkeyPatch, now: datetime) -> Message:
    monkeypatch.setattr("config.clock.now", lambda: now)
    text = make_outbox.message()
    assert text.customer is not None
    make_channels.address(text.customer)
    return make_outbox.message(
        loan=make.loan(lender=text.lender, customer=text.customer),
        in_run=make_outbox.run(
            text.lender, policy_version=make_outbox.policy(text.lender), day=TOMORROW
        ),
        point=text.customer.contact_points.get(channel="email"),
        channel="email",
    )


def door(mail: Message, token: str = "") -> str:
    named = [mail.lender.code, mail.pk, token or stop_token(mail.pk)]
    return reverse("customer:stop_mail", args=named)


def stopped() -> set[str]:
    return set(Suppression.objects.filter(kind="opt_out").values_list("channel", flat=True))


def test_one_click_stops_the_channel_without_a_cookie(mail: Message) -> None:
    answer = Client(enforce_csrf_checks=True).post(door(mail), ONE_CLICK)
    assert answer.status_code == 204
    assert stopped() == {"email"}
    mail.refresh_from_db()
    assert mail.state == "cancelled"


def test_opening_the_address_stops_nothing(client: Client, mail: Message) -> None:
    page = client.get(door(mail))
    assert page.status_code == 200
    assert stopped() == set()


def test_the_page_asks_which_channels_and_stops_those(client: Client, mail: Message) -> None:
    client.post(door(mail), {"channel": ["email", "sms"]})
    assert stopped() == {"email", "sms"}
    assert not Message.objects.filter(state="queued").exists()


def test_one_channel_alone_leaves_the_other(client: Client, mail: Message) -> None:
    client.post(door(mail), {"channel": ["email"]})
    assert stopped() == {"email"}


@pytest.mark.parametrize("token", ["0" * 20, "x"])
def test_a_token_made_up_opens_nothing(client: Client, mail: Message, token: str) -> None:
    for posted in (ONE_CLICK, {"channel": ["email"]}):
        assert client.post(door(mail, token), posted).status_code == 404
    assert stopped() == set()


def test_of_another_lenders_page_it_is_no_door(client: Client, mail: Message) -> None:
    other: Any = make.lender()
    address = reverse("customer:stop_mail", args=[other.code, mail.pk, stop_token(mail.pk)])
    assert client.post(address, ONE_CLICK).status_code == 404
    assert stopped() == set()


def test_of_useful_knowledge_that_alone_can_be_stopped(client: Client, mail: Message) -> None:
    assert b"education" not in client.get(door(mail)).content
    assert mail.customer is not None
    make_education.agree(mail.customer)
    piece = make_education.queued(
        mail.lender,
        mail.customer,
        channel="email",
        point=mail.contact_point,
        content_class="education",
    )
    page = client.get(door(piece)).content.decode()
    assert 'value="education" checked' in page
    assert 'value="email" checked' not in page
    client.post(door(piece), {"channel": ["education"]})
    assert stopped() == set()
    assert EducationDeclined.objects.get().source == f"page:{piece.pk}"
    piece.refresh_from_db()
    mail.refresh_from_db()
    assert (piece.state, mail.state) == ("cancelled", "queued")
    client.post(door(mail), {"channel": ["education"]})
    assert EducationDeclined.objects.count() == 1, "a reminder is no door to it"
