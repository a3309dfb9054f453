"""A strategy read as a table: its holes are seen, and which cells differ from another's."""

from datetime import datetime

import pytest

from config.staff.setting_up.steps import STEPS
from messaging.approval import steps
from messaging.authoring import strategies
from messaging.authoring.strategy_cells import CELLS, in_words
from messaging.authoring.strategy_table import holes_by_cause, table_of, tables_of, unworded
from messaging.models import TemplateVersion, in_force
from messaging.preview.affected import affected
from tests import make, make_messaging, make_runs

pytestmark = pytest.mark.django_db
CELL = ("dpd-4-7", "gentle", "unknown")
FORGOT = ("dpd-4-7", "gentle", "forgot")


def test_a_cell_without_a_template_is_a_hole_in_every_language(now: datetime) -> None:
    spot = table_of({}, now)[CELL]
    assert spot.leads_to is None
    assert spot.silent == ("zh-hans", "zh-hant", "en")


def test_a_template_without_any_version_in_force_is_a_hole(now: datetime) -> None:
    draft = make_messaging.version(state="draft")
    spot = table_of({CELL: draft.template_id}, now)[CELL]
    assert spot.leads_to == draft.template
    assert spot.is_hole


def test_a_language_that_is_not_written_borrows_the_simplified_text(now: datetime) -> None:
    standing = make_messaging.version()
    make_messaging.version(template=standing.template, language="zh-hant")
    spot = table_of({CELL: standing.template_id}, now)[CELL]
    assert (spot.silent, spot.borrowed) == ((), ("en",))


def test_without_a_simplified_text_the_other_languages_borrow_nothing(now: datetime) -> None:
    standing = make_messaging.version(language="zh-hant")
    spot = table_of({CELL: standing.template_id}, now)[CELL]
    assert (spot.silent, spot.borrowed) == (("zh-hans", "en"), ())


def test_a_cell_of_a_cause_falls_back_to_the_one_of_no_known_cause(now: datetime) -> None:
    standing = make_messaging.version()
    spot = table_of({CELL: standing.template_id}, now)[FORGOT]
    assert (spot.template, spot.stands_in) == (None, standing.template)
    assert not spot.is_hole


def test_holes_are_counted_by_cause(now: datetime) -> None:
    standing = make_messaging.version()
    counts = holes_by_cause(table_of({FORGOT: standing.template_id}, now).values())
    assert counts["forgot"] == counts["unknown"] - 1 == 20


def test_the_table_costs_the_same_at_any_size(
    now: datetime, django_assert_num_queries: object
) -> None:
    standing = make_messaging.version()
    with django_assert_num_queries(2):  # type: ignore[operator]
        table_of(dict.fromkeys(CELLS, standing.template_id), now)


def test_changes_name_each_cell_that_leads_elsewhere_in_the_order_of_the_table() -> None:
    old = {CELL: 1, FORGOT: 2, ("due-7", "gentle", "unknown"): 3}
    new = {CELL: 1, FORGOT: None, ("due-7", "gentle", "unknown"): 4}
    assert strategies.changes(old, new) == [
        (("due-7", "gentle", "unknown"), 3, 4),
        (FORGOT, 2, None),
    ]


def test_a_cell_of_which_nothing_is_in_force_is_told_by_the_whole_table(now: datetime) -> None:
    lender = make_runs.ready_lender()
    strategy = in_force.strategy(lender, now)
    assert unworded(tables_of([strategy], now)[strategy.pk]) == []
    boss = make.staff("supervisor")
    gone = TemplateVersion.objects.get(template__stage="dpd-4-7", template__tone="gentle")
    lost = affected(gone, now)
    assert lost is not None
    assert in_words(CELL) in {each.split(" · ", 1)[1] for each in lost.cells}
    steps.retire(gone, by=boss, reason="批错了", now=now)
    found = unworded(tables_of([strategy], now)[strategy.pk])
    assert {spot.cell[:2] for spot in found} == {CELL[:2]}
    assert len(found) == len(lost.cells) == 5  # one a cause
    step = next(each for each in STEPS if each.page == "messaging_strategy_changelist").look(now)
    assert step.standing == "missing"
    assert in_words(found[0].cell) in step.told
