"""Staff at the inbox, in English."""

from django.test import Client
from django.urls import reverse

from tests import make

JUNK = {"version": "x", "to": "²", "for": "?", "at": "?", "text": ""}


def at(role: str = "agent") -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(make.staff(role))
    return client


def page(name: str, *args: object) -> str:
    return reverse(f"admin:{name}", args=args)
