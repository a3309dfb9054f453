"""The starter library as a lender meets it: what of it is here, written, asked for and approved.

All in sets: a first set-up has some hundred texts, which nobody should open one by one.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from accounts.models import User
from messaging import library
from messaging.approval import steps
from messaging.approval.errors import ApprovalRefused
from messaging.authoring import starter
from messaging.library import StarterTemplate
from messaging.models import TemplateVersion
from messaging.models.approvable import ApprovalState
from messaging.policy.fields import COUNTRIES

NEW = "new"


@dataclass(frozen=True)
class NotDone:
    """A text for which a step did not happen, and why."""

    version: TemplateVersion
    why: str


@dataclass(frozen=True)
class Outcome:
    """What was done with many; nothing is held up by the one that cannot be."""

    done: tuple[TemplateVersion, ...]
    refused: tuple[NotDone, ...]


def texts_in(
    languages: Collection[str],
    mentions: Collection[str] = (),
    countries: Collection[str] = (),
) -> list[StarterTemplate]:
    """Reminders, answers, notices and useful knowledge of these languages. Those that name a
    consequence come only where it is in `mentions`, that is, where it is true of the lenders here;
    knowledge that is true of one country only where it is in `countries`."""
    return [
        text
        for language in library.LANGUAGES
        if language in languages
        for text in chain(
            library.load(language, mentions=mentions),
            library.load_answers(language),
            library.load_notices(language),
            library.load_education(language, mentions=mentions, countries=countries),
        )
    ]


def states_of(texts: Collection[StarterTemplate]) -> dict[str, Counter[str]]:
    """By language, how many texts are in which state (`new`: not here yet). One query."""
    codes = {text.code for text in texts}
    newest = (
        TemplateVersion.objects.filter(template__code__in=codes)
        .order_by("template_id", "language", "-number")
        .distinct("template_id", "language")
        .values_list("template__code", "language", "state")
    )
    states = {(code, language): state for code, language, state in newest}
    found: dict[str, Counter[str]] = {}
    for text in texts:
        state = states.get((text.code, text.language), NEW)
        found.setdefault(text.language, Counter())[state] += 1
    return found


def write_and_ask(texts: Collection[StarterTemplate], *, by: User, now: datetime) -> Outcome:
    """A draft of every text that is not here; approval asked for these, and for those that were
    written before and could not be asked for then."""
    starter.write_missing(texts, by=by, now=now)
    done, refused = [], []
    for draft in _drafts(texts):
        try:
            done.append(steps.submit(draft, by=by, now=now))
        except ApprovalRefused as why:
            refused.append(NotDone(draft, _why(why)))
    return Outcome(tuple(done), tuple(refused))


def _drafts(texts: Collection[StarterTemplate]) -> list[TemplateVersion]:
    wanted = {(text.code, text.language) for text in texts}
    drafts = TemplateVersion.objects.filter(
        template__code__in={code for code, _language in wanted}, state=ApprovalState.DRAFT
    ).select_related("template")
    return [d for d in drafts.order_by("pk") if (d.template.code, d.language) in wanted]


def waiting(*, by: User) -> list[TemplateVersion]:
    """The library's texts that wait for somebody's approval, other than those this person wrote
    or asked for. Two queries."""
    codes = {text.code for text in texts_in(library.LANGUAGES, library.MENTIONS, COUNTRIES)}
    requests = (
        TemplateVersion.objects.filter(template__code__in=codes, state=ApprovalState.SUBMITTED)
        .exclude(author=by)
        .exclude(submitted_by=by)
        .exclude(editors__contains=[by.pk])
        .select_related("template", "author", "submitted_by")
    )
    return list(requests.order_by("language", "template__content_class", "template_id"))


def approve_all(seen: Mapping[int, str], *, by: User, now: datetime) -> Outcome:
    """Approve each of these requests exactly as it was shown: version id → its fingerprint."""
    done, refused = [], []
    versions = TemplateVersion.objects.filter(pk__in=seen).select_related("template")
    for version in versions.order_by("pk"):
        try:
            done.append(steps.approve(version, by=by, now=now, seen_hash=seen[version.pk]))
        except ApprovalRefused as why:
            refused.append(NotDone(version, _why(why)))
    return Outcome(tuple(done), tuple(refused))


def _why(refused: ApprovalRefused) -> str:
    return " ".join([str(refused), *[finding.reason for finding in refused.findings]])
