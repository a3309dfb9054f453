"""Consents a customer gave or revoked elsewhere, and numbers the lender made sure of."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Path, Router, Schema

from accounts.api import finding
from accounts.api.may import needs
from accounts.api.once import OPENAPI, key_of, once
from accounts.api.problems import Problem
from accounts.api.routes.customers import PointOut, point_out
from accounts.api.shapes import Closed, Day, Number, Reason
from accounts.contact import confirming, consents
from accounts.errors import Refused
from accounts.models import ContactPoint
from accounts.models.api_key import Scope
from config import clock

router = Router(tags=["consents and numbers"])
Kind = Literal["night_contact", "electronic_contact", "education", "lock_screen"]
Via = Literal["call", "letter", "counter", "text"]


class ConsentIn(Closed):
    """`on`: the day on which the customer agreed. `evidence`: where the proof is kept, as “contract
    2026/17, clause 4”."""

    kind: Kind
    via: Via
    on: Day
    evidence: Reason


class RevokeIn(Closed):
    """`how`: how the customer said so. `on`: the day on which they did; left out, just now."""

    kind: Kind
    how: Reason
    on: Day | None = None


class ConsentOut(Schema):
    """The consent that stands after the call; `given_at` null: none does."""

    kind: str
    given_at: dt.datetime | None


class ConfirmIn(Closed):
    """The day on which the lender made sure that the address is the customer's, and how."""

    on: Day
    evidence: Reason


@router.post(
    "/customers/{customer_no}/consents",
    response={201: ConsentOut},
    operation_id="recordConsent",
    auth=needs(Scope.CONSENTS_WRITE),
    openapi_extra=OPENAPI,
)
@once
def record_consent(
    request: HttpRequest, customer_no: Path[Number], body: ConsentIn
) -> tuple[int, dict[str, Any]]:
    """Record a consent; where one stands already it stays as it is. One to be contacted at night
    counts once a person has confirmed it on the customer's page. Refused where the customer has
    said otherwise since that day: on their own page, by a reply, or to a colleague."""
    customer = finding.customer(customer_no)
    try:
        given = consents.take_over(
            customer,
            kind=body.kind,
            via=body.via,
            on=body.on,
            evidence=body.evidence,
            by=key_of(request).user,
            now=clock.now(),
        )
    except Refused as refused:
        raise Problem("refused", str(refused)) from None
    out = ConsentOut(kind=given.kind, given_at=given.given_at)
    return 201, out.model_dump(mode="json")


@router.post(
    "/customers/{customer_no}/consents/revoke",
    response=ConsentOut,
    operation_id="revokeConsent",
    auth=needs(Scope.CONSENTS_WRITE),
    openapi_extra=OPENAPI,
)
@once
def revoke_consent(
    request: HttpRequest, customer_no: Path[Number], body: RevokeIn
) -> tuple[int, dict[str, Any]]:
    """Revoke it: waiting messages are decided about anew. Refused where the customer gave it again
    after that day."""
    customer = finding.customer(customer_no)
    try:
        consents.take_back(
            customer,
            kind=body.kind,
            how=body.how,
            on=body.on,
            by=key_of(request).user,
            now=clock.now(),
        )
    except Refused as refused:
        raise Problem("refused", str(refused)) from None
    return 200, ConsentOut(kind=body.kind, given_at=None).model_dump(mode="json")


@router.post(
    "/contact-points/{int:point_id}/confirm",
    response=PointOut,
    operation_id="confirmContactPoint",
    auth=needs(Scope.POINTS_WRITE),
    openapi_extra=OPENAPI,
)
@once
def confirm_point(
    request: HttpRequest, point_id: int, body: ConfirmIn
) -> tuple[int, dict[str, Any]]:
    """The address is the customer's, as the lender made sure on that day. An opt-out or a
    wrong-person reply of it stands all the same."""
    point = finding.one(ContactPoint.objects.filter(pk=point_id), _("address"))
    now = clock.now()
    try:
        done = confirming.confirm(
            point,
            on=body.on,
            evidence=body.evidence,
            by=key_of(request).user,
            today=timezone.localdate(now, timezone=ZoneInfo(settings.TEAM_ZONE)),
            now=now,
        )
    except Refused as refused:
        raise Problem("refused", str(refused)) from None
    return 200, PointOut(**point_out(done)).model_dump(mode="json")
