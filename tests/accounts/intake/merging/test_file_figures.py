"""Files that change or lose far more than usual stop and ask; what is usual is learned."""

from datetime import datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import cast

import pytest

from accounts.intake.jobs import confirming, lifecycle, messages
from accounts.intake.merging import file_figures
from accounts.intake.merging.ledger import Figures
from accounts.intake.parsing.shapes import LoanRow
from accounts.models import AuditEntry, ContactPoint, ImportFile, Lender, Loan, User
from tests import make
from tests.make_intake import applied, arrive, as_csv, checked, counts, loan

pytestmark = pytest.mark.django_db

Rows = list[dict[str, str]]


@pytest.fixture
def rows(anhe: Lender, now: datetime) -> Rows:
    """Thirty loans that are in already."""
    rows = [loan(customer_no=f"K9{n:04d}", loan_no=f"D9{n:04d}") for n in range(30)]
    applied(as_csv(rows), now=now)
    return rows


def other(rows: Rows, count: int, **cells: str) -> bytes:
    """The same rows with other cells in the first of them; {n} is their number."""
    changed = [
        {**row, **{name: text.format(n=n) for name, text in cells.items()}} if n < count else row
        for n, row in enumerate(rows)
    ]
    return as_csv(changed)


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"amount_due": "99.{n:02d}"}, "far"),
        ({"phone": "138001380{n:02d}"}, "phones"),
        ({"name": "李四{n}"}, "names"),
    ],
)
def test_a_file_that_changes_far_more_than_usual_stops_and_asks(
    cells: dict[str, str], code: str, rows: Rows, now: datetime
) -> None:
    stopped = applied(other(rows, 14, **cells), now=now)

    assert stopped.state == "checked"
    assert [told["code"] for told in stopped.unusual] == [code]
    assert "14" in messages.unusual(stopped)[0]
    assert set(Loan.objects.values_list("amount_due", flat=True)) == {
        Loan.objects.first().amount_due
    }
    assert ContactPoint.objects.count() == 30
    assert stopped.stored_as


def test_a_file_that_loses_far_more_than_usual_stops_and_asks(rows: Rows, now: datetime) -> None:
    stopped = checked(as_csv(rows[:15]), now=now)

    assert [(told["code"], told["affected"], told["base"]) for told in stopped.unusual] == [
        ("vanished", 15, 30)
    ]
    assert not lifecycle.begin_apply(stopped.pk, now=now)


def test_a_file_that_names_none_of_the_loans_we_know_is_asked_about(
    rows: Rows, now: datetime
) -> None:
    stopped = checked(as_csv([loan()]), now=now)
    assert [(told["code"], told["percent"]) for told in stopped.unusual] == [("vanished", 100)]


def test_few_changes_are_taken_as_they_come(rows: Rows, now: datetime) -> None:
    done = applied(other(rows[:28], 5, phone="138001380{n:02d}", amount_due="9.0{n}"), now=now)
    assert (done.state, counts(done)) == ("applied", {"changed": 5, "unchanged": 23})


def test_once_somebody_has_confirmed_the_figures_the_file_enters(rows: Rows, now: datetime) -> None:
    stopped = checked(as_csv(rows[:15]), now=now)
    supervisor = make.staff("supervisor")

    assert confirming.allow(stopped.pk, by=supervisor, now=now)
    assert lifecycle.begin_apply(stopped.pk, now=now)
    lifecycle.apply(stopped.pk, by=supervisor, source="test", now=now, wait=True)

    stopped.refresh_from_db()
    assert (stopped.state, stopped.allowed_by) == ("applied", supervisor)
    assert AuditEntry.objects.filter(action="allow", row_id=str(stopped.pk)).exists()
    assert not confirming.allow(stopped.pk, by=supervisor, now=now)


def test_what_became_unusual_since_it_was_confirmed_is_asked_again(
    rows: Rows, now: datetime
) -> None:
    supervisor = make.staff("supervisor")
    waiting = checked(as_csv([{**row, "as_of": "2026-09-15 10:00"} for row in rows[:15]]), now=now)
    confirming.allow(waiting.pk, by=supervisor, now=now)
    between = checked(other(rows, 30, phone="138001380{n:02d}", as_of="2026-09-15 09:00"), now=now)
    confirming.allow(between.pk, by=supervisor, now=now)
    lifecycle.begin_apply(between.pk, now=now)
    lifecycle.apply(between.pk, by=supervisor, source="test", now=now, wait=True)

    lifecycle.begin_apply(waiting.pk, now=now)
    lifecycle.apply(waiting.pk, by=supervisor, source="test", now=now, wait=True)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.allowed_at) == ("checked", None)
    assert {told["code"] for told in waiting.unusual} == {"vanished", "phones"}


def test_what_a_lender_does_again_and_again_is_usual(rows: Rows, now: datetime) -> None:
    """Its files are parts: after two of them were confirmed, a third is not asked about."""
    for turn in range(3):
        moment = now + timedelta(minutes=turn)
        part = [{**row, "as_of": f"2026-09-15 09:0{turn}"} for row in rows[:15]]
        file = checked(as_csv(part), now=moment)
        assert bool(file.unusual) == (turn < 2)
        confirming.allow(file.pk, by=make.staff("supervisor"), now=moment)
        assert lifecycle.begin_apply(file.pk, now=moment)
        lifecycle.apply(file.pk, by=None, source="test", now=moment, wait=True)


def test_one_lenders_files_say_nothing_of_anothers(rows: Rows, now: datetime) -> None:
    make.lender(code="other", name="另一家")
    done = applied(as_csv([loan(lender="other") for _ in range(20)]), now=now)
    assert done.state == "applied"


def test_a_file_checked_again_must_be_confirmed_again(rows: Rows, now: datetime) -> None:
    waiting = checked(as_csv(rows[:15]), now=now)
    confirming.allow(waiting.pk, by=make.staff("supervisor"), now=now)

    lifecycle.begin_check(waiting.pk, now=now)
    lifecycle.check(waiting.pk, now=now)

    assert ImportFile.objects.get(pk=waiting.pk).allowed_at is None
    assert not lifecycle.begin_apply(waiting.pk, now=now)


def test_the_database_keeps_an_unconfirmed_one_out(rows: Rows, now: datetime) -> None:
    from django.db import IntegrityError

    file = arrive(as_csv(rows[:15]), now=now)
    ImportFile.objects.filter(pk=file.pk).update(state="applying", unusual=[{"code": "vanished"}])
    with pytest.raises(IntegrityError):
        ImportFile.objects.filter(pk=file.pk).update(state="applied")


def test_a_loan_with_nothing_outstanding_that_is_open_again_is_as_a_new_one() -> None:
    """Its next instalment, say: nothing grew of what was owed."""
    row = cast(LoanRow, SimpleNamespace(lender="anhe"))
    counting = file_figures.Counting()
    nothing, something = Figures(Decimal(0), Decimal(0)), Figures(Decimal(500), Decimal(500))
    counting.known_loan(row, nothing, something)
    counting.known_loan(row, something, Figures(Decimal(600), Decimal(500)))
    figures = counting.by_lender["anhe"]
    assert (figures.new, figures.grown, figures.raised) == (1, 1, 1)


def test_in_many_small_files_of_one_person_it_stops_as_well(rows: Rows, now: datetime) -> None:
    """Nine a file are no pattern; eighteen of thirty in a day are."""
    me, later, so_far = make.staff("collector"), now + timedelta(hours=1), list(rows)

    def uploaded(some: slice, by: User, at: datetime) -> ImportFile:
        so_far[some] = [{**row, "amount_due": "1500.00"} for row in so_far[some]]
        told = [{**row, "as_of": f"{at:%Y-%m-%d %H:%M}"} for row in so_far]
        file = checked(as_csv(told), now=at, by=by)
        if lifecycle.begin_apply(file.pk, now=at):
            lifecycle.apply(file.pk, by=by, source="web", now=at, wait=True)
        file.refresh_from_db()
        return file

    assert uploaded(slice(9), me, later).state == "applied"
    assert uploaded(slice(20, 29), make.staff("collector"), later).state == "applied"
    stopped = uploaded(slice(9, 18), me, later + timedelta(hours=2))
    assert stopped.state == "checked"
    assert [told["code"] for told in stopped.unusual] == ["raised"]
    assert "18" in messages.unusual(stopped)[0]
    assert confirming.allow(stopped.pk, by=make.staff("supervisor"), now=later)
    assert lifecycle.begin_apply(stopped.pk, now=later)
    lifecycle.apply(stopped.pk, by=me, source="web", now=later + timedelta(hours=3), wait=True)
    stopped.refresh_from_db()
    assert stopped.state == "applied"
    assert uploaded(slice(18, 19), me, later + timedelta(hours=4)).state == "checked"
    assert uploaded(slice(19, 20), me, later + timedelta(hours=28)).state == "applied"
