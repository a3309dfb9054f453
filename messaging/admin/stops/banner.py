"""What every staff page says at its top: the stops that stand, the gateways that are paused."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from messaging.admin.stops.scope_labels import names
from messaging.models import GatewayState, Stop
from messaging.models.approvable import ApprovalState
from messaging.stops.service import MAY_STOP


def stops_in_force(request: HttpRequest) -> dict[str, Any]:
    """For every page. Asked only where a template looks: one query of a small index while nothing
    is stopped, and one of the few gateways for those who see to them."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    found: dict[str, Any] = {"standing_stops": SimpleLazyObject(lambda: _stops(user))}
    if user.has_perm("messaging.view_gateway"):
        found["paused_gateways"] = SimpleLazyObject(_paused)
    return found


def _stops(user: Any) -> list[dict[str, Any]]:
    """`asks`: somebody else who waits for this person's agreement to lift it. Without the texts
    that the software paused because of complaints: that is for a supervisor to decide (feedback),
    and nobody else can do anything about it."""
    paused_texts = Q(by=None, scope=Stop.Scope.VERSION)
    standing = Stop.objects.filter(~paused_texts, lifted_at=None).order_by("at")
    stops = list(standing.select_related("lift_asked_by"))
    called = names((stop.scope, stop.object_id) for stop in stops) if stops else {}
    may = bool(stops) and user.has_perm(MAY_STOP)
    return [
        {
            "stop": stop,
            "what": called[stop.scope, stop.object_id],
            "asks": stop.lift_asked_by
            if may and stop.lift_asked_by_id not in (None, user.pk)
            else None,
        }
        for stop in stops
    ]


def _paused() -> list[GatewayState]:
    rows = GatewayState.objects.exclude(mode=GatewayState.Mode.WORKING).filter(
        gateway__state=ApprovalState.APPROVED, gateway__open=True
    )
    return list(rows.select_related("gateway").order_by("gateway__code"))
