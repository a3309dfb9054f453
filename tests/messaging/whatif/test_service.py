"""What the last days would have been under another policy, found once and kept."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import Error, transaction
from django.test import Client
from django.urls import reverse

from accounts.errors import Refused
from accounts.models import Lender
from messaging.models import PolicyVersion, WhatIf
from messaging.planning.service import plan
from messaging.policy.document import write_policy
from messaging.policy.profiles import load
from messaging.whatif import service
from tests import make, make_runs

pytestmark = pytest.mark.django_db
LATER = timedelta(hours=1)


@pytest.fixture
def lender(now: datetime) -> Lender:
    """Two customers, planned: one would be sent to, one owes too little."""
    lender = make_runs.ready_lender()
    make.loan(lender=lender, amount_due="500.00")
    make.loan(lender=lender, amount_due="0.50")
    plan(lender=lender, day=make.DAY, by=None, now=now)
    return lender


def draft(lender: Lender, **figures: Any) -> PolicyVersion:
    document = write_policy(load("cn"))
    document["control_share"]["value"] = "0"
    for name, value in figures.items():
        document[name]["value"] = value
    author = make.staff("administrator")
    return PolicyVersion.objects.create(
        lender=lender,
        number=99,
        profile="cn",
        document=document,
        author=author,
        edited_by=author,
        created_at=make.MORNING,
        edited_at=make.MORNING,
    )


def tried(version: PolicyVersion, now: datetime) -> WhatIf:
    asked = service.ask(version, by=make.staff("supervisor"), now=now + LATER)
    assert service.work(asked.pk, clock=lambda: now + LATER)
    asked.refresh_from_db()
    return asked


def test_the_same_figures_change_nothing(lender: Lender, now: datetime) -> None:
    found = tried(draft(lender), now).result
    assert found["decided"] == 2
    assert found["before"] == found["after"] == {"send": 1, "block": 1}
    assert (found["reached"], found["spared"]) == ([], [])
    assert found["cost"]["before CNY"] == found["cost"]["after CNY"]


def test_who_is_spared_is_counted_by_the_new_reason_and_costs_less(
    lender: Lender, now: datetime
) -> None:
    found = tried(draft(lender, least_amount="1000"), now).result
    assert found["after"] == {"block": 2}
    assert found["spared"] == [["below_least_amount", 1]]
    assert len(found["spared_examples"]) == 1
    assert float(found["cost"]["after CNY"]) == 0 < float(found["cost"]["before CNY"])


def test_it_is_asked_once_at_a_time(lender: Lender, now: datetime) -> None:
    version = draft(lender)
    service.ask(version, by=make.staff("supervisor"), now=now)
    with pytest.raises(Refused):
        service.ask(version, by=make.staff("supervisor"), now=now)


def test_who_stops_it_gets_no_figures(lender: Lender, now: datetime) -> None:
    version = draft(lender)
    asked = service.ask(version, by=make.staff("supervisor"), now=now + LATER)

    def stopped_meanwhile() -> datetime:
        service.stop(version, now=now)
        return now

    assert not service.work(asked.pk, clock=stopped_meanwhile)
    asked.refresh_from_db()
    assert (asked.state, asked.result) == ("stopped", {})


def test_what_a_killed_worker_left_is_taken_up(lender: Lender, now: datetime) -> None:
    asked = service.ask(draft(lender), by=make.staff("supervisor"), now=now + LATER)
    assert service._laid_out(asked.pk)
    assert service._taken(asked.pk, now) is not None
    assert service.take_up_lost(now=now + service.LOST_AFTER) == 0
    assert service.take_up_lost(now=now + 2 * service.LOST_AFTER) == 1
    assert service.waiting() == [asked.pk]


def test_what_was_found_of_an_approved_policy_never_changes(lender: Lender, now: datetime) -> None:
    version = lender.policies.get()
    tried(version, now)
    with pytest.raises(Error), transaction.atomic():
        WhatIf.objects.update(result={})
    with pytest.raises(Error), transaction.atomic():
        WhatIf.objects.all().delete()


def test_a_draft_is_thrown_away_with_what_was_tried_of_it(lender: Lender, now: datetime) -> None:
    version = draft(lender)
    tried(version, now)
    version.delete()
    assert not WhatIf.objects.exists()


def test_the_page_shows_it_beside_the_approval_and_says_when_the_policy_has_changed(
    lender: Lender, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("config.clock.now", lambda: now + LATER)
    version = draft(lender, least_amount="1000")
    client = Client(headers={"accept-language": "en"})
    client.force_login(make.staff("supervisor"))
    page = reverse("admin:policy", args=[version.pk])
    client.post(reverse("admin:policy_what_if", args=[version.pk]))
    asked = WhatIf.objects.get()
    assert "Waiting for a worker" in client.get(page).content.decode()
    service.work(asked.pk, clock=lambda: now)
    text = client.get(page).content.decode()
    assert "No longer written to: 1" in text
    assert "less than the least amount 1" in text
    assert "Changed since" not in text
    PolicyVersion.objects.filter(pk=version.pk).update(
        document={**version.document, "repeat_days": {"value": 20, "source": "x", "status": "P"}}
    )
    assert "Changed since" in client.get(page).content.decode()
