"""What staff did with what came in, through the services of their pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import F, Q
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.holds import service as holds
from accounts.models import Hold, Loan, User
from accounts.models.choices import Role
from feedback.complaints import closing, opening, working
from feedback.hardship import decisions, replies as hardship_replies
from feedback.inbox import filing
from feedback.models import (
    Complaint,
    Conversation,
    ConversationEvent,
    ConversationReply,
    HardshipCase,
    HardshipDecision,
    Promise,
    Survey,
)
from feedback.promises import proposals, service as promises, settle_due
from feedback.promises.reading import suggested_day
from feedback.surveys import occasions, service as surveys
from messaging.replies.intents import Intent

ANSWERED_AFTER = timedelta(days=5)
"""How long a complaint is worked on."""

DEFERRED = timedelta(days=30)
LAIN = timedelta(hours=8)
"""How long something lies before anybody comes to it: over night."""

ASKED_EVERY = 14
"""Days between two looks for who is to be asked how we did."""

OUTCOMES = (
    (Complaint.Outcome.UPHELD, Complaint.RootCause.RULE, "已核实，调整了短信频率，并向客户致歉。"),
    (Complaint.Outcome.PARTLY, Complaint.RootCause.PERSON, "已解释还款金额的来历，客户表示理解。"),
    (
        Complaint.Outcome.NOT_UPHELD,
        Complaint.RootCause.NONE,
        "经核对短信内容与账目一致，已答复客户。",
    ),
)


@dataclass(frozen=True)
class Staff:
    """Who does what: an agent and a colleague with a supervisor's rights."""

    agent: User
    supervisor: User
    second: User


@dataclass(frozen=True)
class Meant:
    """What a promise was about."""

    loan_id: int
    amount: Decimal
    day: date


def file(now: datetime) -> None:
    """What the workers do once replies are in."""
    filing.file_missed(now)
    opening.open_missed(now)
    hardship_replies.open_missed(now)
    proposals.propose_missed(now)


NONE = Q(pk__in=())


def work(
    staff: Staff, *, now: datetime, promised: Mapping[int, Meant], left_alone: Q = NONE
) -> None:
    """A morning: promises confirmed, conversations read and closed, complaints answered, hardship
    decided. `promised`: the day each reply meant, by customer; `left_alone`: conversations that
    are not closed."""
    _confirm(staff, now, promised)
    lain = Conversation.objects.filter(state=Conversation.State.OPEN, last_at__lt=now - LAIN)
    lain = lain.exclude(intent=Intent.DISTRESS).exclude(left_alone)
    _close(list(lain.order_by("pk")), by=staff.agent, now=now)
    _answer_complaints(staff, now)
    _decide_hardship(staff, now)
    settle_due.settle_due(now)


def ask(now: datetime, day: date) -> None:
    """Surveys, every other week."""
    if day.toordinal() % ASKED_EVERY == 0:
        occasions.ask_due(now)


def rate(now: datetime) -> None:
    """A third of those who were asked say how it was, most of them kindly."""
    for survey in Survey.objects.filter(rating=None, open_until__gt=now, opened_at__lt=now):
        if survey.customer_id % 3 == 0:
            rating = (5, 4, 5, 3, 4, 2, 5, 1)[survey.customer_id % 8]
            surveys.rate(survey, rating, via=Survey.Via.PAGE, now=now)


def _close(conversations: Sequence[Conversation], *, by: User, now: datetime) -> None:
    """Read and closed, all at once: what `assignment.resolve` does to one."""
    ids = [each.pk for each in conversations]
    replies = ConversationReply.objects.filter(conversation__in=ids).values_list("reply", flat=True)
    held = Hold.objects.filter(
        kind=Hold.Kind.UNREAD_REPLY, released_at=None, source__in=[f"reply:{pk}" for pk in replies]
    )
    reason = _("Read in conversation #%(number)s") % {"number": ids[0] if ids else ""}
    holds.release_all(list(held.values_list("pk", flat=True)), by=by, reason=reason, now=now)
    Conversation.objects.filter(pk__in=ids).update(
        state=Conversation.State.RESOLVED,
        owner=by,
        unread=False,
        read_upto=F("last_reply_id"),
        changed_at=now,
        resolved_at=now,
        resolved_by=by,
    )
    ConversationEvent.objects.bulk_create(
        ConversationEvent(conversation=each, at=now, by=by, what=what)
        for each in conversations
        for what in (ConversationEvent.What.TAKEN, ConversationEvent.What.RESOLVED)
    )


def _confirm(staff: Staff, now: datetime, promised: Mapping[int, Meant]) -> None:
    waiting = Promise.objects.filter(state=Promise.State.PROPOSED, noted_at__lt=now - LAIN)
    for promise in waiting.select_related("customer", "reply").order_by("pk"):
        try:
            meant = promised.get(promise.customer_id) or _as_written(promise, now)
            if meant is None:
                raise Refused("")
            promises.confirm(
                promise,
                loan=Loan.objects.get(pk=meant.loan_id),
                amount=meant.amount,
                on=max(meant.day, now.date()),
                by=staff.agent,
                now=now,
            )
        except Refused:
            proposals.decline(promise, by=staff.agent, reason="没有说定金额，已另行联系。", now=now)


def _as_written(promise: Promise, now: datetime) -> Meant | None:
    """As its words say, of the loan longest due."""
    loan = promise.customer.loans.filter(amount_due__gt=0).order_by("due_date", "pk").first()
    day = suggested_day(promise.reply.text or "", now.date()) if promise.reply else None
    return Meant(loan.pk, loan.amount_due, day) if loan and day else None


def _answer_complaints(staff: Staff, now: datetime) -> None:
    waiting = Complaint.objects.filter(
        state__in=[Complaint.State.OPEN, Complaint.State.IN_PROGRESS],
        opened_at__lt=now - ANSWERED_AFTER,
    )
    for complaint in waiting.order_by("pk"):
        severe = complaint.severity == Complaint.Severity.SEVERE
        by = _closer(complaint, staff)
        if by is None:
            continue
        outcome, cause, answer = OUTCOMES[complaint.pk % len(OUTCOMES)]
        if not severe and complaint.owner_id is None:
            working.take(complaint, by=by, now=now - timedelta(days=1))
        closing.resolve(complaint, outcome=outcome, root_cause=cause, answer=answer, by=by, now=now)


def _closer(complaint: Complaint, staff: Staff) -> User | None:
    """The agent, or the first colleague whom it is not about."""
    others = User.objects.filter(groups__name=Role.SUPERVISOR, is_active=True).order_by("pk")
    people = [staff.agent, staff.second, *others]
    free = (each for each in people if not closing.obstacle_to_closing(complaint, by=each))
    return next(free, None)


def _decide_hardship(staff: Staff, now: datetime) -> None:
    """What came yesterday is proposed; what was proposed, a colleague approves."""
    for decision in HardshipDecision.objects.filter(state=HardshipDecision.State.PROPOSED):
        with suppress(Refused):
            decisions.approve(decision, by=staff.second, now=now)
    for case in HardshipCase.objects.filter(
        state=HardshipCase.State.OPEN, opened_at__lt=now - timedelta(days=2)
    ).order_by("pk"):
        with suppress(Refused):
            decisions.propose(
                case,
                outcome=HardshipDecision.Outcome.DEFERRAL,
                until=(now + DEFERRED).date(),
                why="暂无收入，同意延期一个月。",
                by=staff.agent,
                now=now,
            )
