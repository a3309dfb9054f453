"""The one answer to an opt-out: fixed words, once per opt-out, allowed at night (DESIGN 4.2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from messaging.content.render import full_text
from messaging.decisions.facts.sender import Sender
from messaging.models import Message
from messaging.models.choices import ContentClass

if TYPE_CHECKING:
    from messaging.inbound.effects import Taken

_TEXTS = {
    "zh-hans": "您已退订，我们不再向此号码发送短信。如需帮助请致电{hotline}。",
    "zh-hant": "您已退訂，我們不再向此號碼發送短信。如需協助請致電{hotline}。",
    "en": "You have opted out. We will not text this number again. Help: {hotline}",
}


def confirmation_text(sender: Sender, language: str) -> str:
    """The whole text, signature in front: in the customer's language or, where the lender has no
    signature in it, in one where it has; empty where there is none at all."""
    for each in (language, *_TEXTS):
        if signature := sender.facts(each).signature:
            text = _TEXTS[each].format(hotline=sender.lender.hotline)
            return full_text(signature, text, language=each)
    return ""


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
