"""What a phone may show while it is locked: nothing of a debt. The one rule for it: a message is
given its shape by it, and whoever hands one over looks once more by it.

A title is looked through for words and figures that tell of one; when it has any, the lender's
signature stands in its place, and where that tells too, words that say nothing. A body that tells
gives way to ours. Anybody beside the customer reads a lock screen, so what is in doubt is left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

BODIES: Mapping[str, str] = {
    "zh-hans": "您有一条新消息，请打开应用查看。",
    "zh-hant": "您有一則新訊息，請開啟應用程式查看。",
    "en": "You have a new message. Open the app to read it.",
}
TITLES: Mapping[str, str] = {"zh-hans": "新消息", "zh-hant": "新訊息", "en": "New message"}
LONGEST_TITLE = 40
AGREED, YES = "agreed", "yes"
"""A field of a message's shape: the customer consented to see what is owed on a locked phone. Only
the shape sets it, from the consent as it stood when the text was claimed; one that is revoked takes
what waits back."""

_DEBT = re.compile(
    r"[欠债債]|逾期|还款|還款|应还|應還|账单|帳單|贷|貸|借[款据據]|分期|催收|到期|违约|違約|征信|徵信|利息|滞纳|滯納|本金|金额|金額"
    r"|[¥￥$€£]|[元圆圓]|\d[\d,.，．]*\d{2}"
    r"|\b(?:over|past)\s*-?\s*due\b|\b(?:due|owe[ds]?|owing|debts?|loans?|lend(?:er|ing)?|credit|bill|"
    r"pay(?:s|ment|ments|able|ing)?|repay\w*|instal+ments?|arrears|collect\w*|balance|interest|"
    r"default\w*|cny|hkd|twd|usd|gbp|sgd|aud)\b",
    re.IGNORECASE,
)


def tells_of_debt(words: str) -> bool:
    """Whether anybody who reads it could take it for a word about money that is owed."""
    return _DEBT.search(words) is not None


def screen(title: str, body: str = "", *, signature: str, language: str) -> tuple[str, str]:
    """Title and body that may stand there, of those that were written; either may be empty."""
    titles = [each for each in (title, signature) if each and not tells_of_debt(each)]
    return (
        titles[0][:LONGEST_TITLE] if titles else TITLES[language],
        body if body and not tells_of_debt(body) else BODIES[language],
    )
