"""What a file changes is kept, before and after, in a set-based step, and sealed with the rest."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import Error

from accounts.intake.changes import of_rows
from accounts.intake.merging import change_trail
from accounts.models import ContactPoint, Customer, ImportTrail, Loan
from tests import make, make_intake

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _lender(uploads: Path) -> None:
    make.lender(code="anhe")


LATER = {"as_of": "2026-09-15 09:00"}


def row(**cells: str) -> dict[str, str]:
    """A row about the same customer and loan each time."""
    told = {"customer_no": "K1", "loan_no": "D1", "phone": "14100000001", **cells}
    return make_intake.loan(**told)


def file(now: datetime, *rows: dict[str, str]) -> None:
    applied = make_intake.applied(make_intake.as_csv(rows), now=now)
    assert applied.state == "applied", applied.error


def of(found: Any) -> list[dict[str, Any]]:
    return [change.changes for change in of_rows(found._meta.db_table, [found.pk])]


def test_what_comes_for_the_first_time_is_no_change(now: datetime) -> None:
    file(now, row())
    assert not ImportTrail.objects.exists()


def test_a_lower_amount_is_kept_before_and_after(now: datetime) -> None:
    file(now, row(amount_due="500.00", outstanding="8000.00"))
    file(now, row(amount_due="400.00", outstanding="8000.00", **LATER))
    assert of(Loan.objects.get()) == [{"amount_due": [500.0, 400.0]}]


def test_another_number_is_kept_as_new_and_masked(now: datetime) -> None:
    file(now, row(phone="14100000001"))
    file(now, row(phone="14100000002", **LATER))
    old, new = ContactPoint.objects.order_by("pk")
    assert of(old) == [{"state": ["active", "retired"]}]
    (added,) = of(new)
    assert added["address_enc"] == [None, "•••"]
    assert added["customer_id"] == [None, new.customer_id]
    assert "14100000002" not in str(list(ImportTrail.objects.values_list("changes", flat=True)))


def test_a_new_secret_is_kept_and_masked(now: datetime) -> None:
    file(now, row(id_last4="1234"))
    file(now, row(id_last4="9876", **LATER))
    (changed,) = of(Customer.objects.get())
    assert changed["id_last4_hash"] == ["•••", "•••"]


def test_newer_figures_that_are_the_same_are_no_change(now: datetime) -> None:
    file(now, row())
    file(now, row(**LATER))
    assert not ImportTrail.objects.filter(table="accounts_loan").exists()


def test_many_rows_are_few_bundles_and_one_row_is_found_among_them(
    now: datetime, monkeypatch: Any
) -> None:
    monkeypatch.setattr(change_trail, "ROWS_PER_BUNDLE", 2)
    monkeypatch.setattr(change_trail.keep, "__kwdefaults__", {"rows_per_bundle": 2})
    people = [{"customer_no": f"C{n}", "loan_no": f"L{n}", "phone": ""} for n in range(5)]
    file(now, *(row(amount_due="500.00", **each) for each in people))
    file(now, *(row(amount_due="400.00", **each, **LATER) for each in people))
    bundles = ImportTrail.objects.filter(table="accounts_loan").order_by("pk")
    assert [len(each.ids) for each in bundles] == [2, 2, 1]
    assert of(Loan.objects.get(loan_no="L3")) == [{"amount_due": [500.0, 400.0]}]


def test_bundles_are_written_once(now: datetime) -> None:
    file(now, row(amount_due="500.00"))
    file(now, row(amount_due="400.00", **LATER))
    with pytest.raises(Error):
        ImportTrail.objects.update(at=now)
