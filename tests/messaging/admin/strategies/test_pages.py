"""The strategy on screen: holes, differences, keys without losing work, and its dry run."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin import site
from django.test import Client
from django.urls import reverse

from messaging.admin.strategies.pages import StrategyScreen
from messaging.approval.fingerprints import fingerprint
from messaging.authoring import starter, strategies
from messaging.models import Strategy, in_force
from tests import make, make_messaging, make_runs

pytestmark = pytest.mark.django_db
CELL = ("dpd-4-7", "gentle", "unknown")
FIELD = "cell:dpd-4-7:gentle:unknown"


def _desk(person: Any) -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(person)
    return client


@pytest.fixture
def lender(now: Any) -> Any:
    lender = make_runs.ready_lender()
    for dpd in (4, 5, 6, 20):
        make.loan(lender=lender, dpd=dpd)
    return lender


@pytest.fixture
def draft(lender: Any, now: Any) -> Strategy:
    """CELL leads to a template of its own."""
    author = make.staff("supervisor")
    standing = in_force.strategy(lender, now)
    made = strategies.new_version(lender, by=author, now=now, from_version=standing)
    other = make_messaging.version(title="换了的").template_id
    wanted = {**strategies.cells(standing), CELL: other}
    return strategies.save_cells(
        made, wanted, note="", by=author, now=now, seen_edited_at=made.edited_at
    )


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch, now: Any) -> None:
    monkeypatch.setattr("config.clock.now", lambda: now)


def test_the_page_shows_which_cells_lead_elsewhere_from_what_to_what(draft: Strategy) -> None:
    page = _desk(make.staff("auditor")).get(reverse("admin:strategy", args=[draft.pk]))
    assert page.context["changes"] == [
        {
            "cell": "4–7 days overdue · Gentle · Unknown cause",
            "before": "dpd-4-7 gentle",
            "after": "换了的",
        }
    ]
    assert page.context["tab"].changed == 1
    assert "dpd-4-7 gentle" in page.content.decode()


@pytest.mark.parametrize("other", [{"content_class": "answer"}, {"channel": "phone"}])
def test_the_form_offers_reminders_only(draft: Strategy, other: dict[str, str]) -> None:
    answer = make_messaging.template(title="邀请评价", **other)
    desk, url = _desk(draft.author), reverse("admin:strategy_edit", args=[draft.pk])
    assert "邀请评价" not in desk.get(url).content.decode()

    desk.post(url, {FIELD: str(answer.pk), "seen_edited_at": draft.edited_at.isoformat()})

    assert not draft.cells.filter(template=answer).exists()


def test_a_list_of_versions_says_which_is_in_force_which_was_replaced_and_which_begins_later(
    lender: Any, now: Any
) -> None:
    first = in_force.strategy(lender, now)
    for begins in (now - timedelta(hours=1), now + timedelta(days=2)):
        starter.install_strategy(
            lender,
            author=make.staff("supervisor"),
            approver=make.staff("supervisor"),
            now=begins,
        )
    second = in_force.strategy(lender, now)
    assert second != first
    desk = _desk(make.staff("auditor"))
    page = desk.get(reverse("admin:messaging_strategy_changelist"))
    screen, rows = StrategyScreen(Strategy, site), page.context["cl"].result_list
    said = {row.number: screen.state_tag(row) for row in rows}
    assert "replaced since" in said[1]
    assert "in force" in said[2]
    assert "begins later" in said[3]
    policies = desk.get(reverse("admin:messaging_policyversion_changelist")).content.decode()
    assert policies.count("hc-good") == 1


def test_a_tab_is_an_address(draft: Strategy) -> None:
    url = reverse("admin:strategy", args=[draft.pk])
    page = _desk(make.staff("auditor")).get(f"{url}?cause=hardship")
    assert page.context["tab"].cause == "hardship"
    assert _desk(make.staff("auditor")).get(f"{url}?cause=nonsense").status_code == 200


def test_holes_are_counted_on_the_tabs_and_said_in_the_cells(lender: Any, now: Any) -> None:
    empty = strategies.new_version(lender, by=make.staff("supervisor"), now=now)
    page = _desk(make.staff("auditor")).get(reverse("admin:strategy", args=[empty.pk]))
    assert page.context["tab"].holes == 21
    assert "no text" in page.content.decode()


def test_filling_holes_is_shown_before_it_is_saved(lender: Any, now: Any) -> None:
    author = make.staff("supervisor")
    empty = strategies.new_version(lender, by=author, now=now)
    page = _desk(author).post(reverse("admin:strategy_edit", args=[empty.pk]), {"act": "fill"})
    assert page.context["unsaved"]
    assert not any(tab.holes for tab in page.context["tabs"])
    assert strategies.cells(empty) == {}


def test_the_hour_of_a_text_is_chosen_in_a_draft_and_shown_against_what_is_in_force(
    draft: Strategy,
) -> None:
    url = reverse("admin:strategy_edit", args=[draft.pk])
    desk = _desk(draft.author)
    seen = {"seen_edited_at": draft.edited_at.isoformat()}
    shown = fingerprint(draft)
    desk.post(url, {**seen, "hours": "learned"})
    draft.refresh_from_db()
    assert draft.hours == "learned"
    assert fingerprint(draft) != shown  # so it is what an approval is about
    page = desk.get(reverse("admin:strategy", args=[draft.pk]), headers={"accept-language": "en"})
    assert "more often at hours that are answered" in page.content.decode()
    assert "<del>As soon as the preferred hours begin</del>" in page.content.decode()
    desk.post(url, {"seen_edited_at": draft.edited_at.isoformat(), "hours": "nonsense"})
    draft.refresh_from_db()
    assert draft.hours == "learned"


def test_who_comes_second_sees_what_saving_would_undo_and_may_then_save(draft: Strategy) -> None:
    url = reverse("admin:strategy_edit", args=[draft.pk])
    desk = _desk(make.staff("supervisor"))
    refused = desk.post(url, {"seen_edited_at": "2026-01-01T00:00:00+00:00"})
    assert refused.status_code == 409
    assert refused.context["theirs"]
    saved = desk.post(url, {"seen_edited_at": refused.context["seen_edited_at"]})
    assert saved.status_code == 302
    assert strategies.cells(draft) == {}


def test_the_dry_run_counts_and_links_to_the_customers_masked(draft: Strategy) -> None:
    desk = _desk(make.staff("supervisor"))
    page = desk.get(reverse("admin:strategy_dry_run", args=[draft.pk]))
    assert (page.context["result"].customers, page.context["result"].altered) == (4, 3)
    [move] = page.context["moves"]
    assert (move["before"], move["after"], move["count"]) == ("dpd-4-7 gentle", "换了的", 3)
    listed = desk.get(move["url"])
    assert len(listed.context["rows"]) == 3
    assert "王小明" not in listed.content.decode()


def test_the_list_is_paged_by_key(draft: Strategy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("messaging.admin.strategies.dry_run.PAGE", 2)
    desk = _desk(make.staff("supervisor"))
    url = reverse("admin:strategy_dry_run_customers", args=[draft.pk])
    first = desk.get(f"{url}?stage=dpd-4-7")
    second = desk.get(f"{url}?stage=dpd-4-7&after={first.context['next']}")
    assert [len(first.context["rows"]), len(second.context["rows"])] == [2, 1]
    assert desk.get(f"{url}?after=nonsense").status_code == 404
    assert desk.get(f"{url}?to=nonsense").context["rows"] == []


def test_the_approver_sees_the_alteration_on_the_page_of_the_request(draft: Strategy) -> None:
    desk = _desk(make.staff("supervisor"))
    page = desk.get(reverse("admin:strategy", args=[draft.pk])).content.decode()
    part = reverse("admin:strategy_alteration", args=[draft.pk])
    assert f'data-load="{part}"' in page
    fetched = desk.get(part)
    assert fetched.context["result"].altered == 3
    assert "<html" not in fetched.content.decode()


def test_without_a_policy_the_dry_run_says_so(now: Any) -> None:
    empty = strategies.new_version(make.lender(), by=make.staff("supervisor"), now=now)
    page = _desk(make.staff("auditor")).get(reverse("admin:strategy_dry_run", args=[empty.pk]))
    assert "No policy" in page.context["problem"]
    listed = reverse("admin:strategy_dry_run_customers", args=[empty.pk])
    assert "No policy" in _desk(make.staff("auditor")).get(listed).context["problem"]


def test_the_channels_of_a_cell_are_chosen_and_shown_to_who_approves(draft: Strategy) -> None:
    desk = _desk(make.staff("supervisor"))
    edit = reverse("admin:strategy_edit", args=[draft.pk])
    form = desk.get(edit)
    cells = {field: pk for field, pk in _chosen(draft).items() if pk}
    answer = desk.post(
        edit,
        {
            **cells,
            "channels:dpd-4-7:gentle:unknown": "sms, email 4, push 48",
            "note": "",
            "act": "save",
            "seen_edited_at": form.context["seen_edited_at"],
        },
    )
    assert answer.status_code == 302
    assert strategies.plans(draft)[CELL] == "sms, email 4, push 48"
    assert set(strategies.plans(draft).values()) == {"sms", "sms, email 4, push 48"}
    page = _desk(make.staff("auditor")).get(reverse("admin:strategy", args=[draft.pk]))
    assert page.context["channel_changes"] == [
        {
            "cells": ["4–7 days overdue · Gentle · Unknown cause"],
            "before": "SMS",
            "after": "SMS → E-mail (undelivered, or unread after 4 hours)"
            " → App push (undelivered, or unread after 2 days)",
        }
    ]


def test_what_is_no_plan_is_refused(draft: Strategy) -> None:
    desk = _desk(make.staff("supervisor"))
    edit = reverse("admin:strategy_edit", args=[draft.pk])
    seen = desk.get(edit).context["seen_edited_at"]
    posted = {"channels:dpd-4-7:gentle:unknown": "telex", "act": "save", "seen_edited_at": seen}
    answer = desk.post(edit, {**_chosen(draft), **posted})
    assert "Channels are written in order" in answer.content.decode()
    assert set(strategies.plans(draft).values()) == {"sms"}


def _chosen(draft: Strategy) -> dict[str, Any]:
    return {"cell:" + ":".join(cell): pk for cell, pk in strategies.cells(draft).items()}
