"""Rows a core system brings: sealed as they arrive, and merged by a worker as a file's are.

A page's role of the database writes no loan, and sees one lender's people; so a call is stored, a
worker merges it in one transaction, and the call waits for that as long as it was asked to. What
takes a second person waits for one in a file of its own, as of any machine's file.
"""

from __future__ import annotations

import io
import json
import logging
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, BinaryIO

from celery import current_app
from django.db import transaction
from django.http import HttpRequest, UnreadablePostError
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError as NoBroker

from accounts.api import once
from accounts.api.problems import Problem
from accounts.intake.jobs import holding_back, lifecycle, messages, stored_files
from accounts.intake.jobs.stored_files import StoredFile, StoredFileWriter
from accounts.models import ApiKey, ImportFile
from config import clock

log = logging.getLogger(__name__)

READ_BYTES = 256 * 1024
MOST_BYTES = 512 * 1024 * 1024
MOST_PACKED = 128 * 1024 * 1024
LONGEST_WAIT = 25.0
WAIT = 10.0
LOOKS_EVERY = (0.02, 0.05, 0.1, 0.2, 0.5)
UNDER_WAY = frozenset({ImportFile.State.UPLOADED, ImportFile.State.APPLYING})
TASK = "accounts.tasks.bring_in"


def one(request: HttpRequest, kind: str, row: Mapping[str, Any]) -> ImportFile:
    """A single row, waited for. Raises Problem."""
    line = json.dumps(dict(row), ensure_ascii=False).encode()
    stored = stored_files.store(io.BytesIO(line))
    return wait(begin(request, kind, stored), seconds=waits_for(request, WAIT))


def many(request: HttpRequest, kind: str) -> ImportFile:
    """A line each, maybe packed by gzip. Raises Problem."""
    stored = _stored(request)
    return wait(begin(request, kind, stored), seconds=waits_for(request, 0.0))


def begin(request: HttpRequest, kind: str, stored: StoredFile) -> ImportFile:
    """The import of this call: begun now, or by the same call before."""
    key, now = once.key_of(request), clock.now()
    mark = once.fingerprint(request, f"{kind}:{stored.sha256}".encode())
    try:
        with transaction.atomic():
            call, is_new = once.claim(key, once.given(request), mark, now=clock.machine())
            if not is_new:
                stored_files.remove(stored.stored_as)
                return ImportFile.objects.get(pk=json.loads(call.answer or "0"))
            made = _register(key, kind, stored, now=now)
            once.keep(call, 202, made.pk)
    except BaseException:
        stored_files.remove(stored.stored_as)
        raise
    start(made.pk)
    return made


def _register(key: ApiKey, kind: str, stored: StoredFile, *, now: datetime) -> ImportFile:
    made = ImportFile.objects.create(
        kind=kind,
        filename=f"{key.public_id}.ndjson",
        sha256=stored.sha256,
        size=stored.size,
        stored_as=stored.stored_as,
        uploaded_by=key.user,
        by_key=key,
        uploaded_at=now,
    )
    lifecycle.begin_apply(made.pk, now=now, unchecked=True)
    return made


def start(import_id: int) -> None:
    """Hand it to a worker; one that nobody takes up is taken up again (recover), one that no broker
    took up too: it is kept, and the call is answered that it is under way."""
    try:
        current_app.send_task(TASK, args=[import_id], retry=False)
    except NoBroker:
        log.warning("import %s waits: the queue cannot be reached", import_id)


def bring_in(import_id: int, *, now: datetime) -> None:
    """What the worker does. Merges once, whoever is told of it how often."""
    import_file = ImportFile.objects.select_related("uploaded_by").get(pk=import_id)
    by = import_file.uploaded_by
    found = lifecycle.apply(import_id, by=by, source="api", now=now, wait=True, hold=True)
    if found is not None:
        holding_back.hold_back(import_file, found, now=now, by=by)


def take_up_again(*, now: datetime) -> list[int]:
    """Calls whose worker died or never came: given back by `recover`, begun once more."""
    left = ImportFile.objects.filter(by_key__isnull=False, state=ImportFile.State.UPLOADED)
    begun = [
        pk
        for pk in left.order_by("pk").values_list("pk", flat=True)[:100]
        if lifecycle.begin_apply(pk, now=now, unchecked=True)
    ]
    for import_id in begun:
        start(import_id)
    return begun


def wait(import_file: ImportFile, *, seconds: float) -> ImportFile:
    """Until it is merged, at most so long."""
    ends, looks = time.monotonic() + seconds, iter(LOOKS_EVERY)
    pause = LOOKS_EVERY[-1]
    while True:
        import_file.refresh_from_db()
        if import_file.state not in UNDER_WAY or time.monotonic() >= ends:
            return import_file
        time.sleep(next(looks, pause))


def waits_for(request: HttpRequest, seconds: float) -> float:
    """`Prefer: wait=…` (RFC 7240) says otherwise."""
    for each in request.headers.get("Prefer", "").split(","):
        name, _sign, said = each.strip().partition("=")
        if name.lower() == "wait" and said.isascii() and said.isdigit() and len(said) < 4:
            return min(float(said), LONGEST_WAIT)
    return seconds


def problems_of(import_file: ImportFile) -> Iterator[dict[str, Any]]:
    """By line, what was refused of it; no value is repeated."""
    at: dict[str, Any] | None = None
    rows = import_file.problems.order_by("line", "pk").values_list(
        "line", "column", "code", "params"
    )
    for line, column, code, params in rows.iterator(chunk_size=1_000):
        if at is None or at["line"] != line:
            if at is not None:
                yield at
            at = {"line": line, "result": result_of(code), "errors": []}
        at["errors"].append(
            {"pointer": f"/{column}", "code": code, "detail": messages.sentence(code, params)}
        )
    if at is not None:
        yield at


def result_of(code: str) -> str:
    return "waits_for_second_person" if code == "needs_second" else "refused"


def _stored(request: HttpRequest) -> StoredFile:
    """Sealed while it is read. Raises Problem."""
    if request.content_type != "application/x-ndjson":
        raise Problem("wrong-type", _("Send one JSON object a line as application/x-ndjson."))
    packing = request.headers.get("Content-Encoding", "").strip().lower()
    if packing not in {"", "identity", "gzip"}:
        raise Problem("wrong-type", _("Pack it by gzip, or not at all."))
    once.given(request)
    writer = StoredFileWriter()
    try:
        size = 0
        for block in _unpacked(request, packed=packing == "gzip"):
            size += len(block)
            if size > MOST_BYTES:
                raise _too_large(MOST_BYTES)
            writer.write(block)
        if not size:
            raise Problem("unreadable", _("The body is empty."))
        return writer.finish()
    except BaseException:
        writer.abandon()
        raise


def _unpacked(request: HttpRequest, *, packed: bool) -> Iterable[bytes]:
    """Never more at a time than `READ_BYTES`, however well it was packed."""
    source: BinaryIO = request  # type: ignore[assignment]
    read = 0
    unpack = zlib.decompressobj(31) if packed else None
    while block := _read(source):
        read += len(block)
        if read > (MOST_PACKED if packed else MOST_BYTES):
            raise _too_large(MOST_PACKED if packed else MOST_BYTES)
        if unpack is None:
            yield block
            continue
        while block:
            try:
                yield unpack.decompress(block, READ_BYTES)
            except zlib.error:
                raise Problem("unreadable", _("The body is no gzip.")) from None
            block = unpack.unconsumed_tail
    if unpack is not None and (not unpack.eof or unpack.unused_data):
        raise Problem("unreadable", _("The body is cut off, or more than one gzip."))


def _read(source: BinaryIO) -> bytes:
    try:
        return source.read(READ_BYTES)
    except UnreadablePostError:
        raise Problem("unreadable", _("The body is cut off.")) from None


def _too_large(most: int) -> Problem:
    detail = _("At most %(most)d MB; split it.") % {"most": most // 1024 // 1024}
    return Problem("too-large", detail)
