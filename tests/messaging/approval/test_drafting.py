"""Drafts of every kind: who may write one, which number it takes, who saved first."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.errors import Refused
from accounts.models import AuditEntry
from messaging.approval import drafting, fingerprints, steps
from messaging.approval.errors import ApprovalRefused
from messaging.approval.guard import guarded
from messaging.authoring import strategies
from messaging.models import PolicyVersion, Strategy, StrategyCell, TemplateVersion
from tests import make, make_messaging

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def draft() -> Any:
    return make_messaging.draft(body="您好")


@pytest.mark.parametrize("role", ["supervisor", "agent", "auditor", "administrator"])
def test_other_roles_write_no_texts(role: str, draft: TemplateVersion, now: datetime) -> None:
    person = make.staff(role)
    fresh = TemplateVersion(template=draft.template, language="en", body="Hello")
    with pytest.raises(PermissionDenied):
        drafting.start(fresh, by=person, now=now)
    with pytest.raises(PermissionDenied):
        _save(draft, by=person, now=now, body="甲")
    with pytest.raises(PermissionDenied):
        steps.submit(draft, by=person, now=now)
    with pytest.raises(PermissionDenied):
        _discard(draft, by=person, now=now)


def test_a_draft_takes_the_next_number(now: datetime) -> None:
    standing = make_messaging.version()
    fresh = TemplateVersion(template=standing.template, language="zh-hans", body="您好")

    made = drafting.start(fresh, by=standing.author, now=now, note="改口气")

    assert (made.number, made.state, made.author_note) == (2, "draft", "改口气")
    assert made.author == made.edited_by == standing.author
    assert made.created_at == made.edited_at == now


def test_of_one_thing_one_draft_is_open(draft: TemplateVersion, now: datetime) -> None:
    second = TemplateVersion(template=draft.template, language=draft.language, body="您好")
    with pytest.raises(ApprovalRefused, match=r"open already|已有"):
        drafting.start(second, by=draft.author, now=now)


@pytest.mark.parametrize("state", ["draft", "submitted"])
@pytest.mark.parametrize("model", [Strategy, PolicyVersion])
def test_the_database_keeps_one_open_version_of_a_lender(
    model: Any, state: str, now: datetime
) -> None:
    people = dict.fromkeys(("author", "edited_by"), make.staff("supervisor"))
    columns = {"lender": make.lender(), "created_at": now, "edited_at": now, **people}
    if model is PolicyVersion:
        columns |= {"profile": "cn", "document": {}}
    model.objects.create(number=1, **columns)
    model.objects.update(state=state)
    with pytest.raises(ApprovalRefused, match=r"open already|已有"), guarded():
        model.objects.create(number=2, **columns)


def test_what_somebody_saved_is_not_saved_over(draft: TemplateVersion, now: datetime) -> None:
    other = make.staff("collector", display_name="何洁")
    _save(draft, by=other, now=now + MINUTE, body="甲")

    with pytest.raises(ApprovalRefused, match="何洁"):
        _save(draft, by=draft.author, now=now + 2 * MINUTE, body="乙")

    draft.refresh_from_db()
    assert draft.body == "甲"


def test_a_second_click_writes_nothing(draft: TemplateVersion, now: datetime) -> None:
    first = _save(draft, by=draft.author, now=now + MINUTE, body="甲")
    second = _save(draft, by=draft.author, now=now + 2 * MINUTE, body="甲")
    assert second.edited_at == first.edited_at


def test_an_edit_of_a_request_withdraws_it(now: datetime) -> None:
    asked = make_messaging.version(state="submitted")
    saved = _save(asked, by=asked.author, now=now + MINUTE, body="甲")
    assert (saved.state, saved.submitted_by, saved.submitted_at) == ("draft", None, None)


def test_what_was_decided_is_neither_saved_nor_thrown_away(now: datetime) -> None:
    approved = make_messaging.version()
    with pytest.raises(ApprovalRefused):
        _save(approved, by=approved.author, now=now, body="甲")
    with pytest.raises(ApprovalRefused):
        _discard(approved, by=approved.author, now=now)


def test_a_request_is_not_thrown_away(now: datetime) -> None:
    asked = make_messaging.version(state="submitted")
    with pytest.raises(ApprovalRefused):
        _discard(asked, by=asked.author, now=now)
    assert TemplateVersion.objects.filter(pk=asked.pk).exists()


def test_a_draft_that_changed_since_it_was_shown_is_kept(
    draft: TemplateVersion, now: datetime
) -> None:
    with pytest.raises(ApprovalRefused):
        drafting.discard(draft, by=draft.author, now=now, seen_hash="0" * 64)
    assert TemplateVersion.objects.filter(pk=draft.pk).exists()


def test_a_draft_thrown_away_is_on_the_trail_alone(draft: TemplateVersion, now: datetime) -> None:
    pk = str(draft.pk)
    _discard(draft, by=make.staff("collector"), now=now)

    assert not TemplateVersion.objects.exists()
    gone = AuditEntry.objects.get(action="delete", table=TemplateVersion._meta.db_table, row_id=pk)
    assert gone.before["body"] == "您好"


def test_a_strategy_is_thrown_away_with_its_cells_by_another_than_its_author(now: datetime) -> None:
    author = make.staff("supervisor")
    made = strategies.new_version(make.lender(), by=author, now=now)
    cell, template = ("dpd-4-7", "gentle", "unknown"), make_messaging.version().template
    made = strategies.save_cells(
        made, {cell: template.pk}, note="", by=author, now=now, seen_edited_at=made.edited_at
    )
    _discard(made, by=make.staff("supervisor"), now=now + MINUTE)
    assert not StrategyCell.objects.exists()


def test_a_reason_for_the_approver_too_long_is_refused_and_nothing_is_saved(now: datetime) -> None:
    author = make.staff("supervisor")
    made = strategies.new_version(make.lender(), by=author, now=now)
    with pytest.raises(Refused):
        strategies.save_cells(
            made, {}, note="x" * 1001, by=author, now=now, seen_edited_at=made.edited_at
        )
    made.refresh_from_db()
    assert made.author_note == ""


def _save(version: Any, *, by: Any, now: datetime, **content: Any) -> Any:
    return drafting.save(
        version, note="", by=by, now=now, seen_edited_at=version.edited_at, **content
    )


def _discard(version: Any, *, by: Any, now: datetime) -> None:
    drafting.discard(version, by=by, now=now, seen_hash=fingerprints.fingerprint(version))
