"""Past runs, newest first; a row opens the run's own page."""

from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.admin.base import ReadOnlyScreen
from accounts.rules.money import money
from messaging.admin.runs.actions import page_of
from messaging.models import Run


@admin.register(Run)
class RunScreen(ReadOnlyScreen):
    list_display = ["run_day", "lender", "state", "due", "to_send", "cost", "planned", "released"]
    list_display_links = None
    list_filter = ["lender", "state"]
    list_select_related = ["lender", "planned_by", "released_by"]
    ordering = ["-day", "-id"]

    @admin.display(description=_("day"), ordering="-day")
    def run_day(self, run: Run) -> str:
        return format_html('<a href="{}">{}</a>', page_of(run), date_format(run.day))

    @admin.display(description=_("Customers due"))
    def due(self, run: Run) -> str:
        return _count(run.funnel.get("due"))

    @admin.display(description=_("To send"))
    def to_send(self, run: Run) -> str:
        return _count(run.funnel.get("to_send"))

    @admin.display(description=_("Cost"))
    def cost(self, run: Run) -> str:
        if not run.funnel:
            return "—"
        return money(Decimal(run.funnel["cost"]), run.funnel["currency"])

    @admin.display(description=_("planned by"))
    def planned(self, run: Run) -> str:
        return str(run.planned_by or _("schedule"))

    @admin.display(description=_("released by"))
    def released(self, run: Run) -> str:
        return str(run.released_by or "—")

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        run = self.get_object(request, object_id)
        if run is None:
            return self.not_there(request, object_id)
        return HttpResponseRedirect(page_of(run))


def _count(number: int | None) -> str:
    return "—" if number is None else f"{number:,}"
