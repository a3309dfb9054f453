"""The hold ledger: every reason not to contact someone, who placed it, until when."""

from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.admin.base import ReadOnlyScreen
from accounts.models import Hold
from config import clock

PLACE_LABEL = _("Place a hold")


class InForceFilter(admin.SimpleListFilter):
    title = _("in force")
    parameter_name = "in_force"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("In force")), ("no", _("Ended"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        now = clock.now()
        live = Q(released_at=None) & (Q(until=None) | Q(until__gt=now))
        if self.value() == "yes":
            return queryset.filter(live)
        return queryset.exclude(live) if self.value() == "no" else queryset


@admin.register(Hold)
class HoldScreen(ReadOnlyScreen):
    list_display = ["customer", "kind", "reason", "starts_at", "until", "placed_by", "standing"]
    list_filter = [InForceFilter, "kind"]
    search_fields = ["=customer__customer_no"]
    search_help_text = _("Customer number, exactly")
    list_select_related = ["customer", "placed_by", "released_by"]
    ordering = ["-starts_at"]

    @display(description=_("state"))
    def standing(self, hold: Hold) -> str:
        if hold.released_at:
            return str(_("Released"))
        if hold.until and hold.until <= clock.now():
            return str(_("Ended"))
        if hold.kind == Hold.Kind.COMPLAINT:
            return str(_("Ends with its complaint"))
        url = reverse("admin:hold_release", args=[hold.pk])
        return format_html('<a href="{}">{}</a>', url, _("Release…"))
