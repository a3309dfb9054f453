"""The API as a whole: its document, other lenders' people, and whatever is sent to it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, settings
from schemathesis import checks as named

from accounts.api import bringing
from accounts.models import ContactPoint, Customer, Hold, Lender
from accounts.models.api_key import MOST_A_MINUTE
from config.database_roles import granting
from config.http.api import api
from messaging.models import Call, Message
from tests import as_role, make, make_api, make_care, make_sealed

pytestmark = pytest.mark.django_db
DOCUMENT = api.get_openapi_schema(path_prefix="/api/v1/")
OPERATIONS = [(method, path) for path, methods in DOCUMENT["paths"].items() for method in methods]
BODIES: dict[str, Any] = {
    "reverseRepayment": {"reference": "R2", "on": "2026-01-05"},
    "placeHold": {"kind": "manual", "reason": "asked"},
    "liftHold": {"reason": "settled"},
    "recordConsent": {
        "kind": "night_contact",
        "via": "call",
        "on": "2026-01-05",
        "evidence": "call",
    },
    "revokeConsent": {"kind": "night_contact", "how": "call"},
    "tellOfCall": {"outcome": "busy", "ended_at": "2026-09-15T18:30:00+08:00"},
    "confirmContactPoint": {"on": "2026-01-05", "evidence": "called back"},
}
"""A right body of every operation that takes one."""


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    cache.clear()


def test_the_document_is_served_to_anybody_and_is_of_3_1() -> None:
    answer = Client().get("/api/v1/openapi.json")
    assert json.loads(answer.content)["openapi"] == "3.1.0"


def test_every_operation_takes_a_key_and_says_how_it_refuses() -> None:
    for method, path in OPERATIONS:
        operation = DOCUMENT["paths"][path][method]
        assert operation["security"], operation
        assert {"401", "403", "404", "422", "429"} <= operation["responses"].keys()


def test_no_address_takes_a_telephone_number_or_a_name() -> None:
    for path in DOCUMENT["paths"]:
        assert not {"phone", "address", "name", "email"} & set(path.replace("}", "{").split("{"))


@pytest.fixture
def theirs(now: datetime, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Whatever an address can name, of another lender."""
    monkeypatch.setattr("config.clock.now", lambda: now)
    customer = make_sealed.everything(now)
    loan = customer.loans.get()
    paid = make_care.repayment(loan, amount="1.00", paid_on=now.date(), at=now)
    return {
        "customer_no": customer.customer_no,
        "loan_no": loan.loan_no,
        "reference": paid.reference,
        "hold_id": Hold.objects.filter(customer=customer).earliest("pk").pk,
        "point_id": ContactPoint.objects.filter(customer=customer).earliest("pk").pk,
        "message_id": Message.objects.filter(customer=customer).earliest("pk").pk,
        "call_id": _running(customer, now),
        "lender": loan.lender.code,
        "import_id": 0,
    }


def _running(customer: Customer, now: datetime) -> int:
    ended = Call.objects.filter(customer=customer).latest("pk")
    like = ("customer_id", "contact_point_id", "address_hash", "purpose", "policy_id")
    same = {name: getattr(ended, name) for name in like}
    by, none = make.staff("agent"), {"facts": {}, "trace": [], "engine_version": "1"}
    return int(Call.objects.create(**same, **none, source="test", by=by, begun_at=now).pk)


def test_nothing_of_another_lender_is_there(theirs: dict[str, Any]) -> None:
    if not granting.exist():
        pytest.skip("this server has no roles but the owner")
    core = make_api.Caller(make_api.key(make.lender(), per_minute=MOST_A_MINUTE)[1])
    for method, path in OPERATIONS:
        operation = DOCUMENT["paths"][path][method]
        if "{" not in path or operation["operationId"] == "bringLoan":  # a new number is its own
            continue
        address = path.removeprefix("/api/v1").format(**theirs)
        if operation["operationId"] == "mayIContact":
            address += f"?lender={theirs['lender']}"
        answer = (
            core.get(address)
            if method == "get"
            else core.send(method, address, BODIES[operation["operationId"]])
        )
        assert answer.status_code == 404, (method, path, answer.content)


def test_the_same_is_there_for_its_own_key(theirs: dict[str, Any]) -> None:
    lender = Lender.objects.get(code=theirs["lender"])
    core = make_api.Caller(make_api.key(lender, per_minute=MOST_A_MINUTE)[1])
    for method, path in OPERATIONS:
        if method == "get" and "{" in path and "import_id" not in path:
            address = path.removeprefix("/api/v1").format(**theirs)
            if DOCUMENT["paths"][path][method]["operationId"] == "mayIContact":
                address += f"?lender={theirs['lender']}"
            assert core.get(address).status_code == 200, path


schema = schemathesis.openapi.from_dict(json.loads(json.dumps(DOCUMENT, default=str)))
_handler = WSGIHandler()
schema.app = lambda environ, start: _handler({**environ, "REMOTE_ADDR": make_api.HERE}, start)


@schemathesis.serializer("application/x-ndjson")
def _lines(_context: Any, value: Any) -> Any:
    return value if isinstance(value, bytes) else str(value).encode(errors="replace")


CHECKS = [
    *named.CHECKS.get_by_names(
        [
            "not_a_server_error",
            "status_code_conformance",
            "content_type_conformance",
            "response_headers_conformance",
            "response_schema_conformance",
            "negative_data_rejection",
            "missing_required_header",
            "unsupported_method",
            "allow_header_conformance",
            "ignored_auth",
        ]
    )
]
"""Not `positive_data_acceptance`: a body of the right form about nobody, or of yesterday, is
refused all the same."""


@pytest.fixture
def caller(
    uploads: Path, monkeypatch: pytest.MonkeyPatch, lender: Lender
) -> Iterator[dict[str, str]]:
    monkeypatch.setattr(bringing, "start", lambda _id: None)
    monkeypatch.setattr(bringing, "WAIT", 0.0)
    loan = make.loan(lender=lender)
    _key, secret = make_api.key(lender, per_minute=MOST_A_MINUTE)
    assert loan.pk
    # A request closes connections when it ends; the test's is in a transaction.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield {"Authorization": f"Bearer {secret}"}
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@schema.parametrize()
@settings(
    max_examples=12,
    derandomize=True,  # a change is found by it, or not at all
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
def test_whatever_is_sent_is_answered_as_documented(case: Any, caller: dict[str, str]) -> None:
    cache.clear()
    with as_role.as_role(as_role.WEB):
        answer = case.call_and_validate(headers=caller, checks=CHECKS)
    assert "wrong-network" not in answer.text  # or nothing behind the gate was tried
