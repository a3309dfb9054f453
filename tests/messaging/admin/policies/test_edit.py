"""Drafting a policy on screen: every figure beside the profile's, and why one is refused."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from messaging.authoring import policies
from messaging.models import PolicyVersion
from messaging.policy import profiles
from messaging.policy.fields import FIELDS
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


def _rows(page: Any) -> list[Any]:
    return [row for section in page.context["sections"] for row in section.rows]


def _as_drawn(page: Any, **changed: str) -> dict[str, str]:
    """What the browser would post back, with some figures typed over."""
    posted = {
        each.name: each.value
        for row in _rows(page)
        for each in row.inputs
        if each.ticked is not False
    }
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


def test_how_the_lender_runs_its_own_affairs_is_on_the_form(draft: PolicyVersion) -> None:
    desk, edit = _desk("administrator"), reverse("admin:policy_edit", args=[draft.pk])
    changes = {
        "control_share": "7.5",
        "source:control_share": "与数据团队商定",
        "preferred:all:mon": "12:00-13:30 18:00-20:00",
        "tranche_size": "2500",
        "firm_from": "dpd-8-15",
        "repeat_days": "20",
        "holiday_rule": "no_contact",
        "consent_lifts_quiet_hours": "no",
        "opt_out_words:zh-hans": (
            "TD，T、N, R, TT, QX, 0000, 退订, 退定, 拒收, 取消订阅, 不要再发, 别再发"
        ),
        "roles:guarantor": "",
        "complaint_days": "10",
        "default_zone": "Asia/Urumqi",
    }
    assert desk.post(edit, _as_drawn(desk.get(edit), **changes)).status_code == 302
    draft.refresh_from_db()
    said = draft.document
    assert said["control_share"] == {"value": "0.075", "source": "与数据团队商定", "status": "P"}
    assert said["preferred"]["value"]["all"]["mon"] == ["12:00-13:30", "18:00-20:00"]
    assert said["opt_out_words"]["value"]["zh-hans"][-1] == "别再发"
    assert said["roles"]["value"] == ["debtor", "co_debtor"]
    told = {name: said[name]["value"] for name in ("tranche_size", "firm_from", "repeat_days")}
    assert told == {"tranche_size": 2500, "firm_from": "dpd-8-15", "repeat_days": 20}
    assert said["holiday_rule"]["value"] == "no_contact"
    assert said["consent_lifts_quiet_hours"]["value"] is False
    assert (said["complaint_days"]["value"], said["default_zone"]["value"]) == (10, "Asia/Urumqi")


def test_every_figure_of_the_document_is_told_and_all_but_two_can_be_set(
    draft: PolicyVersion,
) -> None:
    page = _desk("administrator").get(reverse("admin:policy_edit", args=[draft.pk]))
    rows = {row.name: row for row in _rows(page) if not row.name.startswith("cap:")}
    assert set(rows) == set(FIELDS)
    told_only = {name for name, row in rows.items() if not row.inputs}
    assert told_only == {"country", "complaint_review_days"}


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("control_share", "120"),
        ("control_share", "viel"),
        ("preferred:all:mon", "eight"),
        ("tranche_size", "0"),
        ("firm_from", "dpd-99"),
        ("holiday_rule", ""),
        ("consent_lifts_quiet_hours", "perhaps"),
        ("default_zone", "Mars/Olympus"),
        ("opt_out_words:en", ""),
        ("opt_out_words:zh-hant", "退訂"),
        ("complaint_days", "16"),
        ("cap:0", "0"),
    ],
)
def test_what_cannot_be_is_refused_at_its_figure(
    draft: PolicyVersion, name: str, typed: str
) -> None:
    desk, edit = _desk("administrator"), reverse("admin:policy_edit", args=[draft.pk])
    answer = desk.post(edit, _as_drawn(desk.get(edit), **{name: typed}))
    assert answer.status_code == 422
    wrong = name if name.startswith("cap:") else name.partition(":")[0]
    assert [row.name for row in _rows(answer) if row.problem] == [wrong]


def test_a_source_too_long_is_refused_at_its_figure_and_a_reason_too_long_at_the_page(
    draft: PolicyVersion,
) -> None:
    desk, edit = _desk("administrator"), reverse("admin:policy_edit", args=[draft.pk])
    drawn = _as_drawn(desk.get(edit), control_share="7.5")
    answer = desk.post(edit, {**drawn, "source:control_share": "x" * 201})
    assert answer.status_code == 422
    assert [row.name for row in _rows(answer) if row.problem] == ["control_share"]
    answer = desk.post(edit, {**drawn, "note": "x" * 1001})
    assert answer.status_code == 422
    assert answer.context["note"] == "x" * 1001
    draft.refresh_from_db()
    assert draft.author_note == ""


def test_a_loosening_is_refused_at_its_figure_and_what_was_typed_stays(
    draft: PolicyVersion,
) -> None:
    desk, edit = _desk("administrator"), reverse("admin:policy_edit", args=[draft.pk])
    answer = desk.post(
        edit, _as_drawn(desk.get(edit), **{"staleness_hours": "48", "cap:0": "<b>viel</b>"})
    )
    assert answer.status_code == 422
    wrong = {row.name: row for row in _rows(answer) if row.problem}
    assert set(wrong) == {"staleness_hours", "cap:0"}
    assert wrong["staleness_hours"].problem == "looser than the profile: it may fall, not rise"
    assert wrong["staleness_hours"].inputs[0].value == "48"
    assert b"<b>viel" not in answer.content
    draft.refresh_from_db()
    assert draft.document["staleness_hours"]["value"] == 24


def test_a_stale_form_is_answered_and_may_then_be_saved(draft: PolicyVersion) -> None:
    desk, edit = _desk("administrator"), reverse("admin:policy_edit", args=[draft.pk])
    old = "2020-01-01T00:00:00+00:00"
    stale = _as_drawn(desk.get(edit), note="收紧", seen_edited_at=old)
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
