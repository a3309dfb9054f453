"""The past that a sandbox begins with keeps every rule, and its figures can be counted."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from accounts.sample.source import excerpt, uci_rows
from config.sample import load
from config.world import effects
from config.world.people import Temper
from messaging.models import Assignment, Attempt, Message, Receipt, Reply, Run
from messaging.report.service import compliance

pytestmark = pytest.mark.django_db

DAYS = 16


@pytest.fixture
def lived(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two weeks of few customers who write much."""
    settings.UPLOAD_DIR = tmp_path / "uploads"
    monkeypatch.setattr(effects, "REPLIES", dict.fromkeys(Temper, 0.4))
    rows = excerpt(uci_rows(), 30)
    small = tmp_path / "small.csv"
    lines = [",".join(rows[0]), *(",".join(row.values()) for row in rows)]
    small.write_text("\n".join(lines), "utf-8")
    load.load(small, days=DAYS, say=lambda _line: None)


def test_every_run_adds_up_to_its_rows_and_no_rule_was_broken(lived: None) -> None:
    past = Run.objects.filter(state=Run.State.FINISHED)
    assert past.count() == 2 * DAYS
    for run in past:
        minus = sum(each["count"] for each in run.funnel["minus"])
        assert run.funnel["due"] == run.candidates.count() == minus + run.funnel["to_send"]
        assert run.messages.count() == run.funnel["to_send"]
    *_before, yesterday = past.filter(lender=past[0].lender).order_by("day")
    reasons = {each["reason"] for each in yesterday.funnel["minus"]}
    assert "already_reminded" in reasons, "the first day seen is compared with a whole one"
    texts = Message.objects.filter(run__in=past)
    assert texts.exists()
    assert Attempt.objects.filter(message__in=texts).count() == texts.count()
    assert Receipt.objects.filter(message__in=texts).count() == texts.count()
    assert not texts.exclude(state__in=["delivered", "undelivered"]).exists()
    assert Reply.objects.exists()
    assert Assignment.objects.filter(arm="control").exists()
    found = compliance(
        since=load.START - timedelta(days=DAYS + 1), until=load.START, now=load.START
    )
    broken = [each.name for each in found.checks if not each.holds]
    assert broken == []
