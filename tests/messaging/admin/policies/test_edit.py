"""Drafting a policy on screen: every figure beside the profile's, and why one is refused."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from messaging.authoring import policies
from messaging.models import PolicyVersion
from messaging.policy import profiles
from tests import make

pytestmark = pytest.mark.django_db


def _desk(role: str) -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(make.staff(role))
    return client


@pytest.fixture
def draft(now: Any) -> PolicyVersion:
    person = make.staff("administrator")
    return policies.new_draft(make.lender(), profile="cn", by=person, now=now)


def _as_drawn(page: Any, **changed: str) -> dict[str, str]:
    """What the browser would post back, with some figures typed over."""
    posted = {each.name: each.value for row in page.context["rows"] for each in row.inputs}
    return {**posted, "seen_edited_at": page.context["seen_edited_at"], **changed}


@pytest.mark.parametrize("profile", profiles.NAMES)
def test_a_draft_begins_as_the_profile_and_saving_it_untouched_changes_nothing(
    profile: str,
) -> None:
    desk, lender = _desk("administrator"), make.lender()
    desk.post(reverse("admin:policy_new"), {"lender": lender.pk, "profile": profile})
    draft = PolicyVersion.objects.get(lender=lender)
    before = draft.document
    edit = reverse("admin:policy_edit", args=[draft.pk])
    assert desk.post(edit, _as_drawn(desk.get(edit))).status_code == 302
    draft.refresh_from_db()
    assert draft.document == before


def test_a_stricter_figure_is_saved_with_its_source(draft: PolicyVersion) -> None:
    desk, edit = _desk("administrator"), reverse("admin:policy_edit", args=[draft.pk])
    changes = {
        "staleness_hours": "12",
        "source:staleness_hours": "会议纪要",
        "windows:all:sun": "10:00-12:00 14:00-18:00",
        "overdue_review": "block",
        "blackout_days": "02-16 02-17",
        "cap:1": "2",
    }
    assert desk.post(edit, _as_drawn(desk.get(edit), **changes)).status_code == 302
    draft.refresh_from_db()
    document = draft.document
    assert document["staleness_hours"] == {"value": 12, "source": "会议纪要", "status": "P"}
    assert document["windows"]["value"]["all"]["sun"] == ["10:00-12:00", "14:00-18:00"]
    assert document["overdue_review"]["value"] == "block"
    assert document["blackout_days"]["value"] == ["02-16", "02-17"]
    assert document["caps"][1]["limit"] == 2


def test_a_loosening_is_refused_at_its_figure_and_what_was_typed_stays(
    draft: PolicyVersion,
) -> None:
    desk, edit = _desk("administrator"), reverse("admin:policy_edit", args=[draft.pk])
    answer = desk.post(
        edit, _as_drawn(desk.get(edit), **{"staleness_hours": "48", "cap:0": "<b>viel</b>"})
    )
    assert answer.status_code == 422
    wrong = {row.name: row for row in answer.context["rows"] if row.problem}
    assert set(wrong) == {"staleness_hours", "cap:0"}
    assert wrong["staleness_hours"].problem == "looser than the profile: it may fall, not rise"
    assert wrong["staleness_hours"].inputs[0].value == "48"
    assert b"<b>viel" not in answer.content
    draft.refresh_from_db()
    assert draft.document["staleness_hours"]["value"] == 24


def test_a_stale_form_is_answered_and_may_then_be_saved(draft: PolicyVersion) -> None:
    desk, edit = _desk("administrator"), reverse("admin:policy_edit", args=[draft.pk])
    stale = _as_drawn(desk.get(edit), seen_edited_at="2020-01-01T00:00:00+00:00")
    answer = desk.post(edit, stale)
    assert answer.status_code == 409
    assert desk.post(edit, _as_drawn(answer)).status_code == 302
    assert desk.post(edit, {**stale, "seen_edited_at": "nonsense"}).status_code == 409


def test_an_unknown_profile_gets_an_answer() -> None:
    answer = _desk("administrator").post(
        reverse("admin:policy_new"), {"lender": make.lender().pk, "profile": "mars"}
    )
    assert answer.status_code == 302
    assert not PolicyVersion.objects.exists()


@pytest.mark.parametrize("role", ["collector", "supervisor", "agent", "auditor"])
def test_only_the_administrator_drafts(role: str, draft: PolicyVersion) -> None:
    assert _desk(role).get(reverse("admin:policy_edit", args=[draft.pk])).status_code == 403
    assert _desk(role).post(reverse("admin:policy_new")).status_code == 403
