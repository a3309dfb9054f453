"""One stop: its figures as they are now, and who was written to before it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, render as render_part
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.admin import step_up
from accounts.admin.pages import needs, render
from accounts.audit import trail
from accounts.disclosure import personal
from accounts.lists.spreadsheets import csv_line, heading_line
from config import clock
from messaging.admin.stops.scope_labels import name, page
from messaging.models import Message, Stop
from messaging.stops import coverage, service as stops

COLUMNS = ("message", "customer_no", "name", "number", "lender", "template", "gateway")


@needs("messaging.view_stop", "messaging.view_message")
def stop_page(request: HttpRequest, stop_id: int) -> HttpResponse:
    stop = _stop(stop_id)
    after = request.GET.get("after", "")
    covered = coverage.covered_by(stop)
    try:
        got_it = coverage.who_got_it(covered, after=after)
    except ValueError as error:
        raise Http404 from error
    return render(
        request,
        "messaging/stop.html",
        title=_("Stop: %(what)s") % {"what": name(stop.scope, stop.object_id) or stop.scope},
        page_of_it=page(stop.scope, stop.object_id),
        rows=[_row(message) for message in got_it.rows],
        next=got_it.after,
        may_lift=stop.lifted_at is None and request.user.has_perm(stops.MAY_STOP),
        asks_why=not stop.reason and request.user.has_perm(stops.MAY_STOP),
        may_export=request.user.has_perm(stops.MAY_STOP),
        **_live(stop),
    )


@needs("messaging.view_stop", "messaging.view_message")
def stop_now(request: HttpRequest, stop_id: int) -> HttpResponse:
    """The part of the page that keeps itself fresh; once lifted, the whole page is read anew."""
    stop = _stop(stop_id)
    if stop.lifted_at is not None:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render_part(request, "messaging/stop_figures.html", _live(stop))


@needs("messaging.view_stop", "messaging.view_message", stops.MAY_STOP)
@require_POST
@step_up.required
def stop_export(request: HttpRequest, stop_id: int) -> HttpResponse:
    """Who got it, as a file: numbers and names masked; that it was taken is recorded."""
    stop = _stop(stop_id)
    trail.record(
        action="export", table=Stop._meta.db_table, row_id=str(stop.pk), after={"list": "got_it"}
    )
    rows = coverage.all_who_got_it(coverage.covered_by(stop))
    response: Any = StreamingHttpResponse(_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="stop-{stop.pk}.csv"'
    response["Cache-Control"] = "no-store"
    return cast(HttpResponse, response)


def _live(stop: Stop) -> dict[str, Any]:
    covered = coverage.covered_by(stop)
    seen = coverage.figures(covered, now=clock.now())
    wire = coverage.on_the_wire(covered) if seen.on_the_wire else []
    return {
        "stop": stop,
        "since": covered.since,
        "figures": seen,
        "wire": [_row(message) for message in wire],
    }


def _row(message: Message) -> dict[str, Any]:
    person, point, version = message.customer, message.contact_point, message.template_version
    return {
        "message": message,
        "name": personal.masked_name(person) if person else "—",
        "number": personal.masked_address(point) if point else "—",
        "template": version.template.title if version else "—",
    }


def _lines(messages_: Iterator[Message]) -> Iterator[str]:
    yield heading_line((*COLUMNS, "handed_over_at", "state"))
    for message in messages_:
        row = _row(message)
        yield csv_line(
            (
                message.pk,
                message.customer.customer_no if message.customer else "",
                row["name"],
                row["number"],
                message.lender,
                row["template"],
                message.gateway,
                message.handed_over_at.isoformat() if message.handed_over_at else "",
                message.state,
            )
        )


def _stop(stop_id: int) -> Stop:
    related = Stop.objects.select_related("by", "lifted_by", "lift_asked_by")
    return get_object_or_404(related, pk=stop_id)
