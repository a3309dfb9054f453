"""Where a text is used: only by what is in force now."""

from datetime import timedelta
from typing import Any

import pytest

from feedback.texts.use import uses_of
from messaging.models import StrategyCell
from tests import make, make_messaging, make_runs

pytestmark = pytest.mark.django_db


def test_a_cell_of_a_strategy_in_force_is_told_with_its_place() -> None:
    make_runs.ready_lender()
    cell = StrategyCell.objects.select_related("strategy").first()
    assert cell is not None
    uses = uses_of([cell.template_id], now=make.MORNING)[cell.template_id]
    assert cell.strategy in [use.what for use in uses]
    assert any(cell.get_stage_display() in use.where for use in uses)
    assert all(use.link.startswith("/staff/strategies/") for use in uses)


def test_the_causes_of_one_stage_and_tone_stand_in_one_line() -> None:
    make_runs.ready_lender()
    cell = StrategyCell.objects.first()
    assert cell is not None
    uses = uses_of([cell.template_id], now=make.MORNING)[cell.template_id]
    assert len({(use.what, use.where) for use in uses}) == len(uses)
    places = {tuple(use.where.split(" · ")[:2]) for use in uses}
    assert len(places) == len(uses)


def test_a_strategy_that_has_not_begun_uses_nothing() -> None:
    make_runs.ready_lender()
    cell = StrategyCell.objects.first()
    assert cell is not None
    long_before = make.MORNING - timedelta(days=3650)
    assert not uses_of([cell.template_id], now=long_before)


def test_a_text_nothing_leads_to_is_absent(django_assert_max_num_queries: Any) -> None:
    version = make_messaging.version()
    with django_assert_max_num_queries(7):
        assert version.template_id not in uses_of([version.template_id], now=make.MORNING)
