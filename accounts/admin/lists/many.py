"""One act on many rows, on screen: what it would do, then how far it is, then what came of each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render as render_part
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _, ngettext, pgettext
from django.views.decorators.http import require_POST

from accounts.admin import step_up
from accounts.admin.pages import needs, render, staff
from accounts.errors import Refused
from accounts.input.params import row_id
from accounts.lists.bulk import jobs
from accounts.lists.bulk.acts import ACTS, Act
from accounts.lists.spreadsheets import csv_line, heading_line
from accounts.models import BulkJob, BulkRow
from config import clock

SHOWN = 100
"""Rows told on the page, what was refused first; the file has them all."""
NAMED = 10
"""Rows named before it begins."""


def choose(_screen: Any, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse | None:
    """What Django calls for a list's act: note the rows, and on to the page of the job."""
    act = ACTS[request.POST["action"]]
    try:
        job = jobs.ask(rows, act, by=staff(request), now=clock.now())
    except Refused as refused:
        messages.warning(request, str(refused))
        return None
    return to(job)


@needs()
def many(request: HttpRequest, job_id: int) -> HttpResponse:
    """The page of a job, by its state."""
    job = _own(request, job_id)
    act = jobs.act_of(job)
    return _page(request, job, act, _form(act, job, None))


@needs()
@require_POST
def many_begin(request: HttpRequest, job_id: int) -> HttpResponse:
    job = _own(request, job_id)
    act = jobs.act_of(job)
    if act.step_up and (question := step_up.ask(request)) is not None:
        return question
    form = _form(act, job, request.POST)
    if form is not None and not form.is_valid():
        return _page(request, job, act, form, status=422)
    said = {} if form is None else _kept(form.cleaned_data)
    if act.check is not None and job.state == BulkJob.State.ASKED:
        check = act.check(job, said, by=staff(request), now=clock.now())
        if "checked" not in request.POST:
            return _page(request, job, act, form, check=check)
        said[jobs.WHY_NOT] = {str(pk): why for pk, why in check["refused"].items()}
        said[jobs.ROWS] = sorted(filter(None, map(row_id, request.POST.getlist("row"))))
    jobs.begin(job, said, by=staff(request))
    jobs.carry_on(job, by=staff(request), now=clock.now())
    return to(job)


@needs()
@require_POST
def many_go_on(request: HttpRequest, job_id: int) -> HttpResponse:
    """Some more of it. The page asks again and again until it is done."""
    job = _own(request, job_id)
    jobs.carry_on(job, by=staff(request), now=clock.now())
    job.refresh_from_db()
    if "HX-Request" not in request.headers or job.state != BulkJob.State.RUNNING:
        return _refreshed(job) if "HX-Request" in request.headers else to(job)
    return render_part(request, "accounts/many_progress.html", _progress(job))


@needs()
@require_POST
def many_stop(request: HttpRequest, job_id: int) -> HttpResponse:
    job = _own(request, job_id)
    jobs.stop(job, by=staff(request))
    return to(job)


@needs()
@require_POST
def many_resume(request: HttpRequest, job_id: int) -> HttpResponse:
    job = _own(request, job_id)
    if jobs.act_of(job).step_up and (question := step_up.ask(request)) is not None:
        return question
    jobs.resume(job, by=staff(request))
    return to(job)


@needs()
@require_POST
def many_undo(request: HttpRequest, job_id: int) -> HttpResponse:
    job = _own(request, job_id)
    try:
        made = jobs.undo(job, by=staff(request), now=clock.now())
    except Refused as refused:
        messages.warning(request, str(refused))
        return to(job)
    jobs.carry_on(made, by=staff(request), now=clock.now())
    made.refresh_from_db()
    done = made.state == BulkJob.State.DONE
    if not done or made.rows.exclude(state=BulkRow.State.DONE).exists():
        return to(made)
    said = ngettext("%(n)d row is as it was.", "%(n)d rows are as they were.", made.total)
    messages.success(request, said % {"n": made.total})
    return HttpResponseRedirect(_list_of(jobs.act_of(made)))


@needs()
def many_results(request: HttpRequest, job_id: int) -> HttpResponse:
    """Every row and what came of it, for a spreadsheet."""
    job = _own(request, job_id)
    rows = list(job.rows.order_by("pk"))
    names = _names(jobs.act_of(job), rows)
    lines = [heading_line([pgettext("list", "Which"), _("result"), _("said")])]
    lines += [csv_line([names[r.object_id], r.get_state_display(), r.said]) for r in rows]
    answer = HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="many-{job.pk}.csv"'
    return answer


def _own(request: HttpRequest, job_id: int) -> BulkJob:
    return get_object_or_404(BulkJob, pk=job_id, by=staff(request))


def to(job: BulkJob) -> HttpResponse:
    """To the page of a job."""
    return HttpResponseRedirect(reverse("admin:many", args=[job.pk]))


def _refreshed(job: BulkJob) -> HttpResponse:
    """htmx loads the whole page: it says something else now."""
    return HttpResponse(headers={"HX-Redirect": reverse("admin:many", args=[job.pk])})


def _page(
    request: HttpRequest,
    job: BulkJob,
    act: Act,
    form: forms.Form | None,
    *,
    status: int = 200,
    check: dict[str, Any] | None = None,
) -> HttpResponse:
    asked = job.state == BulkJob.State.ASKED
    rows = list(job.rows.order_by("-state", "pk")[: NAMED if asked else SHOWN])
    names = _names(act, rows)
    return render(
        request,
        "accounts/many.html",
        title=act.title,
        status=status,
        act=act,
        form=form,
        asked=asked,
        rows=[_row(act, row, names) for row in rows],
        more=job.total - len(rows),
        may_undo=act.undo and not hasattr(job, "undone_by"),
        back=_list_of(act),
        check=check,
        looks_first=act.check is not None,
        **_progress(job),
    )


def _progress(job: BulkJob) -> dict[str, Any]:
    counts = jobs.counts(job)
    done, refused = counts[BulkRow.State.DONE], counts[BulkRow.State.REFUSED]
    return {"job": job, "done": done, "refused": refused, "passed": done + refused}


def _row(act: Act, row: BulkRow, names: Mapping[int, str]) -> dict[str, Any]:
    try:
        page = reverse(f"admin:{act.page}", args=[row.object_id])
    except NoReverseMatch:
        page = ""
    return {"row": row, "name": names[row.object_id], "page": page}


def _names(act: Act, rows: list[BulkRow]) -> dict[int, str]:
    ids = [row.object_id for row in rows]
    found: Mapping[int, object]
    found = act.named(ids) if act.named else act.model._default_manager.in_bulk(ids)
    return {row.object_id: str(found.get(row.object_id, f"#{row.object_id}")) for row in rows}


def _list_of(act: Act) -> str:
    meta = act.model._meta
    return reverse(f"admin:{act.list_page or f'{meta.app_label}_{meta.model_name}_changelist'}")


def _form(act: Act, job: BulkJob, said: Any) -> forms.Form | None:
    if act.form is None:
        return None
    return act.form(said, job=job) if act.check else act.form(said)


def _kept(said: Mapping[str, Any]) -> dict[str, Any]:
    """As JSON can hold it: a row by its id, a moment as text."""
    plain = {name: v.pk if isinstance(v, Model) else v for name, v in said.items()}
    kept: dict[str, Any] = json.loads(json.dumps(plain, cls=DjangoJSONEncoder))
    return kept
