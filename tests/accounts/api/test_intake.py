"""Loans and repayments through the API, merged by the rules of files."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from kombu.exceptions import OperationalError

from accounts.api import bringing, keys
from accounts.audit.trail import acting
from accounts.models import Customer, ImportFile, ImportTrail, Lender, Loan, Repayment
from accounts.tasks import bring_in
from tests import make, make_api
from tests.accounts.api.calls import lines, many, told

START = bringing.start


@pytest.fixture
def lender(db: None) -> Lender:
    return make.lender(code="anhe")


@pytest.fixture(autouse=True)
def worker(monkeypatch: pytest.MonkeyPatch, uploads: Path) -> None:
    """One that takes up every call at once."""
    monkeypatch.setattr(bringing, "start", bring_in)


def test_a_loan_comes_in_with_its_customer_and_is_told_anew(core: make_api.Caller) -> None:
    assert core.send("put", "/loans/L1", told(officer_name="陈静")).json()["result"] == "new"
    assert Loan.objects.get().officer_name == "陈静"
    newer = told(amount_due="1300.00", as_of="2026-11-16T08:00:00+08:00")
    assert core.send("put", "/loans/L1", newer).json()["result"] == "changed"
    loan = Loan.objects.get(loan_no="L1")
    assert (loan.amount_due, loan.customer.name) == (Decimal("1300.00"), "王小明")


def test_what_came_in_is_on_record_as_the_keys(core: make_api.Caller) -> None:
    core.send("put", "/loans/L1", told())
    core.send("put", "/loans/L1", told(amount_due="1.00", as_of="2026-11-16T08:00:00+08:00"))
    assert all(each.uploaded_by.is_machine for each in ImportFile.objects.all())
    assert ImportTrail.objects.filter(table="accounts_loan").exists()


def test_another_number_waits_for_a_second_person(core: make_api.Caller) -> None:
    core.send("put", "/loans/L1", told())
    other = told(phone="19900000002", as_of="2026-11-16T08:00:00+08:00")
    answer = core.send("put", "/loans/L1", other)
    assert answer.json()["result"] == "waits_for_second_person"
    customer = Customer.objects.get(customer_no="K1")
    assert customer.contact_points.count() == 1
    waiting = ImportFile.objects.get(state="checked")
    assert (waiting.needs_second, waiting.uploaded_by.is_machine) == (1, True)


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"amount_due": "NaN"}, "/amount_due"),
        ({"amount_due": "１２"}, "/amount_due"),
        ({"amount_due": "-1.00"}, "/amount_due"),
        ({"amount_due": "1.001"}, "/amount_due"),
        ({"amount_due": "9" * 17}, "/amount_due"),
        ({"amount_due": 12}, "/amount_due"),
        ({"due_date": "2026-02-30"}, "/due_date"),
        ({"due_date": "0001-01-01"}, "/due_date"),
        ({"as_of": "2026-11-15T08:00:00"}, "/as_of"),
        ({"uploaded_by": 1}, "/uploaded_by"),
        ({"currency": "XXX"}, "/currency"),
        ({"phone": "110"}, "/phone"),
        ({"lender": "nobody"}, "/lender"),
    ],
)
def test_a_row_that_is_not_right_is_refused_by_its_field(
    core: make_api.Caller, changed: dict[str, Any], pointer: str
) -> None:
    answer = core.send("put", "/loans/L1", told(**changed))
    assert answer.status_code == 422
    assert pointer in [each["pointer"] for each in answer.json()["errors"]]
    assert not Loan.objects.exists()


def test_a_loan_of_another_lender_is_not_touched(core: make_api.Caller) -> None:
    theirs = make.loan(lender=make.lender(code="theirs"))
    answer = core.send("put", f"/loans/{theirs.loan_no}", told())
    assert answer.status_code == 422
    theirs.refresh_from_db()
    assert theirs.lender.code == "theirs"
    named = core.send("put", "/loans/L2", told(lender="theirs"))
    assert named.status_code == 422


def test_a_repayment_comes_off_what_is_due_and_goes_back(core: make_api.Caller) -> None:
    core.send("put", "/loans/L1", told())
    today = datetime.now(UTC).date().isoformat()
    paid = {"reference": "R1", "loan_no": "L1", "paid_on": today, "amount": "234.56"}
    assert core.post("/repayments", paid).json()["result"] == "new"
    assert Loan.objects.get().amount_due == Decimal("1000.00")
    assert core.post("/repayments", paid).json()["result"] == "unchanged"
    back = core.post("/repayments/R1/reversal", {"reference": "R2", "on": today})
    assert back.json()["result"] == "new"
    assert Loan.objects.get().amount_due == Decimal("1234.56")
    assert core.get("/repayments/R1").json()["taken_back"] is True


def test_a_repayment_made_again_with_its_key_enters_once(core: make_api.Caller) -> None:
    core.send("put", "/loans/L1", told())
    paid = {"reference": "R1", "loan_no": "L1", "paid_on": "2026-11-20", "amount": "1.00"}
    answers = [core.post("/repayments", paid, once="same").json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert Repayment.objects.count() == 1
    other = core.post("/repayments", {**paid, "amount": "2.00"}, once="same")
    assert other.json()["type"].endswith("key-used-otherwise")


def test_many_lines_enter_without_the_bad_ones(core: make_api.Caller) -> None:
    rows = [told(loan_no=f"L{n}", customer_no=f"K{n}", phone=f"1990000{n:04d}") for n in range(5)]
    body = lines(rows) + b'{"a": 1}\nnot json\n{"name": "x", "name": "y"}\n[1]\n{"name": [1]}\n'
    body += b'{"name": "\xff"}\n{"name": "' + b"x" * 70_000 + b'"}\n'
    made = many(core, "loans", gzip.compress(body), **{"Content-Encoding": "gzip"}).json()
    assert (made["state"], made["new"], made["bad"]) == ("applied", 5, 7)
    told_of = core.get(f"/imports/{made['id']}/problems")
    found = [json.loads(each) for each in b"".join(told_of.streaming_content).splitlines()]
    assert [each["line"] for each in found] == [6, 7, 8, 9, 10, 11, 12]
    codes = [each["errors"][0]["code"] for each in found]
    assert codes == [
        *("unknown_name", "not_json", "name_twice", "not_json", "not_text"),
        *("not_utf8", "row_too_long"),
    ]


def test_what_still_comes_in_when_its_key_is_revoked_does_not_enter(
    lender: Lender, monkeypatch: pytest.MonkeyPatch, uploads: Path
) -> None:
    key, secret = make_api.key(lender)
    by, whole = make.staff("administrator"), bringing._stored

    def revoked_meanwhile(request: Any) -> Any:
        stored = whole(request)
        with acting(user=by, source="test"):
            keys.revoke(key, by=by, now=datetime.now(UTC))
        return stored

    monkeypatch.setattr(bringing, "_stored", revoked_meanwhile)
    refused = many(make_api.Caller(secret), "loans", lines([told(loan_no="L1")]))
    assert (refused.status_code, refused.json()["type"]) == (401, "urn:huancui:problem:no-key")
    assert "revoked" in refused.json()["detail"]
    assert not ImportFile.objects.exists()
    assert not list(uploads.glob("*"))


def test_many_lines_again_with_their_key_are_one_import(core: make_api.Caller) -> None:
    body = lines([told(loan_no="L1")])
    first = many(core, "loans", body, once="same").json()
    assert many(core, "loans", body, once="same").json() == first
    assert ImportFile.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"", {}, 415),
        (b"x", {"Content-Encoding": "gzip"}, 400),
        (gzip.compress(b"{}", mtime=0)[:-4], {"Content-Encoding": "gzip"}, 400),
        (b"{}", {"Content-Encoding": "br"}, 415),
    ],
)
def test_what_cannot_be_unpacked_leaves_nothing(
    core: make_api.Caller, uploads: Path, body: bytes, headers: dict[str, str], status: int
) -> None:
    assert many(core, "loans", body, **headers).status_code == status
    assert not list(uploads.glob("*")) if uploads.exists() else True
    assert not ImportFile.objects.exists()


def test_a_bomb_is_given_up_before_it_is_unpacked(
    core: make_api.Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bringing, "MOST_BYTES", 1024 * 1024)
    bomb = gzip.compress(b" " * 50_000_000)
    assert many(core, "loans", bomb, **{"Content-Encoding": "gzip"}).status_code == 413


def test_a_call_whose_worker_died_is_taken_up_again(
    core: make_api.Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bringing, "start", lambda _id: None)
    answer = core.send("put", "/loans/L1", told(), Prefer="wait=0")
    assert (answer.status_code, answer.json()["result"]) == (202, "under_way")
    ImportFile.objects.update(state="uploaded")
    monkeypatch.setattr(bringing, "start", bring_in)
    bringing.take_up_again(now=datetime.now(UTC))
    assert core.get(f"/imports/{answer.json()['import_id']}").json()["state"] == "applied"


def test_without_a_queue_a_call_is_kept_and_done_later(
    core: make_api.Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_said: Any, **_more: Any) -> None:
        raise OperationalError

    monkeypatch.setattr(bringing, "start", START)
    monkeypatch.setattr("accounts.api.bringing.current_app.send_task", away)
    answer = core.send("put", "/loans/L1", told(), Prefer="wait=0")
    assert (answer.status_code, answer.json()["result"]) == (202, "under_way")
    bring_in(answer.json()["import_id"])
    assert Loan.objects.filter(loan_no="L1").exists()


def test_another_keys_import_is_not_there(core: make_api.Caller, lender: Lender) -> None:
    made = core.send("put", "/loans/L1", told()).json()
    other = make_api.Caller(make_api.key(lender)[1])
    assert other.get(f"/imports/{made['import_id']}").status_code == 404
