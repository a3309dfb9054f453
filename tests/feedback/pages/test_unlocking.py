"""Patience does not open a customer's page; two of staff do."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.errors import Refused
from accounts.models import Customer, Watched
from feedback.models import SecretTry, SecretUnlock
from feedback.pages import secret, unlocking
from feedback.pages.secret import LASTING, Outcome, enter
from messaging.models import Message
from tests import make
from tests.feedback.pages.visitor import SECRET, texted

pytestmark = pytest.mark.django_db

WHY = "来电核实了开户行与生日"


@pytest.fixture
def shut(now: datetime) -> tuple[Customer, Message, datetime]:
    """After some days of wrong tries; `now` is a year on."""
    customer, message, _code = texted(now)
    tries = [
        SecretTry(customer=customer, message=message, at=now + timedelta(days=n), right=False)
        for n in range(LASTING)
    ]
    SecretTry.objects.bulk_create(tries)
    return customer, message, now + timedelta(days=365)


def test_days_of_wrong_tries_shut_it_for_good(shut: tuple[Customer, Message, datetime]) -> None:
    customer, message, later = shut
    assert enter(customer, message=message, typed=SECRET, now=later) == Outcome.LASTING


def test_a_right_try_in_between_begins_the_count_anew(now: datetime) -> None:
    customer, message, _code = texted(now)
    for n in range(LASTING - 1):
        moment = now + timedelta(days=n)
        enter(customer, message=message, typed="0000", now=moment)
    after = now + timedelta(days=LASTING)
    assert enter(customer, message=message, typed=SECRET, now=after) == Outcome.RIGHT
    assert enter(customer, message=message, typed="0000", now=after) == Outcome.WRONG


def test_two_people_open_it_again(shut: tuple[Customer, Message, datetime]) -> None:
    customer, message, later = shut
    agent, boss = make.staff("agent"), make.staff("supervisor")
    asked = unlocking.ask(customer, reason=WHY, by=agent, now=later)
    assert secret.is_locked_for_good(customer)
    with pytest.raises(Refused):
        unlocking.decide(asked, agrees=True, by=agent, now=later)
    unlocking.decide(asked, agrees=True, by=boss, now=later)
    moment = later + timedelta(minutes=1)
    assert enter(customer, message=message, typed=SECRET, now=moment) == Outcome.RIGHT
    with pytest.raises(Refused):
        unlocking.decide(asked, agrees=False, by=boss, now=moment)


def test_what_is_declined_stays_shut(shut: tuple[Customer, Message, datetime]) -> None:
    customer, message, later = shut
    asked = unlocking.ask(customer, reason=WHY, by=make.staff("agent"), now=later)
    with pytest.raises(Refused):
        unlocking.ask(customer, reason=WHY, by=make.staff("agent"), now=later)
    unlocking.decide(asked, agrees=False, by=make.staff("supervisor"), now=later)
    assert enter(customer, message=message, typed=SECRET, now=later) == Outcome.LASTING


def test_the_database_holds_it_to_two_people(shut: tuple[Customer, Message, datetime]) -> None:
    customer, _message, later = shut
    boss = make.staff("supervisor")
    asked = unlocking.ask(customer, reason=WHY, by=boss, now=later)
    with pytest.raises(IntegrityError), transaction.atomic():
        SecretUnlock.objects.filter(pk=asked.pk).update(
            state="agreed", decided_by=boss, decided_at=later
        )


def test_on_the_customer_s_page_one_asks_and_another_agrees(
    shut: tuple[Customer, Message, datetime],
) -> None:
    customer, _message, _later = shut
    page = reverse("admin:accounts_customer_change", args=[customer.pk])
    agent, boss = Client(HTTP_ACCEPT_LANGUAGE="en"), Client(HTTP_ACCEPT_LANGUAGE="en")
    agent.force_login(make.staff("agent"))
    boss.force_login(make.staff("supervisor"))
    assert "Ask to open it again" in agent.get(page).content.decode()
    agent.post(reverse("admin:unlock_ask", args=[customer.pk]), {"reason": WHY})
    assert "Open it again" not in agent.get(page).content.decode()
    assert "Open it again" in boss.get(page).content.decode()
    asked = SecretUnlock.objects.get()
    boss.post(reverse("admin:unlock_decide", args=[asked.pk]), {"said": "yes"})
    asked.refresh_from_db()
    assert asked.state == "agreed"


def test_tries_over_all_customers_are_an_alarm_and_then_an_end(
    now: datetime, monkeypatch: Any
) -> None:
    monkeypatch.setattr(secret, "EVERYWHERE_ALARM", 3)
    monkeypatch.setattr(secret, "EVERYWHERE_MOST", 5)
    found = []
    for n in range(6):
        customer, message, _code = texted(now, phone=f"+861000001{n:04d}")
        found.append(enter(customer, message=message, typed="0000", now=now))
    assert found == [Outcome.WRONG] * 5 + [Outcome.BUSY]
    assert Watched.objects.get().kind == "secrets"
    later = now + timedelta(hours=2)
    assert enter(customer, message=message, typed=SECRET, now=later) == Outcome.RIGHT
