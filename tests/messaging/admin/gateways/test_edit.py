"""Drafting a gateway: what it is, never a secret, and approved by somebody else."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.errors import Refused
from messaging.approval import fingerprints, steps
from messaging.approval.errors import ApprovalRefused
from messaging.authoring import gateways as gateway_drafts
from messaging.gateways.options import BadSettings
from messaging.gateways.registry.providers import PROVIDERS
from messaging.models import Gateway
from tests import make

pytestmark = pytest.mark.django_db
GOOD = {
    "code": "north",
    "driver": "batch_http",
    "batch_http__url": "https://sms.example.com/v1",
    "batch_http__call_size": "100",
    "batch_http__connections": "8",
    "credentials_ref": "env:HUANCUI_GATEWAY_NORTH",
    "rate_per_second": "50",
    "weight": "3",
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


def test_no_production_is_offered_a_sandbox(admin: Any, now: Any, settings: Any) -> None:
    """One that waits for approval would keep every process from starting."""
    assert "sandbox" in _desk(admin).get(reverse("admin:gateway_new")).content.decode()
    settings.SANDBOX = False
    page = _drafted(admin, driver="sandbox")
    assert page.status_code == 422
    wanted = gateway_drafts.Settings(driver="sandbox", content_classes=("collection_service",))
    with pytest.raises(ApprovalRefused, match=r"swallow|吞掉"):
        gateway_drafts.new_draft("north", wanted, note="", by=admin, now=now)
    assert not Gateway.objects.exists()


def test_what_the_driver_refuses_is_said_on_the_form_and_never_stored(
    admin: Any, now: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_gateway: Gateway, _clock: Any) -> Any:
        raise BadSettings("“call_size” does not go with “connections”.")

    refusing = replace(PROVIDERS["batch_http"], driver=refuse)
    monkeypatch.setitem(PROVIDERS, "batch_http", refusing)
    page = _drafted(admin)
    assert page.status_code == 422
    assert "“call_size” does not go with “connections”." in page.content.decode()
    wanted = gateway_drafts.Settings(
        driver="batch_http",
        settings={"url": "https://sms.example.com"},
        content_classes=("collection_service",),
    )
    with pytest.raises(ApprovalRefused, match="does not go with"):
        gateway_drafts.new_draft("north", wanted, note="", by=admin, now=now)
    assert not Gateway.objects.exists()


def test_one_for_testing_accepts_no_message_and_is_no_carrier_that_sends_what_is_on_file(
    admin: Any,
) -> None:
    assert _drafted(admin, for_testing="on").status_code == 422
    assert _drafted(admin, content_classes=[]).status_code == 422
    filed = _drafted(admin, for_testing="on", content_classes=[], driver="aliyun")
    assert "cannot try drafts" in filed.content.decode()
    assert _drafted(admin, for_testing="on", content_classes=[]).status_code == 302
    gateway = Gateway.objects.get()
    assert (gateway.for_testing, gateway.content_classes) == (True, [])
    page = _desk(admin).get(reverse("admin:gateway", args=[gateway.pk])).content.decode()
    assert "only texts to colleagues" in page


def test_a_gateway_is_drafted_edited_and_approved_by_another(admin: Any, now: Any) -> None:
    assert _drafted(admin).status_code == 302
    gateway = Gateway.objects.get()
    assert (gateway.state, gateway.weight) == ("draft", 3)
    assert gateway.settings == {"url": "https://sms.example.com/v1", "connections": 8}

    edit = reverse("admin:gateway_edit", args=[gateway.pk])
    seen = _desk(admin).get(edit).context["form"].initial["seen_edited_at"]
    changed = {**GOOD, "rate_per_second": "20", "seen_edited_at": seen}
    assert _desk(admin).post(edit, changed).status_code == 302
    gateway.refresh_from_db()
    assert gateway.rate_per_second == 20

    submitted = steps.submit(gateway, by=admin, now=now)
    steps.approve(
        submitted,
        by=make.staff("supervisor"),
        now=now,
        seen_hash=fingerprints.fingerprint(submitted),
    )
    assert _desk(admin).post(edit, changed).status_code == 302
    gateway.refresh_from_db()
    assert (gateway.state, gateway.rate_per_second) == ("approved", 20)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", "no spaces"),
        ("driver", "pigeon"),
        ("batch_http__url", ""),
        ("batch_http__url", "http://sms.example.com"),
        ("batch_http__url", "https://me:hunter2@sms.example.com"),
        ("batch_http__call_size", "0"),
        ("batch_http__call_size", "1001"),
        ("batch_http__connections", "many"),
        ("batch_http__region", "China"),
        ("batch_http__webhooks", "pigeon"),
        ("credentials_ref", "hunter2"),
        ("credentials_ref", "env:"),
        ("credentials_ref", "env:HUANCUI_FIELD_KEYS"),
        ("credentials_ref", "env:HUANCUI_SECRET_KEY"),
        ("credentials_ref", "env:DATABASE_URL"),
        ("credentials_ref", "file:/etc/passwd"),
        ("credentials_ref", "file:../secrets.json"),
        ("rate_per_second", "0"),
        ("rate_per_second", "99999"),
        ("weight", "-1"),
        ("weight", "1001"),
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


def test_each_driver_is_asked_for_its_own_settings(admin: Any) -> None:
    told = {
        "driver": "kannel",
        "batch_http__url": "nonsense of another driver",
        "kannel__url": "http://10.0.0.5:13013",
        "kannel__plain_http": "on",
        "kannel__from": "106900001",
        "kannel__connections": "8",
    }
    assert _drafted(admin, **told).status_code == 302
    assert Gateway.objects.get().settings == {
        "url": "http://10.0.0.5:13013",
        "plain_http": True,
        "from": "106900001",
    }


def test_the_shape_of_its_doors_is_chosen(admin: Any) -> None:
    _drafted(admin, batch_http__webhooks="own")
    _drafted(admin, code="cloud", batch_http__webhooks="tencent")
    kept = dict(Gateway.objects.values_list("code", "settings"))
    assert "webhooks" not in kept["north"]
    assert kept["cloud"]["webhooks"] == "tencent"


def test_a_setting_no_form_shows_is_kept(admin: Any) -> None:
    _drafted(admin)
    gateway = Gateway.objects.get()
    Gateway.objects.update(settings={**gateway.settings, "special": 1})
    edit = reverse("admin:gateway_edit", args=[gateway.pk])
    seen = _desk(admin).get(edit).context["form"].initial["seen_edited_at"]
    _desk(admin).post(edit, {**GOOD, "batch_http__connections": "4", "seen_edited_at": seen})
    gateway.refresh_from_db()
    assert gateway.settings == {"url": "https://sms.example.com/v1", "special": 1}


def test_a_code_is_taken_once(admin: Any) -> None:
    _drafted(admin)
    assert "code" in _drafted(admin).context["form"].errors


def test_a_stale_form_does_not_overwrite(admin: Any) -> None:
    _drafted(admin)
    edit = reverse("admin:gateway_edit", args=[Gateway.objects.get().pk])
    changed = {**GOOD, "note": "changed"}
    for seen in ("", "2020-01-01T00:00:00+00:00"):
        assert _desk(admin).post(edit, changed | {"seen_edited_at": seen}).status_code == 422


def test_a_way_out_of_every_lender_is_approved_by_who_works_with_all(admin: Any, now: Any) -> None:
    _drafted(admin)
    gateway = Gateway.objects.get()
    own, _other, _admin = [make.lender()], make.lender(), make.staff("administrator")
    with pytest.raises(Refused, match=r"every lender|所有机构|每一家"):
        steps.submit(gateway, by=make.staff("administrator", lenders=own), now=now)
    steps.submit(gateway, by=admin, now=now)
    gateway.refresh_from_db()
    seen = fingerprints.fingerprint(gateway)
    with pytest.raises(Refused, match=r"every lender|所有机构|每一家"):
        steps.approve(gateway, by=make.staff("supervisor", lenders=own), now=now, seen_hash=seen)
    steps.approve(gateway, by=make.staff("supervisor"), now=now, seen_hash=seen)


@pytest.mark.parametrize("role", ["collector", "supervisor", "agent", "auditor"])
def test_only_the_administrator_drafts(role: str, admin: Any) -> None:
    _drafted(admin)
    edit = reverse("admin:gateway_edit", args=[Gateway.objects.get().pk])
    assert _desk(make.staff(role)).get(edit).status_code == 403
    assert _desk(make.staff(role)).get(reverse("admin:gateway_new")).status_code == 403
