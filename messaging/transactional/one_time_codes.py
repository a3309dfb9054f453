"""A code by text for the customer who has just asked for it on their own page: fixed words.

It goes through the same outbox, gate and read-only rules as an answer: past no opt-out, no stop and
no closed number; at whatever hour it was asked for, and never later than it is good. It counts as
a contact of that day. The code is one of those by which texts are checked, so no table keeps it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from accounts.models import ContactPoint, Customer, Lender
from messaging.content.check_code import PHONE_DIGITS
from messaging.content.render import full_text
from messaging.decisions.facts.sender import Sender
from messaging.models import Message
from messaging.models.choices import ContentClass
from messaging.transactional import check_codes

LASTS = timedelta(minutes=10)
"""How long it is good. NIST SP 800-63B 5.1.3.2: at most ten minutes."""

_TEXTS = {
    "zh-hans": "您的一次性验证码是{code}，十分钟内有效，只能打开您自己的页面。"
    "请勿告诉任何人，我们的员工不会索要。",
    "zh-hant": "您的一次性驗證碼是{code}，十分鐘內有效，只能打開您自己的頁面。"
    "請勿告訴任何人，我們的員工不會索要。",
    "en": "Your one-time code is {code}. For ten minutes it opens your own page and nothing else. "
    "Tell nobody; our staff never ask for it.",
}


def code_text(sender: Sender, language: str, code: str) -> str:
    """The whole text, signature in front: in the customer's language or, where the lender has no
    signature in it, in one where it has; empty where there is none at all."""
    for each in (language, *_TEXTS):
        if signature := sender.facts(each).signature:
            return full_text(signature, _TEXTS[each].format(code=_in_groups(code)), language=each)
    return ""


def _in_groups(code: str) -> str:
    """So that nobody takes it for the check code, which stands in one piece in other texts."""
    half = len(code) // 2
    return f"{code[:half]}-{code[half:]}"


def queue(customer: Customer, *, lender: Lender, point: ContactPoint, now: datetime) -> Message:
    """Queue one; whether it may leave is decided as for every other text."""
    return Message.objects.create(
        lender=lender,
        customer=customer,
        contact_point=point,
        channel=point.channel,
        address_hash=point.address_hash,
        content_class=ContentClass.CODE,
        language=customer.language_to_use,
        send_at_once=True,
        not_before=now,
        created_at=now,
    )


def is_code_of(message: Message, code: str, *, now: datetime) -> bool:
    """Whether this code was sent by this very text. One query."""
    point = message.contact_point
    if point is None:
        return False
    digits = point.address[-PHONE_DIGITS:]
    found = check_codes.find(code=code, digits=digits, lender_id=message.lender_id, now=now)
    return found is not None and found.message_id == message.pk
