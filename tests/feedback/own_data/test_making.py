"""A customer gets what is kept about them, readable, without what concerns others; on record."""

import csv
import io
import json
from datetime import datetime
from zipfile import ZipFile

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from accounts.errors import Refused
from accounts.models import AuditEntry, Customer, Reveal
from feedback.own_data import making
from feedback.pack.making import Pack
from tests import make, make_sealed

pytestmark = pytest.mark.django_db
OTHER = "13912345678"


@pytest.fixture
def customer(now: datetime) -> Customer:
    return make_sealed.everything(now, aside=f"，邻居{OTHER}")


@pytest.fixture
def pack(customer: Customer, now: datetime) -> Pack:
    return making.make(
        customer,
        why="identity",
        reason="客户来函索取，已核对身份证",
        by=make.staff("supervisor"),
        now=now,
    )


def test_it_holds_name_number_texts_and_replies(pack: Pack) -> None:
    page = pack.files["index.html"].decode()
    for told in (make_sealed.NAME, make_sealed.PHONE, "好的，谢谢"):
        assert told in page
    assert set(pack.files) >= {"index.html", "data.json", "messages.csv", "replies.csv"}


def test_the_three_kinds_of_file_say_the_same(pack: Pack) -> None:
    told = json.loads(pack.files["data.json"])["messages"]
    rows = list(csv.reader(io.StringIO(pack.files["messages.csv"].decode().lstrip("\ufeff"))))
    assert [list(row.values()) for row in told] == rows[1:]
    assert all(cell in pack.files["index.html"].decode() for cell in rows[1][:3])


def test_other_peoples_numbers_in_our_notes_are_hidden(pack: Pack) -> None:
    assert OTHER not in pack.files["calls.csv"].decode()


def test_no_name_of_staff_is_in_it(pack: Pack) -> None:
    everything = b"".join(pack.files.values()).decode()
    assert "agent" not in everything
    assert "supervisor" not in everything


def test_it_is_on_record_as_a_look(pack: Pack, customer: Customer) -> None:
    assert Reveal.objects.filter(customer=customer, what="own_data").count() == 1
    [entry] = AuditEntry.objects.filter(action="own_data")
    assert entry.after is not None
    assert entry.after["sha256"] == pack.sha256


def test_without_a_reason_of_substance_there_is_none(customer: Customer, now: datetime) -> None:
    with pytest.raises(Refused):
        making.make(customer, why="identity", reason="x", by=make.staff("supervisor"), now=now)


def test_whose_role_it_is_not_gets_none(customer: Customer, now: datetime) -> None:
    with pytest.raises(PermissionDenied):
        making.make(
            customer, why="identity", reason="客户来函索取", by=make.staff("collector"), now=now
        )


def test_the_page_gives_a_zip(customer: Customer) -> None:
    client = Client()
    client.force_login(make.staff("supervisor"))
    answer = client.post(
        reverse("admin:own_data", args=[customer.pk]),
        {"why": "identity", "reason": "客户来函索取，已核对身份证"},
    )
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert "index.html" in ZipFile(io.BytesIO(content)).namelist()
