"""A number a customer writes is masked in the thread until one asks to see it, on record."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.errors import Refused
from accounts.models import Reveal
from accounts.models.choices import Role
from feedback.inbox import listing, numbers
from tests import make, make_inbox

pytestmark = pytest.mark.django_db
NEW = "139-0000-1111"
SAYS = f"我换号了，新号码{NEW} 10号前还500元"
WHY = {"why": "wrong", "reason": "客户来信说换了号码"}


@pytest.fixture(autouse=True)
def _now(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.clock.now", lambda: now)


def desk(role: str) -> Client:
    client = Client()
    client.force_login(make.staff(role))
    return client


def test_it_is_masked_for_everybody_who_has_not_asked_to_see_it(now: datetime) -> None:
    found = make_inbox.conversation(SAYS, at=now)
    page, ask = (
        reverse(f"admin:{name}", args=[found.pk])
        for name in ("conversation", "conversation_numbers")
    )
    agent, colleague = desk(Role.AGENT), desk(Role.AGENT)
    shown = agent.get(page).content.decode()
    assert NEW not in shown
    assert "1111 10号前还500元" in shown
    assert ask in shown
    agent.post(ask, {"why": "wrong", "reason": "x"})
    assert NEW not in agent.get(page).content.decode()
    agent.post(ask, WHY)
    assert NEW in agent.get(page).content.decode()
    look = Reveal.objects.get()
    assert (look.customer, look.what) == (found.customer, f"conversation:{found.pk}")
    assert NEW not in colleague.get(page).content.decode()
    assert NEW not in agent.get(reverse("admin:inbox")).content.decode()
    assert NEW not in listing.row(found, now).snippet


def test_it_is_a_look_as_any_other_and_lasts_to_the_end_of_the_day(
    now: datetime, settings: object
) -> None:
    settings.REVEALS_A_DAY = 1  # type: ignore[attr-defined]
    agent, two = make.staff(Role.AGENT), [make_inbox.conversation(SAYS, at=now) for _ in "12"]
    numbers.show(two[0], by=agent, now=now, **WHY)
    with pytest.raises(Refused):
        numbers.show(two[1], by=agent, now=now, **WHY)
    assert [numbers.are_shown(each, by=agent, now=now) for each in two] == [True, False]
    assert not numbers.are_shown(two[0], by=agent, now=now + timedelta(days=1))


def test_only_who_may_see_numbers_is_led_to_them(now: datetime) -> None:
    found = make_inbox.conversation(SAYS, at=now)
    ask = reverse("admin:conversation_numbers", args=[found.pk])
    auditor = desk(Role.AUDITOR)
    shown = auditor.get(reverse("admin:conversation", args=[found.pk])).content.decode()
    assert NEW not in shown
    assert ask not in shown
    assert auditor.post(ask, WHY).status_code == 403
