"""A template as a handset shows it, with what it costs and what is to be said about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from accounts.models import Lender
from messaging.content.render import (
    BRACKETS,
    MissingValue,
    RenderError,
    full_text,
    parse,
    render,
)
from messaging.content.segments import SegmentCount, count, split
from messaging.content.shapes.shape import NOTHING, shape
from messaging.content.shapes.told import Told
from messaging.content.subject import rendered
from messaging.decisions.facts.sender import Sender
from messaging.decisions.facts.text import link_to
from messaging.preview import specimens


@dataclass(frozen=True, slots=True)
class Preview:
    """`parts` joined are the text as received, cut where one SMS ends and the next begins.
    `content` is the same in the shape of its channel, empty for SMS.

    `gap` is why it cannot be sent to this specimen (the parts then show the raw body), else None.
    """

    parts: tuple[str, ...]
    size: SegmentCount
    cost: Decimal
    gap: RenderError | None
    content: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return "".join(self.parts)


def preview(
    body: str,
    *,
    kind: str,
    sender: Sender,
    stage: str,
    cause: str,
    language: str,
    today: date,
    channel: str = "sms",
    subject: str = "",
) -> Preview:
    """The text that a specimen of this kind (messaging.preview.specimens.KINDS) would receive."""
    values = specimens.values(
        kind,
        sender=sender,
        stage=stage,
        cause=cause,
        language=language,
        today=today,
        channel=channel,
    )
    gap: RenderError | None = None
    try:
        filled = render(body, values)
    except RenderError as error:
        filled, gap = body, error
    signature = sender.facts(language).signature
    text = full_text(signature, filled, language=language)
    if not signature and gap is None:
        gap = MissingValue(["signature"])
    content = NOTHING
    if gap is None and channel != "sms":
        content = shape(
            channel,
            Told(
                text=text,
                signature=signature,
                subject=subject_as_read(subject, sender, language),
                language=language,
                link=link_to(sender),
                values={name: values[name] for name in parse(body).names if name in values},
                brackets=BRACKETS[language],
            ),
        )
    return as_received(text, lender=sender.lender, gap=gap, content=content)


def subject_as_read(subject: str, sender: Sender, language: str) -> str:
    """A subject as its reader sees it; as it is written while it cannot be."""
    try:
        return rendered(subject, {"lender": sender.facts(language).name})
    except RenderError:
        return subject


def as_received(
    text: str,
    *,
    lender: Lender,
    gap: RenderError | None = None,
    shown: str | None = None,
    content: Mapping[str, str] = NOTHING,
) -> Preview:
    """The preview of a whole text; `shown` instead of it where it must be masked on screen."""
    size = count(text)
    return Preview(
        parts=tuple(split(text if shown is None else shown)),
        size=size,
        cost=size.segments * Decimal(lender.price_per_segment),
        gap=gap,
        content=content,
    )
