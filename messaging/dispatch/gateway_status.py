"""How a gateway is doing now, and what a person may do about it: close, open, try at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _, gettext_lazy

from accounts.access import lenders
from accounts.audit.trail import because
from accounts.database.patience import as_long_as_it_takes
from accounts.database.refusals import guarded
from accounts.errors import Refused
from accounts.input.reasons import given
from accounts.lists import counting
from accounts.models import User
from messaging.gateways import credentials
from messaging.models import (
    Attempt,
    Gateway,
    GatewayEvent,
    GatewayState,
    InboundRequest,
    Message,
    message_reasons,
)
from messaging.models.approvable import ApprovalState
from messaging.models.message_states import MessageState
from messaging.outbox import waking
from messaging.outbox.locks import STOPS

MAY_OPERATE = "messaging.stop_run"
ANOTHER = "another_person_reopens_a_gateway"
_SENTENCES = {
    ANOTHER: gettext_lazy("You closed it: a supervisor or administrator beside you opens it."),
}
RATE_OVER = timedelta(seconds=60)
SOON = timedelta(hours=1)
"""Counts stop here."""

_ITS_REASONS = (
    message_reasons.GATEWAY_RATE,
    message_reasons.GATEWAY_PAUSED,
    message_reasons.GATEWAY_FAILS,
    message_reasons.REFUSED_FOR_NOW,
    message_reasons.NOT_BEGUN,
)


@dataclass(frozen=True, slots=True)
class Status:
    """`state` None: never approved. `rate`: handed over in the last minute. `waiting` for it,
    `waiting_for_any` for whichever gateway takes them; `unknown` outcomes; inbound calls that are
    to be worked, and that cannot be read. Counts stop at `counting.AT_A_GATEWAY`."""

    gateway: Gateway
    state: GatewayState | None
    rate: int
    waiting: int
    waiting_for_any: int
    unknown: int
    calls_waiting: int
    calls_failed: int

    @property
    def mode(self) -> str:
        """draft, retired, closed, working, paused or probing."""
        if self.gateway.state == ApprovalState.RETIRED:
            return "retired"
        if self.gateway.state != ApprovalState.APPROVED or self.state is None:
            return "draft"
        return self.state.mode if self.gateway.open else "closed"


def status(gateway: Gateway, *, now: datetime) -> Status:
    """Seven queries, each by an index, none growing with what was ever sent."""
    queued = Message.objects.filter(state=MessageState.QUEUED)
    its_own = queued.filter(gateway=gateway, reason__in=_ITS_REASONS, not_before__lte=now + SOON)
    in_hand = Message.objects.filter(gateway=gateway)
    attempts = Attempt.objects.filter(gateway=gateway, begun_at__gt=now - RATE_OVER)
    calls = InboundRequest.objects.filter(gateway=gateway)
    return Status(
        gateway=gateway,
        state=GatewayState.objects.filter(gateway=gateway).first(),
        rate=_count(attempts.exclude(result=Attempt.Result.NOT_BEGUN)),
        waiting=_count(its_own) + _count(in_hand.filter(state=MessageState.CLAIMED)),
        waiting_for_any=_count(queued.filter(not_before=None, reason__in=waking.FOR_ANY_GATEWAY)),
        unknown=_count(in_hand.filter(state=MessageState.UNKNOWN)),
        calls_waiting=_count(calls.filter(state=InboundRequest.State.WAITING)),
        calls_failed=_count(calls.filter(state=InboundRequest.State.FAILED)),
    )


def credentials_problem(gateway: Gateway) -> str:
    """Why the credentials cannot be read on this machine; empty when they can or none are named.
    What they are is never said."""
    if not gateway.credentials_ref:
        return ""
    try:
        credentials.read(gateway.credentials_ref)
    except credentials.NoCredentials:
        return _("They cannot be read here, or are shorter than %(n)s characters.") % {
            "n": credentials.LEAST_BYTES
        }
    return ""


def obstacle_to_opening(gateway: Gateway, *, by: User) -> str:
    """Why this person does not open it again; empty when they may, or it is open."""
    return str(_SENTENCES[ANOTHER]) if not gateway.open and gateway.turned_by_id == by.pk else ""


def close(gateway_id: int, *, by: User, reason: str, now: datetime) -> bool:
    """Nothing begins through it any more; False when it was closed already. What waits goes by
    other gateways, if there are any that take it."""
    return _set_open(gateway_id, False, by=by, reason=reason, now=now)


def reopen(gateway_id: int, *, by: User, reason: str, now: datetime) -> bool:
    """Use it again, and have what waits for a gateway decided about anew. Refused for whoever
    closed it: a colleague looks first, so that nobody alone turns the ways out on and off."""
    return _set_open(gateway_id, True, by=by, reason=reason, now=now)


@transaction.atomic
def end_pause(gateway_id: int, *, by: User, now: datetime) -> bool:
    """Let the sweep try it now instead of after its pause; False when it is not paused."""
    if not by.has_perm(MAY_OPERATE):
        raise PermissionDenied
    lenders.require_all(by)
    paused = GatewayState.objects.filter(
        pk=gateway_id, mode=GatewayState.Mode.PAUSED, paused_until__gt=now
    )
    if not paused.update(paused_until=now):
        return False
    GatewayEvent.objects.create(
        gateway_id=gateway_id, kind=GatewayEvent.Kind.TRY_ASKED, at=now, by=by
    )
    return True


@transaction.atomic
def _set_open(gateway_id: int, is_open: bool, *, by: User, reason: str, now: datetime) -> bool:
    """Raises PermissionDenied, or Refused without a reason or for what is no gateway."""
    if not by.has_perm(MAY_OPERATE):
        raise PermissionDenied
    lenders.require_all(by)
    reason = given(reason)
    because(reason)
    as_long_as_it_takes()
    with connection.cursor() as cursor:  # waves being put on the wire now come first
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [STOPS])
    approved = Gateway.objects.filter(pk=gateway_id, state=ApprovalState.APPROVED)
    with guarded(_SENTENCES):
        turned = approved.filter(open=not is_open).update(open=is_open, turned_by=by)
    if not turned:
        if not approved.exists():
            raise Refused(_("Only an approved gateway is opened or closed."))
        return False
    kinds = GatewayEvent.Kind
    GatewayEvent.objects.create(
        gateway_id=gateway_id,
        kind=kinds.OPENED if is_open else kinds.CLOSED,
        at=now,
        detail=reason,
        by=by,
    )
    if is_open:
        waking.wake_for(approved.get(), at=now)
    return True


def _count(rows: QuerySet[Any]) -> int:
    return counting.count(rows, counting.AT_A_GATEWAY)
