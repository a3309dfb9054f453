"""The sealed rows of a pack: each with the proof that it is in the chain."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from accounts.chain.proving import Proven, prove
from accounts.models import AuditEntry, ContactPoint, Hold, Loan, Repayment, Reveal
from feedback.models import Complaint
from feedback.pack.scope import COMPLAINT, MESSAGE, Scope, within
from messaging.models import (
    ApprovalComment,
    ApprovedContent,
    Attempt,
    Decision,
    Gateway,
    LenderWording,
    Message,
    PolicyVersion,
    Run,
    SentenceConfirmation,
    Strategy,
    TemplateVersion,
)

Rows = Iterable[int]


def sealed_rows(scope: Scope) -> dict[str, list[Proven]]:
    """By table; empty tables are left out."""
    found = {
        "messaging_attempt": _ids(Attempt.objects.filter(message__in=scope.message_ids)),
        "messaging_decision": _ids(
            Decision.objects.filter(
                Q(message__in=scope.message_ids) | Q(candidate__in=scope.candidate_ids)
            )
        ),
        "accounts_repayment": _ids(Repayment.objects.filter(loan__in=scope.loan_ids)),
        "accounts_reveal": []
        if scope.kind == MESSAGE
        else _ids(within(Reveal.objects.filter(customer=scope.customer), "at", scope.period)),
        **_approvals(scope),
        "accounts_auditentry": _trail(scope),
    }
    return {table: rows for table, ids in found.items() if (rows := prove(table, ids))}


def _ids(rows: object) -> list[int]:
    return list(rows.values_list("pk", flat=True))  # type: ignore[attr-defined]


def _approvals(scope: Scope) -> dict[str, Rows]:
    """What was approved of all that made the texts, with comments and confirmed sentences."""
    versions = _versions(scope)
    content = Q(pk__in=[])
    for table, ids in versions.items():
        content |= Q(table=table, version_id__in=ids)
    texts = versions["messaging_templateversion"]
    return {
        "messaging_approvedcontent": _ids(ApprovedContent.objects.filter(content)),
        "messaging_approvalcomment": _ids(
            ApprovalComment.objects.filter(kind="template", version_id__in=texts)
        ),
        "messaging_sentenceconfirmation": _ids(
            SentenceConfirmation.objects.filter(version__in=texts)
        ),
    }


def _versions(scope: Scope) -> dict[str, list[int]]:
    """Ids of every approved version behind these messages, by table."""
    messages = Message.objects.filter(pk__in=scope.message_ids)
    runs = Run.objects.filter(messages__in=scope.message_ids)
    return {
        "messaging_templateversion": _ids(
            TemplateVersion.objects.filter(pk__in=messages.values("template_version"))
        ),
        "messaging_lenderwording": _ids(
            LenderWording.objects.filter(
                lender__in=messages.values("lender"), decided_at__isnull=False
            )
        ),
        "messaging_gateway": _ids(Gateway.objects.filter(pk__in=messages.values("gateway"))),
        "messaging_policyversion": _ids(PolicyVersion.objects.filter(pk__in=runs.values("policy"))),
        "messaging_strategy": _ids(Strategy.objects.filter(pk__in=runs.values("strategy"))),
    }


def _trail(scope: Scope) -> list[int]:
    """Every entry about these rows; about the person and what happened to them, of the period."""
    made_of = {
        **_versions(scope),
        "messaging_run": _ids(Run.objects.filter(messages__in=scope.message_ids)),
    }
    about = {"accounts_hold": _ids(Hold.objects.filter(customer=scope.customer))}
    if scope.kind != MESSAGE and scope.customer is not None:
        about |= {
            "accounts_customer": [scope.customer.pk],
            "accounts_contactpoint": _ids(ContactPoint.objects.filter(customer=scope.customer)),
            "accounts_loan": _ids(Loan.objects.filter(customer=scope.customer)),
        }
        complaints = Complaint.objects.filter(customer=scope.customer)
        if scope.kind == COMPLAINT:
            complaints = complaints.filter(pk__in=scope.complaints or ())
        about["feedback_complaint"] = _ids(complaints)
    of_period = within(AuditEntry.objects.filter(_about(about)), "at", scope.period)
    return sorted({*_ids(AuditEntry.objects.filter(_about(made_of))), *_ids(of_period)})


def _about(rows: dict[str, list[int]]) -> Q:
    entries = Q(pk__in=[])
    for table, ids in rows.items():
        if ids:
            entries |= Q(table=table, row_id__in=[str(pk) for pk in ids])
    return entries
