"""The database keeps four eyes by itself: whatever code writes, it refuses (DESIGN 4.6)."""

from datetime import datetime
from typing import Any

import pytest
from django.db import Error, connection, transaction

from accounts.audit.trail import acting
from messaging.approval import drafting, fingerprints, steps
from messaging.approval.errors import ApprovalRefused
from messaging.authoring import strategies, templates as drafts
from messaging.models import Gateway, PolicyVersion, StrategyCell, TemplateVersion
from tests import make, make_messaging

pytestmark = pytest.mark.django_db

STATES = ["draft", "submitted", "approved", "rejected", "retired"]
ARROWS = {
    ("draft", "submitted"),
    ("submitted", "draft"),
    ("submitted", "approved"),
    ("submitted", "rejected"),
    ("rejected", "draft"),
    ("approved", "retired"),
}


def _both() -> Any:
    """Somebody who may write texts and approve them."""
    return make.staff("supervisor", also="collector")


def _refused(words: str, **columns: Any) -> None:
    """The database refuses this update of the only version, saying these words."""
    with pytest.raises(Error, match=words), transaction.atomic():
        TemplateVersion.objects.update(**columns)


def _approval(person: Any, now: datetime) -> dict[str, Any]:
    return {
        "state": "approved",
        "decided_by": person,
        "decided_at": now,
        "effective_from": now,
    }


def test_the_author_approves_in_vain(now: datetime) -> None:
    version = make_messaging.version(
        state="submitted", author=make.staff("supervisor", also="collector")
    )

    _refused("four eyes", **_approval(version.author, now))


def test_an_editor_approves_in_vain_however_long_ago_the_edit(now: datetime) -> None:
    draft = make_messaging.draft()
    editor = make.staff("supervisor", also="collector")
    drafts.save(draft, body="甲", note="", by=editor, now=now, seen_edited_at=draft.edited_at)
    TemplateVersion.objects.update(body=make_messaging.BODY, edited_by=draft.author)
    TemplateVersion.objects.update(state="submitted", submitted_by=draft.author, submitted_at=now)

    _refused("four eyes", **_approval(editor, now))


def test_who_submitted_approves_in_vain(now: datetime) -> None:
    make_messaging.draft()
    other = make.staff("supervisor")
    TemplateVersion.objects.update(state="submitted", submitted_by=other, submitted_at=now)

    _refused("four eyes", **_approval(other, now))


def test_the_list_of_editors_cannot_be_shortened(now: datetime) -> None:
    version = make_messaging.version(
        state="submitted", author=make.staff("supervisor", also="collector")
    )

    TemplateVersion.objects.update(editors=[])

    version.refresh_from_db()
    assert version.author_id in version.editors


def test_the_author_cannot_be_exchanged(now: datetime) -> None:
    make_messaging.version(state="submitted")

    _refused("author of a version does not change", author=make.staff("collector"))


def test_the_untrained_approve_in_vain(now: datetime) -> None:
    make_messaging.version(state="submitted")

    _refused("training", **_approval(make.staff("supervisor", trained=False), now))


def test_an_approval_names_who_when_and_from_when(now: datetime) -> None:
    make_messaging.version(state="submitted")
    trained = make.staff("supervisor")

    _refused("who and when", state="approved")
    _refused("in force", state="approved", decided_by=trained, decided_at=now)


@pytest.mark.parametrize("state", ["submitted", "approved", "rejected", "retired"])
def test_a_text_that_is_no_draft_cannot_be_edited(state: str) -> None:
    make_messaging.version(state=state)

    _refused("cannot be edited", body="改了")


def test_an_approved_text_cannot_be_edited_back_into_a_draft() -> None:
    make_messaging.version()

    _refused("cannot be edited", body="改了", state="draft")


@pytest.mark.parametrize("was", STATES)
def test_states_move_only_along_the_arrows(was: str, now: datetime) -> None:
    make_messaging.version(state=was)
    columns = {"decided_by": make.staff("supervisor"), "decided_at": now, "effective_from": now}
    for state in STATES:
        if state != was and (was, state) not in ARROWS:
            _refused("Invalid transition", state=state, **columns)


def test_nothing_is_born_approved(now: datetime) -> None:
    draft = make_messaging.draft()
    with pytest.raises(Error, match="starts as a draft"), transaction.atomic():
        TemplateVersion.objects.create(
            template=draft.template,
            language="en",
            number=1,
            body="x",
            author=draft.author,
            edited_by=draft.author,
            created_at=now,
            edited_at=now,
            **_approval(make.staff("supervisor"), now),
        )


@pytest.mark.parametrize("state", ["submitted", "approved", "rejected", "retired"])
def test_what_was_once_submitted_is_never_deleted(state: str) -> None:
    version = make_messaging.version(state=state)

    with (
        pytest.raises(Error, match="Cannot delete"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM messaging_templateversion WHERE id = %s", [version.pk])


def test_only_one_version_per_template_and_language_is_open() -> None:
    draft = make_messaging.draft()

    with pytest.raises(Error, match="one_open_version"), transaction.atomic():
        make_messaging.draft(template=draft.template)
    make_messaging.draft(template=draft.template, language="en")


@pytest.fixture
def submitted_strategy(now: datetime) -> Any:
    template = make_messaging.version().template
    author = make.staff("supervisor")
    draft = strategies.new_version(make.lender(), by=author, now=now)
    cell = ("dpd-4-7", "gentle", "unknown")
    draft = strategies.save_cells(
        draft, {cell: template.pk}, note="", by=author, now=now, seen_edited_at=draft.edited_at
    )
    return steps.submit(draft, by=author, now=now)


def test_the_cells_of_a_submitted_strategy_stand_still(submitted_strategy: Any) -> None:
    with pytest.raises(Error, match="only while it is a draft"), transaction.atomic():
        StrategyCell.objects.update(stage="dpd-1")
    with pytest.raises(Error, match="only while it is a draft"), transaction.atomic():
        StrategyCell.objects.all().delete()


def test_who_changes_a_cell_is_an_editor_of_the_strategy(
    submitted_strategy: Any, now: datetime
) -> None:
    editor = make.staff("supervisor")
    template = make_messaging.version().template
    edited = strategies.save_cells(
        submitted_strategy,
        {("dpd-1", "gentle", "unknown"): template.pk},
        note="",
        by=editor,
        now=now,
        seen_edited_at=submitted_strategy.edited_at,
    )
    assert edited.state == "draft"
    asked = steps.submit(edited, by=edited.author, now=now)

    with pytest.raises(ApprovalRefused):
        steps.approve(asked, by=editor, now=now, seen_hash=fingerprints.fingerprint(asked))


def test_a_cell_changed_behind_the_service_by_a_stranger_is_refused(
    submitted_strategy: Any, now: datetime
) -> None:
    steps.withdraw(submitted_strategy, by=submitted_strategy.author, now=now)

    with (
        pytest.raises(Error, match="named as an editor"),
        transaction.atomic(),
        acting(user=make.staff("supervisor"), source="shell"),
    ):
        StrategyCell.objects.update(stage="dpd-1")


def test_policies_and_gateways_pass_the_same_four_eyes(now: datetime) -> None:
    author, supervisor = make.staff("administrator"), make.staff("supervisor")
    for draft in (
        PolicyVersion(lender=make.lender(), profile="cn", document={}),
        Gateway(code="g", driver="sandbox"),
    ):
        asked = drafting.start(draft, by=author, now=now)
        asked.state, asked.submitted_by, asked.submitted_at = "submitted", author, now
        asked.save()
        rows = type(asked).objects.filter(pk=asked.pk)
        with pytest.raises(Error, match="four eyes"), transaction.atomic():
            rows.update(**_approval(author, now))
        assert rows.update(**_approval(supervisor, now)) == 1
