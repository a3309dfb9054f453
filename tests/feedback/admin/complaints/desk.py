"""Somebody at the desk, in English."""

from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.models import User


def at(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def shown(user: User, name: str, *args: object, **query: object) -> str:
    answer = at(user).get(reverse(f"admin:{name}", args=args), query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def post(user: User, name: str, *args: object, **form: Any) -> Any:
    return at(user).post(reverse(f"admin:{name}", args=args), form)
