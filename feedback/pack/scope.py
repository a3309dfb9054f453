"""What a pack is about, and which rows belong to it.

A customer: all there is. A complaint: its own papers, and every contact with the customer since
half a year before it. A message: what led to it and what came of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.db.models import Model, Q, QuerySet

from accounts.models import Consent, ContactPoint, Customer, Hold, Lender, Loan
from feedback.models import Complaint, Promise
from feedback.models.complaint_clock import ComplaintClock, ComplaintExtension
from feedback.models.complaint_event import ComplaintEvent
from feedback.models.complaint_file import Evidence, Letter
from feedback.models.complaint_review import ComplaintReview
from feedback.models.conversation import ConversationEvent
from feedback.models.hardship import HardshipCase, HardshipNote
from feedback.models.hardship_decision import HardshipDecision
from messaging.models import (
    Call,
    Candidate,
    CandidateLoan,
    LenderWording,
    Message,
    PolicyVersion,
    Receipt,
    Reply,
    Run,
    Suppression,
    TemplateVersion,
)

BEFORE_A_COMPLAINT = timedelta(days=180)
CUSTOMER, COMPLAINT, MESSAGE = "customer", "complaint", "message"


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days in the zone of whoever asks, the last one included; either end may be open."""

    first: date | None
    last: date | None
    zone: str

    @property
    def since(self) -> datetime | None:
        return self._midnight(self.first) if self.first else None

    @property
    def until(self) -> datetime | None:
        """The first moment that is not in it."""
        return self._midnight(self.last + timedelta(days=1)) if self.last else None

    def holds(self, at: datetime) -> bool:
        """Whether this moment is in it."""
        return not (self.since and at < self.since) and not (self.until and at >= self.until)

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time.min, ZoneInfo(self.zone))


EVER = Period(None, None, "UTC")


@dataclass(frozen=True, slots=True)
class Scope:
    """`complaints`: None for all of the customer's. `since`: contacts before it are left out.
    `period`: what was asked for; what happened outside it is left out, who somebody is, what they
    owe and what their texts were made of stays."""

    kind: str
    pk: int
    customer: Customer | None
    message_ids: tuple[int, ...]
    candidate_ids: tuple[int, ...]
    loan_ids: tuple[int, ...]
    complaints: tuple[int, ...] | None = ()
    since: datetime | None = None
    period: Period = EVER

    @property
    def about(self) -> str:
        """As the trail and the manifest name it."""
        return f"{self.kind}:{self.pk}"


def find(kind: str, pk: int, period: Period = EVER) -> Scope:
    """Raises the model's DoesNotExist, and KeyError for a kind there is not. A message has no
    period: all that led to it belongs to it."""
    if kind == MESSAGE:
        return _of_message(pk)
    return {CUSTOMER: _of_customer, COMPLAINT: _of_complaint}[kind](pk, period)


def _of_customer(pk: int, period: Period) -> Scope:
    customer = Customer.objects.get(pk=pk)
    messages = within(Message.objects.filter(customer=customer), "created_at", period)
    return _scope(CUSTOMER, pk, customer, messages, None, period.since, period)


def _of_complaint(pk: int, period: Period) -> Scope:
    """With a first day, contacts from it on in place of those since half a year before; what was
    complained about is always in it."""
    complaint = Complaint.objects.select_related("customer").get(pk=pk)
    since = period.since or complaint.opened_at - BEFORE_A_COMPLAINT
    about = Q(complained_about__complaint=complaint) | Q(pk=complaint.message_id)
    lately = Q(customer=complaint.customer_id, created_at__gte=since)
    if period.until is not None:
        lately &= Q(created_at__lt=period.until)
    messages = Message.objects.filter(about | lately).distinct()
    return _scope(COMPLAINT, pk, complaint.customer, messages, (complaint.pk,), since, period)


def _of_message(pk: int) -> Scope:
    message = Message.objects.select_related("customer").get(pk=pk)
    return _scope(MESSAGE, pk, message.customer, Message.objects.filter(pk=pk), (), None, EVER)


def _scope(
    kind: str,
    pk: int,
    customer: Customer | None,
    messages: QuerySet[Message],
    complaints: tuple[int, ...] | None,
    since: datetime | None,
    period: Period,
) -> Scope:
    rows = list(messages.order_by("pk").values_list("pk", "candidate"))
    candidates = tuple(
        sorted({each for _pk, each in rows if each} | _planned(kind, customer, since, period))
    )
    named = CandidateLoan.objects.filter(candidate__in=candidates)
    own = (
        Loan.objects.filter(customer=customer).values_list("pk", flat=True)
        if customer is not None and kind != MESSAGE
        else ()
    )
    return Scope(
        kind=kind,
        pk=pk,
        customer=customer,
        message_ids=tuple(message for message, _candidate in rows),
        candidate_ids=candidates,
        loan_ids=tuple(sorted({*named.values_list("loan", flat=True), *own})),
        complaints=complaints,
        since=since,
        period=period,
    )


def _planned(
    kind: str, customer: Customer | None, since: datetime | None, period: Period
) -> set[int]:
    """Those to whom nothing was sent too: why not is told by their decisions."""
    if kind == MESSAGE or customer is None:
        return set()
    found = within(Candidate.objects.filter(customer=customer), "run__planned_at", period)
    if since is not None:
        found = found.filter(run__planned_at__gte=since)
    return set(found.values_list("pk", flat=True))


def sections(scope: Scope) -> dict[str, Iterable[Model]]:
    """The unsealed rows of a pack, by the name of their file."""
    return {name: rows(scope) for name, rows in _SECTIONS.items()}


def _messages(scope: Scope) -> QuerySet[Message]:
    return Message.objects.filter(pk__in=scope.message_ids).order_by("pk")


def _replies(scope: Scope) -> QuerySet[Reply]:
    if scope.kind == MESSAGE:
        return Reply.objects.filter(answers__in=scope.message_ids).order_by("pk")
    return _since(Reply.objects.filter(customer=scope.customer), "received_at", scope)


def _calls(scope: Scope) -> QuerySet[Call]:
    if scope.kind == MESSAGE:
        return Call.objects.none()
    return _since(Call.objects.filter(customer=scope.customer), "begun_at", scope)


def _suppressions(scope: Scope) -> QuerySet[Suppression]:
    hashes = ContactPoint.objects.filter(customer=scope.customer).values("address_hash")
    return Suppression.objects.filter(address_hash__in=hashes).order_by("pk")


def _complaints(scope: Scope) -> QuerySet[Complaint]:
    if scope.complaints is None:
        complaints = Complaint.objects.filter(customer=scope.customer)
        return within(complaints, "opened_at", scope.period).order_by("pk")
    return Complaint.objects.filter(pk__in=scope.complaints).order_by("pk")


def _of_complaints(model: Any) -> Callable[[Scope], QuerySet[Any]]:
    return lambda scope: model.objects.filter(complaint__in=_complaints(scope)).order_by("pk")


def _of_person(
    model: Any, path: str = "customer", at: str = ""
) -> Callable[[Scope], QuerySet[Any]]:
    """Nothing for a message: its pack holds no more of the person than it needs. `at`: the moment
    by which a row is of a period; what has none belongs to every one."""

    def found(scope: Scope) -> QuerySet[Any]:
        if scope.kind == MESSAGE:
            return cast("QuerySet[Any]", model.objects.none())
        rows = model.objects.filter(**{path: scope.customer})
        return (within(rows, at, scope.period) if at else rows).order_by("pk")

    return found


def _runs(scope: Scope) -> QuerySet[Run]:
    return Run.objects.filter(messages__in=scope.message_ids).distinct().order_by("pk")


def _lenders(scope: Scope) -> QuerySet[Lender]:
    named = Message.objects.filter(pk__in=scope.message_ids).values("lender")
    return Lender.objects.filter(Q(pk__in=named) | Q(loans__in=scope.loan_ids)).distinct()


def within(rows: QuerySet[Any], column: str, period: Period) -> QuerySet[Any]:
    """Those of the period by this column."""
    if period.since is not None:
        rows = rows.filter(**{f"{column}__gte": period.since})
    if period.until is not None:
        rows = rows.filter(**{f"{column}__lt": period.until})
    return rows


def _holds(scope: Scope) -> QuerySet[Hold]:
    """Those in force at any moment of the period."""
    holds, period = Hold.objects.filter(customer=scope.customer), scope.period
    if period.since is not None:
        holds = holds.filter(
            Q(released_at=None) | Q(released_at__gte=period.since),
            Q(until=None) | Q(until__gt=period.since),
        )
    if period.until is not None:
        holds = holds.filter(starts_at__lt=period.until)
    return holds.order_by("pk")


def _since(rows: QuerySet[Any], column: str, scope: Scope) -> QuerySet[Any]:
    rows = within(rows, column, scope.period)
    if scope.since is not None:
        rows = rows.filter(**{f"{column}__gte": scope.since})
    return rows.order_by("pk")


_SECTIONS: dict[str, Callable[[Scope], Iterable[Model]]] = {
    "customer": lambda scope: [scope.customer] if scope.customer else [],
    "contact_points": lambda scope: ContactPoint.objects.filter(
        Q(customer=scope.customer) if scope.kind != MESSAGE else Q(message__in=scope.message_ids)
    ).order_by("pk"),
    "consents": _of_person(Consent),
    "loans": lambda scope: Loan.objects.filter(pk__in=scope.loan_ids).order_by("pk"),
    "messages": _messages,
    "candidates": lambda scope: Candidate.objects.filter(pk__in=scope.candidate_ids).order_by("pk"),
    "loans_in_messages": lambda scope: CandidateLoan.objects.filter(
        candidate__in=scope.candidate_ids
    ).order_by("pk"),
    "receipts": lambda scope: Receipt.objects.filter(message__in=scope.message_ids).order_by("pk"),
    "replies": _replies,
    "calls": _calls,
    "holds": _holds,
    "suppressions": _suppressions,
    "complaints": _complaints,
    "complaint_events": _of_complaints(ComplaintEvent),
    "complaint_clocks": _of_complaints(ComplaintClock),
    "complaint_extensions": _of_complaints(ComplaintExtension),
    "complaint_reviews": _of_complaints(ComplaintReview),
    "complaint_files": _of_complaints(Evidence),
    "letters": _of_complaints(Letter),
    "conversation": _of_person(ConversationEvent, "conversation__customer", "at"),
    "promises": _of_person(Promise, at="noted_at"),
    "hardship": _of_person(HardshipCase, at="opened_at"),
    "hardship_notes": _of_person(HardshipNote, "case__customer", "at"),
    "hardship_decisions": _of_person(HardshipDecision, "case__customer", "proposed_at"),
    "runs": _runs,
    "template_versions": lambda scope: TemplateVersion.objects.filter(
        pk__in=_messages(scope).order_by().values("template_version")
    ).order_by("pk"),
    "lenders": _lenders,
    "lender_wordings": lambda scope: LenderWording.objects.filter(
        lender__in=_lenders(scope), decided_at__isnull=False
    ).order_by("pk"),
    "policies": lambda scope: PolicyVersion.objects.filter(
        pk__in=_runs(scope).order_by().values("policy")
    ).order_by("pk"),
}
