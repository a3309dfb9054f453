"""What a new lender starts with is written by one person and approved by another."""

from dataclasses import dataclass
from datetime import datetime

import pytest
from django.utils.translation import override

from messaging.approval.errors import ApprovalRefused
from messaging.authoring import starter
from messaging.authoring.strategy_cells import CELLS
from messaging.library import load_education
from messaging.models import Template, TemplateVersion, in_force
from tests import make, make_messaging

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Text:
    stage: str
    tone: str = "gentle"
    cause: str = "unknown"
    language: str = "zh-hans"
    content_class: str = "collection_service"
    channel: str = "sms"
    topic: str = ""
    country: str = ""
    wrong_body: str = ""

    @property
    def body(self) -> str:
        return self.wrong_body or make_messaging.BODIES[self.language]

    @property
    def code(self) -> str:
        return f"{self.stage}-{self.tone}-{self.cause}".replace("+", "")

    @property
    def title(self) -> str:
        return self.code


@pytest.fixture
def by(now: datetime) -> dict:
    return {"author": make.staff("collector"), "approver": make.staff("supervisor"), "now": now}


def test_each_text_is_in_force_once(by: dict, now: datetime) -> None:
    library = [Text("dpd-1"), Text("due-7"), Text("dpd-1", language="en")]

    assert starter.install(library, **by, effective_from=now) == 3
    assert starter.install(library, **by, effective_from=now) == 0

    ids = Template.objects.values_list("pk", flat=True)
    assert len(ids) == 2
    assert len(in_force.template_versions(ids, now)) == 3


def test_what_is_true_of_one_country_names_its_document_beside_the_text(now: datetime) -> None:
    pieces = load_education("en", countries=["CN", "IN"])
    with override("en"):
        drafts = starter.write_missing(pieces, by=make.staff("collector"), now=now)
    notes = {draft.template.code: draft.author_note for draft in drafts}
    assert "第十六条 (secondary copy)" in notes["know-credit-report-cn"]
    assert "RBI/2016-17/58" in notes["know-credit-report-in"]
    assert "(unverified)" in notes["know-free-advice-in"]
    assert notes["know-budget"] == ""


def test_one_bad_text_keeps_all_of_them_out(by: dict, now: datetime) -> None:
    with pytest.raises(ApprovalRefused):
        starter.install([Text("dpd-1"), Text("due-7", wrong_body="{{")], **by, effective_from=now)

    assert not TemplateVersion.objects.exists()


def test_the_strategy_fills_every_cell_it_can(by: dict, now: datetime) -> None:
    library = [
        Text("dpd-1"),
        Text("dpd-1", cause="hardship"),
        Text("dpd-1", tone="neutral"),
        Text("dpd-4-7", tone="firm"),
    ]
    starter.install(library, **by, effective_from=now)
    strategy = starter.install_strategy(make.lender(), **{**by, "author": make.staff("supervisor")})
    codes = {
        (cell.stage, cell.tone, cell.cause): cell.template.code
        for cell in strategy.cells.select_related("template")
    }

    assert codes["dpd-1", "gentle", "hardship"] == "dpd-1-gentle-hardship"
    assert codes["dpd-1", "gentle", "forgot"] == "dpd-1-gentle-unknown"
    assert codes["dpd-1", "firm", "forgot"] == "dpd-1-neutral-unknown"
    assert ("dpd-4-7", "gentle", "unknown") not in codes  # never a firmer text than the tone
    assert len(codes) < len(CELLS)
    assert in_force.strategy(strategy.lender, now) == strategy


def test_four_eyes_hold_for_the_starter_too(now: datetime) -> None:
    person = make.staff("supervisor")
    with pytest.raises(ApprovalRefused):
        starter.install(
            [Text("dpd-1")], author=person, approver=person, now=now, effective_from=now
        )
