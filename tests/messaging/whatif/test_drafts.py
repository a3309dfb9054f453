"""The last days under another strategy, and under another wording list."""

import re
from datetime import datetime, timedelta

import pytest

from accounts.models import Lender
from messaging.models import (
    Candidate,
    Strategy,
    StrategyCell,
    Template,  # noqa: F401
    WhatIf,
    WhatIfShard,
    WordingListVersion,
)
from messaging.planning.service import plan
from messaging.whatif import rows, service
from tests import make, make_messaging, make_runs

pytestmark = pytest.mark.django_db
LATER = timedelta(hours=1)


@pytest.fixture
def lender(now: datetime) -> Lender:
    """Three customers, planned: all would be sent to."""
    lender = make_runs.ready_lender()
    for _each in range(3):
        make.loan(lender=lender, dpd=5, as_of=now)
    plan(lender=lender, day=make.DAY, by=None, now=now)
    return lender


def drafted() -> dict[str, object]:
    author = make.staff("supervisor")
    return {
        "number": 99,
        "author": author,
        "edited_by": author,
        "created_at": make.MORNING,
        "edited_at": make.MORNING,
    }


def strategy(lender: Lender, *, cells: bool) -> Strategy:
    made = Strategy.objects.create(lender=lender, **drafted())
    standing = lender.strategies.exclude(pk=made.pk).get()
    if cells:
        StrategyCell.objects.bulk_create(
            StrategyCell(
                strategy=made,
                stage=cell.stage,
                tone=cell.tone,
                cause=cell.cause,
                template_id=cell.template_id,
            )
            for cell in standing.cells.all()
        )
    return made


def tried(version: service.Draft, now: datetime) -> WhatIf:
    asked = service.ask(version, by=make.staff("supervisor"), now=now + LATER)
    assert service.work(asked.pk, clock=lambda: now + LATER)
    asked.refresh_from_db()
    return asked


def test_the_same_table_changes_nothing(lender: Lender, now: datetime) -> None:
    found = tried(strategy(lender, cells=True), now).result
    assert found["before"] == found["after"] == {"send": 3}
    assert found["texts"] == []
    assert found["cost"]["before CNY"] == found["cost"]["after CNY"] != "0.00"


def test_another_text_costs_what_its_readers_get_and_no_names_of_placeholders(
    lender: Lender, now: datetime
) -> None:
    draft = strategy(lender, cells=True)
    standing = tried(draft, now).result["segments"]["before"]
    told = Candidate.objects.filter(to_send=True)[0].template_version
    assert told is not None
    again = make_messaging.version(body=told.body)
    draft.cells.filter(template=told.template).update(template=again.template)
    found = tried(draft, now + LATER).result
    assert found["texts"], "another template"
    assert found["segments"] == {"before": standing, "after": standing}


def test_without_a_text_in_the_cell_all_of_it_are_spared(lender: Lender, now: datetime) -> None:
    found = tried(strategy(lender, cells=False), now).result
    assert found["after"] == {"block": 3}
    assert found["spared"] == [["template_not_in_force", 3]]
    [[pair, number]] = found["texts"]
    assert (pair[-1], number) == (">", 3)
    assert found["cost"]["after CNY"] == "0.00"


def test_a_list_that_stops_the_text_spares_who_would_have_got_it(
    lender: Lender, now: datetime
) -> None:
    body = lender.runs.get().candidates.earliest("pk").template_version.body
    phrase = max(re.findall(r"[\u4e00-\u9fff]+", body), key=len)
    version = WordingListVersion.objects.create(
        entries=[
            {
                "phrase": phrase,
                "level": "block",
                "category": "threat",
                "reason": "x",
                "reason_zh": "x",
                "suggestion": "",
            }
        ],
        **drafted(),
    )
    found = tried(version, now).result
    assert found["spared"] == [["wording_list", 3]]


def test_several_workers_share_it_and_the_last_puts_it_together(
    lender: Lender, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "SHARD", 1)
    asked = service.ask(strategy(lender, cells=True), by=make.staff("supervisor"), now=now + LATER)
    assert service._laid_out(asked.pk)
    theirs = service._taken(asked.pk, now)
    assert theirs is not None
    assert not service.work(asked.pk, clock=lambda: now)  # two of three; the other has one
    assert service.waiting() == []

    assert service.take_up_lost(now=now + 2 * service.LOST_AFTER) == 1
    assert service.waiting() == [asked.pk]
    assert service.work(asked.pk, clock=lambda: now)
    asked.refresh_from_db()
    assert (asked.state, asked.decided, asked.total) == ("done", 3, 3)
    assert asked.result["before"] == {"send": 3}
    assert not WhatIfShard.objects.exists()
