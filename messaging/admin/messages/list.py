"""Messages: the outbox to look at. Nothing is edited; the text is shown with the name masked."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _, gettext_lazy

from accounts.admin.base import ReadOnlyScreen
from accounts.admin.exact import ExactSearch
from accounts.admin.pages import needs, render
from accounts.disclosure import personal
from accounts.input.params import row_id
from messaging import labels
from messaging.admin.settling.links import advice
from messaging.models import Message


@admin.register(Message)
class MessageScreen(ExactSearch, ReadOnlyScreen):
    list_display = [
        "number",
        "customer",
        "lender",
        "text",
        "state",
        "why",
        "not_before",
        "handed_over_at",
    ]
    further_columns = ("run", "segments")
    list_filter = ["state", "content_class", "lender"]
    filters_of_links = ("run__day__exact", "run__day__gte", "error_code__exact")
    exactly = ("customer__customer_no",)
    search_help_text = gettext_lazy("Customer number, exactly")
    list_select_related = ["customer", "lender", "run__lender", "template_version__template"]
    ordering = ["-pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        return super().get_queryset(request).defer("body", "template_version__body")

    @admin.display(description=gettext_lazy("message"))
    def number(self, message: Message) -> str:
        return f"#{message.pk}"

    @admin.display(description=gettext_lazy("template"))
    def text(self, message: Message) -> str:
        return str(message.template_version.template) if message.template_version else "—"

    @admin.display(description=gettext_lazy("reason"))
    def why(self, message: Message) -> str:
        return labels.reason(message.reason) if message.reason else "—"

    def change_view(
        self, request: HttpRequest, object_id: str, *_args: Any, **_kwargs: Any
    ) -> HttpResponse:
        return message_page(request, object_id)


@needs("messaging.view_message")
def message_page(request: HttpRequest, object_id: str) -> HttpResponse:
    """One message: its text, where it stands, every attempt and every receipt."""
    message = get_object_or_404(
        Message.objects.select_related(
            *("customer", "contact_point", "lender", "run__lender", "gateway"),
            *("template_version__template", "template_version__author"),
            "template_version__decided_by",
        ),
        pk=row_id(object_id),
    )
    return render(
        request,
        "messaging/message.html",
        title=_("Message #%(number)s") % {"number": message.pk},
        message=message,
        reason=labels.reason(message.reason) if message.reason else "",
        advice=advice(message.reason, user=request.user, customer_id=message.customer_id),
        text=personal.shown(message, "body", message.customer),
        address=personal.masked_address(message.contact_point) if message.contact_point else "—",
        attempts=message.attempts.select_related("gateway").order_by("begun_at", "pk"),
        receipts=[
            {"row": row, "said": labels.message_state(row.result)}
            for row in message.receipts.order_by("at", "pk")
        ],
        decisions=[
            {
                "row": row,
                "outcome": labels.outcome(row.outcome),
                "reason": labels.reason(row.reason),
                "advice": advice(row.reason, user=request.user, customer_id=message.customer_id),
            }
            for row in message.decisions.order_by("pk")
        ],
    )
