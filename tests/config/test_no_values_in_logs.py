"""What is known of a person is in no log, whatever path it comes by and whatever fails on it."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from datetime import datetime
from logging.config import dictConfig
from pathlib import Path
from typing import Any

import pytest
from celery import signals
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Customer, Hold
from config import celery as _celery  # noqa: F401  (connects its signals)
from config.processes.logs import without_values
from messaging.inbound.requests import work
from tests import make, make_intake
from tests.feedback.pages.visitor import visitor
from tests.messaging.conftest import KannelCaller, kannel  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db

NAME, NUMBER, SECRET = "欧阳锦瑟", "14155550123", "928X"
WORDS = "我住院了别再打给我母亲"
KNOWN = (NAME, NUMBER, SECRET, WORDS, json.dumps(NAME)[1:-1], json.dumps(WORDS)[1:-1])


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the handler of the settings writes, from the least important line on."""
    made: Any = io.StringIO()
    said: dict[str, Any] = django_settings.LOGGING
    console = {**said["handlers"]["console"], "stream": made}
    before, level = logging.root.handlers[:], logging.root.level
    root = {**said["root"], "level": "INFO"}
    dictConfig({**said, "handlers": {"console": console}, "root": root})
    yield made
    dictConfig(said)
    logging.root.handlers[:] = before
    logging.root.setLevel(level)


def nothing_of_it(written: io.StringIO) -> bool:
    return not [value for value in KNOWN if value in written.getvalue()]


def customer() -> Customer:
    return make.customer(name=NAME, phone=f"+86{NUMBER}")


def test_not_by_the_pages_of_staff(written: io.StringIO) -> None:
    desk, person = Client(raise_request_exception=False), customer()
    desk.force_login(make.staff("agent"))
    for said in ({"typed": NUMBER}, {"typed": NAME}, {"typed": "\x00" + NUMBER}):
        desk.post(reverse("admin:customer_find"), said)
    desk.post(reverse("admin:inbox_find"), {"find": NUMBER})
    place = reverse("admin:hold_place", args=[person.pk])
    desk.post(place, {"kind": "manual", "reason": WORDS, "until_0": NUMBER})
    point = person.contact_points.get()
    look = reverse("admin:contact_point_reveal", args=[point.pk])
    desk.post(look, {"why": "called", "reason": WORDS})
    desk.post(look, {"why": NAME, "reason": "x"})
    assert nothing_of_it(written)


def test_not_by_the_pages_of_customers(written: io.StringIO, now: datetime) -> None:
    somebody, _customer, _message = visitor(now, secret=SECRET, phone=f"+86{NUMBER}")
    somebody.check(digits=NUMBER)
    somebody.enter(SECRET)
    somebody.enter(NAME)
    somebody.post("complain", {"category": "wording", "words": WORDS})
    somebody.post("complain", {"category": NAME, "words": WORDS * 1000})
    assert nothing_of_it(written)


def test_not_by_the_doors_and_what_is_made_of_it(
    written: io.StringIO,
    kannel: KannelCaller,  # noqa: F811
    now: datetime,
) -> None:
    kannel.reply(WORDS.encode("utf-16-be"), sender=f"+86{NUMBER}")
    kannel.reply(WORDS.encode("utf-16-be"), sender=f"+86{NUMBER}", sign_in=f"x:{NUMBER}")
    kannel.reply(WORDS.encode(), sender=NAME, content_type="text/plain; charset=utf-16")
    work.work(now=now)
    assert nothing_of_it(written)


def test_not_by_commands(written: io.StringIO, tmp_path: Path, uploads: Path, capsys: Any) -> None:
    make.lender(code="anhe")
    rows = [
        make_intake.loan(name=NAME, phone=f"+86{NUMBER}", id_last4=SECRET),
        make_intake.loan(name=NAME, phone="1", due_date=NUMBER, lender=WORDS),
    ]
    source = tmp_path / "loans.csv"
    source.write_bytes(make_intake.as_csv(rows))
    call_command("import_loans", str(source))
    with pytest.raises(CommandError):
        call_command("import_loans", str(source))
    assert nothing_of_it(written)
    said = capsys.readouterr()
    assert not [value for value in KNOWN if value in said.out + said.err]


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT %s::integer",
        "SELECT %s FROM nowhere",
        "INSERT INTO accounts_hold (reason) VALUES (%s)",
        "SELECT 1 /* %s */ WHERE",
        "SELECT %s::timestamptz",
    ],
)
@pytest.mark.parametrize("value", [NAME, NUMBER, WORDS])
def test_not_by_a_statement_that_fails(statement: str, value: str, written: io.StringIO) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        try:
            with transaction.atomic():
                cursor.execute(statement, [value] if "%s" in statement else [])
        except DatabaseError as error:
            log = logging.getLogger("accounts")
            log.error("it failed: %s", error)
            log.exception("it failed")
    assert "it failed" in written.getvalue()
    assert "Traceback" in written.getvalue()
    assert nothing_of_it(written)


def test_the_name_of_the_rule_stays(written: io.StringIO) -> None:
    person = customer()
    hold = Hold(customer=person, kind="manual", reason="", source="x", starts_at=make.MORNING)
    try:
        with transaction.atomic():
            hold.until = make.MORNING
            hold.save()
            Customer.objects.create(customer_no=person.customer_no, name=NAME, fingerprint=b"")
    except DatabaseError:
        logging.getLogger("accounts").exception("refused")
    text = written.getvalue()
    assert "constraint" in text
    assert person.customer_no not in text


def test_a_worker_writes_as_the_pages_do() -> None:
    """Celery would set up its own logging, without our filters, if nobody did."""
    assert signals.setup_logging.receivers


def test_what_is_no_error_of_the_database_stays_as_it_is() -> None:
    assert without_values("a line: of ours, 100 %") == "a line: of ours, 100 %"
