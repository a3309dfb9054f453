"""A cell of a strategy leads to a reminder by SMS and to nothing else, whoever writes it."""

from datetime import datetime
from typing import Any

import pytest
from django.db import Error, transaction

from messaging.approval import steps
from messaging.approval.errors import ApprovalRefused
from messaging.authoring import check_strategy, strategies
from messaging.models import Strategy, Template
from tests import make, make_messaging

pytestmark = pytest.mark.django_db
CELL = ("dpd-4-7", "gentle", "unknown")
OTHERS: list[dict[str, Any]] = [
    {"content_class": "answer"},
    {"content_class": "notice"},
    {"content_class": "answer", "channel": "phone"},
    {"channel": "phone"},
]


@pytest.fixture
def draft(now: datetime) -> Strategy:
    return strategies.new_version(make.lender(), by=make.staff("supervisor"), now=now)


def _lead(draft: Strategy, template: Template, now: datetime) -> Strategy:
    return strategies.save_cells(
        draft,
        {CELL: template.pk},
        note="",
        by=draft.author,
        now=now,
        seen_edited_at=draft.edited_at,
    )


@pytest.mark.parametrize("columns", OTHERS)
def test_a_cell_that_leads_to_anything_else_is_refused(
    columns: dict[str, Any], draft: Strategy, now: datetime
) -> None:
    with pytest.raises(ApprovalRefused):
        _lead(draft, make_messaging.template(**columns), now)
    assert not draft.cells.exists()


@pytest.mark.parametrize("columns", OTHERS)
def test_a_template_in_use_stays_a_reminder(
    columns: dict[str, Any], draft: Strategy, now: datetime
) -> None:
    template = make_messaging.template()
    Template.objects.filter(pk=template.pk).update(**columns)
    Template.objects.filter(pk=template.pk).update(
        channel="sms", content_class="collection_service"
    )
    _lead(draft, template, now)

    with pytest.raises(Error, match="stays a reminder"), transaction.atomic():
        Template.objects.filter(pk=template.pk).update(**columns)
    Template.objects.filter(pk=template.pk).update(title="换个名字")


def test_an_approval_looks_again(
    draft: Strategy, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where the database had been got round."""
    draft = _lead(draft, make_messaging.version().template, now)
    monkeypatch.setattr(Template, "is_reminder", False)
    found = check_strategy.strategy_findings(draft, now=now)
    assert [each.code for each in found if each.level == "block"] == ["no_reminder"]
    with pytest.raises(ApprovalRefused):
        steps.submit(draft, by=draft.author, now=now)
