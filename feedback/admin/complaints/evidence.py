"""Taking in, giving out and removing files of evidence."""

import io
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from accounts.admin.actions import action, valid
from accounts.admin.pages import needs, staff
from accounts.errors import Refused
from accounts.rules.lifting import Lifting
from config import clock
from feedback.admin.complaints.forms import RemoveEvidenceForm
from feedback.admin.complaints.pages import back_to, find
from feedback.complaints import evidence
from feedback.complaints.evidence_types import CONTENT_TYPES
from feedback.models import Evidence

ANCHOR = "#evidence"
# Whatever the file turns out to be, a browser that shows it runs nothing and fetches nothing.
SEALED = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class InMemory(FileUploadHandler):
    """The one file of the form, in memory up to the limit: no clear copy ever lies on a disk."""

    chunk_size = 256 * 1024

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.too_large = False
        self._kept: io.BytesIO | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self._kept is not None:
            raise StopUpload(connection_reset=False)
        self._kept = io.BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > evidence.LARGEST_FILE:
            self.too_large = True
            raise StopUpload(connection_reset=False)
        if self._kept is not None:
            self._kept.write(raw_data)

    def file_complete(self, file_size: int) -> SimpleUploadedFile | None:
        if self._kept is None or self.too_large:
            return None
        return SimpleUploadedFile(str(self.file_name), self._kept.getvalue())


@needs("feedback.change_complaint")
@csrf_exempt
def add_evidence(request: HttpRequest, complaint_id: int) -> HttpResponse:
    """The handler must be in place before anything reads the form, the CSRF check included."""
    handler = InMemory(request)
    request.upload_handlers = [handler]
    return _receive(request, complaint_id, handler)


@csrf_protect
@require_POST
def _receive(request: HttpRequest, complaint_id: int, handler: InMemory) -> HttpResponse:
    complaint, upload = find(complaint_id), request.FILES.get("file")
    try:
        if handler.too_large:
            raise evidence.too_large()
        if upload is None:
            raise Refused(_("Choose a file."))
        evidence.add(
            complaint,
            name=upload.name or "",
            data=upload.read(),
            by=staff(request),
            now=clock.now(),
        )
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The file is kept, encrypted."))
    return back_to(complaint, ANCHOR)


def _find(evidence_id: int) -> Evidence:
    return get_object_or_404(Evidence.objects.select_related("complaint"), pk=evidence_id)


on_evidence = partial(action, find=_find, to=lambda kept: back_to(kept.complaint, ANCHOR))


@on_evidence("feedback.view_complaint")
def open_evidence(_request: HttpRequest, kept: Evidence) -> HttpResponse:
    """As an attachment, never shown in place; the look is put on record."""
    data = evidence.open_(kept)
    name = evidence.name_of(kept)
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(
        data,
        content_type=CONTENT_TYPES[kept.kind],
        headers={**SEALED, "Content-Disposition": disposition or "attachment"},
    )


@on_evidence("feedback.resolve_complaint", step_up=True)
def remove_evidence(request: HttpRequest, kept: Evidence) -> str:
    reason = valid(RemoveEvidenceForm(request.POST))["reason"]
    done = evidence.remove(kept, reason=reason, by=staff(request), now=clock.now())
    if done is Lifting.ASKED:
        return _("Asked. The file stays until another person removes it.")
    return _("Removed for good; its hash stays.")
