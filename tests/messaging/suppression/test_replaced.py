"""An opt-out goes over to the number that takes the old one's place."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.keys import keyring
from accounts.models import ContactPoint
from accounts.models.choices import Channel, Role
from accounts.new_numbers import service
from messaging.models import Suppression
from messaging.suppression.service import suppress
from tests import make

pytestmark = pytest.mark.django_db
NEW = "+8614112345678"


def replaced(now: datetime, *, kind: str | None, channel: str, both: bool = False) -> None:
    old = make.customer(phone="+8614112345670").contact_points.get()
    if kind is not None:
        digest = keyring().suppression_hash(old.address, channel)
        suppress(channel=channel, address_hash=digest, kind=kind, source="reply:17", now=now)
    asked = service.ask(
        old.customer,
        typed=NEW,
        replaces=None if both else old,
        why="call, recording 8812",
        by=make.staff(Role.AGENT),
        now=now,
    )
    boss = Client()
    boss.force_login(make.staff(Role.SUPERVISOR))
    boss.post(reverse("admin:new_number_decide", args=[asked.pk, "approve"]), {"typed": NEW})
    assert ContactPoint.objects.filter(state="active").count() == 1 + both


def stops(channel: str) -> list[tuple[str, str]]:
    digest = keyring().suppression_hash(NEW, channel)
    found = Suppression.objects.filter(channel=channel, address_hash=digest, lifted_at=None)
    return list(found.values_list("kind", "source"))


@pytest.mark.parametrize("channel", [Channel.SMS, Channel.PHONE])
def test_who_said_stop_has_said_so_on_the_new_number(channel: str, now: datetime) -> None:
    replaced(now, kind="opt_out", channel=channel)
    assert stops(channel) == [("opt_out", "reply:17")]


@pytest.mark.parametrize("kind", ["wrong_party", None])
def test_another_persons_number_says_nothing_of_the_new_one(
    kind: str | None, now: datetime
) -> None:
    replaced(now, kind=kind, channel=Channel.SMS)
    assert stops(Channel.SMS) == []


def test_a_number_kept_beside_it_keeps_its_opt_out_to_itself(now: datetime) -> None:
    replaced(now, kind="opt_out", channel=Channel.SMS, both=True)
    assert stops(Channel.SMS) == []
