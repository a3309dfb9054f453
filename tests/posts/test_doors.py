"""What stands before the staff site takes nothing without its own key, signature or token."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from config.database_roles import granting
from tests.fuzz.addresses import every_address
from tests.posts import world
from tests.posts.world import Person, World

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 15, 10, 30, tzinfo=UTC)
REFUSED = {401, 403, 404, 405, 429}
"""429: so many were refused that nobody looks any more."""
WRONG = {"content_type": "application/json", "headers": {"Authorization": "Bearer hck_wrong"}}


@pytest.fixture(scope="module")
def sample(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("config.clock.now", lambda: NOW)
        if not granting.exist():
            pytest.skip("this server has no roles but the owner")
        with world.made(NOW, pages=False) as made:
            yield made


def outside() -> list[str]:
    """Every address that is not the staff site's, with ids that may be there."""
    lender = world.lender_code()
    found = []
    for address in every_address():
        if address.staff:
            continue
        path = "/" + re.sub(r"<(?:\w+:)?lender>|<slug:lender>", lender, address.route)
        path = re.sub(r"\(\?P<code>[^)]*\)", "sandbox", path)
        path = re.sub(r"\(\?P<token>[^)]*\)", "wrong", path)
        found.append(re.sub(r"<[^>]+>", "1", path).replace("^", "").replace("/?$", "/"))
    return sorted(set(found))


def test_the_api_takes_nothing_without_a_key(sample: World) -> None:
    paths = [each for each in outside() if each.startswith("/api/v1/") and "openapi" not in each]
    assert len(paths) > 15
    found = {}
    for path in paths:
        for method in ("post", "put", "patch", "delete"):
            answer, wrote = Person(None).asks(method, path, "{}", **WRONG)
            found[method, path] = wrote or ("" if answer.status_code in REFUSED else answer)
    assert {key: said for key, said in found.items() if said} == {}


def test_no_webhook_takes_an_unsigned_call(sample: World) -> None:
    paths = [each for each in outside() if each.startswith("/gateways/")]
    assert len(paths) == 6
    found = {}
    for path in paths:
        answer, wrote = Person(None).posts(path, {"to": "+8613800138000", "text": "TD"})
        found[path] = wrote or ("" if answer.status_code in REFUSED else answer)
    assert {key: said for key, said in found.items() if said} == {}


def test_no_customers_page_takes_a_form_without_its_token(sample: World) -> None:
    paths = [each for each in outside() if each.startswith(("/c/", "/i18n/", "/staff/"))]
    assert len(paths) > 20
    visitor, found = Person(None, enforce_csrf_checks=True), {}
    for path in paths:
        answer, wrote = visitor.posts(path, {"code": "123456", "secret": "1234", "language": "en"})
        found[path] = wrote or ("" if answer.status_code in REFUSED else answer.status_code)
    assert {key: said for key, said in found.items() if said} == {}


def test_whom_no_customers_page_knows_changes_nothing(sample: World) -> None:
    paths = [each for each in outside() if each.startswith("/c/")]
    visitor, found = Person(None), {}
    for path in paths:
        _answer, wrote = visitor.posts(path, {"text": "x", "day": "2026-09-20", "amount": "1"})
        found[path] = wrote
    assert {key: said for key, said in found.items() if said} == {}
