"""What replies do at once, before any person reads them (facts: what a reply means)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

from django.utils.translation import gettext as _

from accounts.holds import service as holds
from accounts.models import Hold
from accounts.rules.hold_terms import ends_at
from messaging.inbound import questions
from messaging.inbound.writers import Writer
from messaging.models import Message, Reply, Suppression
from messaging.models.choices import ContentClass
from messaging.outbox.locks import lock_all
from messaging.replies.intents import SUPPRESSING, Intent
from messaging.replies.reading import Reading
from messaging.suppression import education as declined, wrong_party
from messaging.suppression.education import Declining
from messaging.suppression.service import Wanted, suppress_all

HOLDS: dict[Intent, Hold.Kind] = {
    Intent.DISTRESS: Hold.Kind.DISTRESS,
    Intent.COMPLAINT: Hold.Kind.COMPLAINT,
    Intent.DISPUTE: Hold.Kind.DISPUTE,
    Intent.HARDSHIP: Hold.Kind.HARDSHIP,
    Intent.PAID: Hold.Kind.PAID_CLAIM,
}
STOPPING = SUPPRESSING | {Intent.WRONG_PARTY}


@dataclass(frozen=True, slots=True)
class Taken:
    """A reply that was stored, and what it means. `reply_id` 0: not yet.

    `wrong_on`: of a number that is another's, its hash on every channel it is reached by.
    """

    reply_id: int
    gateway_ref: str
    text: str = field(repr=False)
    at: datetime
    address_hash: bytes
    writer: Writer
    reading: Reading
    wrong_on: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def intent(self) -> Intent:
        return self.reading.intent

    @property
    def effects(self) -> frozenset[Intent]:
        return self.reading.effects

    @property
    def needs_reading(self) -> bool:
        """Whether a person has to read it before the next automated text: unless it is recognised
        as harmless, or says nothing but the keyword that has just been obeyed."""
        return not self.reading.harmless and self.effects != {Intent.OPT_OUT}

    @property
    def only_asks(self) -> bool:
        """Whether it wants an answer and holds nothing until a person has read it."""
        return self.reading.asks and not self.needs_reading

    @property
    def stops(self) -> bool:
        """Whether nothing may be sent to this number any more."""
        return bool(self.effects & STOPPING)

    @property
    def is_keyword(self) -> bool:
        """Whether it says nothing but that."""
        return self.intent == Intent.OPT_OUT and Intent.WRONG_PARTY not in self.effects

    @property
    def source(self) -> str:
        return f"reply:{self.reply_id}"

    def numbered(self, reply_id: int) -> Taken:
        return replace(self, reply_id=reply_id)


def apply(taken: Sequence[Taken], *, channel: str) -> None:
    """Suppress, hold or close, inside the transaction that stores the replies.

    All customers and all messages are locked at once before anything is changed: as everywhere.
    """
    held = _holds(taken)
    stopping = [reply for reply in taken if reply.stops]
    declining = [reply for reply in taken if Intent.NO_EDUCATION in reply.effects]
    _lock({hold.customer_id for hold in held}, [*stopping, *declining], channel=channel)
    if stopping:
        _stop(stopping, channel=channel)
    if held:
        holds.place_all(held)
    if declining:
        _end_education(declining, channel=channel)


def _lock(customers: Collection[int], ending: Sequence[Taken], *, channel: str) -> None:
    hashes = {each.address_hash for each in ending}
    elsewhere = {at for each in ending for at in each.wrong_on.items()}
    named = {each.writer.customer_id for each in ending if each.writer.customer_id}
    if customers or hashes:
        lock_all(
            customers={*customers, *named},
            hashes=hashes | {address_hash for _channel, address_hash in elsewhere},
            channels={channel} | {on for on, _hash in elsewhere},
        )


def _end_education(declining: Sequence[Taken], *, channel: str) -> None:
    """Only a plain word is answered by the machine, and only the first one."""
    made = declined.decline_all(
        [
            Declining(channel, each.address_hash, each.writer.customer_id, each.source, each.at)
            for each in declining
        ]
    )
    first = {reply.address_hash: reply for reply in reversed(declining)}
    _queue_confirmations(
        [
            (made[address_hash], reply)
            for address_hash, reply in first.items()
            if address_hash in made and reply.effects == {Intent.NO_EDUCATION}
        ],
        of="declines_id",
        channel=channel,
    )


def _stop(stopping: Sequence[Taken], *, channel: str) -> None:
    made = suppress_all([each for reply in stopping for each in _wanted(reply, channel)])
    # Only a plain keyword is answered by the machine, and only the first one.
    first = {reply.address_hash: reply for reply in reversed(stopping)}
    _queue_confirmations(
        [
            (suppression_id, first[address_hash])
            for address_hash, suppression_id in made.items()
            if address_hash in first and first[address_hash].is_keyword
        ],
        of="confirms_id",
        channel=channel,
    )
    wrong = [reply for reply in stopping if Intent.WRONG_PARTY in reply.effects]
    if wrong:
        # One reply stops the number for everybody in whose file it stands, for calls as for texts.
        hashes = {address_hash for reply in wrong for address_hash in reply.wrong_on.values()}
        wrong_party.close(hashes, sender=Reply, now=wrong[-1].at)


def _queue_confirmations(
    answers: Sequence[tuple[int, Taken]], *, of: Literal["confirms_id", "declines_id"], channel: str
) -> None:
    """Queue the answers (messaging.transactional) to numbers that had been written to, each with
    the id of its suppression or declining; the database allows one for each."""
    Message.objects.bulk_create(
        Message(
            lender_id=sent.lender_id,
            customer_id=sent.customer_id,
            contact_point_id=sent.contact_point_id,
            channel=channel,
            address_hash=reply.address_hash,
            content_class=ContentClass.CONFIRMATION,
            **{of: row_id},
            language=sent.language,
            send_at_once=True,
            not_before=reply.at,
            created_at=reply.at,
        )
        for row_id, reply in answers
        if (sent := reply.writer.answered) and sent.contact_point_id
    )


def _wanted(reply: Taken, channel: str) -> list[Wanted]:
    """An opt-out of texts stops texts; a stranger's number is not called either."""
    if reply.wrong_on:
        kind, on = Suppression.Kind.WRONG_PARTY, reply.wrong_on
    else:
        kind, on = Suppression.Kind.OPT_OUT, {channel: reply.address_hash}
    doubtful = _is_doubtful(reply)
    return [
        Wanted(each, address_hash, kind, reply.source, reply.at, needs_review=doubtful)
        for each, address_hash in on.items()
    ]


def _is_doubtful(reply: Taken) -> bool:
    return not reply.effects & {Intent.WRONG_PARTY, Intent.OPT_OUT}


def _holds(taken: Sequence[Taken]) -> list[Hold]:
    """In the order of the replies, as one after the other would leave them."""
    asking = {pk for reply in taken if reply.only_asks for pk in reply.writer.people}
    days = questions.days_held(asking, taken[0].at) if asking else {}
    return [
        hold
        for reply in taken
        for hold in (
            *_until_read(reply),
            *_until_answered(reply, days),
            *_until_settled(reply),
        )
    ]


def _until_read(reply: Taken) -> list[Hold]:
    """One for each reply, so that whoever reads the first has not read the second; without an end,
    since only reading ends it, or the policy's days, loudly (feedback.inbox.ageing)."""
    if not reply.needs_reading:
        return []
    return [
        Hold(
            customer_id=customer_id,
            kind=Hold.Kind.UNREAD_REPLY,
            reason=_("A reply has come in that nobody has read yet."),
            source=reply.source,
            starts_at=reply.at,
        )
        for customer_id in sorted(reply.writer.everybody)
    ]


def _until_answered(reply: Taken, days: Mapping[int, int]) -> list[Hold]:
    """Only where the lender's policy lets a question hold texts; an answer ends it sooner."""
    if not reply.only_asks:
        return []
    return [
        Hold(
            customer_id=customer_id,
            kind=Hold.Kind.OPEN_QUESTION,
            reason=_("The customer asked something and has no answer yet."),
            source=reply.source,
            starts_at=reply.at,
            until=reply.at + timedelta(days=days[customer_id]),
        )
        for customer_id in sorted(reply.writer.people)
        if days.get(customer_id)
    ]


def _kinds(reply: Taken) -> list[str]:
    """Kinds of hold that what was said calls for, and those that circumstances do."""
    said = [kind.value for intent, kind in HOLDS.items() if intent in reply.effects]
    return said + sorted(reply.reading.circumstances)


def _until_settled(reply: Taken) -> list[Hold]:
    return [
        Hold(
            customer_id=customer_id,
            kind=kind,
            reason=_("The customer wrote so in a reply."),
            source=reply.source,
            starts_at=reply.at,
            until=ends_at(kind, reply.at),
        )
        for kind in _kinds(reply)
        for customer_id in sorted(reply.writer.people)
    ]
