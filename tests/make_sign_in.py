"""People with passwords, browsers at the door, and a clock that waits when told to."""

import base64
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django_otp.oath import hotp

from accounts.models import Factor, User
from accounts.signin import totp
from tests import make

PASSWORD = "a long way home in autumn"


@dataclass
class Clock:
    """What `config.clock` says."""

    now: datetime

    def forward(self, **span: float) -> datetime:
        self.now += timedelta(**span)
        return self.now


def person(username: str, role: str = "collector") -> User:
    made = make.staff(role, username=username)
    made.set_password(PASSWORD)
    made.password_is_own = True
    made.save()
    return made


def browser(network: str = "10.0.0.1", device: str = "") -> Client:
    """English, from a network of its own."""
    return Client(headers={"accept-language": "en", "user-agent": device}, REMOTE_ADDR=network)


def typed(client: Client, login: str, password: str) -> Any:
    """The answer of the door."""
    return client.post(reverse("admin:login"), {"username": login, "password": password})


def comes_in(client: Client, login: str = "chen", password: str = PASSWORD) -> bool:
    return bool(typed(client, login, password).status_code == 302)


def code_of(factor: Factor, at: datetime) -> str:
    """What the app shows at this moment."""
    key = base64.b32decode(factor.secret)
    return f"{hotp(key, int(at.timestamp()) // 30):06}"


def with_app(user: User, at: datetime) -> Factor:
    """An app that counts, confirmed an hour before."""
    before = at - timedelta(hours=1)
    factor = totp.begin(user, now=before)
    assert totp.confirm(factor, code_of(factor, before), name="phone", now=before)
    factor.refresh_from_db()
    return factor
