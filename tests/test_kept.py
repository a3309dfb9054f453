"""Rows laid down again are the rows the services made."""

import pytest

from messaging.models import TemplateVersion
from tests import make, make_runs

pytestmark = pytest.mark.django_db


def _told() -> list[tuple[object, ...]]:
    return list(TemplateVersion.objects.order_by("pk").values_list())


first: dict[str, object] = {}


@pytest.mark.parametrize("turn", ["made", "laid down"])
def test_both_lenders_are_alike(turn: str) -> None:
    lender = make_runs.ready_lender(code="kept")
    seen = first.setdefault("lender", (lender.pk, lender.name, _told()))
    assert seen == (lender.pk, lender.name, _told())


def test_who_has_rows_already_gets_one_made() -> None:
    other = make.lender()
    assert make_runs.ready_lender(code="kept").pk > other.pk
