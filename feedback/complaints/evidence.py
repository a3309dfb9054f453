"""Evidence of a complaint: added after a look at its content, opened on record, removed by two.

The limits are our own proposal (P), not a statute.
"""

import hashlib
from datetime import datetime

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from accounts.audit import trail
from accounts.disclosure import personal
from accounts.errors import Refused
from accounts.input.reasons import LONGEST_REASON, given
from accounts.models import Customer, User
from accounts.models.scan import Scan
from accounts.privacy.errors import PrivacyError
from accounts.rules.lifting import Lifting
from feedback.complaints import evidence_files, evidence_names, evidence_scan, evidence_types
from feedback.complaints.errors import guarded
from feedback.complaints.timeline import lock, note, written
from feedback.models import Complaint, Evidence

MEGABYTE = 1024 * 1024
LARGEST_FILE = 10 * MEGABYTE
MOST_FILES = 20
LARGEST_OF_A_COMPLAINT = 50 * MEGABYTE
ORPHAN_SECONDS = 24 * 3600
"""A file without a row this old was left by a crash between the two."""


def add(
    complaint: Complaint, *, name: str, data: bytes, by: User | None, now: datetime
) -> Evidence:
    """Keep one file. Refused when it is empty, too large, of no type we take, has a virus, or is
    there already. While the scanner does not answer it is kept, and opens once it was looked at.

    `by` None: the customer, on their own page.
    """
    kind = _checked(data)
    scan = evidence_scan.of_new(complaint, data)
    stored_as = evidence_files.store(data)
    try:
        with guarded():
            fresh = lock(complaint)
            _refuse_beyond_the_limits(fresh, len(data))
            kept = Evidence.objects.create(
                complaint=fresh,
                kind=kind,
                name=written(evidence_names.tidy(name, kind)),
                size=len(data),
                sha256=hashlib.sha256(data).hexdigest(),
                stored_as=stored_as,
                scan=scan,
                added_at=now,
                added_by=by,
            )
            note(fresh, "evidence", by=by, now=now, text=name_of(kept))
            return kept
    except BaseException:
        evidence_files.remove(stored_as)
        raise


def name_of(evidence: Evidence) -> str:
    """The name as it is downloaded."""
    return Evidence.name.field.shown(evidence)


def shown_name(evidence: Evidence, customer: Customer) -> str:
    """The name on screen: files are often named after the person."""
    return personal.said(evidence, "name", customer)


def open_(evidence: Evidence) -> bytes:
    """The clear bytes; that they were opened is put on record, like every look at such values."""
    if evidence.removed_at is not None:
        raise Refused(_("This file was removed."))
    if evidence.scan == Scan.WAITING:
        raise Refused(_("The virus scanner has not looked at this file yet. It opens once it has."))
    try:
        data = evidence_files.read(evidence.stored_as, sha256=evidence.sha256)
    except (OSError, PrivacyError, ValueError) as error:
        raise Refused(_("The file is not as it was stored; tell an administrator.")) from error
    trail.record(
        action="export",
        table=Evidence._meta.db_table,
        row_id=str(evidence.pk),
        after={"sha256": evidence.sha256, "size": evidence.size},
    )
    return data


def remove(evidence: Evidence, *, reason: str, by: User, now: datetime) -> Lifting:
    """Take a file away for good; who, when, why and its hash stay. The first person asks, and it
    can be opened until another removes it. Raises Refused, where the same person asks again too."""
    reason = given(reason)
    with guarded():
        fresh = lock(evidence.complaint)
        rows = Evidence.objects.select_for_update(of=("self",), no_key=True)
        kept = rows.filter(pk=evidence.pk, removed_at=None).first()
        if kept is None:
            raise Refused(_("This file was removed."))
        if kept.removal_asked_by_id == by.pk:
            raise Refused(_("You have asked for it: another person removes it."))
        said = f"{name_of(evidence)}: {reason}"
        if kept.removal_asked_by_id is None:
            kept.removal_asked_by, kept.removal_reason = by, reason
            kept.save(update_fields=["removal_asked_by", "removal_reason"])
            note(fresh, "removal_asked", by=by, now=now, text=said)
            return Lifting.ASKED
        kept.removed_at, kept.removed_by = now, by
        kept.removal_reason = f"{kept.removal_reason} · {reason}"[:LONGEST_REASON]
        kept.save(update_fields=["removed_at", "removed_by", "removal_reason"])
        note(fresh, "evidence_removed", by=by, now=now, text=said)
        transaction.on_commit(lambda: evidence_files.remove(evidence.stored_as))
        return Lifting.LIFTED


def sweep(*, machine_seconds: float) -> int:
    """Delete files that no row names any more; how many."""
    keep = set(Evidence.objects.filter(removed_at=None).values_list("stored_as", flat=True))
    gone = evidence_files.left_behind(keep=keep, before=machine_seconds - ORPHAN_SECONDS)
    for name in gone:
        evidence_files.remove(name)
    return len(gone)


def _checked(data: bytes) -> str:
    if not data:
        raise Refused(_("The file is empty."))
    if len(data) > LARGEST_FILE:
        raise too_large()
    kind = evidence_types.sniff(data)
    if kind is None:
        raise Refused(
            _("Its content is none of PDF, PNG, JPEG, WebP, MP3, WAV, AMR or UTF-8 text.")
        )
    return kind


def too_large() -> Refused:
    """Said by the upload itself too, which stops reading there."""
    return Refused(_("A file has at most %(mb)d MB.") % {"mb": LARGEST_FILE // MEGABYTE})


def _refuse_beyond_the_limits(complaint: Complaint, size: int) -> None:
    standing = complaint.evidence.filter(removed_at=None)
    if standing.count() >= MOST_FILES:
        raise Refused(_("A complaint has at most %(count)d files.") % {"count": MOST_FILES})
    if (standing.aggregate(all=Sum("size"))["all"] or 0) + size > LARGEST_OF_A_COMPLAINT:
        raise Refused(
            _("The files of a complaint have at most %(mb)d MB together.")
            % {"mb": LARGEST_OF_A_COMPLAINT // MEGABYTE}
        )
