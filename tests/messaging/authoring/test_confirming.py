"""A sentence of unknown purpose: the author says it, the approver confirms it by itself."""

from datetime import datetime
from typing import Any

import pytest
from django.db import Error, transaction

from messaging.approval import fingerprints, steps
from messaging.approval.errors import ApprovalRefused
from messaging.authoring import templates as drafts
from messaging.authoring.confirming import given, to_confirm
from messaging.models import SentenceConfirmation, TemplateVersion
from tests import make, make_messaging

pytestmark = pytest.mark.django_db

ODD, OTHER = "芝麻开门", "门上画了一个圆圈"
BODY = f"{make_messaging.BODY}{ODD}。{OTHER}。"


@pytest.fixture
def waiting() -> TemplateVersion:
    return make_messaging.version(state="submitted", body=BODY)


@pytest.fixture
def supervisor() -> Any:
    return make.staff("supervisor")


def _approve(version: TemplateVersion, by: Any, now: datetime, *confirmed: str) -> Any:
    seen = fingerprints.fingerprint(version)
    return steps.approve(version, by=by, now=now, seen_hash=seen, confirmed=confirmed)


def _approval(person: Any, now: datetime) -> dict[str, Any]:
    return {"state": "approved", "decided_by": person, "decided_at": now, "effective_from": now}


def _refused(words: str, **columns: Any) -> None:
    with pytest.raises(Error, match=words), transaction.atomic():
        TemplateVersion.objects.update(**columns)


def test_a_sentence_of_unknown_purpose_is_not_submitted_before_the_author_says_what_it_is_for(
    now: datetime,
) -> None:
    draft = make_messaging.draft(body=BODY, purposes=[])
    with pytest.raises(ApprovalRefused) as refused:
        steps.submit(draft, by=draft.author, now=now)
    assert [each.phrase for each in refused.value.findings] == [ODD, OTHER]

    draft = drafts.save(
        draft,
        body=BODY,
        note="",
        by=draft.author,
        now=now,
        seen_edited_at=draft.edited_at,
        said={ODD: "thanks", OTHER: "help", "gone": "fact"},
    )
    assert draft.purposes == [
        {"sentence": ODD, "purpose": "thanks"},
        {"sentence": OTHER, "purpose": "help"},
    ]
    assert steps.submit(draft, by=draft.author, now=now).state == "submitted"


def test_an_approval_confirms_every_such_sentence_and_records_who_and_when(
    waiting: TemplateVersion, supervisor: Any, now: datetime
) -> None:
    assert [each.sentence for each in to_confirm(waiting)] == [ODD, OTHER]
    with pytest.raises(ApprovalRefused):
        _approve(waiting, supervisor, now)
    with pytest.raises(ApprovalRefused):
        _approve(waiting, supervisor, now, ODD)
    assert not SentenceConfirmation.objects.exists()

    approved = _approve(waiting, supervisor, now, ODD, OTHER)
    assert approved.state == "approved"
    assert [(each.sentence, each.by, each.at) for each in given(approved)] == [
        (ODD, supervisor, now),
        (OTHER, supervisor, now),
    ]


def test_the_database_approves_nothing_unconfirmed(
    waiting: TemplateVersion, supervisor: Any, now: datetime
) -> None:
    _refused("unconfirmed", **_approval(supervisor, now))
    _confirm(waiting, supervisor, now, ODD)
    _refused("unconfirmed", **_approval(supervisor, now))
    _confirm(waiting, supervisor, now, OTHER)
    TemplateVersion.objects.update(**_approval(supervisor, now))


def test_somebody_elses_confirmation_counts_for_nothing(
    waiting: TemplateVersion, supervisor: Any, now: datetime
) -> None:
    for sentence in (ODD, OTHER):
        _confirm(waiting, make.staff("supervisor"), now, sentence)
    _refused("unconfirmed", **_approval(supervisor, now))


def test_an_edit_withdraws_what_was_confirmed(
    waiting: TemplateVersion, supervisor: Any, now: datetime
) -> None:
    for sentence in (ODD, OTHER):
        _confirm(waiting, supervisor, now, sentence)
    for note in ("一", "二"):  # there and back again: the text is what it was
        waiting.refresh_from_db()
        body = BODY + "谢谢您。" if note == "一" else BODY
        drafts.save(
            waiting,
            body=body,
            note=note,
            by=waiting.author,
            now=now,
            seen_edited_at=waiting.edited_at,
        )
    waiting.refresh_from_db()
    again = steps.submit(waiting, by=waiting.author, now=now)
    assert again.body == BODY
    _refused("unconfirmed", **_approval(supervisor, now))


def test_another_purpose_is_an_edit(waiting: TemplateVersion) -> None:
    with pytest.raises(Error, match="cannot be edited"), transaction.atomic():
        TemplateVersion.objects.update(purposes=[])


def test_only_a_request_is_confirmed_and_only_its_own_sentences(
    waiting: TemplateVersion, supervisor: Any, now: datetime
) -> None:
    with pytest.raises(Error, match="not one to be confirmed"), transaction.atomic():
        _confirm(waiting, supervisor, now, "谢谢您")
    with pytest.raises(Error, match="four eyes"), transaction.atomic():
        _confirm(waiting, waiting.author, now, ODD)
    steps.withdraw(waiting, by=waiting.author, now=now)
    with pytest.raises(Error, match="only a request"), transaction.atomic():
        _confirm(waiting, supervisor, now, ODD)


def test_what_was_confirmed_stays_on_record(
    waiting: TemplateVersion, supervisor: Any, now: datetime
) -> None:
    _approve(waiting, supervisor, now, ODD, OTHER)
    with pytest.raises(Error), transaction.atomic():
        SentenceConfirmation.objects.update(sentence="谢谢您")
    with pytest.raises(Error), transaction.atomic():
        SentenceConfirmation.objects.all().delete()


def test_what_the_author_said_is_part_of_what_is_approved(
    waiting: TemplateVersion, supervisor: Any, now: datetime
) -> None:
    seen = fingerprints.fingerprint(waiting)
    steps.withdraw(waiting, by=waiting.author, now=now)
    waiting.refresh_from_db()
    drafts.save(
        waiting,
        body=BODY,
        note=waiting.author_note,
        by=waiting.author,
        now=now,
        seen_edited_at=waiting.edited_at,
        said={ODD: "knowledge", OTHER: "fact"},
    )
    waiting.refresh_from_db()
    steps.submit(waiting, by=waiting.author, now=now)
    with pytest.raises(ApprovalRefused, match=r"read it again|重新"):
        steps.approve(waiting, by=supervisor, now=now, seen_hash=seen, confirmed=[ODD, OTHER])


def _confirm(version: TemplateVersion, by: Any, now: datetime, sentence: str) -> None:
    purpose = next((x["purpose"] for x in version.purposes if x["sentence"] == sentence), "fact")
    SentenceConfirmation.objects.create(
        version=version, sentence=sentence, purpose=purpose, by=by, at=now
    )
