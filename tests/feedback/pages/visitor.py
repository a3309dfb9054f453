"""A customer at their pages, with a text in their hand."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.keys import keyring
from accounts.models import Customer, Lender
from feedback.pages.refused import COOKIE
from messaging.models import Message, Run
from messaging.transactional import check_codes
from tests import make, make_messaging, make_outbox

PHONE = "+8610000012345"
DIGITS = "2345"
SECRET = "123X"


class Visitor:
    """`visitor.check()` opens the first door, `visitor.enter()` the second."""

    def __init__(self, lender: Lender, code: str, **client: Any) -> None:
        self.client = Client(raise_request_exception=True, **client)
        self.lender = lender
        self.code = code

    def url(self, name: str) -> str:
        return reverse(f"customer:{name}", args=[self.lender.code])

    def get(self, name: str, **extra: Any) -> Any:
        return self.client.get(self.url(name), **extra)

    def post(self, name: str, data: dict[str, Any] | None = None, **extra: Any) -> Any:
        """What a browser shows of it: a form that was refused leads to its page anew."""
        answer = self.client.post(self.url(name), data or {}, **extra)
        if answer.status_code == 303 and answer.cookies.get(COOKIE):
            return self.client.get(answer["Location"], **extra)
        return answer

    def check(self, code: str | None = None, digits: str = DIGITS, **extra: Any) -> Any:
        typed = self.code if code is None else code
        return self.post("check", {"code": typed, "digits": digits}, **extra)

    def enter(self, secret: str = SECRET) -> Any:
        return self.post("door", {"secret": secret})


def texted(
    now: datetime, *, secret: str | None = SECRET, phone: str = PHONE, **lender: Any
) -> tuple[Customer, Message, str]:
    """A customer who got a text with a code: the customer, the message, the code."""
    customer = make.customer(name="王小明", phone=phone)
    if secret is not None:
        customer.id_last4_hash = keyring().hash_secret(secret, customer.customer_no)
        customer.save(update_fields=["id_last4_hash"])
    loan = make.loan(customer=customer, lender=make.lender(**lender), as_of=now)
    return customer, *text_about(loan, now)


def text_about(loan: Any, now: datetime, *, in_run: Run | None = None) -> tuple[Message, str]:
    """One more text about a loan, handed over and accepted."""
    message = make_outbox.message(
        loan=loan,
        in_run=in_run or Run.objects.filter(lender=loan.lender).first(),
        template_version=make_messaging.version(
            body=make_messaging.BODY + "查询码{{ check_code }}"
        ),
    )
    code = check_codes.draw(1)[0]
    point = message.contact_point
    address = point.address
    check_codes.store([(message.pk, code, address)], now)
    body = Message.body.field.seal(f"【安和消费金融】王小明先生您好，查询码{code}", message.pk)
    step = Message.objects.filter(pk=message.pk)
    step.update(state="claimed", claimed_at=now, body=body, segments=1)
    step.update(
        state="handing_over",
        handed_over_at=now,
        permit_until=now,
        gateway=make_outbox.Gateway.objects.first(),
    )
    step.update(state="accepted")
    message.refresh_from_db()
    return message, code


def visitor(now: datetime, **texted_with: Any) -> tuple[Visitor, Customer, Message]:
    customer, message, code = texted(now, **texted_with)
    return Visitor(message.lender, code), customer, message
