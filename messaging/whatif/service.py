"""Asking, working, stopping. A worker decides in chunks, says how far it is and hears a stop.

Each candidate's last decision is decided again from its own stored facts. What the other verdicts
would have changed in the days after (a contact more or less that counts) is not in those facts.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from accounts.database.refusals import is_duplicate
from accounts.errors import Refused
from accounts.models import User
from messaging.approval.fingerprints import fingerprint
from messaging.decisions.replay import decide_again
from messaging.models import Decision, PolicyVersion, WhatIf
from messaging.models.in_force import policy_of
from messaging.policy.model import Policy
from messaging.whatif.counting import Tally

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]

DAYS = 30
CHUNK = 1_000
LOST_AFTER = timedelta(minutes=5)
"""A worker says that it lives after every chunk."""

State = WhatIf.State
OPEN = (State.WAITING, State.WORKING)

# The last decision about each candidate, by candidate, from one on.
_NEXT = """
SELECT last.id, c.id, COALESCE(c.segments, 0)
FROM messaging_candidate c JOIN messaging_run r ON r.id = c.run_id
CROSS JOIN LATERAL (
    SELECT id FROM messaging_decision WHERE candidate_id = c.id ORDER BY id DESC LIMIT 1
) last
WHERE r.lender_id = %(lender)s AND r.planned_at >= %(since)s AND r.planned_at < %(until)s
  AND c.id > %(after)s
ORDER BY c.id LIMIT %(most)s
"""


def ask(version: PolicyVersion, *, by: User, now: datetime) -> WhatIf:
    """Raises Refused while one is under way."""
    asked = WhatIf(
        lender=version.lender,
        policy=version,
        content=fingerprint(version),
        since=now - timedelta(days=DAYS),
        until=now,
        asked_by=by,
        asked_at=now,
    )
    try:
        with transaction.atomic():
            asked.save(force_insert=True)
    except IntegrityError as error:
        if not is_duplicate(error):
            raise
        raise Refused(_("It is being decided again already.")) from None
    return asked


def stop(version: PolicyVersion, *, now: datetime) -> bool:
    """False when none was under way."""
    under_way = WhatIf.objects.filter(policy=version, state__in=OPEN)
    return bool(under_way.update(state=State.STOPPED, ended_at=now))


def of(version: PolicyVersion) -> tuple[WhatIf | None, bool]:
    """The newest, and whether it is about what the version says now."""
    newest = WhatIf.objects.filter(policy=version).order_by("-pk").first()
    return newest, newest is not None and newest.content == fingerprint(version)


def work(what_if_id: int, *, clock: Clock) -> bool:
    """Whether it was carried to its end; False where another worker has it, or it was stopped."""
    mine = WhatIf.objects.filter(pk=what_if_id, state=State.WAITING)
    if not mine.update(state=State.WORKING, seen_at=clock()):
        return False
    asked = WhatIf.objects.select_related("lender", "policy").get(pk=what_if_id)
    try:
        tally = _decide_all(asked, policy_of(asked.policy), clock)
    except Exception as error:
        log.exception("what-if %s failed", what_if_id)
        _end(asked, State.FAILED, {"error": type(error).__name__}, clock())
        raise
    if tally is None:
        return False
    lender = asked.lender
    price = Decimal(lender.price_per_segment)
    return _end(asked, State.DONE, tally.to_json(price=price, currency=lender.currency), clock())


def take_up_lost(*, now: datetime) -> int:
    """Give back what a killed worker left; how many."""
    lost = WhatIf.objects.filter(state=State.WORKING, seen_at__lt=now - LOST_AFTER)
    return lost.update(state=State.WAITING)


def waiting() -> list[int]:
    found = WhatIf.objects.filter(state=State.WAITING).order_by("pk")
    return list(found.values_list("pk", flat=True))


def _decide_all(asked: WhatIf, policy: Policy, clock: Clock) -> Tally | None:
    """None: somebody stopped it."""
    tally = Tally()
    for chunk in _chunks(asked):
        decisions = Decision.objects.in_bulk([decision_id for decision_id, _c, _s in chunk])
        for decision_id, candidate_id, segments in chunk:
            decision = decisions[decision_id]
            if not decision.facts:
                continue  # its time to be kept is over
            tally.add(
                candidate_id=candidate_id,
                outcome=decision.outcome,
                reason=decision.reason,
                verdict=decide_again(decision, policy),
                segments=segments,
            )
        alive = WhatIf.objects.filter(pk=asked.pk, state=State.WORKING)
        if not alive.update(decided=tally.decided, seen_at=clock()):
            return None
    return tally


def _chunks(asked: WhatIf) -> Iterator[list[tuple[int, int, int]]]:
    after = 0
    while True:
        params: dict[str, Any] = {
            "lender": asked.lender_id,
            "since": asked.since,
            "until": asked.until,
            "after": after,
            "most": CHUNK,
        }
        with connection.cursor() as cursor:
            cursor.execute(_NEXT, params)
            rows: list[tuple[int, int, int]] = cursor.fetchall()
        if not rows:
            return
        yield rows
        after = rows[-1][1]


def _end(asked: WhatIf, state: str, result: dict[str, object], now: datetime) -> bool:
    working = WhatIf.objects.filter(pk=asked.pk, state=State.WORKING)
    return bool(working.update(state=state, result=result, ended_at=now))
