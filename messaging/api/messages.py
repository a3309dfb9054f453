"""Messages and what was decided about them, to read in pages by key; no texts, no numbers."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field, StringConstraints

from accounts.api import finding
from accounts.api.may import needs
from accounts.api.shapes import Day, Number
from accounts.models.api_key import Scope
from messaging.archive import search
from messaging.models import Decision, Message
from messaging.models.message_states import MessageState

router = Router(tags=["messages and decisions"], auth=needs(Scope.MESSAGES_READ))
MOST = 500
State = Literal[*MessageState.values]  # type: ignore[valid-type]
Key = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,18}$")]


class MessageOut(Schema):
    """One message. `reason`: why it ended without being delivered, or waits."""

    id: int
    lender: str
    customer_no: str | None
    channel: str
    state: str
    reason: str
    template: str | None
    created_at: dt.datetime
    not_before: dt.datetime | None
    handed_over_at: dt.datetime | None
    final_at: dt.datetime | None
    segments: int | None


class MessagesOut(Schema):
    """A page; `next` goes into `after`, null at the end."""

    messages: list[MessageOut]
    next: str | None


class DecisionOut(Schema):
    """One verdict with what each rule said, as it was frozen; no personal data is in it."""

    id: int
    message_id: int | None
    phase: str
    at: dt.datetime
    outcome: str
    reason: str
    until: dt.datetime | None
    policy: int
    engine_version: str
    trace: list[Any]


class DecisionsOut(Schema):
    """Oldest first."""

    decisions: list[DecisionOut]


class Filters(Schema):
    """All that is given has to fit. Newest first."""

    customer_no: Number | None = None
    loan_no: Number | None = None
    state: State | None = None
    day: Day | None = None
    after: Key | None = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = 50


@router.get("/messages", response=MessagesOut, operation_id="listMessages")
def list_messages(request: HttpRequest, filters: Query[Filters]) -> dict[str, Any]:
    """Messages, newest first."""
    wanted = search.Wanted(
        customer_no=filters.customer_no or "",
        loan_no=filters.loan_no or "",
        state=filters.state or "",
        first=filters.day,
        last=filters.day,
    )
    rows = search.matching(wanted).select_related(*search.SHOWN).defer("body")
    page = search.NEWEST_FIRST.page(rows, filters.after or "", size=filters.limit)
    return {"messages": [_out(each) for each in page.rows], "next": page.after or None}


@router.get("/messages/{int:message_id}", response=MessageOut, operation_id="readMessage")
def read_message(request: HttpRequest, message_id: int) -> dict[str, Any]:
    """One message."""
    return _out(_message(message_id))


@router.get(
    "/messages/{int:message_id}/decisions", response=DecisionsOut, operation_id="listDecisions"
)
def list_decisions(request: HttpRequest, message_id: int) -> dict[str, Any]:
    """Every verdict about a message: when its run was planned, and before it was handed over."""
    message = _message(message_id)
    rows = Decision.objects.filter(message=message)
    if message.candidate_id is not None:
        rows = rows | Decision.objects.filter(candidate=message.candidate_id)
    return {"decisions": [_decision(each) for each in rows.order_by("pk")[:MOST]]}


def _message(message_id: int) -> Message:
    rows = Message.objects.filter(pk=message_id).select_related(*search.SHOWN).defer("body")
    return finding.one(rows, _("message"))


def _out(message: Message) -> dict[str, Any]:
    version = message.template_version
    return {
        "id": message.pk,
        "lender": message.lender.code,
        "customer_no": message.customer.customer_no if message.customer else None,
        "channel": message.channel,
        "state": message.state,
        "reason": message.reason,
        "template": version.template.title if version else None,
        "created_at": message.created_at,
        "not_before": message.not_before,
        "handed_over_at": message.handed_over_at,
        "final_at": message.final_at,
        "segments": message.segments,
    }


def _decision(row: Decision) -> dict[str, Any]:
    return {
        "id": row.pk,
        "message_id": row.message_id,
        "phase": row.phase,
        "at": row.at,
        "outcome": row.outcome,
        "reason": row.reason,
        "until": row.until,
        "policy": row.policy_id,
        "engine_version": row.engine_version,
        "trace": row.trace,
    }
