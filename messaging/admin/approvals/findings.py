"""Findings as a person reads them, in the language of the screen."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language, gettext as _, gettext_lazy

from messaging.content.purpose.review import CATEGORY
from messaging.content.text.findings import Finding

_CATEGORIES = {
    "placeholder": gettext_lazy("Placeholder"),
    "shape": gettext_lazy("Shape"),
    "strategy": gettext_lazy("Strategy"),
    "policy": gettext_lazy("Policy"),
    "calendar": gettext_lazy("Work calendar"),
    "wording_list": gettext_lazy("Wording list"),
    "language": gettext_lazy("Language"),
    "length": gettext_lazy("Length"),
    "link": gettext_lazy("Link"),
    "contact": gettext_lazy("Contact details"),
    "consequence": gettext_lazy("Consequence"),
    "tone": gettext_lazy("Tone"),
    "value": gettext_lazy("Value"),
    "truth": gettext_lazy("Not true of everybody"),
    "unplaced": gettext_lazy("Purpose unknown"),
    "threat": gettext_lazy("Threat"),
    "insult": gettext_lazy("Insult"),
    "authority": gettext_lazy("Borrowed authority"),
    "false_consequence": gettext_lazy("False consequence"),
    "urgency": gettext_lazy("Pressure"),
    "third_party": gettext_lazy("Other people"),
    "shaming": gettext_lazy("Public shaming"),
    "payee": gettext_lazy("Private payee"),
    "borrowing_fees": gettext_lazy("New debt or extra fee"),
    "harassment": gettext_lazy("Harassment"),
    "credentials": gettext_lazy("Codes and passwords"),
    "marketing": gettext_lazy("Advertising"),
    "disguise": gettext_lazy("Reads like a swindle"),
    "wording": gettext_lazy("Lender's wording"),
    "trial": gettext_lazy("trial"),
}


def category_label(code: str) -> str:
    """What a category of findings is called on screen; those of the list name themselves."""
    return str(_CATEGORIES.get(code, code))


@dataclass(frozen=True)
class Remark:
    """One finding, translated. `start` and `end` select the place in the text."""

    blocks: bool
    category: str
    phrase: str
    reason: str
    suggestion: str
    start: int
    end: int
    asks_purpose: bool = False
    """About a sentence whose purpose is asked; it has a place of its own on the page."""

    @property
    def can_be_put(self) -> bool:
        """Whether the suggestion is text that may stand in this place, not advice."""
        return self.end > self.start and self.suggestion.startswith("{{")


def remarks(findings: Iterable[Finding]) -> list[Remark]:
    """Blocking ones first, then by place."""
    found = [_remark(finding) for finding in findings]
    return sorted(found, key=lambda remark: (not remark.blocks, remark.start))


def _remark(finding: Finding) -> Remark:
    chinese = (get_language() or "").startswith("zh")
    reason = finding.reason_zh if chinese and finding.reason_zh else finding.reason
    return Remark(
        blocks=finding.level == "block",
        category=category_label(finding.category),
        phrase=finding.phrase,
        reason=_(reason) if reason else "",
        suggestion=_(finding.suggestion) if finding.suggestion else "",
        start=finding.start,
        end=finding.end,
        asks_purpose=finding.category == CATEGORY,
    )
