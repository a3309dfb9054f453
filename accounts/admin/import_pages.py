"""One import from upload to result: each page shows what the file is waiting for."""

import logging
from datetime import datetime
from typing import Any, cast

from django.contrib import messages as notices
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST
from kombu.exceptions import OperationalError as NoBroker

from accounts import tasks
from accounts.access.team import TEAM
from accounts.admin import step_up
from accounts.admin.actions import action, valid
from accounts.admin.forms import ReasonForm
from accounts.admin.import_shown import (
    changes_of,
    counts_of,
    first_rows_of,
    matched_columns,
    rows_page,
)
from accounts.admin.import_upload import (
    MAX_UPLOAD_BYTES,
    MEGABYTE,
    SealedUploadHandler,
    UploadForm,
    discard,
)
from accounts.admin.pages import needs, render, staff
from accounts.audit import trail
from accounts.errors import Refused
from accounts.intake import samples
from accounts.intake.jobs import (
    bad_rows,
    confirming,
    lifecycle,
    messages,
    progress,
)
from accounts.intake.readers.which_encoding import LABELS
from accounts.models import ImportFile, ImportProblem, Lender
from accounts.moves import listing
from accounts.rules.lender_day import lender_day
from config import clock

log = logging.getLogger(__name__)

State = ImportFile.State
AT_WORK = (State.CHECKING, State.APPLYING)


@needs("accounts.add_importfile")
@csrf_exempt
def upload(request: HttpRequest) -> HttpResponse:
    """The handler must be in place before anything reads the form, the CSRF check included."""
    handler = SealedUploadHandler(request)
    request.upload_handlers = [handler]
    return receive(request, handler)


@csrf_protect
def receive(request: HttpRequest, handler: SealedUploadHandler) -> HttpResponse:
    if request.method != "POST":
        return upload_page(request, UploadForm())
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        if handler.too_large:
            limit = {"limit": MAX_UPLOAD_BYTES // MEGABYTE}
            form.add_error("file", _("A file may have %(limit)d MB.") % limit)
        discard(request)
        return upload_page(request, form)
    now = clock.now()
    import_file = lifecycle.register(
        form.cleaned_data["file"].stored,
        kind=form.cleaned_data["kind"],
        filename=form.cleaned_data["file"].name,
        by=staff(request),
        now=now,
    )
    start_check(request, import_file, now=now)
    return to_page(import_file.pk)


def upload_page(request: HttpRequest, form: UploadForm) -> HttpResponse:
    status = 400 if form.errors else 200
    return render(
        request,
        "accounts/import_upload.html",
        title=_("Upload a file"),
        form=form,
        status=status,
        kinds=[
            {
                "code": kind,
                "label": kind.label,
                "must": samples.must_have(kind),
                "asked": samples.asked_about(kind),
                "may": samples.may_have(kind),
            }
            for kind in samples.COLUMNS
        ],
    )


@needs("accounts.add_importfile")
def sample_file(request: HttpRequest, kind: str) -> HttpResponse:
    """A file to begin with, for the first of the lenders the person works with."""
    if kind not in samples.COLUMNS:
        raise Http404
    lender = Lender.objects.order_by("pk").first()
    today = lender_day(lender or TEAM, clock.now())
    found = samples.lines(kind, lender=lender.name if lender else "", today=today)
    answer = HttpResponse("".join(found), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{kind}-sample.csv"'
    return answer


@needs("accounts.view_importfile")
def import_page(request: HttpRequest, import_id: int) -> HttpResponse:
    import_file = find(import_id)
    if import_file.state in AT_WORK and lifecycle.recover(now=clock.now()):
        import_file = find(import_id)
    rows, more = rows_page(request, import_file)
    return render(
        request,
        "accounts/import.html",
        title=import_file.filename,
        **state_of(import_file),
        why=messages.why(import_file),
        counts=counts_of(import_file),
        columns=import_file.columns,
        matched=matched_columns(import_file),
        remarks=messages.remarks(import_file),
        moves=import_file.moves.filter(state__in=listing.TABS).count(),
        unusual=messages.unusual(import_file),
        may_allow=request.user.has_perm("accounts.allow_importfile"),
        waits=confirming.waits(import_file),
        seen=confirming.mark(import_file),
        why_not_mine=confirming.obstacle(import_file, by=staff(request)),
        changes=changes_of(import_file),
        refuse_form=ReasonForm(),
        encoding=LABELS.get(import_file.encoding, import_file.encoding),
        may_import=request.user.has_perm("accounts.add_importfile"),
        **first_rows_of(request, import_file),
        rows=rows,
        more=more,
        kept=import_file.problems.count(),
    )


@needs("accounts.view_importfile")
def import_state(request: HttpRequest, import_id: int) -> HttpResponse:
    """The moving part of the page, asked for every second; tells the page when all is done."""
    import_file = find(import_id)
    if import_file.state in AT_WORK:
        lifecycle.recover(now=clock.now())
        import_file = find(import_id)
    response = TemplateResponse(request, "accounts/import_state.html", state_of(import_file))
    if import_file.state not in AT_WORK:
        response["HX-Refresh"] = "true"
    return response


@needs("accounts.add_importfile")
@require_POST
def check_again(request: HttpRequest, import_id: int) -> HttpResponse:
    start_check(request, find(import_id), now=clock.now())
    return to_page(import_id)


@needs("accounts.add_importfile")
@require_POST
def confirm(request: HttpRequest, import_id: int) -> HttpResponse:
    import_file, now = find(import_id), clock.now()
    try:
        begun = lifecycle.begin_apply(import_file.pk, now=now)
    except lifecycle.AlreadyApplied as earlier:
        lifecycle.cancel(import_id)
        import_file.error = lifecycle.already_applied(earlier)
        notices.error(request, messages.why(import_file))
        return to_page(import_id)
    if not begun:
        notices.warning(request, _("Somebody else has confirmed or cancelled this file."))
    else:
        hand_over(request, tasks.apply_import, import_id, staff(request).pk)
    return to_page(import_id)


@needs("accounts.allow_importfile")
@require_POST
@step_up.required
def allow(request: HttpRequest, import_id: int) -> HttpResponse:
    """A second person says that what the file does is right."""
    try:
        seen = request.POST.get("seen", "")
        done = confirming.allow(find(import_id).pk, by=staff(request), now=clock.now(), seen=seen)
    except Refused as refused:
        notices.error(request, str(refused))
        return to_page(import_id)
    if done:
        notices.success(request, _("Confirmed. The file can be imported now."))
    else:
        notices.warning(request, _("There is nothing to confirm any more."))
    return to_page(import_id)


def _find(import_id: int) -> ImportFile:
    return find(import_id)


@action("accounts.allow_importfile", find=_find, to=lambda file: to_page(file.pk))
def refuse(request: HttpRequest, import_file: ImportFile) -> str:
    """A second person says that it is not right."""
    reason = valid(ReasonForm(request.POST))["reason"]
    done = confirming.refuse(import_file.pk, by=staff(request), reason=reason)
    if not done:
        raise Refused(_("There is nothing to refuse any more."))
    return _("Refused. Nothing of this file enters.")


@needs("accounts.add_importfile")
@require_POST
def cancel(request: HttpRequest, import_id: int) -> HttpResponse:
    if lifecycle.cancel(find(import_id).pk):
        notices.success(request, _("Cancelled. Nothing was imported, and the file was deleted."))
    else:
        notices.warning(request, _("It is too late to cancel this file."))
    return to_page(import_id)


@needs("accounts.add_importfile")
@require_POST
@step_up.required
def download_bad_rows(request: HttpRequest, import_id: int) -> HttpResponse:
    """Personal values leave the house in clear: recorded, like every look at them."""
    import_file = find(import_id)
    trail.record(
        action="export",
        table=ImportProblem._meta.db_table,
        row_id=str(import_id),
        after={"bad_rows": import_file.rows_bad, "filename": import_file.filename},
    )
    response: Any = StreamingHttpResponse(
        bad_rows.as_csv(import_file), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="bad-rows-{import_id}.csv"'
    response["Cache-Control"] = "no-store"
    return cast(HttpResponse, response)


def start_check(request: HttpRequest, import_file: ImportFile, *, now: datetime) -> None:
    """By a worker: pages write no loans."""
    if lifecycle.begin_check(import_file.pk, now=now):
        hand_over(request, tasks.check_import, import_file.pk)


def hand_over(request: HttpRequest, task: Any, *ids: int) -> None:
    """To a worker; back to where it was when the queue cannot be reached."""
    try:
        task.apply_async(ids, retry=False)
    except NoBroker as error:
        log.warning("the queue cannot be reached: %s", type(error.__cause__ or error).__name__)
        lifecycle.put_back(ids[0])
        notices.error(request, _("The queue cannot be reached. Try again in a while."))


def find(import_id: int) -> ImportFile:
    return get_object_or_404(
        ImportFile.objects.select_related("uploaded_by", "allowed_by"), pk=import_id
    )


def to_page(import_id: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:import_page", args=[import_id]))


def state_of(import_file: ImportFile) -> dict[str, Any]:
    at_work = import_file.state in AT_WORK
    told = progress.of(import_file.pk) if at_work else None
    return {
        "import_file": import_file,
        "at_work": at_work,
        "progress": told,
        "rows_read": f"{told.rows:,}" if told else "",
    }
