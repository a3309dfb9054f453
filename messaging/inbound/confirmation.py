"""The one answer to an opt-out: fixed words, once per opt-out, allowed at night (DESIGN 4.2)."""

from __future__ import annotations

from datetime import datetime

from accounts.models import Lender
from messaging.content.render import full_text
from messaging.models import Message, Suppression
from messaging.models.choices import ContentClass

_TEXTS = {
    "zh-hans": "您已退订，我们不再向此号码发送短信。如需帮助请致电{hotline}。",
    "zh-hant": "您已退訂，我們不再向此號碼發送短信。如需協助請致電{hotline}。",
    "en": "You have opted out. We will not text this number again. Help: {hotline}",
}


def confirmation_text(lender: Lender, language: str) -> str:
    """The whole text, signature in front."""
    return full_text(lender.signature, _TEXTS[language].format(hotline=lender.hotline))


def queue_confirmation(*, suppression: Suppression, answered: Message, now: datetime) -> Message:
    """Queue the answer to the number that was written to; the database allows one per opt-out."""
    return Message.objects.create(
        lender_id=answered.lender_id,
        customer_id=answered.customer_id,
        contact_point_id=answered.contact_point_id,
        channel=answered.channel,
        address_hash=answered.address_hash,
        content_class=ContentClass.CONFIRMATION,
        confirms=suppression,
        language=answered.language,
        send_at_once=True,
        not_before=now,
        created_at=now,
    )
