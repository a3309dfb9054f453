"""What is unusual for a key waits for a second person."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.api import bringing
from accounts.errors import Refused
from accounts.intake.jobs import confirming, lifecycle
from accounts.intake.merging.file_figures import what_is_unusual
from accounts.intake.merging.unusual import FileFigures
from accounts.models import CallFigures, ContactPoint, ImportFile, Lender, Loan, Repayment
from accounts.tasks import bring_in
from tests import make, make_api
from tests.accounts.api.calls import lines, many, told


@pytest.fixture
def lender(db: None) -> Lender:
    return make.lender(code="anhe")


@pytest.fixture(autouse=True)
def worker(monkeypatch: pytest.MonkeyPatch, uploads: Path) -> None:
    """One that takes up every call at once."""
    monkeypatch.setattr(bringing, "start", bring_in)


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


def test_who_took_a_part_of_the_key_is_not_the_second_person(core: make_api.Caller) -> None:
    rows = people(core, 12)
    made = many(core, "loans", lines([raised(row) for row in rows])).json()
    key = ImportFile.objects.get(pk=made["id"]).by_key
    assert key is not None
    now = datetime.now(UTC)
    assert key.decided_by is not None
    for holder in (key.asked_by, key.decided_by):
        with pytest.raises(Refused, match=r"密钥|secret"):
            confirming.allow(made["id"], by=holder, now=now)
        with pytest.raises(IntegrityError, match="secret of a key"), transaction.atomic():
            ImportFile.objects.filter(pk=made["id"]).update(allowed_by=holder, allowed_at=now)
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
    file = ImportFile(kind="loans")
    told = what_is_unusual({"anhe": figures}, file, now=datetime.now(UTC))
    assert [each["usual"] for each in told] == [0, 0]


def test_other_numbers_wait_however_many_they_are(core: make_api.Caller) -> None:
    """One or all of them: who holds a key leads nobody's texts elsewhere."""
    rows = people(core, 12)
    others = [{**raised(row, "1234.57"), "phone": f"1992000{n:04d}"} for n, row in enumerate(rows)]
    first = core.send("put", f"/loans/{others[0].pop('loan_no')}", others[0]).json()
    assert first["result"] == "waits_for_second_person"
    many(core, "loans", lines(others[1:]), once="others")
    assert ContactPoint.objects.count() == 12
    waiting = ImportFile.objects.filter(state="checked", needs_second__gt=0)
    assert sorted(waiting.values_list("needs_second", flat=True)) == [1, 11]
    key = ImportFile.objects.filter(by_key__isnull=False).latest("pk").by_key
    assert key is not None
    for file in waiting:
        with pytest.raises(Refused, match=r"密钥|secret"):
            confirming.allow(file.pk, by=key.asked_by, now=datetime.now(UTC))


def test_who_does_twice_as_much_every_other_day_is_asked(core: make_api.Caller) -> None:
    """What the last week did is not usual yet."""
    rows = people(core, 120)
    now, hour = datetime.now(UTC), CallFigures.objects.get()
    calm = {"open": 120, "known": 120, "raised": 3}
    steps = {1: 12, 2: 12, 3: 6, 4: 6}
    for ago in range(1, 20):
        figures = calm | {"raised": steps.get(ago, 3)}
        at = now - timedelta(days=ago)
        CallFigures.objects.create(key=hour.key, lender=hour.lender, hour=at, figures=figures)
    answer = many(core, "loans", lines([raised(row, "2000.00") for row in rows[:20]]))
    assert unusual_of(answer) == ["raised"]
