"""What a new lender starts with: texts, strategy, policy and the sandbox gateway.

All of it goes through the same four eyes as daily work: one person writes, another approves.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol, TypeVar

from accounts.models import Lender, User
from accounts.models.choices import Cause, Channel
from messaging.approval import drafting
from messaging.approval.fingerprints import fingerprint
from messaging.approval.guard import guarded
from messaging.approval.steps import approve, submit
from messaging.authoring import policies, strategies
from messaging.authoring.calendar import drafting as calendars
from messaging.authoring.sources import note_of
from messaging.authoring.strategy_cells import CELLS, Cell
from messaging.library.sources import of_education
from messaging.models import (
    CalendarYear,
    Gateway,
    PolicyVersion,
    Strategy,
    Template,
    TemplateVersion,
)
from messaging.models.approvable import Approvable
from messaging.models.choices import ContentClass, Tone
from messaging.models.template import REMINDERS
from messaging.policy.calendar import read_year

V = TypeVar("V", bound=Approvable)
SANDBOX_GATEWAY = "sandbox"


class StarterText(Protocol):
    """One text of the starter library."""

    @property
    def code(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def stage(self) -> str: ...
    @property
    def tone(self) -> str: ...
    @property
    def cause(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def content_class(self) -> str: ...
    @property
    def channel(self) -> str: ...
    @property
    def topic(self) -> str: ...
    @property
    def country(self) -> str: ...
    @property
    def body(self) -> str: ...


def install(
    library: Iterable[StarterText],
    *,
    author: User,
    approver: User,
    now: datetime,
    effective_from: datetime,
) -> int:
    """Write and approve every text that has no version in its language yet; how many were."""
    with guarded():
        drafts = write_missing(library, by=author, now=now)
        for draft in drafts:
            through(draft, author=author, approver=approver, now=now, begins=effective_from)
        return len(drafts)


def write_missing(
    library: Iterable[StarterText], *, by: User, now: datetime
) -> list[TemplateVersion]:
    """A draft of every text that has no version in its language yet. What one says of a country
    comes with its sources, for whoever reviews it."""
    texts = list(library)
    with guarded():
        templates = _templates(texts, now=now)
        worded = set(TemplateVersion.objects.values_list("template_id", "language"))
        wanted = [x for x in texts if (templates[x.code].pk, x.language) not in worded]
        drafts = [
            TemplateVersion(
                template=templates[text.code],
                language=text.language,
                number=1,
                body=text.body,
                author_note=note_of(of_education().get(text.code, ())),
            )
            for text in wanted
        ]
        return drafting.start_many(drafts, by=by, now=now)


def install_strategy(lender: Lender, *, author: User, approver: User, now: datetime) -> Strategy:
    """A strategy that fills every cell for which there is a text, however remote its fit."""
    with guarded():
        draft = strategies.new_version(lender, by=author, now=now)
        strategies.save_cells(
            draft,
            fitting_templates(),
            note="",
            by=author,
            now=now,
            seen_edited_at=draft.edited_at,
        )
        return through(draft, author=author, approver=approver, now=now)


def install_policy(
    lender: Lender, *, profile: str, author: User, approver: User, now: datetime
) -> PolicyVersion:
    """A shipped profile (messaging.policy.profiles.NAMES) as the lender's next policy version."""
    with guarded():
        draft = policies.new_draft(lender, profile=profile, by=author, now=now)
        return through(draft, author=author, approver=approver, now=now)


def install_calendar(
    country: str, year: int, *, source: str, author: User, approver: User, now: datetime
) -> CalendarYear:
    """A year as the library has it, confirmed by a second person on the word of `source`."""
    with guarded():
        draft = calendars.new_draft(country, year, by=author, now=now)
        calendars.save(
            draft,
            days=read_year(draft.days, year),
            source=source,
            note="",
            by=author,
            now=now,
            seen_edited_at=draft.edited_at,
        )
        return through(draft, author=author, approver=approver, now=now)


def install_sandbox_gateway(
    *, author: User, approver: User, now: datetime, channel: str = Channel.SMS
) -> Gateway:
    """The gateway whose handsets are on a page of ours; it needs no credentials."""
    code = SANDBOX_GATEWAY if channel == Channel.SMS else f"{SANDBOX_GATEWAY}_{channel}"
    with guarded():
        gateway = Gateway(
            code=code, driver=code, channel=channel, content_classes=ContentClass.values
        )
        draft = drafting.start(gateway, by=author, now=now)
        return through(draft, author=author, approver=approver, now=now)


def fitting_templates() -> dict[Cell, int | None]:
    """Cell → the SMS reminder that fits it best, by id; None where a stage has no text at all."""
    rows = Template.objects.filter(**REMINDERS).order_by("-pk")  # the older of two stays
    known = {(t.stage, t.tone, t.cause): t.pk for t in rows}
    return {cell: _best(known, cell) for cell in CELLS}


def _best(known: dict[Cell, int], cell: Cell) -> int | None:
    """Its own cause first, then none in particular; its own tone first, then a gentler one."""
    stage, tone, cause = cell
    gentler = list(Tone.values)[: Tone.values.index(tone) + 1]
    for any_tone in reversed(gentler):
        for any_cause in (cause, Cause.UNKNOWN.value):
            if (stage, any_tone, any_cause) in known:
                return known[stage, any_tone, any_cause]
    return None


def _templates(texts: Iterable[StarterText], *, now: datetime) -> dict[str, Template]:
    """The templates of these texts by code; those that are new are made."""
    by_code = {text.code: text for text in texts}
    known = set(Template.objects.filter(code__in=by_code).values_list("code", flat=True))
    Template.objects.bulk_create(
        Template(
            code=text.code,
            title=text.title,
            stage=text.stage,
            tone=text.tone,
            cause=text.cause,
            content_class=text.content_class,
            channel=text.channel,
            topic=text.topic,
            country=text.country,
            created_at=now,
        )
        for code, text in by_code.items()
        if code not in known
    )
    return {template.code: template for template in Template.objects.filter(code__in=by_code)}


def through(
    draft: V, *, author: User, approver: User, now: datetime, begins: datetime | None = None
) -> V:
    """Asked for by one person and approved by the other."""
    submitted = submit(draft, by=author, now=now)
    return approve(
        submitted, by=approver, now=now, seen_hash=fingerprint(submitted), effective_from=begins
    )
