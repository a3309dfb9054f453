"""The list of complaints: what is due soonest comes first, and above it what waits for whom."""

from typing import Any

from django.contrib import admin
from django.db.models import F, Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.access.at_work import MOST, at_work
from accounts.access.team import lender_day_sql
from accounts.admin.base import ReadOnlyScreen
from accounts.admin.exact import ExactSearch
from accounts.admin.pages import page_of, staff
from config import clock
from feedback.admin.complaints.labels import STATE_LOOKS, due_look
from feedback.complaints.watching import desk_of, due_conditions
from feedback.models import Complaint


class Filter(admin.SimpleListFilter):
    """One choice is one condition; `conditions` says which."""

    words: dict[str, Any] = {}

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return self.words.items()

    def conditions(self, request: HttpRequest) -> dict[str, Q]:
        raise NotImplementedError

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        condition = self.conditions(request).get(self.value() or "")
        return queryset if condition is None else queryset.filter(condition)


class WhoseFilter(Filter):
    title = _("whose")
    parameter_name = "whose"
    words = {"mine": _("Mine"), "nobody": _("Unassigned")}

    def conditions(self, request: HttpRequest) -> dict[str, Q]:
        mine = Q(owner=request.user.pk) | Q(
            review__reviewer=request.user.pk, state=Complaint.State.IN_REVIEW
        )
        return {"mine": mine, "nobody": Q(owner=None, next_due_on__isnull=False)}


class DueFilter(Filter):
    title = _("due")
    parameter_name = "due"
    words = {
        "severe": _("Severe, open"),
        "overdue": _("Overdue"),
        "24h": _("Within 24 hours"),
        "3d": _("In three days"),
        "extension": _("Extension waits"),
    }

    def conditions(self, request: HttpRequest) -> dict[str, Q]:
        severe = Q(severity=Complaint.Severity.SEVERE, next_due_on__isnull=False)
        return {
            "severe": severe,
            **due_conditions(clock.now()),
            "extension": Q(extensions__state="requested"),
        }


class ByOwner(admin.RelatedFieldListFilter):
    """Who may work complaints, and no login of a machine."""

    def field_choices(
        self, field: Any, request: HttpRequest, model_admin: Any
    ) -> list[tuple[str, Any]]:
        return [(str(each.pk), str(each)) for each in at_work("feedback.change_complaint")[:MOST]]


@admin.register(Complaint)
class ComplaintScreen(ExactSearch, ReadOnlyScreen):
    list_display = [
        "number",
        "customer",
        "category",
        "severity",
        "state_tag",
        "owner",
        "due",
        "opened_at",
    ]
    list_filter = ["state", WhoseFilter, DueFilter, "category", "severity", "via"]
    list_filter += [("owner", ByOwner)]
    filters_of_links = (
        *("opened_at__gte", "opened_at__lt"),
        *("lender__id__exact", "lender__isnull"),
        *("template_version__id__exact", "template_version__isnull"),
        *("root_cause__exact", "outcome__exact"),
    )
    """What the statistics ask for."""
    exactly = ("number", "customer__customer_no")
    search_help_text = _("Complaint number or customer number, exactly")
    list_select_related = ["customer", "owner"]
    list_before_template = "feedback/complaint_desk.html"

    def get_ordering(self, request: HttpRequest) -> Any:
        """Severe ones that are open, then by their next date, then the resolved, the last first."""
        return ["rank", F("next_due_on").asc(nulls_last=True), "-opened_at", "id"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Complaint]:
        """With the day it is where the lender is, asked for once and not for every row."""
        today = lender_day_sql(clock.now())
        found: QuerySet[Complaint] = super().get_queryset(request)
        return found.defer("text", "answer").annotate(today=today)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        allowed = self.has_view_permission(request)
        desk = desk_of(staff(request), now=clock.now()) if allowed else None
        return super().changelist_view(request, {**(extra_context or {}), "desk": desk})

    @admin.display(description=_("state"))
    def state_tag(self, complaint: Complaint) -> str:
        look = STATE_LOOKS.get(complaint.state, "hc-warn")
        return format_html('<span class="hc-tag {}">{}</span>', look, complaint.get_state_display())

    @admin.display(description=_("next due"))
    def due(self, complaint: Any) -> str:
        if complaint.next_due_on is None:
            return "—"
        days = (complaint.next_due_on - complaint.today).days
        left = _("%(days)s days left") if days > 0 else _("today") if days == 0 else _("overdue")
        return format_html(
            '{} <span class="hc-tag {}">{}</span>',
            date_format(complaint.next_due_on),
            due_look(days),
            str(left) % {"days": days},
        )

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        return page_of("admin:complaint", object_id)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return request.user.has_perm("feedback.view_complaint")
