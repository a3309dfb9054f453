"""Calls for a lender's telephone system: the number to dial, and whether anybody answered."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import Field, StrictInt

from accounts.api import finding
from accounts.api.may import needs
from accounts.api.once import OPENAPI, key_of, once
from accounts.api.problems import Problem
from accounts.api.shapes import Closed, Moment
from accounts.disclosure import personal
from accounts.errors import Refused
from accounts.models import Lender
from accounts.models.api_key import Scope
from config import clock
from feedback.calls import work
from messaging.models import Call
from messaging.models.call import LONGEST

router = Router(tags=["calls"], auth=needs(Scope.CALLS))
APART = dt.timedelta(minutes=1)
"""So far two clocks may be apart. Our own proposal."""


class CallOut(Schema):
    """A call that runs. `agent`: the login of whoever began it, and speaks."""

    call_id: int
    customer_no: str
    lender: str
    agent: str
    number: str
    begun_at: dt.datetime


class OutcomeIn(Closed):
    """What the line did. `failed`: a fault of the telephone system, which says nothing of the
    customer; another outcome may follow it. `seconds`: spoken, and only of what was answered."""

    outcome: Literal["answered", "not_reached", "busy", "unallocated", "failed"]
    ended_at: Moment
    seconds: Annotated[StrictInt, Field(ge=0, le=LONGEST)] | None = None


class OutcomeOut(Schema):
    """`over`: whether the call ended with it; else whoever called says how it went."""

    call_id: int
    outcome: str
    seconds: int | None
    ended_at: dt.datetime
    over: bool


@router.get("/calls/{int:call_id}", response=CallOut, operation_id="readCall")
def read_call(request: HttpRequest, call_id: int) -> dict[str, Any]:
    """The number of a call that runs. Each time it is read is on record."""
    call = _call(call_id)
    if call.outcome:
        raise Problem("conflict", _("This call is over."))
    return {
        "call_id": call.pk,
        "customer_no": call.customer.customer_no,
        "lender": call.policy.lender.code,
        "agent": call.by.username,
        "begun_at": call.begun_at,
        "number": personal.dialled(
            call.contact_point, by=key_of(request).user, call_id=call.pk, now=clock.now()
        ),
    }


@router.post(
    "/calls/{int:call_id}/outcome",
    response=OutcomeOut,
    operation_id="tellOfCall",
    openapi_extra=OPENAPI,
)
@once
def tell_of_call(request: HttpRequest, call_id: int, body: OutcomeIn) -> tuple[int, dict[str, Any]]:
    """Whether somebody answered. Not reached, busy and unallocated end the call; of one that was
    answered whoever called says what came of it."""
    call, now = _call(call_id), clock.now()
    if call.outcome:
        raise Problem("conflict", _("This call is over."))
    if (body.seconds is None) == (body.outcome == "answered"):
        raise _invalid("/seconds", _("Say the seconds of a call that was answered, and no other."))
    if not call.begun_at - APART <= body.ended_at <= now + APART:
        raise _invalid("/ended_at", _("Neither before the call was begun nor still to come."))
    ended_at = max(call.begun_at, min(body.ended_at, now))
    heard = work.Heard(body.outcome, body.seconds, ended_at)
    try:
        told = work.tell_of_line(call, heard, by=key_of(request).user, now=now)
    except Refused as refused:
        raise Problem("conflict", str(refused)) from None
    return 200, OutcomeOut(
        call_id=told.pk,
        outcome=told.line,
        seconds=told.line_seconds,
        ended_at=ended_at,
        over=bool(told.outcome),
    ).model_dump(mode="json")


def _call(call_id: int) -> Call:
    """Of the key's lenders: of a customer of several, the lender whose policy allowed it."""
    rows = Call.objects.filter(pk=call_id, policy__lender__in=Lender.objects.all())
    shown = ("customer", "contact_point", "by", "policy__lender")
    return finding.one(rows.select_related(*shown).defer("facts", "trace"), _("call"))


def _invalid(pointer: str, detail: str) -> Problem:
    return Problem("invalid", detail, errors=[{"pointer": pointer, "detail": detail}])
