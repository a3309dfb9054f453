"""One refresher over all processes: whoever finds the token ended draws a new one, and the others
wait and take it over. A provider that lends one token at a time ends the old one with the new, so
two refreshers would take it from each other for ever.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection, transaction

from accounts.models.sealed import Unreadable
from messaging.gateways.base import NotSent
from messaging.models import AccessToken

MARGIN = timedelta(minutes=2)
"""A token that ends sooner is not begun with."""

LEAST_BETWEEN = timedelta(seconds=60)
"""A token refused so soon after it was drawn was not refused for its age: drawing another would
end in drawing them all day, which providers count."""

REFUSED = "token_refused"
_LOCK_SPACE = 7_310_014


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a provider lends, and for how long."""

    token: str = field(repr=False)
    lasts: timedelta


Draw = Callable[[bool], Drawn]
"""Asks the provider; True: the one it lent before is no good. Raises what a call does."""


class Keeper:
    """A gateway's token, for a driver's threads."""

    def __init__(self, gateway_id: int, now: Callable[[], datetime], draw: Draw) -> None:
        self._gateway_id = gateway_id
        self._now = now
        self._draw = draw
        self._known: tuple[str, datetime] | None = None

    def token(self, *, not_this: str = "") -> str:
        """One that is good; `not_this` is the one that was just refused. Raises NotSent, as nothing
        is sent without."""
        known = self._known
        if known and known[0] != not_this and known[1] > self._now() + MARGIN:
            return known[0]
        try:
            self._known = self._from_table(not_this)
        except NotSent:
            raise
        except Exception as error:
            raise NotSent(f"token_{type(error).__name__}") from None
        finally:
            # A driver's own thread keeps no connection to the database between its calls.
            if threading.current_thread() is not threading.main_thread():
                connection.close()
        return self._known[0]

    def _from_table(self, not_this: str) -> tuple[str, datetime]:
        now = self._now()
        kept = self._kept()
        if kept and kept[0] != not_this and kept[1] > now + MARGIN:
            return kept[0], kept[1]
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK_SPACE, self._gateway_id % 2**31]
                )
            kept = self._kept()  # maybe drawn by whoever held the lock
            if kept and kept[0] != not_this and kept[1] > now + MARGIN:
                return kept[0], kept[1]
            if kept and kept[0] == not_this and kept[2] > now - LEAST_BETWEEN:
                raise NotSent(REFUSED)
            drawn = self._draw(bool(not_this))
            return self._keep(drawn, now)

    def _kept(self) -> tuple[str, datetime, datetime] | None:
        found = AccessToken.objects.filter(gateway=self._gateway_id).first()
        try:
            return (found.token, found.expires_at, found.drawn_at) if found else None
        except Unreadable:
            return None

    def _keep(self, drawn: Drawn, now: datetime) -> tuple[str, datetime]:
        found = AccessToken.objects.filter(gateway=self._gateway_id).first()
        row = found or AccessToken(gateway_id=self._gateway_id)
        row.token, row.drawn_at, row.expires_at = drawn.token, now, now + drawn.lasts
        row.save()
        return drawn.token, row.expires_at
