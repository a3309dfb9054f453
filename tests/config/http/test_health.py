"""Whoever watches from outside hears whether this process lives and whether it can work."""

import json

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client

from config.http import health


def test_a_process_that_lives_says_so_and_asks_no_database() -> None:
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")


@pytest.mark.django_db
def test_it_is_ready_when_the_database_and_the_broker_answer() -> None:
    answer = Client().get("/readyz")
    assert answer.status_code == 200
    said = answer.json()
    assert (said["ready"], said["database"], said["broker"]) == (True, "ok", "ok")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_workers_that_never_did_anything_are_told_and_pages_go_on() -> None:
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["workers"]) == (200, "silent")


@pytest.mark.django_db
def test_without_a_broker_it_is_not_ready(settings: pytest.FixtureRequest) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"  # type: ignore[attr-defined]
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["broker"]) == (503, "unreachable")
    assert django_settings.REDIS_URL not in json.dumps(answer.json())


@pytest.mark.django_db(transaction=True)
def test_without_a_database_it_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    connection.close()
    with monkeypatch.context() as broken:
        broken.setitem(connection.settings_dict, "HOST", "/nowhere")
        answer = Client().get("/readyz")
    connection.close()
    said = answer.json()
    assert (answer.status_code, said["database"], said["workers"]) == (
        503,
        health.UNREACHABLE,
        health.UNREACHABLE,
    )


@pytest.mark.django_db
def test_nobody_writes_there() -> None:
    assert Client().post("/healthz").status_code == 405
    assert Client().post("/readyz").status_code == 405
