"""Customers: a list that masks, and one page that says all we hold about a person."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accounts.admin import zone_names
from accounts.admin.base import ReadOnlyScreen
from accounts.admin.customer_filters import HeldFilter, LateFilter, NumberFilter
from accounts.admin.customer_page import customer_page
from accounts.admin.customer_rows import standings
from accounts.admin.exact import ExactSearch
from accounts.disclosure import personal
from accounts.models import Customer
from config import clock


@admin.register(Customer)
class CustomerScreen(ExactSearch, ReadOnlyScreen):
    change_list_template = "accounts/customer_list.html"
    list_display = ["customer_no", "masked_name", "owed", "late", "held", "language"]
    further_columns = ("salutation", "zones")
    list_filter = [LateFilter, HeldFilter, NumberFilter, "language"]
    # Phone numbers are searched by POST and names (`find`): this box is a URL.
    exactly = ("customer_no", "loans__loan_no")
    search_help_text = _("Customer number or loan number, exactly")
    ordering = ["-id"]

    def tell(self, rows: list[Any]) -> None:
        """What each owes and what holds contact."""
        found = standings([row.pk for row in rows], clock.now())
        for row in rows:
            row.standing = found[row.pk]

    @admin.display(description=_("amount due"))
    def owed(self, customer: Any) -> str:
        return customer.standing.owed or "—"

    @admin.display(description=_("days past due"))
    def late(self, customer: Any) -> str:
        return str(customer.standing.late or "—")

    @admin.display(description=_("hold"))
    def held(self, customer: Any) -> str:
        return "、".join(customer.standing.holds) or "—"

    @admin.display(description=pgettext_lazy("person", "name"))
    def masked_name(self, customer: Customer) -> str:
        return personal.masked_name(customer)

    @admin.display(description=_("time zones"))
    def zones(self, customer: Customer) -> str:
        return zone_names.zones(customer.timezones)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        customer = self.get_object(request, object_id)
        if customer is None:
            return self.not_there(request, object_id)
        return customer_page(request, customer)
