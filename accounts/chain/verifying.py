"""The chain read again: every link, every row in it, and every row that is in none.

Memory is bounded by one link. The order of findings is the order of the chain, so the first one
names the first break; rows that were put in afterwards, and what the published heads say, follow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from accounts.chain import erased, findings, heads, leaves, links, merkle, strays
from accounts.chain.findings import Finding, Progress, Verified
from accounts.chain.keys import seal_keys
from accounts.chain.signing import SealKeys
from accounts.chain.snapshots import NOTHING, Snapshot
from accounts.chain.tables import AS_TEXT, by_name, rows_of
from accounts.database.one_snapshot import read_at_one_moment
from accounts.models import ChainLink, ChainPart

BACKDATED_AFTER = timedelta(hours=1)
"""A row that says it was written so long before its link was: no transaction of ours takes that."""


MORE: list[Callable[[datetime | None], Iterator[Finding]]] = []
"""What later apps hold against their sealed rows; they register here when they are ready."""


def _quiet(_so_far: Verified) -> None:
    pass


@transaction.atomic
def verify(
    *,
    keys: SealKeys | None = None,
    since: datetime | None = None,
    published: Path | None = None,
    progress: Progress = _quiet,
) -> Verified:
    """Read the chain, from `since` on where that is given; it only reads."""
    read_at_one_moment()
    with connection.cursor() as cursor:
        cursor.execute(AS_TEXT)
    done = Verified()
    reader = _Reader(keys or seal_keys(), done)
    chosen = ChainLink.objects.order_by("number")
    before = None
    if since is not None:
        before = chosen.filter(at__lt=since).last()
        chosen = chosen.filter(at__gte=since)
    done.of_links = chosen.count()
    reader.begin_after(before)
    for link in chosen.iterator(chunk_size=20):
        reader.read(link)
        done.links += 1
        progress(done)
    reader.end()
    for finding in strays.rows_in_no_link(done, reader.snapshot, since=since, moved=reader.moved):
        done.note(finding)
    for finding in strays.not_as_approved():
        done.note(finding)
    for look in MORE:
        for finding in look(since):
            done.note(finding)
    if published is not None:
        for finding in against_heads(published, reader.chain):
            done.note(finding)
    progress(done)
    return done


class _Reader:
    """The chain so far, and what the next link must say."""

    def __init__(self, keys: SealKeys, done: Verified) -> None:
        self._keys, self._done = keys, done
        self.chain = ""
        self.snapshot: Snapshot = NOTHING
        self.moved: dict[str, Any] = {}
        self._system = ""
        self._next = 1
        self._previous: bytes | None = links.NO_HEAD

    def begin_after(self, link: ChainLink | None) -> None:
        if link is None:
            return
        self._next, self._previous = link.number + 1, bytes(link.head)
        try:
            self._heed(links.Header.read(link.header))
        except links.Unreadable:
            self._note(findings.LINK_CHANGED, link=link.number, what="header")

    def end(self) -> None:
        self._done.number = self._next - 1
        self._done.head = self._previous.hex() if self._previous else ""

    def read(self, link: ChainLink) -> None:
        for missing in range(self._next, link.number):
            self._note(findings.LINK_MISSING, link=missing)
            self._previous = None
        self._next = link.number + 1
        stored = bytes(link.head)
        wrong = [] if links.head(link.header) == stored else ["head"]
        try:
            header = links.Header.read(link.header)
        except links.Unreadable:
            self._note(findings.LINK_CHANGED, link=link.number, what="header")
            self._previous = stored
            return
        self.chain = self.chain or header.chain
        previous = self._previous if self._previous is not None else bytes.fromhex(header.previous)
        wrong += links.follows(header, chain=self.chain, number=link.number, previous=previous)
        if header.key != link.key:
            wrong.append("key")
        if datetime.fromisoformat(header.at) != link.at:
            wrong.append("at")
        if sum(part.rows for part in header.parts) != link.rows:
            wrong.append("rows")
        if wrong:
            self._note(findings.LINK_CHANGED, link=link.number, what=", ".join(wrong))
        self._check_signature(link, links.head(link.header))
        self._previous = stored
        self._heed(header)
        self._read_parts(link, header)

    def _heed(self, header: links.Header) -> None:
        self.chain = self.chain or header.chain
        self.snapshot = Snapshot.parse(header.snapshot)
        self.moved = dict(header.moved)
        if self._system and self._system != header.system:
            self._done.moves += 1
        self._system = header.system

    def _check_signature(self, link: ChainLink, head: bytes) -> None:
        said = self._keys.holds(bytes(link.signature), head, key=link.key)
        if said is None:
            self._note(findings.UNKNOWN_KEY, link=link.number, what=link.key)
        elif not said:
            self._note(findings.SIGNATURE, link=link.number)

    def _read_parts(self, link: ChainLink, header: links.Header) -> None:
        stored = {part.table: part for part in link.parts.all()}
        for told in header.parts:
            part = stored.pop(told.table, None)
            if part is None:
                self._note(findings.PART_CHANGED, told.table, link=link.number, what="missing")
                continue
            for finding in _rows_of_part(part, told, link, self._done):
                self._done.note(finding)
        for table in stored:
            self._note(findings.PART_CHANGED, table, link=link.number, what="added")

    def _note(self, kind: str, table: str = "", *, link: int, what: str = "") -> None:
        self._done.note(Finding(kind, table, link=link, what=what))


def _rows_of_part(
    part: ChainPart, told: links.Part, link: ChainLink, done: Verified
) -> Iterator[Finding]:
    kept, salts, tags = bytes(part.leaves), bytes(part.salts), bytes(part.tags)
    ids: list[int] = list(part.ids)
    own = [kept[n : n + leaves.HASH_BYTES] for n in range(0, len(kept), leaves.HASH_BYTES)]
    width = leaves.TAG_BYTES * len(told.columns)
    fits = (
        len(ids) == len(own) == told.rows
        and len(tags) == width * told.rows
        and len(salts) == (leaves.SALT_BYTES * told.rows if told.erasable else 0)
        and (part.first_id, part.last_id) == (min(ids, default=0), max(ids, default=0))
    )
    if not fits or merkle.root(own).hex() != told.root:
        # Which rows it was is not to be had from here: what stands beside them is not what it was.
        yield Finding(findings.PART_CHANGED, told.table, link=link.number, what="leaves")
        if not fits:
            return
    table = by_name(told.table)
    moment = table.moment if table else ""
    found = {int(row[0] or 0): row for row in rows_of(told.table, told.columns, ids)}
    gone = []
    kept_of = erased.commitments(told.table, ids) if told.erasable else {}
    for n, pk in enumerate(ids):
        row = found.get(pk)
        done.rows += 1
        if row is None:
            gone.append(pk)
            continue
        salt = salts[n * leaves.SALT_BYTES : (n + 1) * leaves.SALT_BYTES]
        values = leaves.hidden(
            told.columns, row, erasable=told.erasable, salt=salt, erased=kept_of.get(pk, {})
        )
        if leaves.leaf(told.table, values) != own[n]:
            columns = leaves.differing(
                told.columns, values, tagged=tags[n * width : (n + 1) * width]
            )
            what = ", ".join(columns)
            yield Finding(findings.CHANGED, told.table, pk, link.number, what)
        elif moment and _is_backdated(row[told.columns.index(moment)], link.at):
            yield Finding(findings.BACKDATED, told.table, pk, link.number, moment)
    excused = strays.withdrawn(told.table, gone)
    done.withdrawn += len(excused)
    for pk in gone:
        if pk not in excused:
            yield Finding(findings.MISSING, told.table, pk, link.number)


def _is_backdated(said: str | None, sealed_at: datetime) -> bool:
    return said is not None and sealed_at - datetime.fromisoformat(said) > BACKDATED_AFTER


def against_heads(path: Path, chain: str) -> Iterator[Finding]:
    """What was published, held against the chain there is."""
    waiting: list[heads.Head] = []
    for line, head in heads.read_all(path):
        if head is None:
            yield Finding(findings.HEAD_UNREADABLE, what=f"line {line}")
        elif head.chain != chain:
            yield Finding(findings.OTHER_CHAIN, link=head.number, what=head.chain)
        else:
            waiting.append(head)
        if len(waiting) == 1000:
            yield from _held_against(waiting)
            waiting = []
    yield from _held_against(waiting)


def _held_against(published: list[heads.Head]) -> Iterator[Finding]:
    own = dict(
        ChainLink.objects.filter(number__in=[each.number for each in published]).values_list(
            "number", "head"
        )
    )
    newest = ChainLink.objects.order_by("-number").values_list("number", flat=True).first() or 0
    for each in published:
        head = own.get(each.number)
        if head is None:
            kind = findings.TRUNCATED if each.number > newest else findings.LINK_MISSING
            yield Finding(kind, link=each.number, what=each.at)
        elif bytes(head).hex() != each.head:
            yield Finding(findings.HEAD_DIFFERS, link=each.number, what=each.at)
