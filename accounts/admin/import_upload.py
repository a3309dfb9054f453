"""Taking in an upload: sealed while it streams, so that no clear copy ever lies on a disk."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.intake.jobs.stored_files import StoredFile, StoredFileWriter, remove
from accounts.models import ImportFile

MEGABYTE = 1024 * 1024
MAX_UPLOAD_BYTES = 1024 * MEGABYTE


class SealedUpload(UploadedFile):  # type: ignore[type-arg]
    """An upload that is stored already; its clear bytes are no longer at hand."""

    def __init__(self, stored: StoredFile, **said: Any) -> None:
        super().__init__(file=None, size=stored.size, **said)
        self.stored = stored


class SealedUploadHandler(FileUploadHandler):
    """Seals the one file of the form. `too_large` says why there is none."""

    chunk_size = 256 * 1024

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.too_large = False
        self._writer: StoredFileWriter | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self._writer is not None:
            raise StopUpload(connection_reset=False)
        self._writer = StoredFileWriter()
        self._finished = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > MAX_UPLOAD_BYTES:
            self.too_large = True
            self.upload_interrupted()
            raise StopUpload(connection_reset=False)
        if self._writer is not None:
            self._writer.write(raw_data)

    def file_complete(self, file_size: int) -> SealedUpload | None:
        if self._writer is None:
            return None
        self._finished = True
        return SealedUpload(
            self._writer.finish(), name=self.file_name, content_type=self.content_type
        )

    def upload_interrupted(self) -> None:
        if self._writer is not None and not self._finished:
            self._writer.abandon()


class UploadForm(forms.Form):
    """What kind of file, and the file."""

    kind = forms.ChoiceField(
        label=_("What is in the file?"),
        choices=ImportFile.Kind.choices,
        initial=ImportFile.Kind.LOANS,
        widget=forms.RadioSelect,
    )
    # An empty file gets the same sentence as from a command.
    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )


def discard(request: HttpRequest) -> None:
    """The form was no good: what was stored for it goes."""
    for upload in request.FILES.values():
        if isinstance(upload, SealedUpload):
            remove(upload.stored.stored_as)
