"""Drafting a gateway: what it is, never a secret, and approved by somebody else."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from messaging import approval
from messaging.models import Gateway
from tests import make

pytestmark = pytest.mark.django_db
GOOD = {
    "code": "north",
    "driver": "sandbox",
    "settings": '{"url": "https://sms.example.com"}',
    "credentials_ref": "env:NORTH_KEY",
    "rate_per_second": "50",
    "timeout_seconds": "8",
    "content_classes": ["collection_service"],
    "note": "第二条通道",
}


@pytest.fixture
def admin() -> Any:
    return make.staff("administrator")


def _desk(person: Any) -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(person)
    return client


def _drafted(admin: Any, **changes: Any) -> Any:
    return _desk(admin).post(reverse("admin:gateway_new"), {**GOOD, **changes})


def test_a_gateway_is_drafted_edited_and_approved_by_another(admin: Any, now: Any) -> None:
    assert _drafted(admin).status_code == 302
    gateway = Gateway.objects.get()
    assert (gateway.state, gateway.settings) == ("draft", {"url": "https://sms.example.com"})

    edit = reverse("admin:gateway_edit", args=[gateway.pk])
    seen = _desk(admin).get(edit).context["form"].initial["seen_edited_at"]
    changed = {**GOOD, "rate_per_second": "20", "seen_edited_at": seen}
    assert _desk(admin).post(edit, changed).status_code == 302
    gateway.refresh_from_db()
    assert gateway.rate_per_second == 20

    submitted = approval.submit(gateway, by=admin, now=now)
    approval.approve(
        submitted,
        by=make.staff("supervisor"),
        now=now,
        seen_hash=approval.fingerprint(submitted),
    )
    assert _desk(admin).post(edit, changed).status_code == 302
    gateway.refresh_from_db()
    assert (gateway.state, gateway.rate_per_second) == ("approved", 20)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", "no spaces"),
        ("driver", "pigeon"),
        ("settings", "[1]"),
        ("settings", "{"),
        ("settings", '{"password": "hunter2"}'),
        ("settings", '{"api_key": "x"}'),
        ("credentials_ref", "hunter2"),
        ("credentials_ref", "env:"),
        ("credentials_ref", "file:relative"),
        ("rate_per_second", "0"),
        ("rate_per_second", "99999"),
        ("timeout_seconds", "0"),
        ("timeout_seconds", "many"),
        ("content_classes", []),
        ("content_classes", ["marketing"]),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(admin: Any, field: str, value: Any) -> None:
    answer = _drafted(admin, **{field: value})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Gateway.objects.exists()


def test_a_code_is_taken_once(admin: Any) -> None:
    _drafted(admin)
    assert "code" in _drafted(admin).context["form"].errors


def test_a_stale_form_does_not_overwrite(admin: Any) -> None:
    _drafted(admin)
    edit = reverse("admin:gateway_edit", args=[Gateway.objects.get().pk])
    for seen in ("", "2020-01-01T00:00:00+00:00"):
        assert _desk(admin).post(edit, {**GOOD, "seen_edited_at": seen}).status_code == 422


@pytest.mark.parametrize("role", ["collector", "supervisor", "agent", "auditor"])
def test_only_the_administrator_drafts(role: str, admin: Any) -> None:
    _drafted(admin)
    edit = reverse("admin:gateway_edit", args=[Gateway.objects.get().pk])
    assert _desk(make.staff(role)).get(edit).status_code == 403
    assert _desk(make.staff(role)).get(reverse("admin:gateway_new")).status_code == 403
