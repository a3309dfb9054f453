"""Passkeys by a key in software: what was asked, for this host, once."""

import json
from datetime import datetime
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.test import RequestFactory

from accounts.models import Factor, User
from accounts.signin import factors, passkeys
from tests import make
from tests.soft_key import SoftKey

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_(settings: Any) -> HttpRequest:
    settings.ALLOWED_HOSTS = ["staff.example"]
    request = RequestFactory().get("/", headers={"host": "staff.example"})
    request.session = SessionStore()
    return request


def as_browser_gets(asked: dict[str, Any]) -> dict[str, Any]:
    return json.loads(json.dumps(asked))


def added(request: HttpRequest, user: User, key: SoftKey, now: datetime) -> Factor | None:
    answer = key.make(as_browser_gets(passkeys.add_begin(request, user)))
    return passkeys.add_complete(request, user, json.loads(answer), name="stick", now=now)


def signs(request: HttpRequest, user: User, key: SoftKey, now: datetime) -> bool:
    answer = json.loads(key.sign(as_browser_gets(passkeys.ask(request, user))))
    return passkeys.holds(request, user, answer, now=now)


def test_a_passkey_is_added_and_asked(request_: HttpRequest, chen: User, now: datetime) -> None:
    key = SoftKey()
    factor = added(request_, chen, key, now)
    assert list(factors.of(chen)) == [factor]
    assert signs(request_, chen, key, now)
    assert signs(request_, chen, key, now)


def test_an_answer_is_taken_once(request_: HttpRequest, chen: User, now: datetime) -> None:
    key = SoftKey(count=None)
    added(request_, chen, key, now)
    answer = json.loads(key.sign(as_browser_gets(passkeys.ask(request_, chen))))
    assert passkeys.holds(request_, chen, answer, now=now)
    assert not passkeys.holds(request_, chen, answer, now=now)
    passkeys.ask(request_, chen)
    assert not passkeys.holds(request_, chen, answer, now=now)


def test_a_copy_that_counts_behind_is_not_taken(
    request_: HttpRequest, chen: User, now: datetime
) -> None:
    key = SoftKey()
    added(request_, chen, key, now)
    assert signs(request_, chen, key, now)
    key.count = 0
    assert not signs(request_, chen, key, now)


def test_a_false_page_gets_nothing_that_counts_here(
    request_: HttpRequest, chen: User, now: datetime
) -> None:
    key = SoftKey()
    added(request_, chen, key, now)
    key.origin = "https://staff.example.evil"
    assert not signs(request_, chen, key, now)
    assert added(request_, chen, SoftKey(origin="http://staff.example"), now) is None


def test_anothers_key_opens_nothing(request_: HttpRequest, chen: User, now: datetime) -> None:
    added(request_, chen, SoftKey(), now)
    theirs = SoftKey()
    added(request_, make.staff("agent"), theirs, now)
    assert not signs(request_, chen, theirs, now)


@pytest.mark.parametrize(
    "answer",
    [
        *({}, {"id": "x"}, {"rawId": 1, "response": []}, {"rawId": "AAAA", "response": "AAAA"}),
        {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {"clientDataJSON": 1}},
        {"rawId": "é", "response": {"clientDataJSON": "W10", "attestationObject": "oA"}},
    ],
)
def test_nonsense_is_not_taken(
    request_: HttpRequest, chen: User, now: datetime, answer: dict[str, Any]
) -> None:
    added(request_, chen, SoftKey(), now)
    passkeys.ask(request_, chen)
    assert not passkeys.holds(request_, chen, answer, now=now)
    passkeys.add_begin(request_, chen)
    assert passkeys.add_complete(request_, chen, answer, name="", now=now) is None
