"""Templates as a file: download what is in force, upload a file as drafts."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from accounts.admin.pages import needs, render, staff
from accounts.errors import Refused
from accounts.scanning.service import refuse_unless_clean
from config import clock
from messaging.interchange import bring_in, reading, writing
from messaging.interchange.bring_in import Outcome
from messaging.interchange.entries import FileRefused, Problem
from messaging.interchange.yaml_text import MAX_BYTES


@needs("messaging.view_template", "messaging.view_templateversion")
def export_templates(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    return HttpResponse(
        writing.write(now),
        content_type="application/yaml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="templates-{now:%Y%m%d}.yaml"'},
    )


@needs(*bring_in.PERMISSIONS)
def import_templates(request: HttpRequest) -> HttpResponse:
    """A refused file is answered with all that is wrong with it; nothing of it was taken."""
    problems: list[Any] = []
    outcome = None
    if request.method == "POST":
        try:
            outcome = _bring_in(request)
        except FileRefused as refused:
            problems = list(refused.problems)
        except Refused as refused:
            problems = [Problem("", "", str(refused))]
    if outcome is not None and outcome.changed:
        count = len(outcome.drafted)
        text = ngettext("%(n)s draft was made.", "%(n)s drafts were made.", count) % {"n": count}
        messages.success(request, text)
        return HttpResponseRedirect(reverse("admin:approval_queue") + "?tab=mine")
    if outcome is not None:
        messages.info(request, _("Everything in this file is here already; nothing was changed."))
        return HttpResponseRedirect(reverse("admin:messaging_template_changelist"))
    return render(
        request,
        "messaging/template_import.html",
        title=_("Import templates"),
        problems=problems,
        status=422 if problems else 200,
    )


def _bring_in(request: HttpRequest) -> Outcome:
    file = request.FILES.get("file")
    if file is None:
        raise FileRefused.whole(_("Choose a file first."))
    if (file.size or 0) > MAX_BYTES:
        raise FileRefused.whole(_("The file is larger than 2 MB."))
    data = file.read()
    refuse_unless_clean(data)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileRefused.whole(_("The file is not written in UTF-8.")) from error
    return bring_in.bring_in(reading.read(text), by=staff(request), now=clock.now())
