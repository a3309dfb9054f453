"""Segments: the list, one of them with whom it reaches, and its form."""

from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _, gettext_lazy

from accounts.admin.actions import action
from accounts.admin.base import ReadOnlyScreen
from accounts.admin.pages import needs, page_of, render, staff
from accounts.disclosure import personal
from accounts.errors import Refused
from accounts.input.params import row_id, whole_number
from accounts.models import Customer, Lender, Loan
from accounts.rules.lender_day import lender_day
from config import clock
from messaging.admin.segments.form import parts, posted
from messaging.authoring import segments
from messaging.models import Segment, SegmentCell, Trial
from messaging.models.approvable import ApprovalState
from messaging.models.choices import StageChoices
from messaging.policy.segments.condition import Unreadable, read
from messaging.segments import reach
from messaging.segments.words import HABITS, sentences

PAGE = 50
STAGES = dict(StageChoices.choices)


@admin.register(Segment)
class SegmentScreen(ReadOnlyScreen):
    list_display = ["title", "lender", "in_words", "edited_by", "edited_at"]
    list_filter = ["lender"]
    list_select_related = ["lender", "edited_by"]
    ordering = ["lender", "title"]
    change_list_template = "messaging/segment_list.html"

    @admin.display(description=gettext_lazy("conditions"))
    def in_words(self, segment: Segment) -> str:
        lines = sentences(segment.conditions)
        return format_html_join("", "<div>{}</div>", ((line,) for line in lines))

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        may_write = request.user.has_perm(segments.MAY_WRITE)
        lenders = Lender.objects.order_by("name") if may_write else []
        return super().changelist_view(request, {**(extra_context or {}), "lenders": lenders})

    def change_view(
        self, request: HttpRequest, object_id: str, *_args: Any, **_kwargs: Any
    ) -> HttpResponse:
        return page_of("admin:segment", object_id)


def _segment(pk: int) -> Segment:
    return get_object_or_404(Segment.objects.select_related("lender", "edited_by"), pk=pk)


def _to(segment: Segment) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:segment", args=[segment.pk]))


@needs("messaging.view_segment")
def segment_page(request: HttpRequest, pk: int) -> HttpResponse:
    segment = _segment(pk)
    day = lender_day(segment.lender, clock.now())
    try:
        found = reach.reach(segment.lender_id, read(segment.conditions), day=day)
    except Unreadable:
        found = None
    return render(
        request,
        "messaging/segment.html",
        title=segment.title,
        segment=segment,
        sentences=sentences(segment.conditions),
        reach=found,
        share=f"{found.share * 100:.1f} %" if found else "",
        day=day,
        strategies=_strategies_with(segment),
        trials=Trial.objects.filter(lender=segment.lender_id, segment=segment.title),
        may_write=request.user.has_perm(segments.MAY_WRITE),
        may_look=request.user.has_perm("accounts.view_customer"),
    )


def _strategies_with(segment: Segment) -> list[dict[str, Any]]:
    """Where it was taken along, and whether the conditions there are still the same."""
    cells = (
        SegmentCell.objects.filter(strategy__lender=segment.lender_id, title=segment.title)
        .exclude(strategy__state__in=[ApprovalState.RETIRED, ApprovalState.REJECTED])
        .select_related("strategy__lender", "template")
        .order_by("-strategy__number", "position")
    )
    return [{"cell": cell, "same": cell.conditions == segment.conditions} for cell in cells[:PAGE]]


@needs("messaging.view_segment", "accounts.view_customer")
def segment_customers(request: HttpRequest, pk: int) -> HttpResponse:
    """The loans due today for which it holds, by key."""
    segment = _segment(pk)
    after = whole_number(request.GET.get("after") or "0")
    if after is None:
        raise Http404
    day = lender_day(segment.lender, clock.now())
    try:
        condition = read(segment.conditions)
        found = reach.loans(segment.lender_id, condition, day=day, after=after, size=PAGE + 1)
    except Unreadable:
        found = []
    more, found = len(found) > PAGE, found[:PAGE]
    return render(
        request,
        "messaging/segment_customers.html",
        title=_("Loans due in %(segment)s") % {"segment": segment.title},
        segment=segment,
        rows=_rows(found),
        next=str(found[-1].loan_id) if more else "",
    )


def _rows(found: list[reach.Found]) -> list[dict[str, Any]]:
    people = Customer.objects.in_bulk({each.customer_id for each in found})
    loans = Loan.objects.in_bulk([each.loan_id for each in found])
    return [
        {
            "customer": people[each.customer_id],
            "name": personal.masked_name(people[each.customer_id]),
            "loan": loans[each.loan_id],
            "stage": STAGES[each.stage],
            "habit": HABITS[each.habit],
            "days": each.days_past_due,
        }
        for each in found
        if each.customer_id in people and each.loan_id in loans
    ]


@needs("messaging.change_segment")
def new_segment(request: HttpRequest) -> HttpResponse:
    """`?lender=`: whose products are to choose from."""
    lenders = Lender.objects.order_by("name")
    asked = row_id(request.GET.get("lender"))
    lender = (asked and lenders.filter(pk=asked).first()) or lenders.first()
    if lender is None:
        raise Http404
    return _form(request, lender, None)


@needs("messaging.change_segment")
def edit_segment(request: HttpRequest, pk: int) -> HttpResponse:
    segment = _segment(pk)
    return _form(request, segment.lender, segment)


def _form(request: HttpRequest, lender: Lender, segment: Segment | None) -> HttpResponse:
    title = segment.title if segment else ""
    conditions = segment.conditions if segment else []
    status = 200
    if request.method == "POST":
        title, conditions = request.POST.get("title", ""), posted(request.POST)
        try:
            saved = segments.save(
                segment,
                lender=lender,
                title=title,
                conditions=conditions,
                by=staff(request),
                now=clock.now(),
            )
        except Refused as refused:
            messages.error(request, str(refused))
            status = 422
        else:
            messages.success(request, _("Segment saved."))
            return _to(saved)
    return render(
        request,
        "messaging/segment_edit.html",
        title=str(segment) if segment else _("New segment"),
        status=status,
        segment=segment,
        lender=lender,
        segment_title=title,
        parts=parts(conditions, lender),
    )


@action("messaging.change_segment", find=_segment, to=_to)
def discard_segment(request: HttpRequest, segment: Segment) -> HttpResponse:
    segments.discard(segment, by=staff(request))
    messages.success(request, _("Segment thrown away."))
    return HttpResponseRedirect(reverse("admin:messaging_segment_changelist"))
