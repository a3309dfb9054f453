"""Evidence is opened only once the virus scanner has looked at it."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import Error, transaction

from accounts.errors import Refused
from accounts.models import AuditEntry
from feedback import tasks
from feedback.complaints import evidence, evidence_files
from feedback.models import ComplaintEvent, Evidence
from tests import clamd_server, make
from tests.clamd_server import EICAR, Scanner
from tests.feedback.complaints import files
from tests.make_complaints import logged

pytestmark = pytest.mark.django_db
INFECTED = files.PDF[:-6] + EICAR + b"\n%%EOF\n"


@pytest.fixture(autouse=True)
def scanner(settings: Any, tmp_path: Path) -> Iterator[Scanner]:
    settings.UPLOAD_DIR = tmp_path / "uploads"
    with clamd_server.running(tmp_path / "clamd.ctl") as running:
        settings.CLAMD = running.address
        yield running


def added(now: datetime, data: bytes = files.PDF) -> Evidence:
    return evidence.add(logged(now), name="截图.pdf", data=data, by=make.staff("agent"), now=now)


def test_what_is_clean_opens(now: datetime, scanner: Scanner) -> None:
    kept = added(now)
    assert (kept.scan, scanner.seen) == ("clean", [files.PDF])
    assert evidence.open_(kept) == files.PDF


def test_a_virus_is_refused_and_stays_on_record(now: datetime) -> None:
    with pytest.raises(Refused, match="Eicar-Signature"):
        added(now, INFECTED)
    assert not Evidence.objects.exists()
    assert not list(evidence_files.folder().glob("*"))
    entry = AuditEntry.objects.get(action="infected")
    assert entry.after["found"] == "Eicar-Signature"


def test_while_the_scanner_is_down_a_file_is_held_and_opens_for_nobody(
    now: datetime, scanner: Scanner, settings: Any
) -> None:
    settings.CLAMD = clamd_server.nobody()
    kept = added(now)
    tasks.scan_evidence()  # nobody answers yet
    kept.refresh_from_db()
    assert kept.scan == "waiting"
    with pytest.raises(Refused):
        evidence.open_(kept)
    settings.CLAMD = scanner.address
    tasks.scan_evidence()
    kept.refresh_from_db()
    assert kept.scan == "clean"
    assert evidence.open_(kept) == files.PDF


def test_a_virus_found_later_takes_the_file_away_and_the_complaint_says_so(
    now: datetime, scanner: Scanner, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.CLAMD = clamd_server.nobody()
    kept = added(now, INFECTED)
    settings.CLAMD = scanner.address
    with django_capture_on_commit_callbacks(execute=True):
        tasks.scan_evidence()
    kept.refresh_from_db()
    assert (kept.scan, kept.removal_reason, kept.removed_by) == ("infected", "virus", None)
    assert ComplaintEvent.objects.filter(
        complaint=kept.complaint, what="evidence_infected"
    ).exists()
    assert not list(evidence_files.folder().glob("*"))
    with pytest.raises(Refused):
        evidence.open_(kept)


def test_one_that_cannot_be_read_does_not_keep_the_others_waiting(
    now: datetime, scanner: Scanner, settings: Any
) -> None:
    settings.CLAMD = clamd_server.nobody()
    gone, kept = added(now), added(now)
    evidence_files.remove(gone.stored_as)
    settings.CLAMD = scanner.address
    tasks.scan_evidence()
    assert set(Evidence.objects.values_list("pk", "scan")) == {
        (gone.pk, "waiting"),
        (kept.pk, "clean"),
    }


@pytest.mark.parametrize(
    "columns",
    [
        {"scan": "waiting"},
        {"removed_at": "now", "removal_reason": "virus"},
        {"scan": "infected", "removed_at": "now", "removal_reason": "retention"},
    ],
)
def test_the_database_takes_no_other_word_for_it(now: datetime, columns: dict[str, Any]) -> None:
    kept = added(now)
    columns = {name: now if value == "now" else value for name, value in columns.items()}
    with pytest.raises(Error), transaction.atomic():
        Evidence.objects.filter(pk=kept.pk).update(**columns)
