"""A list as a file: what its filters leave, in its order, with its columns, as it shows them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any, cast

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.exceptions import NotRegistered
from django.contrib.admin.utils import (
    display_for_field,
    display_for_value,
    label_for_field,
    lookup_field,
)
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.utils.html import strip_tags
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from accounts.admin import step_up
from accounts.admin.pages import needs, staff
from accounts.audit import trail
from accounts.lists import workbook
from accounts.lists.spreadsheets import csv_line, heading_line
from config import clock

MOST = {"csv": 200_000, "xlsx": 20_000}
"""Rows of a file; a workbook is made in memory. Our own limits."""
AT_ONCE = 2_000
EMPTY = ""


@needs()
@require_POST
@step_up.required
def list_export(request: HttpRequest, app_label: str, model: str, kind: str) -> HttpResponse:
    """`query` of the form is the list's address; on record before a row of it leaves."""
    screen = _screen(app_label, model)
    if kind not in MOST:
        raise Http404
    if not screen.has_view_permission(request):
        raise PermissionDenied
    query = QueryDict(request.POST.get("query", ""))
    request.GET = query
    shown = screen.get_changelist_instance(request)
    with trail.acting(user=staff(request), source="web"):
        trail.record(
            action="export",
            table=screen.model._meta.db_table,
            row_id="",
            after={"filters": dict(query.lists()), "as": kind},
        )
    columns = [name for name in shown.list_display if name != "action_checkbox"]
    heading = [str(label_for_field(name, screen.model, screen)) for name in columns]
    rows = _told(shown.queryset[: MOST[kind]], screen)
    name = f"{model}-{localtime(clock.now()):%Y%m%d-%H%M}.{kind}"
    if kind == "xlsx":
        cells = ([_cell(column, row, screen) for column in columns] for row in rows)
        body = workbook.written(heading, cells)
        answer: Any = HttpResponse(body, content_type=workbook.CONTENT_TYPE)
    else:
        lines = _lines(heading, columns, rows, screen)
        answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return cast(HttpResponse, answer)


def _screen(app_label: str, model: str) -> Any:
    try:
        return admin.site.get_model_admin(apps.get_model(app_label, model))
    except (LookupError, NotRegistered):
        raise Http404 from None


def _lines(heading: list[str], columns: list[Any], rows: Any, screen: Any) -> Iterator[str]:
    yield heading_line(heading)
    for row in rows:
        yield csv_line([_cell(column, row, screen) for column in columns])


def _told(rows: QuerySet[Any], screen: Any) -> Iterator[Any]:
    """The rows with what the screen's columns tell besides, some at a time."""
    told = iter(rows.iterator(chunk_size=AT_ONCE))
    while some := list(islice(told, AT_ONCE)):
        screen.tell(some)
        yield from some


def _cell(column: Any, row: Model, screen: Any) -> str:
    """As the list shows it, without markup."""
    field, _attribute, value = lookup_field(column, row, screen)
    if field is None:
        return strip_tags(str(display_for_value(value, EMPTY)))
    if field.remote_field is not None:
        return str(getattr(row, field.name) or "")
    return strip_tags(str(display_for_field(value, field, EMPTY)))
