"""What a pack is about, and which rows belong to it.

A customer: all there is. A complaint: its own papers, and every contact with the customer since
half a year before it. A message: what led to it and what came of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model, Q, QuerySet

from accounts.models import Consent, ContactPoint, Customer, Hold, Lender, Loan
from feedback.models import Complaint, Promise
from feedback.models.complaint import ComplaintEvent
from feedback.models.complaint_clock import ComplaintClock, ComplaintExtension
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
class Scope:
    """`complaints`: None for all of the customer's. `since`: contacts before it are left out."""

    kind: str
    pk: int
    customer: Customer | None
    message_ids: tuple[int, ...]
    candidate_ids: tuple[int, ...]
    loan_ids: tuple[int, ...]
    complaints: tuple[int, ...] | None = ()
    since: datetime | None = None

    @property
    def about(self) -> str:
        """As the trail and the manifest name it."""
        return f"{self.kind}:{self.pk}"


def find(kind: str, pk: int) -> Scope:
    """Raises the model's DoesNotExist, and KeyError for a kind there is not."""
    return {CUSTOMER: _of_customer, COMPLAINT: _of_complaint, MESSAGE: _of_message}[kind](pk)


def _of_customer(pk: int) -> Scope:
    customer = Customer.objects.get(pk=pk)
    return _scope(CUSTOMER, pk, customer, Message.objects.filter(customer=customer), None, None)


def _of_complaint(pk: int) -> Scope:
    complaint = Complaint.objects.select_related("customer").get(pk=pk)
    since = complaint.opened_at - BEFORE_A_COMPLAINT
    about = Q(complained_about__complaint=complaint) | Q(pk=complaint.message_id)
    lately = Q(customer=complaint.customer_id, created_at__gte=since)
    messages = Message.objects.filter(about | lately).distinct()
    return _scope(COMPLAINT, pk, complaint.customer, messages, (complaint.pk,), since)


def _of_message(pk: int) -> Scope:
    message = Message.objects.select_related("customer").get(pk=pk)
    return _scope(MESSAGE, pk, message.customer, Message.objects.filter(pk=pk), (), None)


def _scope(
    kind: str,
    pk: int,
    customer: Customer | None,
    messages: QuerySet[Message],
    complaints: tuple[int, ...] | None,
    since: datetime | None,
) -> Scope:
    rows = list(messages.order_by("pk").values_list("pk", "candidate"))
    candidates = tuple(
        sorted({each for _pk, each in rows if each} | _planned(kind, customer, since))
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
    )


def _planned(kind: str, customer: Customer | None, since: datetime | None) -> set[int]:
    """Those to whom nothing was sent too: why not is told by their decisions."""
    if kind == MESSAGE or customer is None:
        return set()
    found = Candidate.objects.filter(customer=customer)
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
        return Complaint.objects.filter(customer=scope.customer).order_by("pk")
    return Complaint.objects.filter(pk__in=scope.complaints).order_by("pk")


def _of_complaints(model: Any) -> Callable[[Scope], QuerySet[Any]]:
    return lambda scope: model.objects.filter(complaint__in=_complaints(scope)).order_by("pk")


def _of_person(model: Any, path: str = "customer") -> Callable[[Scope], QuerySet[Any]]:
    """Nothing for a message: its pack holds no more of the person than it needs."""
    return lambda scope: (
        model.objects.none()
        if scope.kind == MESSAGE
        else model.objects.filter(**{path: scope.customer}).order_by("pk")
    )


def _runs(scope: Scope) -> QuerySet[Run]:
    return Run.objects.filter(messages__in=scope.message_ids).distinct().order_by("pk")


def _lenders(scope: Scope) -> QuerySet[Lender]:
    named = Message.objects.filter(pk__in=scope.message_ids).values("lender")
    return Lender.objects.filter(Q(pk__in=named) | Q(loans__in=scope.loan_ids)).distinct()


def _since(rows: QuerySet[Any], column: str, scope: Scope) -> QuerySet[Any]:
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
    "holds": lambda scope: Hold.objects.filter(customer=scope.customer).order_by("pk"),
    "suppressions": _suppressions,
    "complaints": _complaints,
    "complaint_events": _of_complaints(ComplaintEvent),
    "complaint_clocks": _of_complaints(ComplaintClock),
    "complaint_extensions": _of_complaints(ComplaintExtension),
    "complaint_reviews": _of_complaints(ComplaintReview),
    "complaint_files": _of_complaints(Evidence),
    "letters": _of_complaints(Letter),
    "conversation": _of_person(ConversationEvent, "conversation__customer"),
    "promises": _of_person(Promise),
    "hardship": _of_person(HardshipCase),
    "hardship_notes": _of_person(HardshipNote, "case__customer"),
    "hardship_decisions": _of_person(HardshipDecision, "case__customer"),
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
