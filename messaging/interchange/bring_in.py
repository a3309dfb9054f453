"""Entries → drafts. All of a file or nothing of it, and never an approval."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from messaging.approval.guard import guarded
from messaging.authoring import templates as drafts
from messaging.interchange.entries import PURPOSE, Entry, FileRefused, Problem
from messaging.models import Template, TemplateVersion, in_force
from messaging.models.approvable import ApprovalState

PERMISSIONS = ("messaging.add_template", "messaging.add_templateversion")
"""What bringing a file in takes: the same as writing its templates by hand."""
NOTE = "YAML"


@dataclass(slots=True)
class Outcome:
    """What an import did: codes of new templates and of renamed ones; the drafts it made as
    (code, language); how many wordings were there already."""

    new: list[str] = field(default_factory=list)
    renamed: list[str] = field(default_factory=list)
    drafted: list[tuple[str, str]] = field(default_factory=list)
    unchanged: int = 0

    @property
    def changed(self) -> bool:
        return bool(self.new or self.renamed or self.drafted)


def bring_in(entries: list[Entry], *, by: User, now: datetime) -> Outcome:
    """Make drafts of the wordings that differ from what is here; FileRefused when one cannot be.

    A wording is here already when it is in force or the newest one being worked on or sent back.
    """
    outcome = Outcome()
    with guarded():
        codes = [entry.code for entry in entries]
        known = {
            each.code: each
            for each in Template.objects.select_for_update(no_key=True)
            .filter(code__in=codes)
            .order_by("pk")
        }
        here = _wordings({each.pk for each in known.values()}, now)
        problems = [p for e in entries if e.code in known for p in _clashes(e, known[e.code], here)]
        if problems:
            raise FileRefused(problems)
        for entry in entries:
            _take(entry, known.get(entry.code), here, outcome, by=by, now=now)
    return outcome


@dataclass(frozen=True, slots=True)
class _Here:
    """The wordings of one template in one language that count as being here."""

    standing: TemplateVersion | None
    newest: TemplateVersion | None

    @property
    def is_open(self) -> bool:
        open_states = (ApprovalState.DRAFT, ApprovalState.SUBMITTED)
        return self.newest is not None and self.newest.state in open_states

    def says(self, body: str) -> bool:
        retired = self.newest is not None and self.newest.state == ApprovalState.RETIRED
        newest = None if retired else self.newest
        return any(each is not None and each.body == body for each in (self.standing, newest))


_NOTHING = _Here(None, None)
_Wordings = dict[tuple[int, str], _Here]


def _wordings(template_ids: set[int], now: datetime) -> _Wordings:
    standing = in_force.template_versions(template_ids, now)
    newest = (
        TemplateVersion.objects.filter(template_id__in=template_ids)
        .order_by("template_id", "language", "-number")
        .distinct("template_id", "language")
    )
    return {
        key: _Here(standing.get(key), version)
        for version in newest
        for key in [(version.template_id, version.language)]
    }


def _clashes(entry: Entry, template: Template, here: _Wordings) -> list[Problem]:
    """Why this entry cannot be taken into the template of its code."""
    other = _("the template here has “%(here)s”; a code does not change what it is for")
    problems = [
        Problem(entry.code, name, other % {"here": getattr(template, name)})
        for name in PURPOSE
        if getattr(template, name) != getattr(entry, name)
    ]
    being_written = _("another draft or request is open in this language; finish it first")
    for language, body in entry.texts.items():
        found = here.get((template.pk, language), _NOTHING)
        if found.is_open and not found.says(body):
            problems.append(Problem(entry.code, f"texts.{language}", being_written))
    return problems


def _take(
    entry: Entry,
    template: Template | None,
    here: _Wordings,
    outcome: Outcome,
    *,
    by: User,
    now: datetime,
) -> None:
    if template is None:
        template = Template.objects.create(code=entry.code, created_at=now, **entry.settings())
        outcome.new.append(entry.code)
    elif template.title != entry.title:
        Template.objects.filter(pk=template.pk).update(title=entry.title)
        outcome.renamed.append(entry.code)
    for language, body in entry.texts.items():
        if here.get((template.pk, language), _NOTHING).says(body):
            outcome.unchanged += 1
            continue
        draft = drafts.new_version(template, language, by=by, now=now)
        drafts.save(draft, body=body, note=NOTE, by=by, now=now, seen_edited_at=draft.edited_at)
        outcome.drafted.append((entry.code, language))
