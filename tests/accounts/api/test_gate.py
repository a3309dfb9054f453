"""Who is let in: the key, its network, its time, its scope, how often."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.api import counting, keys
from accounts.models import ApiKey, AuditEntry, Customer, Lender
from tests import make, make_api

ADDRESS = "/customers/nobody"


def problem(answer: Any, code: str) -> bool:
    return (
        answer.headers["Content-Type"] == "application/problem+json"
        and answer.json()["type"] == f"urn:huancui:problem:{code}"
        and answer.json()["status"] == answer.status_code
    )


@pytest.mark.parametrize(
    "said", ["", "Bearer x", "Basic hck_", "Bearer hck_aaaaaaaaaaaa_" + "A" * 43]
)
def test_no_key_of_ours_is_401(db: None, said: str) -> None:
    answer = Client().get("/api/v1/customers/x", headers={"Authorization": said})
    assert problem(answer, "no-key")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_wrong_secret_of_a_right_key_is_401(lender: Lender) -> None:
    _key, text = make_api.key(lender)
    assert problem(make_api.Caller(text[:-43] + "A" * 43).get(ADDRESS), "no-key")


def test_a_colleagues_session_opens_nothing(db: None) -> None:
    client = Client()
    client.force_login(make.staff("administrator"))
    assert problem(client.get("/api/v1/customers/x"), "no-key")


def test_a_session_beside_a_key_does_not_act(lender: Lender, core: make_api.Caller) -> None:
    core.client.force_login(make.staff("supervisor"))
    other = make.loan(lender=make.lender()).customer
    assert core.get(f"/customers/{other.customer_no}").status_code == 404


def test_from_another_network_is_403(lender: Lender) -> None:
    _key, text = make_api.key(lender, networks=["10.20.0.0/24"])
    assert problem(make_api.Caller(text).get(ADDRESS), "wrong-network")


def test_a_revoked_key_is_let_in_no_more(lender: Lender) -> None:
    key, text = make_api.key(lender)
    assert problem(make_api.Caller(text).get(ADDRESS), "not-found")
    keys.revoke(key, by=make.staff("supervisor"), now=datetime.now(UTC))
    assert problem(make_api.Caller(text).get(ADDRESS), "no-key")


def test_a_key_whose_time_is_over_is_let_in_no_more(
    lender: Lender, monkeypatch: pytest.MonkeyPatch
) -> None:
    _key, text = make_api.key(lender)
    later = datetime.now(UTC) + timedelta(days=31)
    monkeypatch.setattr("config.clock.machine", lambda: later)
    assert problem(make_api.Caller(text).get(ADDRESS), "no-key")


def test_a_key_without_the_scope_is_403(lender: Lender) -> None:
    _key, text = make_api.key(lender, scopes=["messages:read"])
    assert problem(make_api.Caller(text).get(ADDRESS), "out-of-scope")


def test_more_calls_than_agreed_are_429_and_say_when(lender: Lender) -> None:
    _key, text = make_api.key(lender, per_minute=2)
    caller = make_api.Caller(text)
    answers = [caller.get(ADDRESS) for _ in range(3)]
    assert [each.status_code for each in answers] == [404, 404, 429]
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= counting.SECONDS


def test_who_tries_keys_is_not_looked_up_any_more(db: None) -> None:
    for _ in range(counting.MOST_WRONG):
        make_api.Caller("hck_aaaaaaaaaaaa_" + "A" * 43).get(ADDRESS)
    assert make_api.Caller("hck_aaaaaaaaaaaa_" + "A" * 43).get(ADDRESS).status_code == 429


def test_use_is_noted_once_a_minute(lender: Lender, core: make_api.Caller) -> None:
    core.get(ADDRESS)
    first = ApiKey.objects.get().last_used_at
    core.get(ADDRESS)
    assert first is not None
    assert ApiKey.objects.get().last_used_at == first


def test_what_a_key_does_is_on_record_as_its(lender: Lender, core: make_api.Caller) -> None:
    customer: Customer = make.loan(lender=lender).customer
    core.post(f"/customers/{customer.customer_no}/holds", {"kind": "manual", "reason": "asked"})
    entry = AuditEntry.objects.get(table="accounts_hold", action="insert")
    key = ApiKey.objects.get()
    assert (entry.actor_id, entry.source) == (key.user_id, "api")


@pytest.mark.parametrize(
    ("path", "method", "status"), [("/nothing/here", "get", 404), (ADDRESS, "delete", 405)]
)
def test_every_refusal_is_a_problem(
    core: make_api.Caller, path: str, method: str, status: int
) -> None:
    answer = getattr(core.client, method)(f"/api/v1{path}", headers=core.headers)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_body_larger_than_fits_is_refused_before_it_is_read(core: make_api.Caller) -> None:
    answer = core.post("/customers/x/holds", b" " * (256 * 1024 + 1))
    assert problem(answer, "too-large")


def test_a_parameter_without_a_name_is_400(core: make_api.Caller) -> None:
    assert problem(core.get(f"{ADDRESS}?=null"), "unreadable")


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        (None, "en"),
        ("de", "en"),
        ("zh-CN,zh;q=0.9", "zh-hans"),
        ("en;q=0.4, zh-TW;q=0.8", "zh-hans"),
        ("de, en;q=0.9, zh;q=0.1", "en"),
    ],
)
@pytest.mark.parametrize("has_key", [True, False])
def test_refusals_are_english_unless_chinese_is_wanted_more(
    lender: Lender, asked: str | None, language: str, has_key: bool
) -> None:
    """Title and detail, whether the gate refuses or what is behind it."""
    _key, text = make_api.key(lender)
    headers = {"Accept-Language": asked} if asked else {}
    headers |= {"Authorization": f"Bearer {text}"} if has_key else {}
    answer = Client().get(f"/api/v1{ADDRESS}", headers=headers)
    said = answer.json()
    for part in ("title", "detail"):
        assert bool(re.search("[\u4e00-\u9fff]", said[part])) is (language == "zh-hans")
    assert answer.headers["Content-Language"] == language
