"""Asking, working, stopping. Workers share the shards, say how far it is and hear a stop."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import IntegrityError, connection, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from accounts.database.refusals import is_duplicate
from accounts.errors import Refused
from accounts.models import User
from messaging.approval.fingerprints import fingerprint
from messaging.models import PolicyVersion, Strategy, WhatIf, WhatIfShard, WordingListVersion
from messaging.whatif import rows, under
from messaging.whatif.counting import Price, Tally, merged

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]
Draft = PolicyVersion | Strategy | WordingListVersion

DAYS = 30
LOST_AFTER = timedelta(minutes=5)
"""A worker says that it lives after every chunk."""

State, Shard = WhatIf.State, WhatIfShard.State
OPEN = (State.WAITING, State.WORKING)

# The next shard nobody has, and nobody else gets it.
_TAKE = """
UPDATE messaging_whatifshard SET state = 'working', seen_at = %(now)s WHERE id = (
    SELECT id FROM messaging_whatifshard WHERE what_if_id = %(what_if)s AND state = 'waiting'
    ORDER BY first FOR UPDATE SKIP LOCKED LIMIT 1
) RETURNING id, first, last
"""


def ask(version: Draft, *, by: User, now: datetime) -> WhatIf:
    """Raises Refused while one is under way."""
    asked = WhatIf(
        lender=getattr(version, "lender", None),
        content=fingerprint(version),
        since=now - timedelta(days=DAYS),
        until=now,
        asked_by=by,
        asked_at=now,
        **{name_of(version): version},
    )
    try:
        with transaction.atomic():
            asked.save(force_insert=True)
    except IntegrityError as error:
        if not is_duplicate(error):
            raise
        raise Refused(_("It is being decided again already.")) from None
    return asked


def name_of(version: Draft) -> str:
    """By which key a what-if names it."""
    if isinstance(version, PolicyVersion):
        return "policy"
    return "strategy" if isinstance(version, Strategy) else "wording_list"


def stop(version: Draft, *, now: datetime) -> bool:
    """False when none was under way."""
    under_way = WhatIf.objects.filter(**{name_of(version): version}, state__in=OPEN)
    return bool(under_way.update(state=State.STOPPED, ended_at=now))


def of(version: Draft) -> tuple[WhatIf | None, bool]:
    """The newest, and whether it is about what the version says now."""
    newest = WhatIf.objects.filter(**{name_of(version): version}).order_by("-pk").first()
    return newest, newest is not None and newest.content == fingerprint(version)


def work(what_if_id: int, *, clock: Clock) -> bool:
    """Take shards as long as there are any; any number of workers may. Whether this one carried
    the whole to its end; False where others still work, or it was stopped."""
    if not _laid_out(what_if_id):
        return False
    found = WhatIf.objects.select_related("policy", "strategy", "wording_list")
    asked = found.get(pk=what_if_id)
    try:
        decide = under.decider(asked, asked.until)
        while shard := _taken(what_if_id, clock()):
            if not _decide_shard(asked, shard, decide, clock):
                return False
        return _end(asked, clock())
    except Exception:
        log.exception("what-if %s failed", what_if_id)
        WhatIf.objects.filter(pk=what_if_id, state=State.WORKING).update(
            state=State.FAILED, ended_at=clock()
        )
        raise


def take_up_lost(*, now: datetime) -> int:
    """Give back the shards that killed workers left; how many."""
    lost = WhatIfShard.objects.filter(
        state=Shard.WORKING, seen_at__lt=now - LOST_AFTER, what_if__state=State.WORKING
    )
    return lost.update(state=Shard.WAITING)


def waiting() -> list[int]:
    """Those with work that nobody has, or that nobody ended."""
    at_work = WhatIfShard.objects.filter(state=Shard.WORKING).values("what_if")
    left = WhatIfShard.objects.filter(state=Shard.WAITING).values("what_if")
    found = WhatIf.objects.filter(
        Q(state=State.WAITING) | Q(state=State.WORKING) & (Q(pk__in=left) | ~Q(pk__in=at_work))
    )
    return list(found.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _laid_out(what_if_id: int) -> bool:
    """The first worker lays out the shards; whether there is anything to do."""
    asked = WhatIf.objects.select_for_update().filter(pk=what_if_id, state__in=OPEN).first()
    if asked is None:
        return False
    if asked.state == State.WAITING:
        ends = rows.shards(asked)
        WhatIfShard.objects.bulk_create(
            WhatIfShard(what_if=asked, first=each.first, last=each.last) for each in ends
        )
        asked.state, asked.total = State.WORKING, sum(each.number for each in ends)
        asked.save(update_fields=["state", "total"])
    return True


def _taken(what_if_id: int, now: datetime) -> WhatIfShard | None:
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, {"what_if": what_if_id, "now": now})
        row = cursor.fetchone()
    return WhatIfShard(pk=row[0], first=row[1], last=row[2]) if row else None


def _decide_shard(asked: WhatIf, shard: WhatIfShard, decide: under.Decider, clock: Clock) -> bool:
    """False: somebody stopped it."""
    tally = Tally()
    own = WhatIfShard.objects.filter(pk=shard.pk, state=Shard.WORKING)
    for chunk in rows.chunks(asked, shard.first, shard.last):
        _count(tally, chunk, decide(chunk))
        going_on = WhatIf.objects.filter(pk=asked.pk, state=State.WORKING)
        if not going_on.update(decided=F("decided") + len(chunk)):
            return False
        own.update(seen_at=clock())
    own.update(state=Shard.DONE, tally=tally.to_json(), seen_at=clock())
    return True


def _count(tally: Tally, chunk: rows.Chunk, again: list[under.Again]) -> None:
    prices = under.prices({row.lender_id for row, _decision in chunk})
    for (row, decision), now in zip(chunk, again, strict=True):
        amount, currency = prices[row.lender_id]
        tally.add(
            candidate_id=row.candidate_id,
            before=(decision.outcome, decision.reason),
            after=(now.outcome, now.reason),
            segments=(row.segments, now.segments),
            price=Price(Decimal(str(amount)), currency),
        )
        if now.template_id != row.template_id:
            tally.another_text(row.template_id, now.template_id)


def _end(asked: WhatIf, now: datetime) -> bool:
    """Put the shards together, if all are done; the last worker does."""
    with transaction.atomic():
        whole = WhatIf.objects.select_for_update().get(pk=asked.pk)
        shards = list(whole.shards.order_by("first"))
        if whole.state != State.WORKING or any(each.state != Shard.DONE for each in shards):
            return False
        tally = merged([each.tally for each in shards])
        whole.state, whole.ended_at, whole.decided = State.DONE, now, tally.decided
        whole.result = tally.result()
        whole.save(update_fields=["state", "ended_at", "decided", "result"])
        WhatIfShard.objects.filter(what_if=whole).delete()
    return True
