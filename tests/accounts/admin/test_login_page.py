"""Where staff sign in: a session is new for whoever comes in, and leads to no other host."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.make_sign_in import PASSWORD, Clock, browser, comes_in

pytestmark = pytest.mark.django_db
MINE = reverse("admin:my_login")
ELSEWHERE = [
    *("//evil.example", "https://evil.example/staff/", "/\\evil.example", "\\\\evil.example"),
    *("javascript:alert(1)", "http:evil.example", "///evil.example", "https:///evil.example"),
]


def at(client: Client) -> str:
    """The session the browser names."""
    return client.cookies["sessionid"].value if "sessionid" in client.cookies else ""


def inside(client: Client) -> bool:
    return bool(client.get(MINE).status_code == 200)


def test_a_session_chosen_beforehand_is_not_the_one_signed_in(clock: Clock, chen: User) -> None:
    victim = browser()
    assert comes_in(victim)
    planted = at(victim)
    victim.post(reverse("admin:logout"))
    victim.cookies["sessionid"] = planted
    assert comes_in(victim)
    assert at(victim) != planted
    stranger = browser()
    stranger.cookies["sessionid"] = planted
    assert not inside(stranger)


def test_what_was_copied_of_a_session_opens_nothing_after_signing_out(
    clock: Clock, chen: User
) -> None:
    client, thief = browser(), browser()
    comes_in(client)
    thief.cookies["sessionid"] = at(client)
    assert inside(thief)
    client.post(reverse("admin:logout"))
    assert not inside(thief)


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_the_way_in_leads_to_no_other_host(clock: Clock, chen: User, elsewhere: str) -> None:
    client = browser()
    typed = {"username": "chen", "password": PASSWORD, "next": elsewhere}
    answer = client.post(reverse("admin:login"), typed)
    assert answer.status_code == 302
    assert answer["Location"] == reverse("admin:index")


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_a_change_of_language_leads_to_no_other_host(db: None, elsewhere: str) -> None:
    answer: Any = Client().post(
        reverse("set_language"), {"language": "en", "next": elsewhere}, headers={"referer": ""}
    )
    assert answer["Location"].startswith("/")
    assert not answer["Location"].startswith(("//", "/\\"))
