"""The one answer to an opt-out: fixed words, once per opt-out, allowed at night (DESIGN 4.2)."""

from __future__ import annotations

from messaging.content.render import full_text
from messaging.decisions.facts.sender import Sender

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
