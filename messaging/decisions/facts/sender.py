"""Who writes: a lender with what borrowers may read of it, in every language."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache

from accounts.models import Lender
from messaging.content.lender_wording import NOTHING_SAID, Wording
from messaging.content.phrases import opt_out_phrase
from messaging.content.values import LenderFacts
from messaging.models import in_force
from messaging.policy.model import Policy


@dataclass(frozen=True, slots=True)
class Sender:
    """`wording` is what is approved; without any, no text is complete.

    `opt_out_words` by language; without them, those every policy knows are said.
    """

    lender: Lender
    wording: Wording = NOTHING_SAID
    opt_out_words: Mapping[str, str] = field(default_factory=dict)

    def facts(self, language: str) -> LenderFacts:
        """The lender as a text in this language tells it."""
        text = self.wording.text(language)
        return _lender_facts(
            name=text.name,
            signature=text.signature,
            hotline=self.lender.hotline,
            ways_to_pay=text.ways_to_pay,
            check_host=self.lender.check_host,
        )


_lender_facts = lru_cache(maxsize=256)(LenderFacts)


def sender_of(lender: Lender, now: datetime, policy: Policy | None = None) -> Sender:
    """One query. A text names the opt-out words of the `policy` it is sent under."""
    found = senders([lender], now)[lender.pk]
    return found if policy is None else replace(found, opt_out_words=_phrases(policy))


def _phrases(policy: Policy) -> Mapping[str, str]:
    return {
        language: opt_out_phrase(language, words[0])
        for language, words in policy.opt_out_words.items()
    }


def senders(lenders: Collection[Lender], now: datetime) -> dict[int, Sender]:
    """By lender id. One query."""
    wordings = in_force.wordings([lender.pk for lender in lenders], now)
    return {lender.pk: Sender(lender, wordings.get(lender.pk, NOTHING_SAID)) for lender in lenders}
