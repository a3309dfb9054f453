"""Customers of a segment, as a filter of the list of customers."""

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.input.params import row_id
from accounts.rules.lender_day import lender_day
from config import clock
from messaging.models import Segment
from messaging.policy.segments.condition import Unreadable, read
from messaging.segments import reach


class InSegment(SimpleListFilter):
    """Those with a loan due today, or within seven days, for which the conditions hold."""

    title = _("customer segment")
    parameter_name = "segment"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        found = Segment.objects.select_related("lender").order_by("lender__name", "title")
        return [(str(each.pk), f"{each.title} · {each.lender}") for each in found]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() is None:
            return queryset
        segment = (
            Segment.objects.select_related("lender").filter(pk=row_id(self.value()) or 0).first()
        )
        try:
            condition = read(segment.conditions if segment else None)
        except Unreadable:
            return queryset.none()
        assert segment is not None  # noqa: S101
        day = lender_day(segment.lender, clock.now())
        return queryset.filter(pk__in=reach.customers(segment.lender_id, condition, day=day))
