"""A dry run says which template each of today's customers would get, and what that alters."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from messaging.authoring import strategies
from messaging.models import Candidate, Run, Strategy, in_force
from messaging.planning import service as planning
from messaging.preview.strategy_dry_run import dry_run, placements
from tests import make, make_messaging, make_runs

CELL = ("dpd-4-7", "gentle", "unknown")


def _draft(lender: Any, now: datetime, **changed: int | None) -> Strategy:
    """A copy of the strategy in force in which CELL leads elsewhere."""
    author = make.staff("supervisor")
    standing = in_force.strategy(lender, now)
    draft = strategies.new_version(lender, by=author, now=now, from_version=standing)
    wanted = {**strategies.cells(standing), CELL: changed.get("to")}
    return strategies.save_cells(
        draft, wanted, note="", by=author, now=now, seen_edited_at=draft.edited_at
    )


@pytest.mark.django_db
def test_everybody_due_today_is_counted_in_the_cell_they_are_in(now: datetime) -> None:
    lender = make_runs.ready_lender()
    for _ in range(3):
        make.loan(lender=lender, dpd=5)
    make.loan(lender=lender, dpd=1)
    make.loan(lender=lender, dpd=-30)  # not due
    make.loan(dpd=5)  # another lender's

    result = dry_run(in_force.strategy(lender, now), now)

    assert result.customers == 4
    assert {cell: n for (cell, _template), n in result.cells.items()} == {
        CELL: 3,
        ("dpd-1", "gentle", "unknown"): 1,
    }
    assert (result.against, result.altered) == (None, 0)


@pytest.mark.django_db
def test_a_change_says_from_what_to_what_and_for_how_many(now: datetime) -> None:
    lender = make_runs.ready_lender()
    for dpd in (4, 6, 10):
        make.loan(lender=lender, dpd=dpd)
    before = strategies.cells(in_force.strategy(lender, now))[CELL]
    after = make_messaging.version().template_id

    result = dry_run(_draft(lender, now, to=after), now)

    assert dict(result.moves) == {(before, after): 2}
    assert result.without_text == 0


@pytest.mark.django_db
def test_a_hole_and_a_template_nobody_approved_leave_people_without_a_text(now: datetime) -> None:
    lender = make_runs.ready_lender()
    make.loan(lender=lender, dpd=5)
    draft = _draft(lender, now, to=None)
    assert dry_run(draft, now).without_text == 1
    unapproved = make_messaging.version(state="draft").template_id
    draft.refresh_from_db()
    strategies.save_cells(
        draft, {CELL: unapproved}, note="", by=draft.author, now=now, seen_edited_at=draft.edited_at
    )
    assert dry_run(draft, now).without_text == 1


@pytest.mark.django_db
def test_it_says_what_planning_then_does(now: datetime) -> None:
    lender = make_runs.ready_lender()
    for dpd in (-7, 0, 1, 3, 5, 9, 20):
        make.loan(lender=lender, dpd=dpd, instalments_paid_late=dpd % 3, cause="forgot")
        person = make.customer(language="en")
        make.loan(lender=lender, customer=person, dpd=dpd)
        make.loan(lender=lender, customer=person, dpd=dpd - 1)
    said = {p.customer_id: p for p in placements(in_force.strategy(lender, now), now)}

    planning.plan(lender=lender, day=make.DAY, by=None, now=now)

    for candidate in Candidate.objects.select_related("template_version"):
        placed = said.pop(candidate.customer_id)
        assert placed.cell == (candidate.stage, candidate.tone, candidate.cause)
        version = candidate.template_version
        assert placed.template_id == (version.template_id if version else None)
    assert not said


@pytest.mark.django_db
def test_nothing_is_written_and_the_queries_do_not_grow(now: datetime) -> None:
    lender = make_runs.ready_lender()
    make.loan(lender=lender, dpd=5)
    draft = _draft(lender, now, to=None)
    dry_run(draft, now)  # what is read once per process
    few = _queries(draft, now)
    for _ in range(20):
        make.loan(lender=lender, dpd=5)
    many = _queries(draft, now)
    assert len(many) == len(few)
    assert not [sql for sql in many if sql.split()[0] in {"INSERT", "UPDATE", "DELETE"}]
    assert not Run.objects.exists()


def _queries(draft: Strategy, now: datetime) -> list[str]:
    with CaptureQueriesContext(connection) as seen:
        dry_run(draft, now)
    return [query["sql"] for query in seen.captured_queries]


@pytest.mark.django_db
def test_pages_by_key_meet_nobody_twice_and_nobody_never(now: datetime) -> None:
    lender = make_runs.ready_lender()
    for dpd in (5, 6, 7, 5, 20):
        make.loan(lender=lender, dpd=dpd)
    strategy = in_force.strategy(lender, now)
    everybody = [placed.customer_id for placed in placements(strategy, now)]
    paged, after = [], 0
    while page := [placed.customer_id for placed in placements(strategy, now, after=after)][:2]:
        paged += page
        after = page[-1]
    assert paged == everybody == sorted(everybody)


@pytest.mark.django_db
def test_without_a_policy_it_says_so(now: datetime) -> None:
    lender = make.lender()
    draft = strategies.new_version(lender, by=make.staff("supervisor"), now=now)
    with pytest.raises(in_force.NothingInForce):
        dry_run(draft, now)


@pytest.mark.django_db
def test_tomorrow_is_another_day(now: datetime) -> None:
    lender = make_runs.ready_lender()
    make.loan(lender=lender, dpd=-8)
    strategy = in_force.strategy(lender, now)
    assert dry_run(strategy, now).customers == 0
    assert dry_run(strategy, now + timedelta(days=1)).customers == 1
