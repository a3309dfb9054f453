"""Figures for Prometheus: every line well formed, the same from every process, nothing personal."""

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client

from accounts.models import EventDelivery, EventDestination, Lender
from config.watching import metrics, pulses
from messaging.models import Message
from tests import make_events, make_outbox

pytestmark = pytest.mark.django_db

LINE = re.compile(r'huancui_[a-z0-9_]+(\{[a-z]+="[^"\\\n]*"(,[a-z]+="[^"\\\n]*")*\})? -?[0-9.e+]+')
MONITORING = Path("docs/monitoring")


def told(now: datetime) -> dict[str, float]:
    lines = [line for line in metrics.written(now).splitlines() if not line.startswith("#")]
    assert all(LINE.fullmatch(line) for line in lines), lines
    return {name: float(value) for name, _space, value in (li.rpartition(" ") for li in lines)}


def test_a_queue_and_a_gateway_are_told(now: datetime) -> None:
    make_outbox.message()
    pulses.give(pulses.WORKER)
    found = told(now)
    assert found["huancui_queue_due"] == 1
    assert found["huancui_queue_oldest_seconds"] == 36_000
    assert found['huancui_pulse_age_seconds{of="worker"}'] < 60
    (gateway,) = [name for name in found if name.startswith("huancui_gateway_works")]
    assert found[gateway] == 1


def test_what_waits_is_told_by_reason(now: datetime) -> None:
    make_outbox.message()
    Message.objects.update(reason="stale_data", not_before=None)
    assert told(now)['huancui_held{reason="stale_data"}'] == 1


def test_an_empty_installation_is_told_too(now: datetime) -> None:
    assert told(now)["huancui_queue_due"] == 0


def test_events_that_wait_and_that_were_given_up_are_told(lender: Lender, now: datetime) -> None:
    destination = make_events.destination(lender)
    make_events.event(destination)
    failed = make_events.event(destination)
    EventDelivery.objects.filter(pk=failed.pk).update(state="failed")
    found = told(now)
    assert found['huancui_events{state="waiting"}'] == 1
    assert found['huancui_events{state="failed"}'] == 1
    assert 0 <= found["huancui_events_oldest_seconds"] < 60
    EventDestination.objects.update(paused_at=now)
    assert told(now)["huancui_events_oldest_seconds"] == 0


def test_whoever_brings_no_token_finds_nothing(settings: Any) -> None:
    assert Client().get("/metrics").status_code == 200  # a sandbox
    settings.METRICS_TOKEN = "a-token-of-tests"
    assert Client().get("/metrics").status_code == 404
    wrong = {"Authorization": "Bearer wrong"}
    assert Client().get("/metrics", headers=wrong).status_code == 404
    right = {"Authorization": "Bearer a-token-of-tests"}
    answer = Client().get("/metrics", headers=right)
    assert (answer.status_code, answer["Content-Type"]) == (200, metrics.CONTENT_TYPE)


def test_in_production_there_is_none_without_a_token(settings: Any) -> None:
    settings.SANDBOX = False
    settings.SECURE_SSL_REDIRECT = False
    assert Client().get("/metrics").status_code == 404


def test_pages_read_the_figures_of_all_lenders(now: datetime, monkeypatch: Any) -> None:
    """Row security shows a page its person's lenders only; here nobody is signed in."""
    monkeypatch.setattr("config.clock.now", lambda: now)
    make_outbox.message()
    assert "\nhuancui_queue_due 1\n" in Client().get("/metrics").content.decode()


@pytest.mark.parametrize("file", ["alerts.yaml", "dashboard.json"])
def test_rules_and_dashboard_name_figures_there_are(file: str) -> None:
    text = (MONITORING / file).read_text()
    assert yaml.safe_load(text) if file.endswith("yaml") else json.loads(text)
    names = {f"huancui_{metric.name}" for metric in metrics.METRICS}
    named = set(re.findall(r"huancui_[a-z0-9_]+", text))
    assert named
    assert named <= names
