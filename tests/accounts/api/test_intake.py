"""Loans and repayments through the API, merged by the rules of files."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from kombu.exceptions import OperationalError

from accounts.api import bringing
from accounts.errors import Refused
from accounts.intake.jobs import confirming, lifecycle
from accounts.intake.merging.file_figures import what_is_unusual
from accounts.intake.merging.unusual import FileFigures
from accounts.models import CallFigures, Customer, ImportFile, ImportTrail, Lender, Loan, Repayment
from accounts.tasks import bring_in
from tests import make, make_api

NDJSON = "application/x-ndjson"
START = bringing.start


@pytest.fixture
def lender(db: None) -> Lender:
    return make.lender(code="anhe")


@pytest.fixture(autouse=True)
def worker(monkeypatch: pytest.MonkeyPatch, uploads: Path) -> None:
    """One that takes up every call at once."""
    monkeypatch.setattr(bringing, "start", bring_in)


def told(**changed: Any) -> dict[str, Any]:
    return {
        "customer_no": "K1",
        "name": "王小明",
        "phone": "19900000001",
        "lender": "anhe",
        "currency": "CNY",
        "principal": "10000.00",
        "outstanding": "8000.00",
        "amount_due": "1234.56",
        "due_date": "2026-11-10",
        "as_of": "2026-11-15T08:00:00+08:00",
        **changed,
    }


def lines(rows: list[dict[str, Any]]) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def many(core: make_api.Caller, kind: str, body: bytes, **headers: str) -> Any:
    headers = {**core.headers, "Idempotency-Key": headers.pop("once", "many"), **headers}
    return core.client.post(
        f"/api/v1/imports?kind={kind}", data=body, content_type=NDJSON, headers=headers
    )


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
    made = many(core, "loans", gzip.compress(body), **{"Content-Encoding": "gzip"}).json()
    assert (made["state"], made["new"], made["bad"]) == ("applied", 5, 5)
    told_of = core.get(f"/imports/{made['id']}/problems")
    found = [json.loads(each) for each in b"".join(told_of.streaming_content).splitlines()]
    assert [each["line"] for each in found] == [6, 7, 8, 9, 10]
    codes = [each["errors"][0]["code"] for each in found]
    assert codes == ["unknown_name", "not_json", "name_twice", "not_json", "not_text"]


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


def test_bytes_that_are_no_text_break_the_import_whole(core: make_api.Caller) -> None:
    made = many(core, "loans", lines([told(loan_no="L1")]) + b"\xff\xff\n").json()
    assert made["state"] == "failed"
    assert made["why"]
    assert not Loan.objects.exists()


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


def people(core: make_api.Caller, count: int) -> list[dict[str, Any]]:
    """So many loans that are known, each as its line says it."""
    rows = [
        told(loan_no=f"L{n}", customer_no=f"K{n}", phone=f"1990000{n:04d}") for n in range(count)
    ]
    made = many(core, "loans", lines(rows), once="people").json()
    assert made["new"] == count
    if made["state"] == "checked":
        confirmed(made["id"])
    return rows


def confirmed(import_id: int) -> None:
    """By a second person; then it enters."""
    now = datetime.now(UTC)
    assert confirming.allow(import_id, by=make.staff("supervisor"), now=now)
    assert lifecycle.begin_apply(import_id, now=now)
    lifecycle.apply(import_id, by=None, source="import", now=now, wait=True)


def raised(row: dict[str, Any], amount: str = "7000.00") -> dict[str, Any]:
    return {**row, "amount_due": amount, "as_of": "2026-11-16T08:00:00+08:00"}


def raise_one(core: make_api.Caller, row: dict[str, Any]) -> str:
    body = {name: value for name, value in raised(row).items() if name != "loan_no"}
    result: str = core.send("put", f"/loans/{row['loan_no']}", body).json()["result"]
    return result


def test_amounts_raised_one_by_one_wait_once_they_are_many(core: make_api.Caller) -> None:
    results = [raise_one(core, row) for row in people(core, 12)]
    assert results == ["changed"] * 9 + ["waits_for_second_person"] * 3
    assert Loan.objects.filter(amount_due=Decimal("7000.00")).count() == 9


def test_amounts_raised_in_many_lines_wait_as_a_whole(core: make_api.Caller) -> None:
    rows = people(core, 12)
    made = many(core, "loans", lines([raised(row) for row in rows])).json()
    assert made["state"] == "checked"
    assert not Loan.objects.filter(amount_due=Decimal("7000.00")).exists()


def test_in_pieces_they_wait_as_well(core: make_api.Caller) -> None:
    rows = [raised(row) for row in people(core, 12)]
    first = many(core, "loans", lines(rows[:6]), once="1").json()
    second = many(core, "loans", lines(rows[6:]), once="2").json()
    assert (first["state"], second["state"]) == ("applied", "checked")


def test_another_person_confirms_them_and_then_they_enter(core: make_api.Caller) -> None:
    rows = people(core, 12)
    made = many(core, "loans", lines([raised(row) for row in rows])).json()
    assert not lifecycle.begin_apply(made["id"], now=datetime.now(UTC))
    confirmed(made["id"])
    assert Loan.objects.filter(amount_due=Decimal("7000.00")).count() == 12
    assert core.get(f"/imports/{made['id']}").json()["state"] == "applied"


def test_who_took_the_secret_of_the_key_is_not_the_second_person(core: make_api.Caller) -> None:
    rows = people(core, 12)
    made = many(core, "loans", lines([raised(row) for row in rows])).json()
    key = ImportFile.objects.get(pk=made["id"]).by_key
    assert key is not None
    now = datetime.now(UTC)
    with pytest.raises(Refused, match=r"密钥|secret"):
        confirming.allow(made["id"], by=key.asked_by, now=now)
    with pytest.raises(IntegrityError, match="secret of a key"), transaction.atomic():
        ImportFile.objects.filter(pk=made["id"]).update(allowed_by=key.asked_by, allowed_at=now)
    confirmed(made["id"])


def test_interest_of_a_day_on_every_loan_enters(core: make_api.Caller) -> None:
    rows = people(core, 40)
    for day in range(16, 26):
        rows = [with_interest(row, day) for row in rows]
        assert many(core, "loans", lines(rows), once=str(day)).json()["state"] == "applied"


def with_interest(row: dict[str, Any], day: int) -> dict[str, Any]:
    """A day's at 36 % a year, on what is outstanding and what is due."""
    grown = {
        name: str((Decimal(row[name]) * Decimal("1.001")).quantize(Decimal("0.01")))
        for name in ("outstanding", "amount_due")
    }
    return {**row, **grown, "as_of": f"2026-11-{day}T08:00:00+08:00"}


def test_smaller_raises_of_many_loans_wait(core: make_api.Caller) -> None:
    rows = [raised(row, "2000.00") for row in people(core, 12)]
    assert unusual_of(many(core, "loans", lines(rows))) == ["raised"]


def test_raises_from_nothing_wait_when_they_are_many(core: make_api.Caller) -> None:
    rows = people(core, 12)
    paid = [{**raised(row, "0.00"), "as_of": "2026-11-15T20:00:00+08:00"} for row in rows]
    many(core, "loans", lines(paid), once="paid")
    assert Loan.objects.filter(amount_due=0).count() == 12
    assert unusual_of(many(core, "loans", lines([raised(row) for row in rows]))) == ["raised"]


def test_a_debt_grown_beyond_interest_waits(core: make_api.Caller) -> None:
    rows = [{**raised(row, "1234.56"), "outstanding": "9900.00"} for row in people(core, 12)]
    assert unusual_of(many(core, "loans", lines(rows))) == ["grown"]


def test_the_first_loans_of_a_lender_and_new_ones_far_above_the_usual_wait(
    core: make_api.Caller,
) -> None:
    people(core, 200)
    new = [told(loan_no=f"M{n}", customer_no=f"M{n}", phone=f"1991000{n:04d}") for n in range(30)]
    assert ImportFile.objects.get().unusual[0]["code"] == "new"
    CallFigures.objects.update(hour=datetime.now(UTC) - timedelta(days=3))
    one_by_one = [core.send("put", f"/loans/{row.pop('loan_no')}", row).json() for row in new]
    results = [each["result"] for each in one_by_one]
    assert results == ["new"] * 20 + ["waits_for_second_person"] * 10


def test_calls_that_change_nothing_hide_none_that_do(core: make_api.Caller) -> None:
    rows = people(core, 100)
    raised_ones = [raised(row, "2000.00") for row in rows[:12]]
    harmless = [raised(row, "1234.57") for row in rows[12:]]
    assert unusual_of(many(core, "loans", lines(harmless + raised_ones))) == ["raised"]


def repaid(core: make_api.Caller, count: int) -> str:
    """So many loans with a repayment of today each; the day."""
    people(core, count)
    today = datetime.now(UTC).date().isoformat()
    paid = [
        {"reference": f"R{n}", "loan_no": f"L{n}", "paid_on": today, "amount": "100.00"}
        for n in range(count)
    ]
    assert many(core, "repayments", lines(paid), once="paid").json()["state"] == "applied"
    return today


def test_repayments_taken_back_one_by_one_wait_once_they_are_many(core: make_api.Caller) -> None:
    today = repaid(core, 40)
    results = [
        core.post(f"/repayments/R{n}/reversal", {"reference": f"B{n}", "on": today}).json()[
            "result"
        ]
        for n in range(12)
    ]
    assert results == ["new"] * 9 + ["waits_for_second_person"] * 3
    assert Repayment.objects.filter(amount__lt=0).count() == 9


def test_a_few_repayments_among_many_loans_go_back(core: make_api.Caller) -> None:
    today = repaid(core, 240)
    back = [
        {
            "reference": f"B{n}",
            "reverses": f"R{n}",
            "loan_no": f"L{n}",
            "paid_on": today,
            "amount": "100.00",
        }
        for n in range(11)
    ]
    assert many(core, "repayments", lines(back)).json()["state"] == "applied"


def unusual_of(answer: Any) -> list[str]:
    assert answer.json()["state"] == "checked"
    return [told["code"] for told in ImportFile.objects.get(pk=answer.json()["id"]).unusual]


def test_a_few_among_many_enter(core: make_api.Caller) -> None:
    rows = people(core, 220)
    body = [raised(row, "7000.00" if n < 10 else "1250.00") for n, row in enumerate(rows)]
    assert many(core, "loans", lines(body)).json()["state"] == "applied"


def test_what_is_usual_for_the_key_enters(core: make_api.Caller) -> None:
    rows = people(core, 12)
    now, hour = datetime.now(UTC), CallFigures.objects.get()
    for days in (2, 3):
        CallFigures.objects.create(
            key=hour.key,
            lender=hour.lender,
            hour=now - timedelta(days=days),
            figures={"open": 10, "known": 10, "far": 8, "raised": 8},
        )
    assert many(core, "loans", lines([raised(row) for row in rows])).json()["state"] == "applied"


def test_another_name_for_many_waits(core: make_api.Caller) -> None:
    rows = [{**raised(row, "1234.57"), "name": "李四"} for row in people(core, 12)]
    assert unusual_of(many(core, "loans", lines(rows))) == ["names"]


def test_a_file_is_not_compared_with_what_calls_did(core: make_api.Caller) -> None:
    rows = [raised(row, "1250.00") for row in people(core, 12)]
    many(core, "loans", lines(rows))
    figures = FileFigures(open=12, known=12, amounts=12)
    assert [each["usual"] for each in what_is_unusual({"anhe": figures})] == [0, 0]
