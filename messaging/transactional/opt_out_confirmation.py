"""The one answer to an opt-out, or to the end of useful knowledge alone: fixed words, once, allowed
at night within the minutes of the policy (DESIGN 4.2)."""

from __future__ import annotations

from messaging.content.render import full_text
from messaging.decisions.facts.sender import Sender

_TEXTS = {
    "zh-hans": "您已退订，我们不再向此号码发送短信。如需帮助请致电{hotline}。",
    "zh-hant": "您已退訂，我們不再向此號碼發送短信。如需協助請致電{hotline}。",
    "en": "You have opted out. We will not text this number again. Help: {hotline}",
}
# Nothing of a debt: somebody else may read it.
_OF_EDUCATION = {
    "zh-hans": "已停止向您发送小知识，其他通知照常。如需帮助请致电{hotline}。",
    "zh-hant": "已停止向您發送小知識，其他通知照常。如需協助請致電{hotline}。",
    "en": "We will send you no more tips about money. Other notices go on. Help: {hotline}",
}


def confirmation_text(sender: Sender, language: str, *, education: bool = False) -> str:
    """The whole text, signature in front: in the customer's language or, where the lender has no
    signature in it, in one where it has; empty where there is none at all. `education`: useful
    knowledge alone has ended."""
    texts = _OF_EDUCATION if education else _TEXTS
    for each in (language, *texts):
        if signature := sender.facts(each).signature:
            text = texts[each].format(hotline=sender.lender.hotline)
            return full_text(signature, text, language=each)
    return ""
