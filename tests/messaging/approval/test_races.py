"""Two people press at the same moment, on two connections: it happens once."""

import threading
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection

from messaging.approval import fingerprints, steps
from messaging.approval.errors import ApprovalRefused
from messaging.authoring import templates as drafts
from messaging.models import TemplateVersion
from tests import make, make_messaging

pytestmark = pytest.mark.django_db(transaction=True)


def _at_once(*acts: Callable[[], object]) -> list[str]:
    """Run each on a connection of its own, as near together as can be; 'done' or the refusal."""
    barrier = threading.Barrier(len(acts))
    results: list[str] = []

    def run(act: Callable[[], object]) -> None:
        try:
            barrier.wait(timeout=10)
            act()
            results.append("done")
        except ApprovalRefused as refusal:
            results.append(f"refused: {refusal}")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(results) == len(acts)
    return sorted(results)


def test_two_approvals_at_once_happen_once(now: datetime) -> None:
    version = make_messaging.version(state="submitted")
    seen = fingerprints.fingerprint(version)
    people = [make.staff("supervisor"), make.staff("supervisor")]

    results = _at_once(
        *(
            lambda person=person: steps.approve(version, by=person, now=now, seen_hash=seen)
            for person in people
        )
    )

    assert results[0] == "done"
    assert results[1].startswith("refused")


@pytest.mark.parametrize("_round", range(4))
def test_an_approval_and_an_edit_at_once_never_approve_an_unseen_text(
    _round: int, now: datetime
) -> None:
    version = make_messaging.version(state="submitted")
    seen = fingerprints.fingerprint(version)
    supervisor = make.staff("supervisor")

    _at_once(
        lambda: steps.approve(version, by=supervisor, now=now, seen_hash=seen),
        lambda: drafts.save(
            version,
            body=version.body + "祝好。",
            note="",
            by=version.author,
            now=now,
            seen_edited_at=version.edited_at,
        ),
    )

    final = TemplateVersion.objects.get(pk=version.pk)
    assert final.state in {"approved", "draft"}
    assert (final.state == "approved") == (fingerprints.fingerprint(final) == seen)


def test_two_saves_at_once_lose_no_text_silently(now: datetime) -> None:
    draft = make_messaging.draft()

    results = _at_once(
        *(
            lambda text=text: drafts.save(
                draft,
                body=text,
                note="",
                by=draft.author,
                now=now,
                seen_edited_at=draft.edited_at,
            )
            for text in ("甲", "乙")
        )
    )

    assert [result.split(":")[0] for result in results] == ["done", "refused"]


def test_two_new_versions_at_once_leave_one_draft(now: datetime) -> None:
    version = make_messaging.version()
    author = make.staff("collector")

    results = _at_once(
        *(
            lambda: drafts.new_version(version.template, "zh-hans", by=author, now=now)
            for _person in range(2)
        )
    )

    assert [result.split(":")[0] for result in results] == ["done", "refused"]
