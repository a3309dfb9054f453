"""Facts, verdict and text of each message to be claimed, read after the locks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from accounts.models import ContactPoint, Customer, Lender
from accounts.models.choices import Cause
from accounts.models.sealed import Unreadable
from messaging.authoring import wording_lists
from messaging.content import segments
from messaging.content.wording_list import WordingList
from messaging.decisions.facts import on_file
from messaging.decisions.facts.answering import answered, loans_to_name
from messaging.decisions.facts.batch_context import Frame, read_frame
from messaging.decisions.facts.gather import gather
from messaging.decisions.facts.rows import Gathered, StagedLoan, Subject, Text
from messaging.decisions.facts.text import is_unsafe
from messaging.dispatch.pick import Due
from messaging.models import PolicyVersion, in_force
from messaging.models.choices import ContentClass
from messaging.outbox.sql import fetch
from messaging.policy.decide import SEND, Verdict, decide
from messaging.policy.errors import NotAllowedNow
from messaging.policy.facts import (
    ANSWER,
    EDUCATION,
    NOTICE,
    OPT_OUT_CONFIRMATION,
    REMINDER,
    TemplateFacts,
)
from messaging.policy.model import Policy
from messaging.policy.reasons import MISSING_VALUE
from messaging.policy.rules.timing import AT_ONCE
from messaging.policy.windows import window_end
from messaging.transactional import one_time_codes
from messaging.transactional.opt_out_confirmation import confirmation_text

PURPOSES = {
    ContentClass.CONFIRMATION: OPT_OUT_CONFIRMATION,
    ContentClass.ANSWER: ANSWER,
    ContentClass.NOTICE: NOTICE,
    ContentClass.CODE: ANSWER,
    ContentClass.EDUCATION: EDUCATION,
}
"""A message's purpose by its content class; of any other class it is a reminder."""

FIXED_TEXT = 0
"""Version id of a text that ships with the product and that nobody can edit."""

_STAGED_LOANS = """
SELECT candidate_id, loan_id, stage, occurrence FROM messaging_candidateloan
WHERE candidate_id = ANY (%s) ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class Decided:
    """One message, what was found and what follows. `text`, `window_end` only when to be sent."""

    message: Due
    policy_id: int
    found: Gathered
    verdict: Verdict
    gateway_id: int | None = None
    address: str = field(default="", repr=False)
    text: Text | None = None
    window_end: datetime | None = None
    unsafe: bool = False
    """A value brought in what no text may say; whatever the verdict, it is not sent."""
    unreadable: bool = False
    """The name or the address cannot be read: a fault of ours, so it waits for an administrator."""


def decide_all(
    messages: Sequence[Due], *, codes: Mapping[int, str], now: datetime
) -> list[Decided]:
    """Verdicts in the order of the messages. `codes`: a 查询码 by message id, for the texts that
    name one, so that what is read back is what leaves. The number of queries depends on how many
    lenders and policies there are, not on the messages."""
    decided: dict[int, Decided] = {}
    loans = _staged_loans(messages)
    answers = _Answers(messages)
    wording_list = wording_lists.in_force(now)
    for frame, policy_id, group in _groups(messages, now):
        subjects = [
            answers.subject(message, codes[message.id], now)
            or _subject(message, loans.get(message.candidate_id, ()), codes[message.id], now)
            for message in group
        ]
        found = gather(subjects, frame)
        for message, each in zip(group, found, strict=True):
            decided[message.id] = _decide(message, each, frame, policy_id, wording_list)
    return [decided[message.id] for message in messages if message.id in decided]


def _groups(messages: Sequence[Due], now: datetime) -> Iterator[tuple[Frame, int, list[Due]]]:
    """Messages that share lender and policy: their run's, else the lender's in force."""
    groups: dict[tuple[int, int | None], list[Due]] = defaultdict(list)
    for message in messages:
        groups[message.lender_id, message.policy_id].append(message)
    lenders = Lender.objects.in_bulk({lender_id for lender_id, _policy in groups})
    versions = PolicyVersion.objects.in_bulk({policy for _lender, policy in groups if policy})
    for (lender_id, version_id), group in groups.items():
        lender = lenders[lender_id]
        if version_id is None:
            try:
                version, policy = in_force.policy(lender, now)
            except in_force.NothingInForce:
                continue  # left queued: without a policy nothing is decided, so nothing is sent
        else:
            version = versions[version_id]
            policy = in_force.policy_of(version)
        yield read_frame(lender=lender, policy=policy, now=now), version.pk, group


def _staged_loans(messages: Sequence[Due]) -> dict[int | None, tuple[StagedLoan, ...]]:
    staged: dict[int | None, tuple[StagedLoan, ...]] = {}
    rows = fetch(_STAGED_LOANS, [m.candidate_id for m in messages if m.candidate_id])
    for candidate_id, loan_id, stage, occurrence in rows:
        loan = StagedLoan(loan_id, stage, occurrence)
        staged[candidate_id] = (*staged.get(candidate_id, ()), loan)
    return staged


class _Answers:
    """The answers among the messages; without any, nothing is read."""

    def __init__(self, messages: Sequence[Due]) -> None:
        answers = [each for each in messages if each.content_class == ContentClass.ANSWER]
        self._answered = answered([each.id for each in answers]) if answers else {}
        people = [each.customer_id for each in answers if each.customer_id]
        self._loans = loans_to_name(people) if answers else {}

    def subject(self, message: Due, code: str, now: datetime) -> Subject | None:
        if message.content_class != ContentClass.ANSWER:
            return None
        own = self._loans.get((message.customer_id or 0, message.lender_id), ())
        subject, known = _subject(message, own, code, now), self._answered.get(message.id)
        if known is None:
            return replace(subject, replying_to=None)
        return replace(subject, replying_to=known.at, chosen=known.chosen)


def _asked_at(message: Due, now: datetime) -> datetime | None:
    """When the customer asked for what this text brings; None for a code that is no good by now,
    which is then too late."""
    if message.content_class == ContentClass.CODE:
        return message.created_at if now - message.created_at < one_time_codes.LASTS else None
    return message.opted_out_at


def _subject(message: Due, loans: tuple[StagedLoan, ...], code: str, now: datetime) -> Subject:
    return Subject(
        customer_id=message.customer_id,
        loans=loans,
        template_version_id=message.template_version_id,
        language=message.language,
        cause=message.cause or Cause.UNKNOWN,
        arm=message.arm or "contact",
        channel=message.channel,
        contact_point_id=message.contact_point_id,
        run_id=message.run_id,
        message_id=message.id,
        send_at_once=message.send_at_once,
        check_code=code,
        purpose=PURPOSES.get(ContentClass(message.content_class), REMINDER),
        replying_to=_asked_at(message, now),
        released_at=message.created_at if message.content_class == ContentClass.EDUCATION else None,
        avoid_gateway_id=message.gateway_id if message.tries else None,
        candidate_id=message.candidate_id,
        follows_id=message.follows_id,
        already_read=bool(message.already_read),
        refused_on=message.refused_on or "",
    )


def _decide(
    message: Due, found: Gathered, frame: Frame, policy_id: int, wording_list: WordingList
) -> Decided:
    if found.subject.purpose == OPT_OUT_CONFIRMATION:
        language = found.subject.language
        text = confirmation_text(frame.sender, language, education=message.ends_education)
        found = _with_fixed_text(found, frame, text)
    elif message.content_class == ContentClass.CODE:
        code, language = found.subject.check_code, found.subject.language
        text = one_time_codes.code_text(frame.sender, language, code)
        found = _with_fixed_text(found, frame, text, coded=True)
    verdict = decide(found.facts, frame.policy, frame.now)
    if verdict.outcome != SEND or found.text is None or found.point is None:
        unreadable = verdict.reason == MISSING_VALUE and not _can_read_name(found)
        return Decided(message, policy_id, found, verdict, unreadable=unreadable)
    if is_unsafe(found.text, frame.lender, wording_list):
        return Decided(message, policy_id, found, verdict, unsafe=True)
    try:
        address = ContactPoint.address.field.open(found.point.address_enc, found.point.id)
    except Unreadable:
        return Decided(message, policy_id, found, verdict, unreadable=True)
    return Decided(
        message,
        policy_id,
        found,
        verdict,
        gateway_id=found.gateway_id,
        address=address,
        text=found.text,
        window_end=_last_moment(message, found, frame.policy, frame.now),
    )


def _can_read_name(found: Gathered) -> bool:
    """An erased customer has none, which is no fault."""
    customer = found.customer
    if customer is None or not customer.name_enc:
        return True
    try:
        Customer.name.field.open(customer.name_enc, customer.id)
    except Unreadable:
        return False
    return True


def _with_fixed_text(found: Gathered, frame: Frame, text: str, *, coded: bool = False) -> Gathered:
    """The answer to an opt-out, past the very suppression it confirms, or a one-time code."""
    only_filed = frame.on_file.gateways  # no carrier has texts of ours that nobody can edit
    gateway = frame.gateway_for(
        found.subject.channel,
        ContentClass.CONFIRMATION,
        turn=found.subject.message_id or 0,
        lacking=only_filed,
    )
    facts = replace(
        found.facts,
        template=TemplateFacts(
            version_id=FIXED_TEXT,
            state="approved",
            effective_from=None,
            content_class=ContentClass.CONFIRMATION.value,
            has_opt_out_words=False,
            unready=() if text else ("signature",),
        ),
        gateway_classes=frozenset(gateway.content_classes) if gateway else None,
        gateway_open=gateway.pk not in frame.paused if gateway else True,
        carrier_lacks=on_file.TEXT if gateway and gateway.pk in only_filed else "",
    )
    return replace(
        found,
        facts=facts,
        text=Text(text, segments.count(text).segments, coded=coded) if text else None,
        gateway_id=gateway.pk if gateway else None,
    )


def _last_moment(message: Due, found: Gathered, policy: Policy, now: datetime) -> datetime:
    """The first moment at which this text may no longer begin to leave."""
    facts = found.facts
    if message.content_class == ContentClass.CODE:
        return message.created_at + one_time_codes.LASTS
    if facts.purpose == OPT_OUT_CONFIRMATION and facts.replying_to is not None:
        return facts.replying_to + timedelta(minutes=policy.opt_out_confirmation_minutes)
    try:
        return window_end(
            policy,
            facts.zones,
            now,
            facts.channel,
            facts.calendar,
            night_consent=facts.night_consent,
        )
    except NotAllowedNow:
        if facts.purpose == ANSWER and facts.replying_to is not None:
            return facts.replying_to + AT_ONCE  # it may leave at this hour, but only so soon
        raise
