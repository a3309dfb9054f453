"""Whether a gateway answers a worker: asked by a person before the first text goes by it.

Nothing is sent and nothing about the gateway changes. A worker asks, since it is a worker's
credentials and network that texts leave by; what came of it is kept for some minutes.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.access import lenders
from accounts.errors import Refused
from accounts.models import User
from messaging.dispatch.gateway_status import MAY_OPERATE
from messaging.gateways.permit import Clock
from messaging.gateways.registry.drivers import NoDriver, driver_for
from messaging.models import Gateway
from messaging.models.approvable import ApprovalState

KEPT_SECONDS = 600
YES, NO, CANNOT_BE_ASKED = "yes", "no", "cannot_be_asked"


class Answered(NamedTuple):
    """`what`: YES, NO or CANNOT_BE_ASKED. `milliseconds`: how long the answer took."""

    at: datetime
    what: str
    milliseconds: int


def refuse_unless_askable(gateway: Gateway, *, by: User) -> None:
    """Raises PermissionDenied, and Refused for one that nobody has approved: it is called nowhere
    before."""
    if not by.has_perm(MAY_OPERATE):
        raise PermissionDenied
    lenders.require_all(by)
    if gateway.state != ApprovalState.APPROVED:
        raise Refused(_("A gateway is called only once it is approved."))


def ask(gateway_id: int, *, clock: Clock) -> Answered:
    """Ask it now, and note what it said."""
    gateway = Gateway.objects.get(pk=gateway_id, state=ApprovalState.APPROVED)
    begun = clock.boot()
    try:
        driver = driver_for(gateway, clock)
        what = YES if driver.is_up() else NO
        what = what if driver.capabilities.ping else CANNOT_BE_ASKED
    except NoDriver:
        what = NO
    found = Answered(clock.now(), what, round((clock.boot() - begun) * 1000))
    cache.set(_key(gateway_id), [found.at.isoformat(), *found[1:]], KEPT_SECONDS)
    return found


def last(gateway_id: int) -> Answered | None:
    """What it said when it was asked last, within some minutes."""
    kept = cache.get(_key(gateway_id))
    return Answered(datetime.fromisoformat(kept[0]), *kept[1:]) if kept else None


def _key(gateway_id: int) -> str:
    return f"gateway-answers:{gateway_id}"
