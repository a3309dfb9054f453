"""Whoever reads the table of sessions can be nobody: neither a key of it nor a row moved opens."""

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.signin.session_store import SessionStore, kept
from tests import make

pytestmark = pytest.mark.django_db


def opens(key: str) -> bool:
    visitor = Client()
    visitor.cookies["sessionid"] = key
    return bool(visitor.get(reverse("admin:password_change")).status_code == 200)


@pytest.fixture
def boss(client: Client) -> Client:
    client.force_login(make.staff("supervisor"))
    return client


def test_a_key_read_in_the_table_is_no_cookie(boss: Client) -> None:
    cookie = boss.cookies["sessionid"].value
    assert opens(cookie)
    [read] = Session.objects.values_list("session_key", flat=True)
    assert read != cookie
    assert not opens(read)


def test_what_is_copied_to_a_row_of_ones_own_opens_nothing(boss: Client) -> None:
    mine = SessionStore()
    mine.create()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE django_session SET session_data ="
            " (SELECT session_data FROM django_session WHERE session_key <> %(mine)s)"
            " WHERE session_key = %(mine)s",
            {"mine": kept(mine.session_key or "")},
        )
    assert not opens(mine.session_key or "")
    assert opens(boss.cookies["sessionid"].value)


def test_it_is_otherwise_as_djangos() -> None:
    one = SessionStore()
    one["a"] = 1
    one.save()
    again = SessionStore(one.session_key)
    assert again["a"] == 1
    again.cycle_key()
    assert not SessionStore().exists(one.session_key or "")
    assert SessionStore(again.session_key)["a"] == 1
    again.flush()
    assert not Session.objects.exists()
