"""Of feedback: complaints, hardship, calls, customers' pages."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.disclosure import personal
from config.staff.second_person.kinds import Kind, Line, of_customer
from feedback.checklists import editing, steps
from feedback.complaints import pause_decisions, second_look
from feedback.inbox import intent_labels
from feedback.letters import asking
from feedback.models import (
    CallTask,
    Checklist,
    Complaint,
    ComplaintExtension,
    ComplaintPause,
    ComplaintReview,
    Evidence,
    HardshipDecision,
    SecretUnlock,
)

CLOSINGS = "closings"
SEE, DECIDE = "feedback.view_complaint", "feedback.decide_complaint"


def _closings() -> Any:
    rows = second_look.waiting().select_related("customer", "resolved_by").defer("text")
    return rows.prefetch_related("customer__contact_points")


def _closing(row: Complaint) -> Line:
    """With what the customer was told, so that it can be read here; masked."""
    answer = personal.shown(row, "answer", row.customer)
    said = f"{row.get_category_display()} · {row.get_outcome_display()} · {answer}"
    return Line(row, said, row.resolved_by, row.resolved_at, _page(row.pk))


def _page(complaint_id: int) -> str:
    return reverse("admin:complaint", args=[complaint_id])


def _closing_hands(row: Complaint) -> set[int | None]:
    return {*row.worked_by, *row.not_closed_by, row.resolved_by_id}


def _pauses() -> Any:
    return pause_decisions.waiting().select_related("template_version__template")


def _pause(row: ComplaintPause) -> Line:
    said = f"{row.complaints} / {row.sent}"
    page = reverse("admin:complaint_pause", args=[row.pk])
    return Line(row.template_version, said, "", row.at, page)


def _pause_hands(row: ComplaintPause) -> set[int | None]:
    version = row.template_version
    return {version.author_id, version.submitted_by_id, version.decided_by_id, *version.editors}


def _reviews() -> Any:
    rows = ComplaintReview.objects.filter(state=ComplaintReview.State.ASKED)
    return rows.select_related("complaint", "recorded_by").order_by("due_on", "pk")


def _extensions() -> Any:
    rows = ComplaintExtension.objects.filter(state=ComplaintExtension.State.REQUESTED)
    return rows.select_related("complaint", "requested_by").order_by("pk")


def _evidence() -> Any:
    rows = Evidence.objects.filter(removed_at=None, removal_asked_by__isnull=False)
    return rows.select_related("complaint", "removal_asked_by").order_by("pk")


def _hardship() -> Any:
    rows = HardshipDecision.objects.filter(state=HardshipDecision.State.PROPOSED)
    return rows.select_related("case__customer", "proposed_by").order_by("pk")


def _calls() -> Any:
    rows = CallTask.objects.filter(state=CallTask.State.OPEN, removal_asked_by__isnull=False)
    return rows.select_related("customer", "removal_asked_by").order_by("pk")


def _checklist(row: Checklist) -> Line:
    said = " · ".join(step.text for step in steps.read(row))
    page = f"{reverse('admin:checklists')}#{row.intent}"
    return Line(
        f"{intent_labels.intent(row.intent)} v{row.number}", said, row.made_by, row.made_at, page
    )


def _unlocks() -> Any:
    rows = SecretUnlock.objects.filter(state=SecretUnlock.State.ASKED)
    return rows.select_related("customer", "asked_by").order_by("pk")


KINDS = (
    Kind(
        CLOSINGS,
        _("Closed complaints drawn for a second look"),
        SEE,
        DECIDE,
        _closings,
        _closing,
        _closing_hands,
        together="second_person_closings",
    ),
    Kind(
        "pauses",
        _("Texts paused by complaints"),
        SEE,
        DECIDE,
        _pauses,
        _pause,
        _pause_hands,
    ),
    Kind(
        "reviews",
        _("Complaints whose review is asked for"),
        SEE,
        DECIDE,
        _reviews,
        lambda row: Line(
            row.complaint,
            row.get_via_display(),
            row.recorded_by or _("The customer"),
            row.asked_at,
            _page(row.complaint_id),
        ),
        lambda row: {*row.complaint.worked_by, row.complaint.resolved_by_id},
    ),
    Kind(
        "letters",
        _("Answers to be sent by somebody else"),
        SEE,
        "feedback.resolve_complaint",
        lambda: asking.waiting().select_related("complaint", "by"),
        lambda row: Line(row.complaint, "", row.by, row.at, f"{_page(row.complaint_id)}#letters"),
        lambda row: {row.by_id, row.complaint.resolved_by_id},
    ),
    Kind(
        "extensions",
        _("More time for complaints"),
        SEE,
        DECIDE,
        _extensions,
        lambda row: Line(
            row.complaint, "", row.requested_by, row.requested_at, _page(row.complaint_id)
        ),
        lambda row: {row.requested_by_id},
    ),
    Kind(
        "evidence",
        _("Evidence to be removed"),
        SEE,
        "feedback.resolve_complaint",
        _evidence,
        lambda row: Line(row.complaint, "", row.removal_asked_by, None, _page(row.complaint_id)),
        lambda row: {row.removal_asked_by_id},
    ),
    Kind(
        "hardship",
        _("Hardship to decide"),
        "feedback.view_hardshipcase",
        "feedback.decide_hardshipcase",
        _hardship,
        lambda row: Line(
            row.case.customer,
            row.get_outcome_display(),
            row.proposed_by,
            row.proposed_at,
            reverse("admin:hardship", args=[row.case_id]),
        ),
        lambda row: {row.proposed_by_id},
    ),
    Kind(
        "calls",
        _("Calls for distress to be taken off"),
        "feedback.view_calltask",
        "feedback.view_calltask",
        _calls,
        lambda row: Line(
            row.customer,
            row.get_reason_display(),
            row.removal_asked_by,
            row.removal_asked_at,
            reverse("admin:call_task", args=[row.pk]),
        ),
        lambda row: {row.removal_asked_by_id},
    ),
    Kind(
        "checklists",
        _("Checklists to be confirmed"),
        "feedback.view_conversation",
        editing.MAY_EDIT,
        steps.waiting,
        _checklist,
        lambda row: {row.made_by_id},
    ),
    Kind(
        "unlocks",
        _("Customers' pages to be opened again"),
        "feedback.decide_secretunlock",
        "feedback.decide_secretunlock",
        _unlocks,
        lambda row: Line(
            row.customer, "", row.asked_by, row.asked_at, of_customer(row.customer_id)
        ),
        lambda row: {row.asked_by_id},
    ),
)
