"""One wording put for another in many texts at once: looked at first, then drafts like all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import User
from messaging.approval import steps
from messaging.authoring import templates as drafts
from messaging.authoring.check_text import template_findings
from messaging.authoring.purposes import said_of
from messaging.content.text.findings import Finding
from messaging.models import TemplateVersion, in_force
from messaging.models.approvable import OPEN, ApprovalState

MOST = 120
"""Texts at once: a stage has 45 in three languages."""


@dataclass(frozen=True)
class Wanted:
    """`find` becomes `put`, everywhere in a text and its subject, letter by letter."""

    find: str
    put: str

    def done_in(self, text: str) -> str:
        return text.replace(self.find, self.put)


@dataclass(frozen=True)
class Line:
    """What one text would become. `parts`: its body between the places; `blocking`: what stands
    against the new one; `refused`: why it cannot be done, empty where it can."""

    version: TemplateVersion
    parts: list[str]
    blocking: list[Finding]
    refused: str = ""


def look(versions: Iterable[TemplateVersion], wanted: Wanted, *, now: datetime) -> list[Line]:
    """Every one of them, in their order; nothing is written."""
    rows = list(versions)
    standing = in_force.template_versions({row.template_id for row in rows}, now)
    written = TemplateVersion.objects.filter(
        template__in={row.template_id for row in rows}, state__in=OPEN
    )
    worked_on = {(each.template_id, each.language): each.pk for each in written}
    found = []
    for row in rows:
        place = (row.template_id, row.language)
        current = standing.get(place)
        refused = _refused(row, wanted, current.pk if current else None, worked_on.get(place))
        against = [] if refused else _blocking(row, wanted, now)
        found.append(Line(row, row.body.split(wanted.find), against, refused))
    return found


@transaction.atomic
def write(
    version: TemplateVersion, wanted: Wanted, *, note: str, hand_in: bool, by: User, now: datetime
) -> TemplateVersion:
    """A draft in which it is so: a new version of one in force, else the draft itself. `hand_in`:
    asked for approval at once, refused while something stands against it. Raises Refused."""
    (line,) = look([version], wanted, now=now)
    if line.refused:
        raise Refused(line.refused)
    draft = version
    if version.state == ApprovalState.APPROVED:
        draft = drafts.new_version(
            version.template, version.language, by=by, now=now, from_version=version
        )
    draft = drafts.save(
        draft,
        body=wanted.done_in(version.body),
        subject=wanted.done_in(version.subject),
        note=note,
        by=by,
        now=now,
        seen_edited_at=draft.edited_at,
        said=_said(version, wanted),
    )
    return steps.submit(draft, by=by, now=now) if hand_in else draft


def _refused(
    row: TemplateVersion, wanted: Wanted, standing: int | None, worked_on: int | None
) -> str:
    if wanted.find not in row.body and wanted.find not in row.subject:
        return _("These words do not stand in it.")
    if row.state in (ApprovalState.DRAFT, ApprovalState.SUBMITTED, ApprovalState.REJECTED):
        return "" if worked_on in (None, row.pk) else _("A newer draft of it is open.")
    if row.pk != standing:
        return _("It is not in force; another version of it is, or none.")
    return _("A draft of it is open: choose that one.") if worked_on else ""


def _said(row: TemplateVersion, wanted: Wanted) -> dict[str, str]:
    """A sentence that is worded anew is for what it was for; who approves confirms it again."""
    known = said_of(row)
    return {**known, **{wanted.done_in(each): purpose for each, purpose in known.items()}}


def _blocking(row: TemplateVersion, wanted: Wanted, now: datetime) -> list[Finding]:
    found = template_findings(
        wanted.done_in(row.body),
        template=row.template,
        language=row.language,
        now=now,
        said=_said(row, wanted),
        subject=wanted.done_in(row.subject),
    )
    return [each for each in found if each.level == "block"]
