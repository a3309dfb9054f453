"""What every test may use: a fixed moment, and people, loans and rules made to order."""

import gc
import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from _pytest import main as pytest_main
from django.conf import settings as django_settings
from django.utils import translation
from hypothesis import HealthCheck, settings
from pytest_django.plugin import DjangoDbBlocker

from config.processes import gc_tuning
from config.processes.stack_room import roomy
from tests import as_role, emptying
from tests.faults import table
from tests.markup import nested_forms

if TYPE_CHECKING:
    from accounts.models import Lender


# No test fails by the clock. What is tried is the same on every run of CI; at a desk it varies.
settings.register_profile(
    "huancui",
    deadline=None,
    derandomize=os.environ.get("CI") == "true",
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("huancui")

pytest_main._main = roomy(pytest_main._main)
LAST_CACHE = 15
"""Databases a server of Redis has, beside the first."""


def pytest_configure() -> None:
    """Each process has a database of its own, in which the same ids mean other rows: what is cached
    by an id, or cleared, is apart as well."""
    if process := os.environ.get("PYTEST_XDIST_WORKER"):
        number = 1 + int(process.removeprefix("gw")) % LAST_CACHE
        there = urlsplit(django_settings.REDIS_URL)
        apart = {"query": f"db={number}"} if there.scheme == "unix" else {"path": f"/{number}"}
        django_settings.CACHES["default"]["LOCATION"] = urlunsplit(there._replace(**apart))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """What is made of 1,400 files stays to the end: nothing of it is garbage, now or later."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc_tuning.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    table.hear(node)


def pytest_sessionfinish(session: pytest.Session) -> None:
    table.tell(session.config)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    table.show(terminalreporter)


@pytest.fixture(scope="session", autouse=True)
def _fast_passwords() -> None:
    """Nothing in the tests is worth guessing."""
    from django.conf import settings as django_settings

    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session", autouse=True)
def _files_found_when_asked_for() -> None:
    """Each test client builds the middleware anew; reading 500 static files costs it 20 ms."""
    from django.conf import settings as django_settings

    django_settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(scope="session", autouse=True)
def _no_hurry() -> None:
    """Whoever a test signs in is asked nothing again, however slow the machine; tests of that ask
    for `five_minutes`."""
    from accounts.signin import stepping_up

    stepping_up.LASTS = timedelta(days=1)


@pytest.fixture(scope="session", autouse=True)
def _new_people_and_loans_are_usual() -> None:
    """Whatever file a test uploads brings new ones; tests of whom that takes set it to none."""
    from django.conf import settings as django_settings

    django_settings.NEW_PEOPLE_ALONE = django_settings.NEW_LOANS_ALONE = 10**6


@pytest.fixture(scope="session", autouse=True)
def _no_sentence_is_encoded_twice() -> None:
    """Many tests read the same replies, and each reading of one costs 17 ms of two encoders."""
    from messaging.second_reader import sentence

    encode, known = sentence.vectors, {}

    def vectors(texts: Sequence[str]) -> Any:
        if len(texts) != 1:  # together they come out otherwise in the fourth digit
            return encode(texts)
        if texts[0] not in known:
            known[texts[0]] = encode(texts)
            known[texts[0]].flags.writeable = False
        return known[texts[0]]

    sentence.vectors = vectors


@pytest.fixture
def five_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in the product."""
    monkeypatch.setattr("accounts.signin.stepping_up.LASTS", timedelta(minutes=5))


@pytest.fixture(scope="session", autouse=True)
def _no_form_in_a_form() -> None:
    """Every page that any test opens is asked."""
    from django.test import Client

    request = Client.request

    def asked(client: Client, **more: Any) -> Any:
        answer = request(client, **more)
        if not answer.streaming and answer.headers.get("Content-Type", "").startswith("text/html"):
            assert nested_forms(answer.content.decode()) == []
        return answer

    Client.request = asked  # type: ignore[method-assign,assignment]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Emptied quickly after tests that commit; pages and tasks in their own roles."""
    with django_db_blocker.unblock():
        emptying.install()
        as_role.install()


@pytest.fixture(autouse=True)
def _in_the_products_language() -> Iterator[None]:
    """A page asked for in English leaves its thread in English, and the next test with it."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _nothing_asked_yet() -> Iterator[None]:
    """Django logs 9,000 statements at most; in a full log a test that counts would see none. And
    what a test leaves said of who acts would stand beside what the next one does."""
    from django.db import connection

    from accounts.audit import vouching

    connection.queries_log.clear()
    yield
    assert vouching.said() is None


@pytest.fixture
def now() -> datetime:
    """Tuesday 2026-09-15, 18:30 in Shanghai: inside the preferred hours of a working day."""
    return datetime(2026, 9, 15, 10, 30, tzinfo=UTC)


@pytest.fixture
def lender(db: None) -> "Lender":
    from tests import make

    return make.lender()


@pytest.fixture
def uploads(settings: Any, tmp_path: Path) -> Path:
    """Where imports lay their files in this test."""
    settings.UPLOAD_DIR = tmp_path / "uploads"
    return settings.UPLOAD_DIR  # type: ignore[no-any-return]
