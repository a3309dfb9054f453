"""Clients of staff, for the screens of feedback."""

from django.test import Client

from accounts.models import User
from tests import make


def desk(role: str) -> tuple[Client, User]:
    """A signed-in client and who it is; screens in English."""
    person, client = make.staff(role), Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(person)
    return client, person
