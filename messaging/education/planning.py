"""A plan of useful knowledge: for each customer who agreed to some, the piece that fits and the
verdict; nothing is sent before another person releases it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.database.refusals import is_duplicate
from accounts.errors import Refused
from accounts.models import Lender, User
from accounts.rules.lender_day import lender_day
from messaging.authoring import wording_lists
from messaging.content.wording_list import WordingList
from messaging.decisions.facts.batch_context import Frame, read_frame
from messaging.decisions.facts.customers import channel_to_keep_to, customers
from messaging.decisions.facts.gather import gather
from messaging.decisions.facts.rows import CustomerRow, Gathered, Subject
from messaging.decisions.facts.text import is_unsafe
from messaging.decisions.record import freeze
from messaging.education import people
from messaging.education.people import Known
from messaging.education.pieces import Pieces
from messaging.models import (
    EducationCandidate,
    EducationPlan,
    TemplateVersion,
    in_force,
    message_reasons,
)
from messaging.policy.arms import CONTACT, CONTROL, arm_for
from messaging.policy.decide import BLOCK, ENGINE_VERSION, HOLD, SEND, Verdict, decide
from messaging.policy.education_topics import Fitting, fitting
from messaging.policy.facts import EDUCATION
from messaging.policy.reasons import MISSING_VALUE, OK, TIMING_REASONS
from messaging.policy.rules.education import LEAVES_WITHIN


@dataclass(frozen=True, slots=True)
class _Chosen:
    known: Known
    customer: CustomerRow
    fit: Fitting | None
    version: TemplateVersion | None
    channel: str


def plan(lender: Lender, *, by: User | None, now: datetime) -> EducationPlan:
    """Plan the lender's day. Raises Refused where one is planned or released already, and
    NothingInForce without a policy."""
    version, policy = in_force.policy(lender, now)
    frame = read_frame(lender=lender, policy=policy, now=now)
    try:
        with transaction.atomic():
            made = EducationPlan.objects.create(
                lender=lender,
                day=lender_day(lender, now),
                policy=version,
                engine_version=ENGINE_VERSION,
                control_share=policy.control_share,
                without_consent=people.without_consent(lender),
                planned_by=by,
                planned_at=now,
            )
            _fill(made, frame)
    except IntegrityError as error:
        if not is_duplicate(error):
            raise
        raise Refused(_("This day is planned already; look at that plan.")) from error
    return made


def _fill(made: EducationPlan, frame: Frame) -> None:
    pieces = Pieces(country=frame.policy.country, now=frame.now)
    words = wording_lists.in_force(frame.now)
    for batch in people.batches(made.lender, today=frame.today):
        rows = customers([each.customer_id for each in batch])
        chosen = [_choose(each, rows[each.customer_id], pieces, frame) for each in batch]
        found = gather([_subject(each) for each in chosen], frame)
        EducationCandidate.objects.bulk_create(
            _candidate(made, each, one, frame, words)
            for each, one in zip(chosen, found, strict=True)
        )


def _choose(known: Known, customer: CustomerRow, pieces: Pieces, frame: Frame) -> _Chosen:
    wish = channel_to_keep_to(customer, frame.now, frame.channels)
    fit, version, channel = pieces.choose(
        fitting(known.person, known.had), channel=wish or "sms", language=customer.language
    )
    return _Chosen(known, customer, fit, version, channel)


def _subject(chosen: _Chosen) -> Subject:
    return Subject(
        customer_id=chosen.customer.id,
        loans=(),
        template_version_id=chosen.version.pk if chosen.version else None,
        language=chosen.customer.language,
        channel=chosen.channel,
        purpose=EDUCATION,
    )


def _candidate(
    made: EducationPlan, chosen: _Chosen, found: Gathered, frame: Frame, words: WordingList
) -> EducationCandidate:
    verdict = decide(found.facts, frame.policy, frame.now)
    reason, eligible = _eligible(verdict, found, frame, words)
    arm = arm_for(
        chosen.customer.customer_no, f"education:{frame.lender.code}", frame.policy.control_share
    )
    facts = found.facts
    if eligible and arm == CONTROL:
        facts = replace(facts, arm=CONTROL)
        verdict = decide(facts, frame.policy, frame.now)
        reason = verdict.reason
    frozen = freeze(facts, verdict)
    return EducationCandidate(
        plan=made,
        customer_id=chosen.customer.id,
        contact_point_id=found.point.id if found.point else None,
        channel=chosen.channel,
        language=chosen.customer.language,
        topic=chosen.fit.topic if chosen.fit else "",
        why=chosen.fit.why if chosen.fit else "",
        template_version=chosen.version,
        habit=chosen.known.person.habit,
        arm=arm,
        eligible=eligible,
        to_send=eligible and arm == CONTACT,
        outcome=verdict.outcome if reason == verdict.reason else BLOCK,
        reason=reason,
        until=verdict.until,
        facts=frozen.facts,
        trace=frozen.trace,
    )


def _eligible(
    verdict: Verdict, found: Gathered, frame: Frame, words: WordingList
) -> tuple[str, bool]:
    """Whether it would be sent but for the arm, and the reason. What waits for anything but an
    hour of these days is not: another plan comes."""
    if verdict.outcome == HOLD:
        holding = _reasons_of(verdict)
        soon = verdict.until is not None and verdict.until < frame.now + LEAVES_WITHIN
        if not (soon and all(each in TIMING_REASONS for each in holding)):
            lasting = [each for each in holding if each not in TIMING_REASONS]
            return (lasting or [verdict.reason])[0], False
    elif verdict.outcome != SEND:
        return verdict.reason, False
    if found.text is None or found.point is None:
        return MISSING_VALUE, False
    if is_unsafe(found.text, frame.lender, words):
        return message_reasons.UNSAFE_VALUE, False
    return (OK if verdict.outcome == SEND else verdict.reason), True


def _reasons_of(verdict: Verdict) -> Sequence[str]:
    return [entry.reason for entry in verdict.trace if entry.outcome == HOLD]
