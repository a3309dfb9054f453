"""Heads leave the database: into a file that is only appended to, the system's log, and whoever
listens to `head_published` (a webhook). What was published is held against the chain each time.
"""

from __future__ import annotations

import fcntl
import logging
import os
import syslog
from pathlib import Path

from django.conf import settings

from accounts.chain.heads import FILE, Head, last_of
from accounts.chain.links import Header
from accounts.database.streaming import streamed
from accounts.models import ChainLink
from accounts.signals import head_published

log = logging.getLogger(__name__)

LINKS_AT_ONCE = 1_000
POSTED = "posted"
HEADS_DIFFER = "heads_differ"
OTHER_CHAIN = "other_chain"
NOT_WRITTEN = "not_written"
NOT_POSTED = "not_posted"


def head_of(link: ChainLink, chain: str) -> Head:
    return Head(
        chain=chain,
        number=link.number,
        at=link.at.isoformat(),
        head=bytes(link.head).hex(),
        signature=bytes(link.signature).hex(),
        key=link.key,
    )


def publish() -> str:
    """Publish what is not published yet; a code of what is wrong, "" when nothing is."""
    folder = Path(settings.HEADS_FOLDER)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (folder / f".{FILE}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            return _append(folder)
    except (OSError, ValueError) as error:
        log.error("the head of the chain cannot be published: %s", type(error).__name__)
        return NOT_WRITTEN


def _append(folder: Path) -> str:
    newest = ChainLink.objects.order_by("-number").first()
    known = last_of(folder / FILE)
    if newest is None:
        return HEADS_DIFFER if known and not settings.SANDBOX else ""
    chain = _chain_of(newest)
    if known and known.chain != chain:
        if not settings.SANDBOX:
            return OTHER_CHAIN
        known = None  # a sandbox was emptied: another chain begins
    if known and not _is_in_the_chain(known):
        log.error("link %d of the chain is not what was published", known.number)
        return HEADS_DIFFER
    after = known.number if known else 0
    if newest.number > after:
        with (folder / FILE).open("a", encoding="utf-8") as file:
            links = ChainLink.objects.filter(number__gt=after).order_by("number")
            for link in streamed(links, at_once=LINKS_AT_ONCE):
                file.write(head_of(link, chain).line() + "\n")
            file.flush()
            os.fsync(file.fileno())
    return _tell(head_of(newest, chain), folder / POSTED)


def _chain_of(link: ChainLink) -> str:
    return Header.read(link.header).chain


def _is_in_the_chain(known: Head) -> bool:
    link = ChainLink.objects.filter(number=known.number).first()
    return link is not None and bytes(link.head).hex() == known.head


def _tell(head: Head, mark: Path) -> str:
    """The newest head, once; again in the next round when somebody could not take it."""
    if mark.exists() and mark.read_text().strip() == head.head:
        return ""
    if settings.HEADS_SYSLOG:
        syslog.syslog(syslog.LOG_AUTHPRIV | syslog.LOG_NOTICE, f"huancui chain {head.line()}")
    for _receiver, answer in head_published.send_robust(sender=Head, head=head):
        if isinstance(answer, Exception):
            log.error("the head of the chain was not taken: %s", type(answer).__name__)
            return NOT_POSTED
    mark.write_text(head.head)
    return ""
