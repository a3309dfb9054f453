"""Holds a core system places and lifts: of the kinds it can know of, and its own only."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Path, Router, Schema

from accounts.api import finding
from accounts.api.may import needs
from accounts.api.once import OPENAPI, key_of, once
from accounts.api.problems import Problem
from accounts.api.shapes import Closed, Moment, Number, Reason
from accounts.errors import Refused
from accounts.holds import service as holds
from accounts.models import Hold
from accounts.models.api_key import Scope
from config import clock

router = Router(tags=["holds"])
Kind = Literal[
    "manual",
    "pause",
    "dispute",
    "death",
    "bereavement",
    "insolvency",
    "representation",
    "minor",
    "occasion",
]
"""What a lender's system can know of. What rests on a complaint, a promise or a reply is placed
and lifted by those who work it."""


class HoldIn(Closed):
    """Without `loan_no` it holds everything of the customer; without `until` it lasts as long as
    its kind does, or until it is lifted."""

    kind: Kind
    reason: Reason
    loan_no: Number | None = None
    until: Moment | None = None


class LiftIn(Closed):
    """Why nothing is held any more."""

    reason: Reason


class HoldOut(Schema):
    """`liftable`: whether this key may lift it."""

    id: int
    kind: str
    loan_no: str | None
    starts_at: dt.datetime
    until: dt.datetime | None
    lifted_at: dt.datetime | None
    liftable: bool


class HoldsOut(Schema):
    """In force, oldest first."""

    holds: list[HoldOut]


@router.get(
    "/customers/{customer_no}/holds",
    response=HoldsOut,
    operation_id="listHolds",
    auth=needs(Scope.CUSTOMERS_READ),
)
def list_holds(request: HttpRequest, customer_no: Path[Number]) -> dict[str, Any]:
    """The holds on a customer that are in force, whoever placed them."""
    customer = finding.customer(customer_no)
    rows = holds.in_force(customer.pk, clock.now()).select_related("loan").order_by("pk")
    return {"holds": [_out(row, request) for row in rows]}


@router.post(
    "/customers/{customer_no}/holds",
    response={201: HoldOut},
    operation_id="placeHold",
    auth=needs(Scope.HOLDS_WRITE),
    openapi_extra=OPENAPI,
)
@once
def place_hold(
    request: HttpRequest, customer_no: Path[Number], body: HoldIn
) -> tuple[int, dict[str, Any]]:
    """Place a hold: waiting messages are held back in the same transaction."""
    customer, now, key = finding.customer(customer_no), clock.now(), key_of(request)
    loan = finding.loan(body.loan_no) if body.loan_no is not None else None
    if loan is not None and loan.customer_id != customer.pk:
        raise _invalid("/loan_no", _("This loan is not this customer's."))
    if body.until is not None and body.until <= now:
        raise _invalid("/until", _("Choose a time that is still to come."))
    if not body.reason.strip():
        raise _invalid("/reason", _("Say why."))
    placed = holds.place(
        customer=customer,
        kind=body.kind,
        reason=body.reason.strip(),
        source=f"api_key:{key.pk}",
        now=now,
        until=body.until,
        loan=loan,
        placed_by=key.user,
    )
    return 201, HoldOut(**_out(placed, request)).model_dump(mode="json")


@router.post(
    "/holds/{int:hold_id}/lift",
    response=HoldOut,
    operation_id="liftHold",
    auth=needs(Scope.HOLDS_WRITE),
    openapi_extra=OPENAPI,
)
@once
def lift_hold(request: HttpRequest, hold_id: int, body: LiftIn) -> tuple[int, dict[str, Any]]:
    """Lift a hold that a key of the same lenders' system placed. What protects a customer (death,
    bereavement, insolvency, representation, minor, distress, dispute) or was asked for (a pause, an
    occasion) two people lift."""
    hold = finding.one(Hold.objects.filter(pk=hold_id).select_related("loan"), _("hold"))
    if not _is_liftable(hold, request):
        raise Problem(
            "conflict",
            _("A key lifts holds that it placed itself; this one is lifted by who works it."),
        )
    if not body.reason.strip():
        raise _invalid("/reason", _("Say why."))
    try:
        done = holds.release(
            hold, by=key_of(request).user, reason=body.reason.strip(), now=clock.now()
        )
    except Refused as refused:
        raise Problem("conflict", str(refused)) from None
    if not done:
        raise Problem("conflict", _("It is lifted already."))
    hold.refresh_from_db()
    return 200, HoldOut(**_out(hold, request)).model_dump(mode="json")


def _is_liftable(hold: Hold, request: HttpRequest) -> bool:
    return hold.released_at is None and hold.source == f"api_key:{key_of(request).pk}"


def _out(hold: Hold, request: HttpRequest) -> dict[str, Any]:
    return {
        "id": hold.pk,
        "kind": hold.kind,
        "loan_no": hold.loan.loan_no if hold.loan else None,
        "starts_at": hold.starts_at,
        "until": hold.until,
        "lifted_at": hold.released_at,
        "liftable": _is_liftable(hold, request),
    }


def _invalid(pointer: str, detail: str) -> Problem:
    return Problem("invalid", detail, errors=[{"pointer": pointer, "detail": detail}])
