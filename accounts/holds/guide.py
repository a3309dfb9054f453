"""What a person is told of each kind of hold they may place: what to write down, what to do next.

The sources are general guidance (ACCC/ASIC guideline part 2 §9 on representatives and §16 on
bankruptcy, RBI draft directions of 12 February 2026 on bereavement), not the law of every place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Hold
from accounts.rules.hold_terms import (
    BEREAVEMENT,
    GRAVE,
    LASTS,
    LIFTED_BY_TWO,
    NEW_NUMBER,
    OCCASION,
    PAUSE,
)

Kind = Hold.Kind


@dataclass(frozen=True, slots=True)
class Guide:
    """`evidence`: what the reason names. `advice`: what whoever meets such a hold does."""

    kind: str
    evidence: Any
    advice: Any

    @property
    def label(self) -> str:
        return str(Kind(self.kind).label)

    @property
    def days(self) -> int | None:
        """After how many days it ends by itself; None: when somebody lifts it."""
        lasts = LASTS.get(self.kind)
        return lasts.days if lasts else None

    @property
    def grave(self) -> bool:
        """Whether nothing may speak of the debt to them."""
        return self.kind in GRAVE

    @property
    def by_two(self) -> bool:
        """Whether a second person has to lift it."""
        return self.kind in LIFTED_BY_TWO


_GUIDES = (
    Guide(
        Kind.PAUSE,
        _("What they asked for, in their words, and when they said it."),
        _(
            "No reminder and no call of ours until it ends; answer when they write or call. "
            "Whoever wants no more texts at all opts out: enter that beside the number instead."
        ),
    ),
    Guide(
        Kind.MANUAL,
        _("Who asked for it, and why."),
        _("Read the reason before you contact the customer."),
    ),
    Guide(
        Kind.DEATH,
        _("Who said that the customer has died, when, and what shows it."),
        _(
            "Nothing is sent automatically any more. Do not ask the family to pay. Offer "
            "condolences, ask who settles the estate, and pass the case to a supervisor."
        ),
    ),
    Guide(
        Kind.BEREAVEMENT,
        _("Who said that somebody close to the customer has died, and when."),
        _(
            "No reminder and no call for a while. If it is the customer who has died, place that "
            "hold. If they write themselves, offer help before you speak of payment."
        ),
    ),
    Guide(
        Kind.INSOLVENCY,
        _("Which proceedings, since when, and the court, trustee or case number."),
        _(
            "Do not ask for payment. Lodge the claim with the court, trustee or insolvency "
            "practitioner; a supervisor decides what may be said."
        ),
    ),
    Guide(
        Kind.REPRESENTATION,
        _("Who represents the customer, how to reach them, and since when."),
        _(
            "Speak and write to the lawyer or guardian only, once you have seen their authority. "
            "Do not contact the customer about the debt."
        ),
    ),
    Guide(
        Kind.MINOR,
        _("How it is known that the customer is under age, and who their guardian is."),
        _(
            "Do not contact the customer about the debt. A supervisor checks whether the contract "
            "stands and speaks with the legal guardian."
        ),
    ),
    Guide(
        Kind.OCCASION,
        _("Which occasion, and until when."),
        _("No reminder and no call in these days. Give a later end if they ask for it."),
    ),
    Guide(
        Kind.DISTRESS,
        _("What was said, and by whom."),
        _("Call as a person, not about the debt. Name the helpline of their region."),
    ),
    Guide(
        Kind.DISPUTE,
        _("Which debt, and what is wrong with it."),
        _("Have the figures checked and answer before anything is sent."),
    ),
    Guide(
        Kind.PAID_CLAIM,
        _("How and when it is said to have been paid."),
        _("Look for the payment; the figures of the next file settle it."),
    ),
    Guide(
        Kind.NEW_NUMBER,
        _("Who says so, since when, and how you made sure that it is the customer."),
        _(
            "Make sure who writes. Write the new number down under New number…; a second person "
            "types it again. Then end the hold."
        ),
    ),
)
GUIDES = {guide.kind: guide for guide in _GUIDES}
"""The kinds staff may place, in the order of the form. The others belong to a complaint, a promise,
a hardship case or a reply."""

_TOLD = (*GRAVE, BEREAVEMENT, OCCASION, NEW_NUMBER, PAUSE)


def notices(kinds: Iterable[str]) -> list[Guide]:
    """What to tell whoever opens the page of a customer with holds of these kinds, each once."""
    present = set(kinds)
    return [GUIDES[kind] for kind in _TOLD if kind in present]
