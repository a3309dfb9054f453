"""Signing in at a provider that runs for these tests: who it names is looked for, never made."""

import logging
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.test import Client
from django.urls import reverse
from oidc_provider_mock import User as Person, run_server_in_thread

from accounts.models import SignInAttempt, User
from accounts.signin import passwords
from config.staff.signing_in import Oidc
from tests.make_sign_in import Clock, code_of, with_app

pytestmark = pytest.mark.django_db
BEGIN, MINE = reverse("admin:oidc_begin"), reverse("admin:my_login")
PEOPLE = [
    Person(sub="1", claims={"preferred_username": "chen", "email": "chen@anhe.example"}),
    Person(sub="2", claims={"preferred_username": "nobody", "groups": ["administrator"]}),
]


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with run_server_in_thread(user_claims=PEOPLE, require_nonce=True) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(autouse=True)
def ours(provider: str, settings: Any) -> Any:
    settings.OIDC = Oidc(provider, "huancui", "secret", "preferred_username", False)
    return settings


def visitor() -> Client:
    return Client(headers={"accept-language": "en"})


def comes_back(client: Client, subject: str, to: str = "") -> Any:
    """Off to the provider, there as this person, and back with what it says."""
    answer = client.get(BEGIN, {"next": to} if to else {})
    asked = parse_qs(urlsplit(answer["Location"]).query)
    assert {"state", "nonce", "code_challenge"} <= set(asked)
    there = requests.post(answer["Location"], data={"sub": subject}, allow_redirects=False)
    return client.get(there.headers["Location"].removeprefix("http://testserver"))


def test_who_has_a_login_here_is_in(chen: User) -> None:
    client = visitor()
    assert comes_back(client, "1", to=MINE)["Location"] == MINE
    assert client.get(MINE).status_code == 200
    [attempt] = SignInAttempt.objects.all()
    assert (attempt.user, attempt.step, attempt.outcome) == (chen, "oidc", "signed-in")


def test_nobody_gets_a_login_or_a_role_from_the_provider(chen: User) -> None:
    client = visitor()
    page = client.get(comes_back(client, "2")["Location"]).content.decode()
    assert "no open login for you here" in page
    assert list(User.objects.all()) == [chen]
    [attempt] = SignInAttempt.objects.all()
    assert (attempt.user, attempt.outcome) == (None, "wrong")


def test_a_closed_login_stays_closed(chen: User) -> None:
    User.objects.filter(pk=chen.pk).update(is_active=False)
    client = visitor()
    assert comes_back(client, "1")["Location"] == reverse("admin:login")
    assert client.get(MINE).status_code == 302
    assert SignInAttempt.objects.get().outcome == "closed"


def test_our_second_factor_follows_unless_theirs_was_asked_for(
    chen: User, ours: Any, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("config.clock.machine", lambda: clock.now)
    app = with_app(chen, clock.now)
    client = visitor()
    second = reverse("admin:second_step")
    assert comes_back(client, "1")["Location"] == second
    assert client.get(MINE).status_code == 302
    client.post(second, {"code": code_of(app, clock.now)})
    assert client.get(MINE).status_code == 200
    ours.OIDC = ours.OIDC._replace(second_factor=True)
    ours.SECOND_FACTOR_ROLES = ("all",)
    other = visitor()
    comes_back(other, "1")
    assert other.get(MINE).status_code == 200


def test_an_answer_to_another_browsers_question_is_none(chen: User) -> None:
    mallory, victim = visitor(), visitor()
    where = mallory.get(BEGIN)["Location"]
    there = requests.post(where, data={"sub": "1"}, allow_redirects=False)
    answer = victim.get(there.headers["Location"].removeprefix("http://testserver"))
    assert answer["Location"] == reverse("admin:login")
    assert victim.get(MINE).status_code == 302


def test_who_says_no_there_is_not_in(chen: User) -> None:
    client = visitor()
    where = client.get(BEGIN)["Location"]
    there = requests.post(where, data={"action": "deny"}, allow_redirects=False)
    answer = client.get(there.headers["Location"].removeprefix("http://testserver"))
    assert "did not say who you are" in client.get(answer["Location"]).content.decode()


def test_a_provider_that_is_away_is_said_and_logged_without_a_name(
    chen: User, ours: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, logger="accounts.signin")
    ours.OIDC = ours.OIDC._replace(issuer="http://localhost:9")
    client = visitor()
    answer = client.get(BEGIN)
    assert "did not say who you are" in client.get(answer["Location"]).content.decode()
    assert [each.getMessage() for each in caplog.records] == [
        "sign-in by the provider failed: ConnectionError"
    ]


def test_without_a_provider_there_is_no_such_door(settings: Any) -> None:
    settings.OIDC = None
    assert visitor().get(BEGIN).status_code == 404
    assert "provider" not in visitor().get(reverse("admin:login")).content.decode()


def test_the_way_back_leads_to_no_other_host(chen: User) -> None:
    client = visitor()
    assert comes_back(client, "1", to="https://evil.example/")["Location"] == reverse("admin:index")


def test_who_comes_that_way_has_no_password_to_change(chen: User) -> None:
    chen.set_unusable_password()
    chen.save()
    client = visitor()
    comes_back(client, "1")
    assert not passwords.must_change(chen)
    assert client.get(MINE).status_code == 200
