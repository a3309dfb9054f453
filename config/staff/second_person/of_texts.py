"""Of messaging: stops and suppressions to be lifted. What is approved and what is released have
pages of their own (the approval queue, today's run); here they are counted."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from config.staff.second_person.kinds import Kind, Line
from messaging.models import EducationPlan, Run, Stop, Suppression


def _stops() -> Any:
    rows = Stop.objects.filter(lifted_at=None, lift_asked_by__isnull=False)
    return rows.select_related("lift_asked_by").order_by("pk")


def _stop(row: Stop) -> Line:
    page = reverse("admin:stop", args=[row.pk])
    what = row.get_scope_display()
    return Line(what, row.lift_reason, row.lift_asked_by, row.lift_asked_at, page)


def _suppressions() -> Any:
    rows = Suppression.objects.filter(lifted_at=None, lift_asked_by__isnull=False)
    return rows.select_related("lift_asked_by").order_by("pk")


def _suppression(row: Suppression) -> Line:
    page = f"{reverse('admin:messaging_suppression_changelist')}?id__in={row.pk}"
    return Line(row.get_kind_display(), row.lift_evidence, row.lift_asked_by, None, page)


def _runs() -> Any:
    rows = Run.objects.filter(state=Run.State.PLANNED)
    return rows.select_related("lender", "planned_by").order_by("-day", "pk")


def _run(row: Run) -> Line:
    page = reverse("admin:run_today")
    return Line(row, "", row.planned_by or _("the schedule"), row.planned_at, page)


def _plans() -> Any:
    rows = EducationPlan.objects.filter(state=EducationPlan.State.PLANNED)
    return rows.select_related("lender", "planned_by").order_by("pk")


KINDS = (
    Kind(
        "runs",
        _("Runs to be released"),
        "messaging.view_run",
        "messaging.release_run",
        _runs,
        _run,
        lambda row: {row.planned_by_id},
    ),
    Kind(
        "education",
        _("Useful knowledge to be released"),
        "messaging.view_run",
        "messaging.release_run",
        _plans,
        lambda row: Line(
            row,
            "",
            row.planned_by,
            row.planned_at,
            reverse("admin:education_plan", args=[row.pk]),
        ),
        lambda row: {row.planned_by_id},
    ),
    Kind(
        "stops",
        _("Stops to be lifted"),
        "messaging.view_stop",
        "messaging.stop_run",
        _stops,
        _stop,
        lambda row: {row.lift_asked_by_id},
    ),
    Kind(
        "suppressions",
        _("Suppressions to be lifted"),
        "messaging.view_suppression",
        "messaging.lift_suppression",
        _suppressions,
        _suppression,
        lambda row: {row.lift_asked_by_id},
    ),
)
