"""Evidence is checked, sealed, opened on record and removed on record."""

import hashlib
import os
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import Error, transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from accounts.errors import Refused
from accounts.models import AuditEntry
from accounts.privacy.files import EncryptedReader
from accounts.rotation.service import rotate
from feedback.complaints import evidence, evidence_files
from feedback.models import Complaint, Evidence
from tests import make, make_sealed
from tests.feedback.complaints import files
from tests.make_complaints import close, logged, removed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.UPLOAD_DIR = tmp_path


def added(now: datetime, data: bytes = files.PDF, **changes: Any) -> Evidence:
    complaint = changes.pop("complaint", None) or logged(now)
    return evidence.add(
        complaint,
        **{"name": "截图.pdf", "data": data, "by": make.staff("agent"), "now": now, **changes},
    )


def on_disk() -> list[Path]:
    return sorted(evidence_files.folder().glob("*"))


def test_a_file_is_sealed_under_a_random_name_with_its_hash_kept(now: datetime) -> None:
    kept = added(now)
    assert kept.sha256 == hashlib.sha256(files.PDF).hexdigest()
    (stored,) = on_disk()
    assert stored.name == kept.stored_as
    assert "截图" not in stored.name
    assert b"%PDF" not in stored.read_bytes()
    assert stored.stat().st_mode & 0o077 == 0
    assert evidence.open_(kept) == files.PDF


def test_its_name_is_encrypted_and_its_type_is_of_its_content(now: datetime) -> None:
    kept = added(now, files.PNG, name="../王小明.pdf")
    kept.refresh_from_db()
    assert "王小明".encode() not in make_sealed.stored(kept, "name")
    assert (evidence.name_of(kept), kept.kind) == ("王小明.pdf.png", "png")


@pytest.mark.parametrize("data", [b"", b"MZ\0\0", b"x" * (evidence.LARGEST_FILE + 1)])
def test_what_is_no_evidence_leaves_nothing_behind(now: datetime, data: bytes) -> None:
    with pytest.raises(Refused):
        added(now, data)
    assert not Evidence.objects.exists()
    assert not on_disk()


@settings(
    max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.binary(max_size=300), st.text(max_size=80))
def test_whatever_is_uploaded_is_kept_whole_or_refused_whole(
    now: datetime, data: bytes, name: str
) -> None:
    complaint = Complaint.objects.first() or logged(now)
    before = len(on_disk())
    try:
        with transaction.atomic():
            kept = added(now, data, name=name, complaint=complaint)
            assert evidence.open_(kept) == data
            removed(kept, now)
    except Refused:
        assert len(on_disk()) == before


def test_the_same_file_twice_is_refused_and_leaves_no_second_copy(now: datetime) -> None:
    kept = added(now)
    with pytest.raises(Refused):
        added(now, complaint=kept.complaint, name="other.pdf")
    assert len(on_disk()) == 1


def test_a_complaint_has_so_many_files_and_bytes_and_no_more(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    complaint = logged(now)
    monkeypatch.setattr(evidence, "MOST_FILES", 2)
    added(now, complaint=complaint)
    added(now, files.PNG, complaint=complaint)
    with pytest.raises(Refused):
        added(now, files.TXT, complaint=complaint)
    monkeypatch.setattr(evidence, "MOST_FILES", 20)
    monkeypatch.setattr(evidence, "LARGEST_OF_A_COMPLAINT", len(files.PDF) + len(files.PNG) + 5)
    with pytest.raises(Refused):
        added(now, files.TXT, complaint=complaint)
    assert len(on_disk()) == 2


def test_every_opening_is_on_the_audit_trail(now: datetime) -> None:
    kept = added(now)
    evidence.open_(kept)
    entry = AuditEntry.objects.get(table="feedback_evidence", action="export")
    assert entry.row_id == str(kept.pk)


def test_a_file_changed_on_the_disk_does_not_open(now: datetime) -> None:
    kept = added(now)
    (stored,) = on_disk()
    stored.write_bytes(stored.read_bytes()[:-1] + b"x")
    with pytest.raises(Refused):
        evidence.open_(kept)


@pytest.mark.django_db(transaction=True)
def test_two_people_remove_a_file_and_who_why_and_the_hash_stay(now: datetime) -> None:
    """Nobody makes what a complaint rests on disappear alone."""
    kept, agent, other = added(now), make.staff("agent"), make.staff("supervisor")
    with pytest.raises(Refused):
        evidence.remove(kept, reason="  ", by=agent, now=now)
    assert evidence.remove(kept, reason="误传他人资料", by=agent, now=now) == "asked"
    with pytest.raises(Refused):
        evidence.remove(kept, reason="again", by=agent, now=now)
    assert evidence.open_(kept) == files.PDF
    assert evidence.remove(kept, reason="确为他人", by=other, now=now) == "lifted"
    kept.refresh_from_db()
    assert (kept.removal_asked_by, kept.removed_by) == (agent, other)
    assert kept.removal_reason == "误传他人资料 · 确为他人"
    assert kept.sha256 == hashlib.sha256(files.PDF).hexdigest()
    assert not on_disk()
    for again in (
        lambda: evidence.remove(kept, reason="again", by=agent, now=now),
        lambda: evidence.open_(kept),
    ):
        with pytest.raises(Refused):
            again()


def test_the_database_lets_nobody_change_delete_or_bring_back_a_file(now: datetime) -> None:
    kept = added(now)
    mine = Evidence.objects.filter(pk=kept.pk)
    for change in ({"sha256": "0" * 64}, {"stored_as": "x"}, {"name": b"x"}):
        with pytest.raises(Error, match="never changed"), transaction.atomic():
            mine.update(**change)
    with pytest.raises(Error), transaction.atomic():
        mine.delete()
    gone = {"removed_at": now, "removed_by": (agent := make.staff("agent")), "removal_reason": "x"}
    for alone in (gone, {**gone, "removal_asked_by": agent}):
        with pytest.raises(Error, match="two people"), transaction.atomic():
            mine.update(**alone)
    removed(kept, now)
    with pytest.raises(Error, match="final"), transaction.atomic():
        mine.update(removed_at=None, removed_by=None, removal_reason="")


def test_evidence_may_be_added_to_an_answered_complaint(now: datetime) -> None:
    complaint = logged(now)
    close(complaint, now)
    assert added(now, complaint=complaint).pk


def test_the_sweep_deletes_what_no_row_names_and_only_when_it_is_old(now: datetime) -> None:
    kept = added(now)
    orphan = evidence_files.store(files.PNG)
    written = (evidence_files.folder() / orphan).stat().st_mtime
    assert evidence.sweep(machine_seconds=written + 60) == 0
    assert evidence.sweep(machine_seconds=written + evidence.ORPHAN_SECONDS + 60) == 1
    assert [path.name for path in on_disk()] == [kept.stored_as]
    assert os.path.exists(on_disk()[0])


def test_a_rotation_seals_evidence_anew_and_leaves_removed_files_alone(now: datetime) -> None:
    kept, gone = added(now), added(now, files.PNG)
    evidence_files.remove(gone.stored_as)
    done = rotate(make_sealed.keys(1, 2))
    assert (done.files, done.complete) == (1, True)
    with (evidence_files.folder() / kept.stored_as).open("rb") as source:
        reader = EncryptedReader(source, make_sealed.keys(2), evidence_files.PURPOSE)
        assert reader.read() == files.PDF
