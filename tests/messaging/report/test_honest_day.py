"""A day sent by the software itself has nothing to report but its margins."""

import csv
import io
import json
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Lender
from config import clock
from messaging.inbound import replies
from messaging.report import rules, writing
from tests import make, make_outbox
from tests.messaging.report import sent

pytestmark = pytest.mark.django_db


def test_nothing_is_wrong_and_every_row_was_looked_at(now: datetime) -> None:
    run = sent.a_day(now, texts=4)

    report = sent.report(now)

    assert [v for check in report.checks for v in check.violations] == []
    assert report.holds
    assert {check.name: check.checked for check in report.checks} == {
        "quiet_hours": 4,
        "caps": 24,  # six caps over each of them
        "minimum_gap": 0,  # nobody was contacted twice
        "opt_outs": 4,
        "holds": 4,
        "stops": 4,
        "education": 0,
        "stale_data": 4,
        "repaid": 4,
        "four_eyes": 16,
        "releases": 1,
        "endings": 4,
        "candidates": 4,
        "totals": 1,
        "sealing": 4,
        "distress": 0,
        "complaints": 0,
    }
    assert report.check("endings").figures == {"by_state": {"delivered": 4}}
    assert report.check("totals").figures["runs"][0]["to_send"] == run.funnel["to_send"] == 4


def test_margins_are_those_of_the_wall_clock(now: datetime) -> None:
    """18:30 in a window from 08:00 to 22:00; the permit lasts 60 seconds."""
    sent.a_day(now, texts=1)

    figures = sent.report(now).check("quiet_hours").figures

    about = f"message:{sent.first().pk}"
    assert figures["least_margin_to_end"] == {
        "seconds": 3.5 * 3600,
        "about": about,
        "local": "2026-09-15T18:30:00+08:00",
        "until": "2026-09-15T22:00:00+08:00",
        "zone": "Asia/Shanghai",
    }
    assert figures["by_hour"] == {"18": 1}
    assert figures["least_margin_since_start"] == {"seconds": 10.5 * 3600, "about": about}
    assert figures["least_margin_of_a_permit"] == {"seconds": 3.5 * 3600 - 60, "about": about}
    assert figures["margins_to_end"]["≤ 4 h"] == 1


def test_an_opt_out_its_answer_and_a_night_are_no_violation(now: datetime) -> None:
    late = now + timedelta(hours=4)  # 22:30
    phone = make.sandbox_phone()
    customer = make.customer(phone=phone)
    message = make_outbox.message(loan=make.loan(customer=customer, as_of=now))
    from messaging.dispatch.loop import dispatch

    dispatch(clock=make_outbox.FixedClock(now).clock)
    replies.take(address=phone, text="退订", now=late, gateway_ref="r1")
    dispatch(clock=make_outbox.FixedClock(late + timedelta(seconds=20)).clock)

    report = sent.report(late)

    for name in ("quiet_hours", "caps", "minimum_gap", "opt_outs", "four_eyes"):
        assert report.check(name).violations == [], name
    figures = report.check("quiet_hours").figures
    assert (figures["confirmations"], figures["slowest_confirmation_seconds"]) == (1, 20.0)
    assert report.check("opt_outs").figures["suppressions_in_force"] == 1
    assert message.pk


def test_a_period_without_anything_holds(lender: Lender, now: datetime) -> None:
    assert sent.report(now).holds


def test_it_is_written_as_text_json_and_csv(now: datetime) -> None:
    sent.a_day(now, texts=1)
    report = sent.report(now)

    data = json.loads(writing.as_json(report))
    rows = list(csv.reader(io.StringIO(writing.as_csv(report))))

    assert data["holds"] is True
    assert [check["name"] for check in data["checks"]] == [rule.name for rule in rules.every()]
    titles = {str(rule.title) for rule in rules.every()}
    about = [row[0] for row in rows[1:]]
    assert (len(set(about)), set(about) - titles) == (len(titles) + 1, {about[0]})
    for check in data["checks"]:
        assert str(rules.named(check["name"]).title) in writing.as_text(report)  # type: ignore[union-attr]


def test_the_command_fails_on_a_violation_and_only_then(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: now)
    sent.a_day(now, texts=1)
    out = StringIO()
    call_command("compliance_report", "--from", "2026-09-15", "--to", "2026-09-15", stdout=out)
    assert "✗" not in out.getvalue()

    sent.moved(sent.first(), now + timedelta(hours=4))
    with pytest.raises(CommandError):
        call_command("compliance_report", "--from", "2026-09-15", "--to", "2026-09-15", stdout=out)
    assert "outside_the_window" in out.getvalue()


def test_no_personal_data_is_in_it(now: datetime) -> None:
    sent.a_day(now, texts=2)
    sent.moved(sent.first(), now + timedelta(hours=4))

    text = writing.as_json(sent.report(now))

    assert "王小明" not in text
    assert "+86" not in text
