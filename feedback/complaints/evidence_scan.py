"""Evidence before the virus scanner: as it comes, or later where the scanner did not answer."""

from __future__ import annotations

import hashlib
import logging
from datetime import datetime

from django.db import transaction

from accounts.audit import trail
from accounts.errors import Refused
from accounts.models.scan import Scan
from accounts.privacy.errors import PrivacyError
from accounts.scanning import service as scanning
from accounts.scanning.clamd import ScannerDown, TooLarge
from feedback.complaints import evidence_files
from feedback.complaints.timeline import lock, note
from feedback.models import Complaint, Evidence
from feedback.models.complaint_file import INFECTED

log = logging.getLogger(__name__)

AT_ONCE = 50


def of_new(complaint: Complaint, data: bytes) -> Scan:
    """What a file is kept as. Raises Refused, on record, where there is a virus in it."""
    try:
        return scanning.look([data])
    except scanning.Infected as infected:
        trail.record(
            action="infected",
            table=Evidence._meta.db_table,
            row_id=f"complaint {complaint.pk}",
            after={"sha256": hashlib.sha256(data).hexdigest(), "found": infected.name},
        )
        raise Refused(scanning.infected_sentence(infected.name)) from infected
    except TooLarge as error:
        raise Refused(scanning.too_large_sentence()) from error
    except ScannerDown:
        return Scan.WAITING


def scan_waiting(*, now: datetime) -> int:
    """Look at what waits, until the scanner does not answer; how many were looked at."""
    done = 0
    waiting = Evidence.objects.filter(removed_at=None, scan=Scan.WAITING).order_by("pk")
    for kept in waiting.select_related("complaint")[:AT_ONCE]:
        try:
            data = evidence_files.read(kept.stored_as, sha256=kept.sha256)
            found = scanning.look([data])
        except scanning.Infected as infected:
            _take_away(kept, infected, now=now)
        except (OSError, PrivacyError, ValueError) as error:
            log.error("evidence %s cannot be read: %s", kept.pk, type(error).__name__)
            continue
        except ScannerDown:
            return done
        else:
            Evidence.objects.filter(pk=kept.pk, scan=Scan.WAITING).update(scan=found)
        done += 1
    return done


@transaction.atomic
def _take_away(kept: Evidence, infected: scanning.Infected, *, now: datetime) -> None:
    complaint = lock(kept.complaint)
    gone = Evidence.objects.filter(pk=kept.pk, removed_at=None, scan=Scan.WAITING).update(
        scan=Scan.INFECTED, removed_at=now, removed_by=None, removal_reason=INFECTED
    )
    if gone:
        note(complaint, "evidence_infected", by=None, now=now, text=infected.name)
        transaction.on_commit(lambda: evidence_files.remove(kept.stored_as))
