"""The list of complaints: what is due soonest comes first."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.admin.base import ReadOnlyScreen
from config import clock
from feedback.models import Complaint


@admin.register(Complaint)
class ComplaintScreen(ReadOnlyScreen):
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
    list_filter = ["state", "category", "severity", "owner"]
    search_fields = ["=number", "=customer__customer_no"]
    search_help_text = _("Complaint number or customer number, exactly")
    list_select_related = ["customer", "owner"]
    # Open ones by deadline, then the resolved: "resolved" sorts behind the open states.
    ordering = ["resolved_at", "due_on", "id"]

    def get_ordering(self, request: HttpRequest) -> Any:
        from django.db.models import F

        return [F("resolved_at").desc(nulls_first=True), "due_on", "id"]

    @display(description=_("state"))
    def state_tag(self, complaint: Complaint) -> str:
        look = "hc-good" if complaint.state == Complaint.State.RESOLVED else "hc-warn"
        return format_html('<span class="hc-tag {}">{}</span>', look, complaint.get_state_display())

    @display(description=_("answer due on"))
    def due(self, complaint: Complaint) -> str:
        text = f"{complaint.due_on:%Y-%m-%d}"
        if complaint.state == Complaint.State.RESOLVED:
            return text
        days = (complaint.due_on - localdate(clock.now())).days
        look = "hc-bad" if days <= 1 else "hc-warn" if days <= 3 else ""
        left = _("%(days)s days left") if days >= 0 else _("overdue")
        return format_html(
            '{} <span class="hc-tag {}">{}</span>', text, look, str(left) % {"days": days}
        )

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:complaint", args=[object_id]))

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return request.user.has_perm("feedback.view_complaint")
