"""The one answer to an opt-out: fixed words, once per opt-out, allowed at night (DESIGN 4.2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from accounts.models import Lender
from messaging.content.render import full_text
from messaging.models import Message
from messaging.models.choices import ContentClass

if TYPE_CHECKING:
    from messaging.inbound.effects import Taken

_TEXTS = {
    "zh-hans": "您已退订，我们不再向此号码发送短信。如需帮助请致电{hotline}。",
    "zh-hant": "您已退訂，我們不再向此號碼發送短信。如需協助請致電{hotline}。",
    "en": "You have opted out. We will not text this number again. Help: {hotline}",
}


def confirmation_text(lender: Lender, language: str) -> str:
    """The whole text, signature in front."""
    text = _TEXTS[language].format(hotline=lender.hotline)
    return full_text(lender.signature, text, language=language)


def queue_confirmations(answers: Sequence[tuple[int, Taken]], *, channel: str) -> None:
    """Queue the answers to numbers that had been written to, each with the id of its suppression;
    the database allows one per opt-out."""
    Message.objects.bulk_create(
        Message(
            lender_id=sent.lender_id,
            customer_id=sent.customer_id,
            contact_point_id=sent.contact_point_id,
            channel=channel,
            address_hash=reply.address_hash,
            content_class=ContentClass.CONFIRMATION,
            confirms_id=suppression_id,
            language=sent.language,
            send_at_once=True,
            not_before=reply.at,
            created_at=reply.at,
        )
        for suppression_id, reply in answers
        if (sent := reply.writer.answered) and sent.contact_point_id
    )
