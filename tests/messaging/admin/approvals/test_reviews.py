"""Reviews on screen: what is due is listed with its text, and renewed there by who may."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from messaging.approval import fingerprints
from tests import make, make_messaging

pytestmark = pytest.mark.django_db


def _desk(person: Any) -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(person)
    return client


@pytest.fixture
def late(now: Any) -> Any:
    return make_messaging.version(now=now - timedelta(days=100))


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch, now: Any) -> None:
    monkeypatch.setattr("config.clock.now", lambda: now)


def test_the_templates_list_counts_overdue_reviews(late: Any) -> None:
    page = _desk(make.staff("collector")).get(reverse("admin:messaging_template_changelist"))
    assert "1 overdue" in page.content.decode()


def test_the_list_tells_overdue_from_due_and_from_all(late: Any, now: Any) -> None:
    make_messaging.version(now=now - timedelta(days=80))
    make_messaging.version(now=now)
    desk = _desk(make.staff("auditor"))
    counts = {
        show: len(desk.get(reverse("admin:reviews") + f"?show={show}").context["rows"])
        for show in ("near", "overdue", "all", "nonsense")
    }
    assert counts == {"near": 2, "overdue": 1, "all": 3, "nonsense": 2}


def test_a_supervisor_renews_on_the_page_and_a_collector_sees_why_not(late: Any) -> None:
    seen = {"seen_hash": fingerprints.fingerprint(late)}
    collector = _desk(make.staff("collector"))
    assert (
        "Your role does not review texts."
        in collector.get(reverse("admin:reviews")).content.decode()
    )
    act = reverse("admin:template_reviewed", args=[late.pk])
    assert collector.post(act, seen).status_code == 403

    page = _desk(make.staff("supervisor")).post(act, seen, follow=True)
    assert "is still right" in page.content.decode()
    assert page.context["rows"] == []


def test_the_pages_of_an_overdue_text_say_so(late: Any) -> None:
    page = _desk(make.staff("auditor")).get(reverse("admin:template_version", args=[late.pk]))
    assert "review overdue since 2026-09-05" in page.content.decode()


def test_the_page_of_the_template_leads_to_the_review(late: Any) -> None:
    page = _desk(make.staff("auditor")).get(reverse("admin:template", args=[late.template_id]))
    assert f'href="{reverse("admin:reviews")}#v{late.pk}"' in page.content.decode()
