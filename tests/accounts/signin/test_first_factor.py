"""Whoever has somebody's password alone does not make the second factor theirs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Factor, User
from accounts.signin import factors, passwords, totp
from tests.make_sign_in import PASSWORD, Clock, browser, code_of, person, typed, with_app

pytestmark = pytest.mark.django_db
ADD, APP = reverse("admin:factor_add"), reverse("admin:factor_app")
NEW = "another long way home"


@pytest.fixture
def machine(clock: Clock, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Clock:
    """As in production: the first factor takes more than the password."""
    monkeypatch.setattr("config.clock.machine", lambda: clock.now)
    settings.FIRST_FACTOR_BY_LINK = True
    settings.SECOND_FACTOR_ROLES = ("all",)
    return clock


def sets_password(client: Client, user: User) -> None:
    page = client.get(passwords.link(user), follow=True)
    client.post(page.request["PATH_INFO"], {"new_password1": NEW, "new_password2": NEW})


def adds(client: Client, user: User, at: datetime) -> bool:
    """Whether an app could be added, by the pages."""
    client.get(ADD)
    factor = Factor.objects.filter(user=user).order_by("-pk").first()
    client.post(APP, {"code": code_of(factor, at) if factor else "000000"})
    return factors.of(user).exists()


def test_a_password_alone_adds_none(machine: Clock, chen: User) -> None:
    client = browser()
    typed(client, "chen", PASSWORD)
    page = client.get(ADD).content.decode()
    assert "Ask an administrator" in page
    assert "hc-secret" not in page
    assert not adds(client, chen, machine.now)
    assert client.get(reverse("admin:factor_passkey_ask")).status_code == 403
    assert client.post(reverse("admin:factor_passkey"), {"passkey": "{}"}).status_code == 403


def test_nor_does_a_secret_from_before(machine: Clock, chen: User) -> None:
    client = browser()
    typed(client, "chen", PASSWORD)
    factor = totp.begin(chen, now=machine.now)
    assert client.post(APP, {"code": code_of(factor, machine.now)}).status_code == 403
    assert not factors.of(chen).exists()


def test_in_the_browser_that_opened_the_link_it_is_added(machine: Clock, chen: User) -> None:
    client = browser()
    sets_password(client, chen)
    typed(client, "chen", NEW)
    assert adds(client, chen, machine.now)


def test_another_browser_with_the_new_password_adds_none(machine: Clock, chen: User) -> None:
    sets_password(browser(), chen)
    other = browser("10.0.0.2")
    typed(other, "chen", NEW)
    assert not adds(other, chen, machine.now)


def test_after_an_hour_a_new_link_is_needed(machine: Clock, chen: User) -> None:
    client = browser()
    sets_password(client, chen)
    machine.forward(hours=1)
    typed(client, "chen", NEW)
    assert not adds(client, chen, machine.now)


def test_a_link_of_one_person_adds_none_for_another(machine: Clock, chen: User) -> None:
    li = person("li")
    client = browser()
    sets_password(client, li)
    typed(client, "chen", PASSWORD)
    assert not adds(client, chen, machine.now)


def test_who_has_one_adds_another(machine: Clock, chen: User) -> None:
    app = with_app(chen, machine.now)
    client = browser()
    typed(client, "chen", PASSWORD)
    client.post(reverse("admin:second_step"), {"code": code_of(app, machine.now)})
    machine.forward(seconds=60)
    assert client.get(ADD).status_code == 200
    assert "hc-secret" in client.get(ADD).content.decode()
