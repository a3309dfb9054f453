"""The candidates of a run as a file: what the filters leave, masked as on the page, on record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.admin import step_up
from accounts.admin.pages import needs, staff
from accounts.audit import trail
from accounts.lists.spreadsheets import csv_line, heading_line
from messaging.admin.runs.candidates import asked, row, with_what_is_shown
from messaging.models import Candidate, Run

AT_ONCE = 2_000


@needs("messaging.view_candidate")
@require_POST
@step_up.required
def run_candidates_export(request: HttpRequest, run_id: int) -> HttpResponse:
    """`query` of the form is the address of the list."""
    run = get_object_or_404(Run, pk=run_id)
    query = QueryDict(request.POST.get("query", ""))
    matching, _chosen = asked(run, query)
    with trail.acting(user=staff(request), source="web"):
        trail.record(
            action="export",
            table=Candidate._meta.db_table,
            row_id="",
            after={"run": run.pk, "filters": dict(query.lists()), "as": "csv"},
        )
    answer: Any = StreamingHttpResponse(_lines(matching), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="run-{run.pk}-candidates.csv"'
    return cast(HttpResponse, answer)


def _lines(matching: QuerySet[Candidate]) -> Iterator[str]:
    columns = (_("customer"), _("Customer's name"), _("stage"), _("tone"), _("template"))
    yield heading_line(
        [*columns, _("amount due"), _("currency"), _("segments"), _("verdict"), _("message")]
    )
    found = with_what_is_shown(matching).order_by("pk")
    for candidate in found.iterator(chunk_size=AT_ONCE):
        shown, version = row(candidate), candidate.template_version
        yield csv_line(
            [
                candidate.customer.customer_no,
                shown["name"],
                candidate.get_stage_display(),
                candidate.get_tone_display(),
                version.template.title if version else "",
                candidate.amount_due,
                candidate.currency,
                "" if candidate.segments is None else str(candidate.segments),
                str(_("To send") if candidate.to_send else shown["reason"]),
                " · ".join(filter(None, [shown["state"], str(shown["message_reason"])])),
            ]
        )
