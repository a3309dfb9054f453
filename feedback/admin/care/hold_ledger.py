"""The hold ledger: every hold, why, by whom, until when; lifting one; a file of what is shown."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, cast

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localtime
from django.utils.translation import gettext as _, gettext_lazy

from accounts.admin import step_up
from accounts.admin.base import ReadOnlyScreen
from accounts.admin.forms import ReasonForm
from accounts.admin.pages import needs, render, staff
from accounts.audit import trail
from accounts.disclosure import personal
from accounts.errors import Refused
from accounts.holds import service as holds
from accounts.lists import counting
from accounts.lists.spreadsheets import csv_line, heading_line
from accounts.models import Hold
from accounts.rules.lifting import Lifting
from config import clock
from feedback.holds import ledger as hold_ledger, owners as hold_owners
from feedback.holds.ledger import Filters

STANDINGS = {
    hold_ledger.IN_FORCE: gettext_lazy("In force"),
    hold_ledger.ENDING: gettext_lazy("Ending this week"),
    hold_ledger.ENDLESS: gettext_lazy("Without end"),
    hold_ledger.ENDED: gettext_lazy("Ended"),
    hold_ledger.ALL: gettext_lazy("All"),
}
SAID = {
    Lifting.ASKED: (
        messages.SUCCESS,
        gettext_lazy("Asked. It stands until another person lifts it."),
    ),
    Lifting.LIFTED: (
        messages.SUCCESS,
        gettext_lazy("Released. Waiting messages will be checked again."),
    ),
    Lifting.OVER: (messages.WARNING, gettext_lazy("Somebody had released it already.")),
}
COLUMNS = (
    *("customer number", "loan number", "kind", "reason", "source", "from", "until"),
    *("placed by", "released at", "released by", "why released"),
)


@admin.register(Hold)
class HoldScreen(ReadOnlyScreen):
    """Its list is the ledger; a hold has no page of its own but the customer's."""

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return ledger(request)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        hold = self.get_object(request, object_id)
        if hold is None:
            return self.not_there(request, object_id)
        return _to_customer(hold.customer_id)


@needs("accounts.view_hold")
def ledger(request: HttpRequest) -> HttpResponse:
    now, filters = clock.now(), _filters(request)
    page = hold_ledger.page(filters, now=now, after=request.GET.get("after", ""))
    kept_by = hold_owners.owners(page.rows)
    may_lift = request.user.has_perm("accounts.release_hold")
    counted = hold_ledger.counts(now)
    return render(
        request,
        "feedback/hold_ledger.html",
        title=_("Hold ledger"),
        filters=filters,
        query=_query(filters),
        tabs=[
            (code, label, _count(counted[code]) if code in counted else "")
            for code, label in STANDINGS.items()
        ],
        counts=[
            (code, STANDINGS[code], _count(counted[code]))
            for code in (hold_ledger.IN_FORCE, hold_ledger.ENDING, hold_ledger.ENDLESS)
        ],
        kinds=Hold.Kind.choices,
        rows=[_row(request, hold, kept_by[hold.pk], now, may_lift) for hold in page.rows],
        next=page.after,
    )


@needs("accounts.view_hold")
@step_up.required
def export(request: HttpRequest) -> HttpResponse:
    """The list as it is filtered, as CSV for a spreadsheet; recorded."""
    now, filters = clock.now(), _filters(request)
    with trail.acting(user=staff(request), source="web"):
        trail.record(
            action="export",
            table=Hold._meta.db_table,
            row_id="",
            after={"standing": filters.standing, "kind": filters.kind},
        )
    answer = StreamingHttpResponse(_lines(filters, now), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="holds-{localtime(now):%Y%m%d}.csv"'
    return cast(HttpResponse, answer)


@needs("accounts.release_hold")
@step_up.on_post
def release_hold(request: HttpRequest, hold_id: int) -> HttpResponse:
    """Lift a hold by hand, with a reason; one that something keeps ends with that instead."""
    hold = get_object_or_404(Hold.objects.select_related(*hold_ledger.SHOWN), pk=hold_id)
    form = ReasonForm(request.POST or None)
    why_not = hold_owners.owner(hold).why_not or holds.obstacle_to_release(hold, by=staff(request))
    if why_not:
        messages.error(request, why_not)
        return _to_customer(hold.customer_id)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            done = holds.lift(hold, by=staff(request), reason=reason, now=clock.now())
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.add_message(request, *SAID[done])
        return _to_customer(hold.customer_id)
    return render(
        request,
        "accounts/ask.html",
        title=_("Release a hold on %(customer)s") % {"customer": hold.customer},
        form=form,
        note=_note(hold),
        button=_("Release"),
        back=reverse("admin:accounts_customer_change", args=[hold.customer_id]),
    )


def _note(hold: Hold) -> str:
    said = [str(hold.get_kind_display()), personal.said_text(hold.reason, hold.customer)]
    if asked := hold.lift_asked_by:
        why = personal.said_text(hold.release_reason, hold.customer)
        told = _("%(person)s asks to lift it: %(evidence)s")
        said.append(told % {"person": asked, "evidence": why})
    elif holds.takes_two(hold):
        said.append(_("You ask, another person lifts it."))
    return " · ".join(said)


def _row(
    request: HttpRequest, hold: Hold, owner: hold_owners.Owner, now: datetime, may_lift: bool
) -> dict[str, Any]:
    in_force = hold_ledger.is_in_force(hold, now)
    return {
        "hold": hold,
        "reason": personal.said_text(hold.reason, hold.customer),
        "release_reason": personal.said_text(hold.release_reason, hold.customer),
        "owner": owner,
        "may_open": bool(owner.url) and request.user.has_perm(owner.permission),
        "in_force": in_force,
        "may_lift": may_lift
        and in_force
        and not owner.why_not
        and not holds.obstacle_to_release(hold, by=staff(request)),
    }


def _filters(request: HttpRequest) -> Filters:
    asked = request.GET
    return Filters.read(asked.get("standing", ""), asked.get("kind", ""), asked.get("customer", ""))


def _query(filters: Filters) -> str:
    """The part of a link that keeps the filters other than the standing."""
    said = {"kind": filters.kind, "customer": filters.customer_no}
    return urlencode({name: value for name, value in said.items() if value})


def _count(number: int) -> str:
    return counting.told(number, counting.IN_THE_LEDGER)


def _lines(filters: Filters, now: datetime) -> Iterator[str]:
    yield heading_line(_(name) for name in COLUMNS)
    for hold in hold_ledger.everything(filters, now=now):
        yield csv_line(
            [
                hold.customer.customer_no,
                hold.loan.loan_no if hold.loan else "",
                hold.get_kind_display(),
                personal.said_text(hold.reason, hold.customer),
                hold.source,
                _moment(hold.starts_at),
                _moment(hold.until),
                str(hold.placed_by or ""),
                _moment(hold.released_at),
                str(hold.released_by or ""),
                personal.said_text(hold.release_reason, hold.customer),
            ]
        )


def _moment(moment: datetime | None) -> str:
    return localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else ""


def _to_customer(customer_id: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:accounts_customer_change", args=[customer_id]))
