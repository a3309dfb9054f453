"""A segment is saved and thrown away; what stands against it is said in sentences."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import Lender, User
from messaging.models import Segment, SegmentCell
from messaging.policy.segments.condition import Unreadable, read
from messaging.policy.segments.protected import protected_in
from messaging.segments.words import ATTRIBUTES, CODES, fact_label

MAY_WRITE = "messaging.change_segment"


def save(
    segment: Segment | None,
    *,
    lender: Lender,
    title: str,
    conditions: list[dict[str, Any]],
    by: User,
    now: datetime,
) -> Segment:
    """A new segment (None), or another title or conditions of one. Refused with the reasons: no
    title, a title of another one, conditions that cannot be, what the law protects."""
    _may_write(by)
    title = title.strip()
    if not title:
        raise Refused(_("Give the segment a title that says who is in it."))
    faults_found = condition_faults(title, conditions)
    if faults_found:
        raise Refused(" ".join(faults_found))
    written = segment or Segment(lender=lender)
    written.title, written.conditions = title, conditions
    written.edited_by, written.edited_at = by, now
    try:
        with transaction.atomic():
            written.save()
    except IntegrityError as error:
        if "a_segment_title_once_per_lender" not in str(error):
            raise
        raise Refused(_("This lender has a segment of that title already.")) from None
    return written


def discard(segment: Segment, *, by: User) -> None:
    """Strategies and trials keep the conditions they took along."""
    _may_write(by)
    segment.delete()


def faults(cell: SegmentCell) -> list[str]:
    """What stands against a segment that a strategy asks for."""
    return condition_faults(cell.title, cell.conditions)


def condition_faults(title: str, conditions: Any) -> list[str]:
    """In sentences; none where it may be used."""
    found = []
    named = protected_in(title)
    if named:
        found.append(_protected(named[0], named[1]))
    try:
        read(conditions)
    except Unreadable as error:
        found.append(said(error))
    return found


def said(error: Unreadable) -> str:
    """What is wrong with a condition, and the way out."""
    if error.code == "protected":
        return _protected(error.attribute, error.what)
    return str(CODES[error.code]) % {"what": fact_label(error.what)}


def _protected(attribute: str, word: str) -> str:
    return _(
        "“%(word)s” speaks of %(attribute)s. The law protects it: nobody is written to, or not, "
        "because of it. Ask for how the customer has paid instead."
    ) % {"word": word, "attribute": ATTRIBUTES[attribute]}


def _may_write(by: User) -> None:
    if not by.has_perm(MAY_WRITE):
        raise Refused(_("Your role does not write segments."))
