"""Verifications asked for on a page or by the night: one at a time, with progress, kept with what
they found."""

from __future__ import annotations

import logging
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.chain.findings import Verified
from accounts.chain.heads import FILE
from accounts.chain.verifying import verify
from accounts.errors import Refused
from accounts.models import ChainCheck, User

log = logging.getLogger(__name__)

GIVEN_UP_AFTER = timedelta(hours=6)
LOCK = 0x5EA2
EVERY_LINKS = 10


class Progress(NamedTuple):
    links: int
    of_links: int

    @property
    def percent(self) -> int | None:
        return 100 * self.links // self.of_links if self.of_links else None


@transaction.atomic
def begin(*, by: User | None) -> ChainCheck:
    """A verification to be carried out; raises Refused while another one is at it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s), clock_timestamp()", [LOCK])
        now = cursor.fetchone()[1]
    if ChainCheck.objects.filter(ended_at=None, begun_at__gt=now - GIVEN_UP_AFTER).exists():
        raise Refused(_("A verification is running already."))
    check = ChainCheck.objects.create(begun_at=now, by=by)
    cache.delete(_key(check.pk))  # what is shown is never another's
    return check


def carry_out(check_id: int) -> ChainCheck:
    """Verify all, the heads this host published included, and keep what was found."""
    check = ChainCheck.objects.get(pk=check_id)
    heads = Path(settings.HEADS_FOLDER) / FILE
    found = Verified()
    try:
        found = verify(
            published=heads if heads.is_file() else None,
            progress=lambda so_far: _report(check_id, so_far),
        )
    except Exception as error:  # whatever it was, the page must not say "running" for ever
        log.exception("the sealed chain could not be verified")
        check.error = type(error).__name__
    if found.found:
        log.error("the sealed chain is broken: %d findings", found.found)
    check.links, check.of_links, check.rows = found.links, found.of_links, found.rows
    check.found, check.findings = found.found, found.as_json()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        check.ended_at = cursor.fetchone()[0]
    check.save()
    return check


def progress_of(check: ChainCheck) -> Progress | None:
    """How far it is; None before it said so."""
    said = cache.get(_key(check.pk))
    return Progress(*said) if said else None


def _report(check_id: int, so_far: Verified) -> None:
    if so_far.links % EVERY_LINKS == 0:
        cache.set(_key(check_id), [so_far.links, so_far.of_links], 3600)


def _key(check_id: int) -> str:
    return f"chain-check:{check_id}"
