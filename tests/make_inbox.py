"""Replies and conversations made to order."""

import itertools
from datetime import datetime, timedelta
from typing import Any

from accounts.models import Customer, Lender, User
from feedback.inbox import filing
from feedback.models import Conversation
from messaging.authoring import starter
from messaging.inbound import replies
from messaging.models import Reply
from tests import make, make_messaging

_serial = itertools.count(1)


def ready(lender: Lender) -> Lender:
    """A lender with a policy in force and a gateway that takes everything."""
    author, approver = make.staff("administrator"), make.staff("supervisor")
    begun = make.MORNING - timedelta(days=1)
    starter.install_policy(lender, profile="cn", author=author, approver=approver, now=begun)
    starter.install_sandbox_gateway(author=author, approver=approver, now=begun)
    return lender


def reply(text: str, *, customer: Customer | None = None, at: datetime, **more: Any) -> Reply:
    """A reply from the customer's number, taken at the webhook; nobody has filed it yet."""
    person = customer or make.customer()
    point = person.contact_points.get(channel="sms")
    return replies.take(
        address=point.address,
        text=text,
        now=at,
        gateway_ref="",
        **more,
    )


def conversation(
    text: str = "请问怎么还款", *, at: datetime, customer: Customer | None = None
) -> Conversation:
    """The conversation of a new reply."""
    return filed(reply(text, at=at, customer=customer), at)


def filed(taken: Reply, at: datetime) -> Conversation:
    """The conversation a reply was filed in."""
    found = filing.file_reply(taken.pk, at)
    assert found is not None
    return found


def snippet(body: str = "您好，已收到您的消息，我们会尽快为您处理。", **columns: Any) -> Any:
    """An approved answer in force."""
    n = next(_serial)
    template = make_messaging.template(
        code=f"answer-{n}", title=f"回复{n}", content_class="answer", stage="dpd-1"
    )
    return make_messaging.version(template=template, body=body, **columns)


def agent() -> User:
    return make.staff("agent")
