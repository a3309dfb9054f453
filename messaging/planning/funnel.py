"""The numbers of a run that add up: customers due, less each reason, is what is to be sent."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from accounts.models import Lender
from messaging.policy import reasons

CENT = Decimal("0.01")

# The order of the rules: the first obstacle on the way is named first.
_ORDER = (
    reasons.EMERGENCY_STOP,
    reasons.LOAN_SETTLED,
    reasons.BELOW_LEAST_AMOUNT,
    reasons.STALE_DATA,
    reasons.NO_CONTACT_POINT,
    reasons.WRONG_PARTY,
    reasons.UNREACHABLE,
    reasons.INVALID_ADDRESS,
    reasons.ROLE_NOT_ALLOWED,
    reasons.NUMBER_NOT_FRESH,
    reasons.NO_CONSENT,
    reasons.SUPPRESSED,
    reasons.HOLD_DEATH,
    reasons.HOLD_BEREAVEMENT,
    reasons.HOLD_INSOLVENCY,
    reasons.HOLD_REPRESENTATION,
    reasons.HOLD_MINOR,
    reasons.HOLD_OCCASION,
    reasons.HOLD_PAUSE,
    reasons.HOLD_LOAN_MOVE,
    reasons.HOLD_COMPLAINT,
    reasons.HOLD_DISPUTE,
    reasons.HOLD_HARDSHIP,
    reasons.HOLD_PAID_CLAIM,
    reasons.HOLD_PROMISE,
    reasons.HOLD_DISTRESS,
    reasons.HOLD_UNREAD_REPLY,
    reasons.HOLD_OPEN_QUESTION,
    reasons.HOLD_NEW_NUMBER,
    reasons.HOLD_MANUAL,
    reasons.HOLD,
    reasons.NO_TEXT_FOR_SEGMENT,
    reasons.TEMPLATE_NOT_IN_FORCE,
    reasons.TEMPLATE_NOT_YET_IN_FORCE,
    reasons.REVIEW_OVERDUE,
    reasons.OPT_OUT_WORDS_MISSING,
    reasons.MISSING_VALUE,
    reasons.TEXT_NOT_TRUE,
    reasons.WORDING_UNCONFIRMED,
    reasons.WRONG_LANGUAGE,
    reasons.NO_GATEWAY,
    reasons.GATEWAY_CLOSED,
    reasons.CONTENT_CLASS,
    reasons.CARRIER_HAS_NOT_PASSED,
    reasons.CONTROL_ARM,
    reasons.ALREADY_REMINDED,
    reasons.ALREADY_READ,
    reasons.WISHED_CHANNEL,
)
_PLACE = {reason: place for place, reason in enumerate(_ORDER)}


@dataclass(slots=True)
class Tally:
    """Counts while planning; `funnel` is what the run keeps."""

    due: int = 0
    loans: int = 0
    to_send: int = 0
    segments: int = 0
    waiting: int = 0
    not_today: int = 0
    review_overdue: int = 0
    by_channel: Counter[str] = field(default_factory=Counter)
    minus: Counter[str] = field(default_factory=Counter)

    def add(
        self,
        *,
        loans: int,
        to_send: bool,
        reason: str,
        segments: int | None,
        waits: bool,
        not_today: bool,
        review_overdue: bool = False,
        channel: str = "sms",
    ) -> None:
        """Count one candidate. `channel`: on which its message begins; `not_today`:
        it waits for an hour after the run's day; `review_overdue`: so is the review of its text."""
        self.due += 1
        self.loans += loans
        if not to_send:
            self.minus[reason] += 1
            return
        self.to_send += 1
        self.by_channel[channel] += 1
        self.review_overdue += review_overdue
        self.segments += segments or 0
        self.waiting += waits
        self.not_today += not_today

    def funnel(self, lender: Lender) -> dict[str, Any]:
        """JSON-able: due − Σ minus = to_send. Cost in the lender's currency, to the cent."""
        cost = (self.segments * Decimal(lender.price_per_segment)).quantize(CENT, ROUND_HALF_UP)
        return {
            "due": self.due,
            "loans": self.loans,
            "minus": [
                {"reason": reason, "count": self.minus[reason]}
                for reason in sorted(self.minus, key=lambda code: (_PLACE.get(code, 99), code))
            ],
            "to_send": self.to_send,
            "by_channel": dict(sorted(self.by_channel.items())),
            "segments": self.segments,
            "cost": str(cost),
            "currency": lender.currency,
            "waiting": self.waiting,
            "not_today": self.not_today,
            "review_overdue": self.review_overdue,
        }
